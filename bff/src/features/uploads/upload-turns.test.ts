import { ERRORS } from '@tus/server';
import { describe, expect, it } from 'vitest';
import { createUploadTurns } from './upload-turns.ts';

const never = new AbortController().signal;
const quiet = () => {};

describe('turns at one upload', () => {
  it('go in order of arrival, each asked to stop for the next; other uploads do not wait', async () => {
    const turns = createUploadTurns();
    const said: string[] = [];
    const [first, second, third] = [turns.newLock('a'), turns.newLock('a'), turns.newLock('a')];
    await first.lock(never, () => void said.push('first asked'));
    const two = second.lock(never, () => void said.push('second asked')).then(() => void said.push('second works'));
    const three = third.lock(never, quiet).then(() => void said.push('third works'));
    await turns.newLock('b').lock(never, quiet);
    expect(said).toEqual(['first asked', 'first asked']);
    await first.unlock();
    await two;
    expect(said.slice(2)).toEqual(['second asked', 'second works']);
    await second.unlock();
    await three;
    await third.unlock();
    await turns.newLock('a').lock(never, quiet); // free again
  });

  it('are given up after a time or when the request ends, and nobody behind loses theirs', async () => {
    const turns = createUploadTurns(30);
    const [first, impatient, gone] = [turns.newLock('a'), turns.newLock('a'), turns.newLock('a')];
    await first.lock(never, quiet);
    const leaving = new AbortController();
    const waits = [impatient.lock(never, quiet), gone.lock(leaving.signal, quiet)];
    leaving.abort();
    await expect(waits[1]).rejects.toBe(ERRORS.ERR_LOCK_TIMEOUT);
    await expect(waits[0]).rejects.toBe(ERRORS.ERR_LOCK_TIMEOUT);
    const patient = turns.newLock('a').lock(never, quiet);
    leaving.abort();
    await first.unlock();
    await patient;
  });
});
