import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Pickup } from '@tayninh/shared/features/pickups/pickups.contract';
import { api } from '../../api/bff.ts';

const keyOf = (id: string) => ['pickup', id];
const isMoving = (pickup: Pickup | undefined) => pickup?.number?.state === 'asking' || pickup?.number?.state === 'giving-back';

/** Free places are only true now, so nothing is kept; a number on its way is asked for every few seconds. */
export const usePickup = (id: string) =>
  useQuery({
    queryKey: keyOf(id),
    queryFn: () => api('GET /v1/dossiers/:id/pickup', { params: { id } }),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (isMoving(data) ? 2_000 : false),
  });

export function useTakeNumber(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { day: string; from: string }) => api('PUT /v1/dossiers/:id/pickup', { params: { id }, body }),
    onSuccess: (pickup) => client.setQueryData(keyOf(id), pickup),
    onError: () => client.invalidateQueries({ queryKey: keyOf(id) }), // what is free has changed
  });
}

export function useGiveNumberBack(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api('DELETE /v1/dossiers/:id/pickup', { params: { id } }),
    onSuccess: (pickup) => client.setQueryData(keyOf(id), pickup),
  });
}
