import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { cleanQuery, joinAnswers } from '../features/procedures/search-answer.ts';
import { aCatalogue, aProcedureItem, type FakeBff, problem, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone, openApp, storedOnPhone } from '../testing/open-app.tsx';

beforeEach(newPhone);

const field = () => screen.getByRole('textbox', { name: 'Việc cần làm' });
const type = (text: string) => fireEvent.change(field(), { target: { value: text } });
const birth = () => screen.findByRole('link', { name: /Làm giấy khai sinh/ });
/** Opens search until the copy is on the phone. */
async function keep(bff: FakeBff) {
  const { unmount } = openApp('/search', bff);
  await waitFor(() => expect(storedOnPhone()).toMatch(/^[\w-]{22} \d+$/m), { timeout: 10_000 });
  unmount();
  cleanup();
}

describe('search on the phone itself', () => {
  it('finds while the server says nothing, and leaves rows where they are when it answers', async () => {
    await using bff = await startFakeBff();
    await keep(bff);
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    bff.on('GET /v1/procedures', () => ({
      after: held,
      json: {
        items: [
          aProcedureItem({ code: '1.001193', plainName: 'Làm giấy khai sinh' }),
          aProcedureItem({ code: '1.999999', plainName: 'Việc chỉ máy chủ biết' }),
        ],
        nextCursor: null,
        suggestions: [],
      },
    }));
    openApp('/search', bff);
    type('khai sinh');
    const row = await birth();
    expect(screen.queryByText(/chỉ máy chủ biết/)).toBeNull();
    answer();
    await screen.findByText(/chỉ máy chủ biết/);
    expect(row.isConnected).toBe(true);
  });

  it('without a network: results, their age, other words and the short page of a procedure', async () => {
    await using bff = await startFakeBff();
    await keep(bff);
    bff.cutOff();
    openApp('/search', bff);
    type('giay khai sinh');
    const row = await birth();
    expect(await screen.findByText(/Đang mất mạng\. Danh mục lưu trên máy lúc \d+:\d\d hôm nay/)).toBeTruthy();
    type('zzqx wwvv');
    expect(await screen.findByText('Chưa tìm thấy việc này')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Làm giấy khai sinh' })).toBeTruthy();
    expect(row.isConnected).toBe(false);
    type('khai sinh');
    fireEvent.click(await birth());
    expect(await screen.findByText(/Phần còn lại cần mạng/)).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1, name: 'Làm giấy khai sinh' })).toBeTruthy();
    expect(screen.getByText(/Đây là thông tin lúc \d+:\d\d hôm nay/)).toBeTruthy();
  });

  it('a server that fails leaves the phone’s results standing', async () => {
    await using bff = await startFakeBff();
    await keep(bff);
    bff.on('GET /v1/procedures', () => problem('internal'));
    openApp('/search?q=khai%20sinh', bff);
    expect(await birth()).toBeTruthy();
    expect(await screen.findByText(/Máy chủ chưa trả lời được\. Danh mục/, undefined, { timeout: 8_000 })).toBeTruthy();
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -40)],
    ['of another shape', (text: string) => text.replace('"shape":1', '"shape":0')],
    ['without a field', (text: string) => text.replace('"plainName"', '"niceName"')],
  ])('a copy that is %s is thrown away and fetched again', async (_what, spoil) => {
    await using bff = await startFakeBff();
    await keep(bff);
    const key = Object.keys(localStorage).find((each) => each.endsWith('catalogue')) ?? '';
    localStorage.setItem(key, spoil(localStorage.getItem(key) ?? ''));
    openApp('/search', bff);
    await waitFor(() => expect(bff.times('GET /v1/catalogue')).toBe(2));
    type('khai sinh');
    expect(await birth()).toBeTruthy();
    expect(localStorage.getItem(key)).toBe(JSON.stringify(aCatalogue()));
  });

  it('asks again after a day only, and then says which copy it has', async () => {
    await using bff = await startFakeBff();
    await keep(bff);
    openApp('/search', bff).unmount();
    const key = Object.keys(localStorage).find((each) => each.endsWith('catalogue-checked')) ?? '';
    const [version] = (localStorage.getItem(key) ?? '').split(' ');
    localStorage.setItem(key, `${version} ${Date.now() - 25 * 3_600_000}`);
    bff.on('GET /v1/catalogue', () => ({ status: 304 }));
    openApp('/search', bff);
    await waitFor(() => expect(bff.times('GET /v1/catalogue')).toBe(2), { timeout: 10_000 });
    expect(bff.calls.filter(({ route }) => route === 'GET /v1/catalogue').at(-1)?.headers).toMatchObject({
      'if-none-match': `"${version}"`,
    });
    await waitFor(() => expect(Number(localStorage.getItem(key)?.split(' ')[1])).toBeGreaterThan(Date.now() - 60_000));
  });
});

describe('what leads nowhere', () => {
  it('is told once, when typing went on after a pause, without saying who; what was opened is not', async () => {
    await using bff = await startFakeBff();
    openApp('/search?q=con%20dau%20cong%20ty', bff);
    await screen.findByRole('link', { name: /độc thân/ });
    type('con dau cong ty moi');
    type('con dau');
    await waitFor(() => expect(bff.times('POST /v1/searches')).toBe(1), { timeout: 6_000 });
    const told = bff.calls.find(({ route }) => route === 'POST /v1/searches');
    expect(told?.body).toEqual({ q: 'con dau cong ty' });
    expect(told?.headers.authorization).toBeUndefined();
    fireEvent.click(await screen.findByRole('link', { name: /độc thân/ }));
    await screen.findByText('Thông tin thủ tục');
    expect(bff.times('POST /v1/searches')).toBe(1);
  });
});

describe('joining the two answers', () => {
  const answer = (...codes: string[]) => ({ items: codes.map((code) => aProcedureItem({ code })), suggestions: [] });
  const codesOf = ({ items }: { items: readonly { code: string }[] }) => items.map(({ code }) => code).join('');
  it.each([
    ['abcd', 'abcxd', 'abcdx', 'the first three stand: nothing moves, the new one follows'],
    ['abcd', 'bacd', 'bacd', 'another first row: the server is right'],
    ['ab', 'abx', 'abx', 'less than three at hand'],
    ['abc', '', '', 'the server finds nothing'],
    ['', 'ab', 'ab', 'only the server knows'],
  ])('%s and %s give %s: %s', (phone, server, joined) => {
    expect(codesOf(joinAnswers(answer(...phone), answer(...server)))).toBe(joined);
  });
});

it.each([
  ['x'.repeat(2_000), 'x'.repeat(200)],
  ['\u202egiấy\u200b khai\u0000 sinh ', 'giấy  khai  sinh'],
  ['gia\u0302\u0301y', 'giấy'],
  ['👶🍼', '👶🍼'],
  ['\u200f\u200e', ''],
])('reads bad input %# as a query of bounded length', (typed, clean) => {
  expect(cleanQuery(typed)).toBe(clean);
});
