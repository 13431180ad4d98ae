// @vitest-environment-options {"url": "http://localhost/"}
import 'fake-indexeddb/auto';
import { QueryClient } from '@tanstack/react-query';
import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { FormView } from '@tayninh/shared/features/procedures/procedures.contract';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomId } from '../api/random-id.ts';
import { forgetAllUploads, keepUpload, keepUrl, keptUploads } from '../features/drafts/kept-uploads.ts';
import { forgetDraft } from '../features/drafts/use-draft.ts';
import { aDraft, aForm, aMe, DRAFT_ID, type FakeBff, ID, problem, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone, openApp } from '../testing/open-app.tsx';
import { writeStored } from '../zalo/zalo-host.ts';

beforeEach(newPhone);
afterEach(() => forgetAllUploads()); // also stops what is on its way

const form: FormView = { ...aForm, components: [{ id: 'can-cuoc', name: 'Căn cước của bạn', required: true }] };

/** A server of uploads that keeps what it is sent, and a draft with one paper. */
function serve(bff: FakeBff) {
  const held = new Map<string, { size: number; text: string }>();
  let draft: Draft = aDraft();
  bff.on('GET /v1/procedures/1.004873/form', () => ({ json: form }));
  bff.on(`GET /v1/drafts/${DRAFT_ID}`, () => ({ json: draft }));
  bff.on(`PUT /v1/drafts/${DRAFT_ID}`, ({ body }) => {
    const files = (body as Draft).files.map(
      (file) => ({ ...file, name: 'tep', sizeBytes: 1, type: 'application/pdf', check: 'accepted', trouble: null }) as const,
    );
    draft = { ...draft, files, etag: `${draft.etag}+` };
    return { json: draft };
  });
  const on = (id: string) => {
    const offset = () => ({ 'Upload-Offset': String(held.get(id)?.text.length), 'Upload-Length': String(held.get(id)?.size) });
    bff.on(`HEAD /v1/uploads/${id}`, () => (held.has(id) ? { headers: offset() } : problem('file-not-found')));
    bff.on(`PATCH /v1/uploads/${id}`, ({ body }) => {
      const file = held.get(id);
      if (file) held.set(id, { ...file, text: file.text + String(body) });
      return { status: 204, headers: offset() };
    });
  };
  const begin = () =>
    bff.on('POST /v1/uploads', ({ headers }) => {
      const id = `new-${held.size}`;
      held.set(id, { size: Number(headers['upload-length']), text: '' });
      on(id);
      return { status: 201, headers: { Location: `/v1/uploads/${id}` } };
    });
  begin();
  return {
    /** An answer at which sending gives up at once; without any answer it does so after 19 seconds. */
    isCut: () => bff.on('POST /v1/uploads', () => problem('not-found')),
    isBack() {
      begin();
      window.dispatchEvent(new Event('online'));
    },
    fileIds: () => draft.files.map(({ fileId }) => fileId),
    text: (id: string) => held.get(id)?.text,
    has(id: string, text: string, size: number) {
      held.set(id, { size, text });
      on(id);
    },
    forgot: (id: string) => on(id),
  };
}

/** As the app left it when it was closed: `text` chosen, its first part sent to `id`. */
async function leave(bff: FakeBff, text: string, id?: string) {
  const key = randomId();
  const file = new File([text], 'giay.pdf', { type: 'application/pdf' });
  await keepUpload(key, { draftId: DRAFT_ID, componentId: 'can-cuoc', file, replaces: [] });
  if (id) await keepUrl(key, `${bff.origin}/v1/uploads/${id}`);
}

