import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DossierDetail, DossierSummary } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { api } from '../../api/bff.ts';

/** Summaries only, so that the list can be read offline; answers and files are never kept on the phone. */
const dossiersQuery = queryOptions({
  queryKey: ['dossiers'],
  queryFn: () => api('GET /v1/dossiers', { query: { limit: 50 } }),
  staleTime: 15_000,
  meta: { persist: true },
});
export const useDossiers = () => useQuery({ ...dossiersQuery, refetchInterval: 30_000 });

/** Filing is still moving: worth asking every few seconds while somebody looks. */
const MOVING: readonly string[] = ['accepted', 'scanning', 'ready', 'sending', 'uncertain'];
export const isFiling = ({ state }: Pick<DossierSummary, 'state'>) => MOVING.includes(state);
/** The same for what was sent after filing. */
const isActing = ({ withdrawal, supplements }: DossierDetail) =>
  [withdrawal.state, ...supplements.map(({ answer }) => answer?.state)].some((state) => state && MOVING.includes(state));
const FINAL_STATUS = [3, 7, 8, 10];
/** The province will not speak of it again. */
export const isOver = ({ state, status }: Pick<DossierSummary, 'state' | 'status'>) =>
  state === 'rejected' || state === 'withdrawn' || FINAL_STATUS.includes(status);

export const useDossier = (id: string) =>
  useQuery({
    queryKey: ['dossier', id],
    queryFn: () => api('GET /v1/dossiers/:id', { params: { id } }),
    enabled: id !== '',
    // hidden pages are not asked for (refetchIntervalInBackground is off)
    refetchInterval: ({ state: { data } }) => (data && isOver(data) ? false : data && !isFiling(data) && !isActing(data) ? 15_000 : 3_000),
  });

/** What the list knew of one dossier, with its time: for the dossier page without a network. */
export function useKnownSummary(id: string): { summary: DossierSummary; knownAt: number } | undefined {
  const state = useQueryClient().getQueryState(dossiersQuery.queryKey);
  const summary = state?.data?.items.find((item) => item.id === id);
  return summary && state ? { summary, knownAt: state.dataUpdatedAt } : undefined;
}
