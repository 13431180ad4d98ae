import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ProcedureItem } from '@tayninh/shared/features/procedures/procedures.contract';
import { useEffect, useState } from 'react';
import { api } from '../../api/bff.ts';

const DAY_MS = 86_400_000;

export const procedureQuery = (code: string) =>
  queryOptions({
    queryKey: ['procedure', code],
    queryFn: () => api('GET /v1/procedures/:code', { params: { code } }),
    enabled: code !== '',
    staleTime: 300_000,
    meta: { persist: true },
  });
export const useProcedure = (code: string) => useQuery(procedureQuery(code));

export const useForm = (code: string, caseId: string | undefined) =>
  useQuery({
    queryKey: ['form', code, caseId],
    queryFn: () => api('GET /v1/procedures/:code/form', { params: { code }, query: caseId ? { case: caseId } : {} }),
    enabled: code !== '' && caseId !== undefined,
    staleTime: 600_000,
    meta: { persist: true },
  });

/** Follows typing: the last results stay until the next ones are there. */
export function useProcedureSearch(typed: string) {
  const q = useSettled(typed.trim(), 150);
  const found = useQuery({
    queryKey: ['procedures', q],
    queryFn: () => api('GET /v1/procedures', { query: { q, limit: 20 } }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  return { q, found };
}

function useSettled(value: string, ms: number): string {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** What people of a commune usually come for, or of the province when none is chosen. */
export const useCommonProcedures = (unit: string | undefined) =>
  useQuery({
    queryKey: ['common-procedures', unit],
    queryFn: () => api('GET /v1/procedures/common', { query: unit ? { unit } : {} }),
    staleTime: DAY_MS / 4,
    meta: { persist: true },
  });

/** The whole catalogue in short form (some 70 kB), fetched once a day when the phone has nothing else to do. */
const catalogueQuery = queryOptions({
  queryKey: ['catalogue'],
  queryFn: async () => {
    const items: ProcedureItem[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: ProcedureItem[]; nextCursor: string | null } = await api('GET /v1/procedures', {
        query: { limit: 50, ...(cursor ? { cursor } : {}) },
      });
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor && items.length < 500);
    return items;
  },
  staleTime: DAY_MS,
  meta: { persist: true },
});

export function useKeepCatalogue() {
  const client = useQueryClient();
  useEffect(() => {
    const timer = setTimeout(() => void client.prefetchQuery(catalogueQuery), 4_000);
    return () => clearTimeout(timer);
  }, [client]);
}

/** What is known on the phone for `q`, for when the server cannot be asked; the same search as the server's. */
export function useOfflineMatches(q: string, isNeeded: boolean): ProcedureItem[] {
  const client = useQueryClient();
  const [matches, setMatches] = useState<ProcedureItem[]>([]);
  useEffect(() => {
    const items = client.getQueryData(catalogueQuery.queryKey);
    if (!isNeeded || q === '' || !items) return setMatches([]);
    let isCurrent = true;
    void import('@tayninh/shared/features/procedures/search').then(({ createProcedureSearch }) => {
      const entries = items.map((item) => ({ ...item, aliases: [], lifeEvents: [], targets: [], channels: [] }));
      const byCode = new Map(items.map((item) => [item.code, item]));
      const { codes } = createProcedureSearch(entries).search(q);
      if (isCurrent) setMatches(codes.slice(0, 20).flatMap((code) => byCode.get(code) ?? []));
    });
    return () => {
      isCurrent = false;
    };
  }, [client, q, isNeeded]);
  return matches;
}
