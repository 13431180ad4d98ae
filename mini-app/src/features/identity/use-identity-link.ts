import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { IdentityLinking } from '@tayninh/shared/features/identity/identity-links.contract';
import { useEffect } from 'react';
import { api } from '../../api/bff.ts';
import { openOutside, zaloAccessToken } from '../../zalo/zalo-host.ts';

const keyOf = (id: string) => ['identity-link', id];

/** Begins a national log-in and opens its page in the browser. A page that does not open can be opened from the next screen. */
export function useBeginIdentityLink() {
  return useMutation({
    mutationFn: async (consent: boolean) => {
      const body = { consent, zaloAccessToken: await zaloAccessToken() };
      const begun = await api('POST /v1/me/identity-links', { body });
      await openOutside(begun.authorizeUrl).catch(() => {});
      return begun;
    },
  });
}

const isOver = ({ state }: IdentityLinking) => state === 'done' || state === 'refused' || state === 'expired';

/** How far a log-in has come; asked every two seconds while somebody looks and it is not over. */
export function useIdentityLink(id: string) {
  const client = useQueryClient();
  const linking = useQuery({
    queryKey: keyOf(id),
    queryFn: () => api('GET /v1/me/identity-links/:id', { params: { id } }),
    refetchInterval: ({ state: { data } }) => (data && isOver(data) ? false : 2_000),
    gcTime: 0,
  });
  const enter = useMutation({
    mutationFn: (code: string) => api('POST /v1/me/identity-links/:id/code', { params: { id }, body: { code } }),
    onSuccess: (next) => client.setQueryData(keyOf(id), next),
  });
  const isDone = linking.data?.state === 'done';
  useEffect(() => {
    if (isDone) for (const queryKey of [['me'], ['counter-dossiers'], ['stored-papers']]) void client.invalidateQueries({ queryKey });
  }, [isDone, client]);
  return { linking, enter };
}

/** Unlinks; the server ends all sessions, so everything is asked anew with a new one. */
export function useUnlinkIdentity() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api('DELETE /v1/me/identity-link'),
    onSuccess: () => {
      client.removeQueries({ queryKey: ['counter-dossiers'] });
      return client.invalidateQueries();
    },
  });
}
