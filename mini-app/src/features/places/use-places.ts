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

/** Communes and what they were: kept on the phone, so that addresses are rewritten without a network and never leave it. */
export const useUnitTable = () =>
  useQuery({ queryKey: ['unit-table'], queryFn: () => api('GET /v1/units/table'), staleTime: 86_400_000, meta: { persist: true } });

/** A position as offices are asked for it: rounded to about 1 km, for it travels in an address. */
export interface Near {
  readonly lat: number;
  readonly lng: number;
}

/**
 * The offices nearest to a position; without one the office of a commune and the province's; without either the province's alone.
 * Asked again each minute: opening times pass. What was asked for a position is not kept on the phone.
 */
export const useOffices = (unit: string | null, near: Near | null) =>
  useQuery({
    queryKey: ['offices', unit, near],
    queryFn: () => api('GET /v1/offices', { query: near ? { ...near, limit: NEAREST } : unit === null ? { limit: 2 } : { unit } }),
    staleTime: 60_000,
    refetchInterval: 60_000,
    meta: { persist: near === null },
    ...(near && { gcTime: 60_000 }),
  });
const NEAREST = 12;
