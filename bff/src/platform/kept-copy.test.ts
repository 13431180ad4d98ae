import { describe, expect, it } from 'vitest';
import { keptCopy } from './kept-copy.ts';

const MINUTE = 60_000;

/** A source whose loads are answered by hand. */
function source() {
  const asked: { answer: (value: string) => void; fail: () => void; held: string | undefined }[] = [];
  const load = (held: string | undefined) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    asked.push({ answer: resolve, fail: () => reject(new Error('database away')), held });
    return promise;
  };
  return { asked, load };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('reference data kept in memory', () => {
  it('is loaded once for all who wait for the first copy, then again after a minute, and nobody waits for that', async () => {
    const { asked, load } = source();
    let time = 0;
    const copy = keptCopy(load, { now: () => time });
    expect(copy.atHand()).toBeUndefined();
    const waiting = Promise.all([copy.current(), copy.current()]);
    asked[0]?.answer('first');
    expect(await waiting).toEqual(['first', 'first']);
    time = MINUTE - 1;
    expect(await copy.current()).toBe('first');
    expect(asked).toHaveLength(1);
    time = MINUTE;
    expect([copy.atHand(), await copy.current()]).toEqual(['first', 'first']);
    expect(asked.map(({ held }) => held)).toEqual([undefined, 'first']);
    asked[1]?.answer('second');
    await settle();
    expect(await copy.current()).toBe('second');
  });

  it('a failed renewal leaves the old copy, and the next call tries again', async () => {
    const { asked, load } = source();
    let time = 0;
    const copy = keptCopy(load, { now: () => time });
    const first = copy.current();
    asked[0]?.fail();
    await expect(first).rejects.toThrow('database away');
    const again = copy.current();
    asked[1]?.answer('first');
    expect(await again).toBe('first');
    time = MINUTE;
    await copy.current();
    asked[2]?.fail();
    await settle();
    expect(await copy.current()).toBe('first');
    expect(asked).toHaveLength(4);
  });
});
