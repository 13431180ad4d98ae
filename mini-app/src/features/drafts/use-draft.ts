import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../api/bff.ts';
import { DraftSaver } from './draft-saver.ts';

const savers = new Map<string, DraftSaver>();

/** A draft with its form, and the one saver that all pages of the draft share. */
export function useDraft(id: string) {
  const client = useQueryClient();
  const draft = useQuery({ queryKey: ['draft', id], queryFn: () => api('GET /v1/drafts/:id', { params: { id } }), staleTime: 0 });
  const code = draft.data?.procedureCode;
  const caseId = draft.data?.caseId;
  const form = useQuery({
    queryKey: ['form', code, caseId],
    queryFn: () => api('GET /v1/procedures/:code/form', { params: { code: code ?? '' }, query: { case: caseId } }),
    enabled: code !== undefined,
    staleTime: 600_000,
  });
  const procedure = useQuery({
    queryKey: ['procedure', code],
    queryFn: () => api('GET /v1/procedures/:code', { params: { code: code ?? '' } }),
    enabled: code !== undefined,
  });
  const saver = useMemo(() => {
    const known = savers.get(id) ?? new DraftSaver(id);
    savers.set(id, known);
    known.onSaved = (saved) => client.setQueryData(['draft', id], saved);
    return known;
  }, [id, client]);
  if (draft.data) saver.know(draft.data);
  return {
    draft: draft.data,
    form: form.data,
    procedure: procedure.data,
    error: draft.error ?? form.error,
    refetch: () => Promise.all([draft.refetch(), form.refetch()]),
    saver,
  };
}
