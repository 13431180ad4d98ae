import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Rating as GivenRating } from '@tayninh/shared/features/dossiers/acts.contract';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import { api } from '../../api/bff.ts';
import { doOnce } from './act-submit.ts';

type Rating = Pick<GivenRating, 'stars' | 'reasons' | 'comment'>;

/** After an act the dossier is asked again at once. */
function useRefresh(id: string) {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: ['dossiers'] });
    return client.invalidateQueries({ queryKey: ['dossier', id] });
  };
}

export function useWithdraw(id: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: (reason: string) =>
      doOnce(`withdraw:${id}`, (key) =>
        api('POST /v1/dossiers/:id/withdrawal', { params: { id }, headers: { 'idempotency-key': key }, body: { reason } }),
      ),
    onSuccess: refresh,
  });
}

export function useRate(id: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: ({ stars, reasons, comment }: Rating) =>
      doOnce(`rate:${id}`, (key) =>
        api('POST /v1/dossiers/:id/rating', {
          params: { id },
          headers: { 'idempotency-key': key },
          body: { stars, reasons, comment },
        }),
      ),
    onSuccess: refresh,
  });
}

/** Begins a new form with what this dossier says. */
export function useCorrect(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      doOnce(`correct:${id}`, (key) => api('POST /v1/drafts', { headers: { 'idempotency-key': key }, body: { fromDossierId: id } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['drafts'] }),
  });
}

/** Sends refused files again; the dossier goes on by itself. */
export function useResend(id: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: (files: readonly { componentId: string; fileId: string }[]) =>
      doOnce(`resend:${id}`, (key) =>
        api('PUT /v1/dossiers/:id/files', { params: { id }, headers: { 'idempotency-key': key }, body: { files: [...files] } }),
      ),
    onSuccess: refresh,
  });
}

export function useAnswerSupplement(id: string, sid: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: (body: { files: { componentId: string; fileId: string }[]; note: string; answers: Answers }) =>
      doOnce(`supplement:${sid}`, (key) =>
        api('POST /v1/dossiers/:id/supplements/:sid', { params: { id, sid }, headers: { 'idempotency-key': key }, body }),
      ),
    onSuccess: refresh,
  });
}
