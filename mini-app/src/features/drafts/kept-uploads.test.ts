// @vitest-environment-options {"url": "http://localhost/"}
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forgetAllCopies } from './device-copies.ts';
import {
  forgetAllUploads,
  forgetOldUploads,
  forgetUpload,
  forgetUploadsOf,
  KEPT_MAX_BYTES,
  keepUpload,
  keepUrl,
  keptUploads,
  whileOwned,
} from './kept-uploads.ts';
import { inDatabase } from './phone-store.ts';

const aFile = (name: string, text = 'bytes of the paper') => new File([text], name, { type: 'application/pdf' });
const keep = (id: string, file = aFile(`${id}.pdf`), draftId = 'draft') =>
  keepUpload(id, { draftId, componentId: 'can-cuoc', file, replaces: [] });
const ids = async (draftId = 'draft') => (await keptUploads(draftId)).map(({ id }) => id);
/** What lies in the phone's database, as one text. */
const stored = async () => {
  const rows = await Promise.all(
    (['uploads', 'upload-bytes'] as const).map((name) => inDatabase([name], 'readonly', (store) => store(name).getAll())),
  );
  const text = (value: unknown): string =>
    value instanceof ArrayBuffer || ArrayBuffer.isView(value)
      ? Buffer.from(value as ArrayBuffer).toString('latin1')
      : typeof value === 'object' && value !== null
        ? Object.values(value).map(text).join('\n')
        : String(value);
  return text(rows);
};

beforeEach(() => forgetAllUploads());
afterEach(() => vi.useRealTimers());

it('a file that was on its way is there again, byte by byte, with where the server takes it', async () => {
  expect(await keep('one')).toEqual({ isKept: true, pushedOut: [] });
  await keepUrl('one', 'http://bff/v1/uploads/1');
  const [kept] = await keptUploads('draft');
  expect(kept).toMatchObject({ id: 'one', componentId: 'can-cuoc', name: 'one.pdf', url: 'http://bff/v1/uploads/1', replaces: [] });
  expect(kept?.file?.type).toBe('application/pdf');
  expect(await kept?.file?.text()).toBe('bytes of the paper');
});

it('nobody can read it on the phone', async () => {
  await keep('one', aFile('Người Bịa.pdf'));
  await keepUrl('one', 'http://bff/v1/uploads/1');
  expect(await stored()).not.toMatch(/bytes of|Bịa|can-cuoc|v1/);
});

it('files come back in the order in which they were chosen, each in its own draft', async () => {
  await Promise.all([keep('b'), keep('a'), keep('other', aFile('other.pdf'), 'other draft'), keep('c')]);
  expect(await ids()).toEqual(['b', 'a', 'c']);
});

it('is gone once the server has it, the draft is filed, or 30 days are over', async () => {
  await Promise.all([keep('sent'), keep('waits')]);
  await forgetUpload('sent');
  await keepUrl('sent', 'http://bff/late'); // does not bring it back
  expect(await ids()).toEqual(['waits']);
  await forgetUploadsOf('draft');
  expect(await ids()).toEqual([]);

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1_000 });
  await keep('old');
  vi.setSystemTime(Date.now() + 31 * 86_400_000);
  await forgetOldUploads();
  expect(await stored()).toBe('\n');
});

it('another person finds nothing, also without the key, and what is on its way is told to stop', async () => {
  await keep('one');
  const owned = whileOwned();
  await forgetAllUploads();
  expect(owned.aborted).toBe(true);
  expect(whileOwned().aborted).toBe(false);
  expect(await stored()).toBe('\n');
  await keep('two');
  await forgetAllCopies();
  expect(await ids()).toEqual([]);
});

it('of more than 30 MB the oldest bytes go, and it is told which', async () => {
  const large = aFile('large.pdf', 'x'.repeat(KEPT_MAX_BYTES / 3));
  for (const id of ['one', 'two', 'three']) expect(await keep(id, large)).toEqual({ isKept: true, pushedOut: [] });
  expect(await keep('four')).toEqual({ isKept: true, pushedOut: ['one'] });
  expect((await keptUploads('draft')).map(({ id, file }) => [id, file !== null])).toEqual([
    ['one', false],
    ['two', true],
    ['three', true],
    ['four', true],
  ]);
});

it('a phone that has no room keeps nothing and says so', async () => {
  const refuses = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  expect(await keep('one')).toEqual({ isKept: false, pushedOut: [] });
  refuses.mockRestore();
  expect(await ids()).toEqual([]);
});
