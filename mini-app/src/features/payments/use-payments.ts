import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { isUndecided } from '@tayninh/shared/features/payments/payment-state';
import type { Payment, PaymentMethod } from '@tayninh/shared/features/payments/payments.contract';
import { useRef } from 'react';
import { api } from '../../api/bff.ts';
import { isProblem } from '../../api/errors.ts';
import { randomId } from '../../api/random-id.ts';
import { openCheckout, openOutside } from '../../zalo/zalo-host.ts';

const keyOf = (dossierId: string) => ['payments', dossierId];

/** What is asked for and the own attempts; while one is undecided, asked every few seconds as long as somebody looks. */
export const usePayments = (dossierId: string) =>
  useQuery({
    queryKey: keyOf(dossierId),
    queryFn: () => api('GET /v1/dossiers/:id/payments', { params: { id: dossierId } }),
    refetchInterval: ({ state: { data } }) => (data?.items[0] && isUndecided(data.items[0].state) ? 3_000 : 30_000),
  });

/** Leads to the page or sheet of an attempt. What comes back from there is not believed, only the order's id is passed on. */
async function open(payment: Payment): Promise<void> {
  if (payment.payUrl) return openOutside(payment.payUrl);
  if (!payment.checkout) return;
  const orderId = await openCheckout(payment.checkout);
  if (orderId) await api('PUT /v1/payments/:id/order', { params: { id: payment.id }, body: { orderId } });
}

/**
 * Begins an attempt and leads to where it is paid. A press whose answer was lost is repeated with the same key, so that it stays
 * one attempt; after a clear answer the next press is a new one.
 */
export function usePay(dossierId: string) {
  const client = useQueryClient();
  const key = useRef<{ method: PaymentMethod; value: string } | null>(null);
  const refresh = () => Promise.all([keyOf(dossierId), ['dossier', dossierId]].map((queryKey) => client.invalidateQueries({ queryKey })));
  const begin = useMutation({
    mutationFn: async (method: PaymentMethod) => {
      if (key.current?.method !== method) key.current = { method, value: randomId() };
      try {
        const payment = await api('POST /v1/dossiers/:id/payments', {
          params: { id: dossierId },
          headers: { 'idempotency-key': key.current.value },
          body: { method },
        });
        key.current = null;
        await open(payment);
      } catch (error) {
        if (isProblem(error) && error.problem.status < 500) key.current = null;
        throw error;
      }
    },
    onSettled: refresh,
  });
  const reopen = useMutation({ mutationFn: open, onSettled: refresh });
  return { begin, reopen };
}
