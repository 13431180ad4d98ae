import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/bff.ts';

export const useDossiers = () =>
  useQuery({ queryKey: ['dossiers'], queryFn: () => api('GET /v1/dossiers', { query: { limit: 50 } }), refetchInterval: 30_000 });

const SETTLED = ['confirmed', 'rejected', 'needs_citizen'];

/** Asked again every few seconds until filing is settled. */
export const useDossier = (id: string) =>
  useQuery({
    queryKey: ['dossier', id],
    queryFn: () => api('GET /v1/dossiers/:id', { params: { id } }),
    refetchInterval: ({ state }) => (state.data && SETTLED.includes(state.data.state) ? 30_000 : 3_000),
  });
