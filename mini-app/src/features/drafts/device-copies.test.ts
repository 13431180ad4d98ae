// @vitest-environment-options {"url": "http://localhost/"}
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { aDraft } from '../../testing/fake-bff.ts';
import { storedOnPhone } from '../../testing/open-app.tsx';
import { forgetAllCopies, forgetCopy, keepCopy, readCopy } from './device-copies.ts';
import type { DraftCopy } from './draft-editor.ts';

const copy = (name: string): DraftCopy => ({ draft: aDraft(), edits: { applicantName: name }, inQuestion: [], keptAt: 1 });
const { id } = aDraft();

beforeEach(() => localStorage.clear());

it('what was typed is on the phone, and nobody can read it there', async () => {
  expect(await keepCopy(copy('Người Bịa'))).toBe(true);
  expect(storedOnPhone()).not.toMatch(/Bịa|applicantName/);
  expect(await readCopy(id)).toEqual(copy('Người Bịa'));
});

it('a copy under the name of another draft does not open', async () => {
  await keepCopy(copy('Người Bịa'));
  const [name = ''] = Object.keys(localStorage).filter((key) => key.includes('draft-copy'));
  localStorage.setItem(name.replace(id, 'other'), localStorage.getItem(name) ?? '');
  expect(await readCopy('other')).toBeNull();
});

it('is gone after filing, and for the next owner of the phone', async () => {
  await keepCopy(copy('Người Bịa'));
  await forgetCopy(id);
  expect(await readCopy(id)).toBeNull();
  await keepCopy(copy('Người Bịa'));
  await forgetAllCopies();
  expect(await readCopy(id)).toBeNull();
});
