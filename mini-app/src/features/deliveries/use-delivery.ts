import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DeliveryWay, Receiver } from '@tayninh/shared/features/deliveries/deliveries.contract';
import { api } from '../../api/bff.ts';

const keyOf = (id: string) => ['delivery', id];

/** Own address: in memory only, never in the persisted cache. */
export const useDelivery = (id: string) =>
  useQuery({ queryKey: keyOf(id), queryFn: () => api('GET /v1/dossiers/:id/delivery', { params: { id } }) });

export function useChooseDelivery(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ way, receiver }: { way: DeliveryWay; receiver: Receiver }) =>
      api('PUT /v1/dossiers/:id/delivery', { params: { id }, body: way === 'post' ? { way, receiver } : { way } }),
    onSuccess: (delivery) => client.setQueryData(keyOf(id), delivery),
  });
}
