import { describe, expect, it } from 'vitest';
import { KEPT_MAX, putFirst, readKept } from './kept-procedures.ts';

const item = (no: number) => ({ code: `1.${String(no).padStart(6, '0')}`, name: `Việc ${no}` });
const many = Array.from({ length: 80 }, (_, no) => item(no));

describe('procedures kept on the phone', () => {
  it('stand once each, the newest first, under their newest name', () => {
    const kept = [item(3), item(1), item(2), item(1)].reduce<ReturnType<typeof item>[]>((list, each) => putFirst(list, each, 10), []);
    expect(kept.map(({ code }) => code)).toEqual([item(1).code, item(2).code, item(3).code]);
    expect(putFirst(kept, { ...item(3), name: 'Tên mới' }, 10)[0]).toEqual({ ...item(3), name: 'Tên mới' });
  });

  it('never grow past their bound, neither by adding nor by what the store holds', () => {
    expect(putFirst(many, item(99), KEPT_MAX.seen)).toHaveLength(KEPT_MAX.seen);
    expect(readKept(JSON.stringify(many), KEPT_MAX.saved)).toEqual(many.slice(0, KEPT_MAX.saved));
  });

  it.each([null, '', 'không phải JSON', '{"code":"1.000001"}', '7', 'null'])('read as empty when the store holds %j', (text) => {
    expect(readKept(text, 10)).toEqual([]);
  });

  it('leave out what is no procedure and what stands twice', () => {
    const stored = [item(1), null, 'x', { code: '/me', name: 'Lạ' }, { code: '1.000002' }, { ...item(3), more: 1 }, item(1)];
    expect(readKept(JSON.stringify(stored), 10)).toEqual([item(1), item(3)]);
  });
});
