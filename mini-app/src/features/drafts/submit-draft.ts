import { api } from '../../api/bff.ts';
import { ProblemError } from '../../api/errors.ts';
import { readStored, removeStored, writeStored } from '../../zalo/zalo-host.ts';

/** Files a draft once: the key lives until the server gave a final answer, so a lost answer can be asked for again. */
export async function submitDraft(draftId: string) {
  const name = `submit-${draftId}`;
  const key = (await readStored(name)) ?? crypto.randomUUID();
  await writeStored(name, key);
  try {
    const submitted = await api('POST /v1/dossiers', { headers: { 'idempotency-key': key }, body: { draftId, consent: true } });
    await removeStored(name);
    return submitted;
  } catch (error) {
    if (error instanceof ProblemError && isFinal(error)) await removeStored(name);
    throw error;
  }
}

const isFinal = ({ problem }: ProblemError) =>
  problem.status < 500 && problem.status !== 429 && problem.status !== 401 && problem.code !== 'request-in-progress';
