import type { QueryClient } from '@tanstack/react-query';
import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import { api } from '../../api/bff.ts';
import { readCopy } from './device-copies.ts';
import { overlay } from './draft-editor.ts';
import { typeInto } from './use-draft.ts';

interface Unsaved {
  readonly draft: Draft;
  readonly answers: Answers;
}

/** What was typed here into a draft that is gone, with what its server had last; null when the phone has nothing that was never sent. */
export async function unsavedOf(draftId: string): Promise<Unsaved | null> {
  const copy = await readCopy(draftId);
  return copy && Object.keys(copy.edits).length > 0 ? { draft: copy.draft, answers: overlay(copy.draft.answers, copy.edits) } : null;
}

/** A new draft of the same case with these answers; resolves when the server has them. @returns its id. @throws as saving does */
export async function beginAgain({ draft: { procedureCode, caseId, checklist }, answers }: Unsaved, client: QueryClient): Promise<string> {
  const fresh = await api('POST /v1/drafts', { body: { procedureCode, caseId, ...(checklist && { checklist }) } });
  await typeInto(fresh, answers, client);
  return fresh.id;
}
