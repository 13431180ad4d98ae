import { api } from '../../api/bff.ts';
import { isProblem } from '../../api/errors.ts';
import { randomId } from '../../api/random-id.ts';
import { readStored, removeStored, writeStored } from '../../zalo/zalo-host.ts';

const nameOf = (draftId: string) => `filing-key:${draftId}`;
const IN_PROGRESS_TRIES = 5;

/** RL-2: made when the review page opens, kept on the phone until a final answer. */
export async function filingKey(draftId: string): Promise<string> {
  const known = await readStored(nameOf(draftId));
  if (known) return known;
  const fresh = randomId();
  await writeStored(nameOf(draftId), fresh);
  return fresh;
}

/**
 * Files a draft once, however often this is called: the same key gives the same dossier.
 * @throws ProblemError when refused; OfflineError or TimeoutError when it is not known whether it arrived, then call it again
 */
export async function submitDraft(draftId: string) {
  const key = await filingKey(draftId);
  for (let tries = 1; ; tries++) {
    try {
      const filed = await api('POST /v1/dossiers', { headers: { 'idempotency-key': key }, body: { draftId, consent: true } });
      await removeStored(nameOf(draftId));
      return filed;
    } catch (error) {
      if (isProblem(error, 'request-in-progress') && tries < IN_PROGRESS_TRIES) {
        await new Promise((done) => setTimeout(done, 1_000 * tries));
        continue;
      }
      // a key spent on something else can never succeed
      if (isProblem(error, 'idempotency-key-reused', 'draft-submitted')) await removeStored(nameOf(draftId));
      throw error;
    }
  }
}
