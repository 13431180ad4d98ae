import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Parts } from '../../api/bff.ts';

const KEY = ['authorisations'];
/** Names of other people: in memory only, never in the persisted cache. */
export const useAuthorisations = () => useQuery({ queryKey: KEY, queryFn: () => api('GET /v1/authorisations'), staleTime: 15_000 });

function useRefresh() {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: ['dossiers'] });
    void client.invalidateQueries({ queryKey: ['drafts'] });
    return client.invalidateQueries({ queryKey: KEY });
  };
}

export function useInvite() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: NonNullable<Parts<'POST /v1/authorisations'>['body']>) => api('POST /v1/authorisations', { body }),
    onSuccess,
  });
}

export function useAddOrganisation() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: { name: string; taxCode: string }) => api('POST /v1/organisations', { body }),
    onSuccess,
  });
}

export const useInvitation = () =>
  useMutation({ mutationFn: (code: string) => api('POST /v1/authorisations/invitation', { body: { code } }) });

export function useAccept() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (code: string) => api('POST /v1/authorisations/acceptance', { body: { code, consent: true } }),
    onSuccess,
  });
}

export function useEnd() {
  const onSuccess = useRefresh();
  return useMutation({ mutationFn: (id: string) => api('DELETE /v1/authorisations/:id', { params: { id } }), onSuccess });
}
