import { expect, it } from 'vitest';
import { copiesOf, hashOfMessage, normaliseMessage } from './real-message.ts';

const REAL = 'Hồ sơ đã có kết quả. Xem tại https://zalo.me/s/123/';
const isSame = async (one: string, other: string) => Buffer.from(await hashOfMessage(one)).equals(await hashOfMessage(other));

it('a text that went through copying is still the same message', async () => {
  expect(await isSame(REAL, `  ${REAL.normalize('NFD').replaceAll(' ', '\u00a0\n')}\u200b\u202e`)).toBe(true);
});

it('one other letter, sign or capital in a link makes it another message', async () => {
  for (const fake of ['https://zalo-me/s/123/', 'https://zalo.me/S/123/', 'https://zaIo.me/s/123/', 'https://zalo.me/s/1234/'])
    expect(await isSame(REAL, REAL.replace('https://zalo.me/s/123/', fake)), fake).toBe(false);
});

it('a message is found with its title or without, never by a few common words', () => {
  expect(copiesOf({ title: 'Đã có kết quả', body: 'Mời bạn mở ứng dụng để xem.' })).toEqual([
    'Đã có kết quả Mời bạn mở ứng dụng để xem.',
    'Mời bạn mở ứng dụng để xem.',
  ]);
  expect(copiesOf({ title: '', body: 'Xong.' })).toEqual([]);
  expect(normaliseMessage(' a\t b ')).toBe('a b');
});
