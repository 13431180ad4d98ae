import { isProblem } from '../../api/errors.ts';
import { randomId } from '../../api/random-id.ts';
import { readStored, removeStored, writeStored } from '../../zalo/zalo-host.ts';

/**
 * Does something with a dossier once, however often this is called: the key is kept on the phone until a final answer.
 * @param name what is done, and to what.
 * @throws what `send` throws; without a network it is not known whether it arrived, then call it again
 */
export async function doOnce<T>(name: string, send: (key: string) => Promise<T>): Promise<T> {
  const stored = `act-key:${name}`;
  const key = (await readStored(stored)) ?? randomId();
  await writeStored(stored, key);
  try {
    const answer = await send(key);
    await removeStored(stored);
    return answer;
  } catch (error) {
    // refused for good: what is sent next is another thing
    if (isProblem(error) && error.problem.status < 500 && error.problem.status !== 401 && error.problem.status !== 429)
      await removeStored(stored);
    throw error;
  }
}
