import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/bff.ts';

/** Communes by what is typed so far; the last ones stay until the next are there. */
export function useUnitSearch(typed: string) {
  const wanted = typed.trim();
  const [q, settle] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => settle(wanted), 150);
    return () => clearTimeout(timer);
  }, [wanted]);
  const found = useQuery({
    queryKey: ['units', q],
    queryFn: () => api('GET /v1/units', { query: { q, limit: 20 } }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  return { q, found };
}

/** The office of a commune and the province's; without a commune the province's alone. Asked again each minute: opening times pass. */
export const useOffices = (unit: string | null) =>
  useQuery({
    queryKey: ['offices', unit],
    queryFn: () => api('GET /v1/offices', { query: unit === null ? { limit: 2 } : { unit } }),
    staleTime: 60_000,
    refetchInterval: 60_000,
    meta: { persist: true },
  });