describe('files that were on their way when the app was closed', () => {
  it('go on from what the server has, in order, and leave the phone', async () => {
    await using bff = await startFakeBff();
    const server = serve(bff);
    server.has('half', 'first ', 11);
    await leave(bff, 'first paper', 'half');
    await leave(bff, 'second paper');
    openApp(`/drafts/${DRAFT_ID}/papers`, bff);
    expect(await screen.findByText('Đang gửi tiếp 2 tệp còn dở')).toBeTruthy();
    await waitFor(() => expect(server.fileIds()).toEqual(['half', 'new-1']));
    expect([server.text('half'), server.text('new-1')]).toEqual(['first paper', 'second paper']);
    expect(screen.queryByText(/^Đang gửi tiếp/)).toBeNull();
    await waitFor(async () => expect(await keptUploads(DRAFT_ID)).toEqual([]));
  });

  it('begin anew when the server has forgotten them', async () => {
    await using bff = await startFakeBff();
    const server = serve(bff);
    server.forgot('old');
    await leave(bff, 'a paper', 'old');
    openApp(`/drafts/${DRAFT_ID}/papers`, bff);
    await waitFor(() => expect(server.fileIds()).toEqual(['new-0']));
    expect(server.text('new-0')).toBe('a paper');
  });

  it('are added once when the app was closed between the last byte and the draft', async () => {
    await using bff = await startFakeBff();
    const server = serve(bff);
    server.has('whole', 'a paper', 7);
    await leave(bff, 'a paper', 'whole');
    await leave(bff, 'a paper', 'whole');
    openApp(`/drafts/${DRAFT_ID}/papers`, bff);
    await waitFor(async () => expect(await keptUploads(DRAFT_ID)).toEqual([]));
    expect(server.fileIds()).toEqual(['whole']);
  });

  it('stay away once the citizen removed them', async () => {
    await using bff = await startFakeBff();
    serve(bff);
    bff.on('POST /v1/uploads', () => problem('file-type-refused'));
    await leave(bff, 'not a paper');
    openApp(`/drafts/${DRAFT_ID}/papers`, bff);
    fireEvent.click(await screen.findByRole('button', { name: 'Bỏ' }));
    await waitFor(async () => expect(await keptUploads(DRAFT_ID)).toEqual([]));
    expect(screen.getByText('Cần có giấy này')).toBeTruthy();
  });

  it('say which one has to be chosen again when the phone had no room left', async () => {
    await using bff = await startFakeBff();
    serve(bff);
    for (let no = 0; no < 4; no++) await leave(bff, 'x'.repeat(9_000_000));
    openApp(`/drafts/${DRAFT_ID}/papers`, bff);
    expect(await screen.findByText(/điện thoại đã hết chỗ giữ/)).toBeTruthy();
  });

  it('go on by themselves when the network is back after sending gave up', async () => {
    await using bff = await startFakeBff();
    const server = serve(bff);
    server.isCut();
    await leave(bff, 'first paper');
    await leave(bff, 'second paper');
    openApp(`/drafts/${DRAFT_ID}/papers`, bff);
    await waitFor(() => expect(screen.getAllByText('Chưa gửi được')).toHaveLength(2));
    server.isBack();
    await waitFor(() => expect(server.fileIds()).toEqual(['new-0', 'new-1']));
    expect([server.text('new-0'), server.text('new-1')]).toEqual(['first paper', 'second paper']);
    await waitFor(async () => expect(await keptUploads(DRAFT_ID)).toEqual([]));
  });

  it('do not go on for a form that was filed or thrown away meanwhile', async () => {
    await using bff = await startFakeBff();
    const server = serve(bff);
    server.isCut();
    await leave(bff, 'a paper');
    const { unmount } = openApp(`/drafts/${DRAFT_ID}/papers`, bff);
    await screen.findByText('Chưa gửi được');
    unmount();
    forgetDraft(DRAFT_ID, new QueryClient());
    server.isBack();
    await leave(bff, 'of the next form'); // comes after it, one at a time
    openApp(`/drafts/${DRAFT_ID}/papers`, bff);
    await waitFor(() => expect(server.fileIds()).toEqual(['new-0']));
    expect(server.text('new-0')).toBe('of the next form');
  });

  it('go on when the app was opened without a network, once it is back', async () => {
    await using bff = await startFakeBff();
    const server = serve(bff);
    bff.on('GET /v1/me', () => 'no answer');
    await leave(bff, 'a paper');
    openApp(`/drafts/${DRAFT_ID}/papers`, bff);
    expect(await screen.findByText('Chờ gửi')).toBeTruthy();
    await waitFor(() => expect(bff.times('GET /v1/me')).toBeGreaterThan(0));
    bff.on('GET /v1/me', () => ({ json: aMe() }));
    server.isBack();
    await waitFor(() => expect(server.fileIds()).toEqual(['new-0']));
  });
});

it('nothing kept for the earlier owner of the phone is sent for the next person who signs in on it', async () => {
  await using bff = await startFakeBff();
  serve(bff);
  sessionStorage.setItem('sandbox-persona', 'thu-ha'); // whose store of Zalo's it is; the person changes behind it
  await writeStored('owner', ID);
  await leave(bff, 'of the earlier owner');
  let answer = () => {};
  const after = new Promise<void>((done) => {
    answer = done;
  });
  bff.on('GET /v1/me', () => ({ json: aMe({ id: DRAFT_ID }), after }));
  openApp(`/drafts/${DRAFT_ID}/papers`, bff);
  expect(await screen.findByText('Chờ gửi')).toBeTruthy();
  answer();
  await waitFor(async () => expect(await keptUploads(DRAFT_ID)).toEqual([]));
  await waitFor(() => expect(screen.queryByText('Chờ gửi')).toBeNull());
  window.dispatchEvent(new Event('online'));
  await fetch(`${bff.origin}/v1/status`); // whatever was begun before it is there by now
  expect(bff.times('POST /v1/uploads')).toBe(0);
});
