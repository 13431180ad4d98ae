import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../../api/bff.ts';

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

/** What people of a commune usually come for, or of the province when none is chosen. */
export const useCommonProcedures = (unit: string | undefined) =>
  useQuery({
    queryKey: ['common-procedures', unit],
    queryFn: () => api('GET /v1/procedures/common', { query: unit ? { unit } : {} }),
    staleTime: 21_600_000,
    meta: { persist: true },
  });
