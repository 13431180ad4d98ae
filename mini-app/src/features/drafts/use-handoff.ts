import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/bff.ts';
import { forgetDraft } from './use-draft.ts';

/** How often to ask whether the clerk has opened or received it, while the page is looked at. */
const ASK_EVERY_MS = 3_000;

/** The hand-over of a draft to a counter. `code` is known on this page only, once. */
export function useHandoff(id: string) {
  const client = useQueryClient();
  const [code, setCode] = useState<string | null>(null);
  const key = ['handoff', id];
  const status = useQuery({
    queryKey: key,
    queryFn: () => api('GET /v1/drafts/:id/handoff', { params: { id } }),
    refetchInterval: ({ state }) => (state.data?.handoff ? ASK_EVERY_MS : false),
    refetchOnMount: 'always',
  });
  /** The draft is locked or free again: what the phone knows of it is old. */
  const changed = () => {
    forgetDraft(id, client);
    void client.invalidateQueries({ queryKey: ['dossiers'] });
    return client.invalidateQueries({ queryKey: key });
  };
  const make = useMutation({
    mutationFn: () => api('POST /v1/drafts/:id/handoff', { params: { id } }),
    onSuccess: (made) => {
      setCode(made.code);
      return changed();
    },
  });
  const takeBack = useMutation({
    mutationFn: () => api('DELETE /v1/drafts/:id/handoff', { params: { id } }),
    onSuccess: () => {
      setCode(null);
      return changed();
    },
  });
  return { status, make, takeBack, code: status.data?.handoff ? code : null };
}
