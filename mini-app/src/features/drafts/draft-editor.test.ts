import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { describe, expect, it, vi } from 'vitest';
import { ProblemError } from '../../api/errors.ts';
import { aDraft, problem } from '../../testing/fake-bff.ts';
import { createDraftEditor, type DraftCopy } from './draft-editor.ts';

/** The server's side of one draft, with revisions. */
function aServer(answers: Draft['answers'] = {}) {
  let stored = aDraft({ answers });
  let puts = 0;
  return {
    stored: () => stored,
    puts: () => puts,
    changeElsewhere(more: Draft['answers']) {
      stored = { ...stored, answers: { ...stored.answers, ...more }, etag: `"elsewhere"` };
    },
    get: async () => stored,
    put: async (content: Pick<Draft, 'answers'> & { files: { componentId: string; fileId: string }[] }, etag: string) => {
      puts++;
      if (etag !== stored.etag) throw new ProblemError(problem('draft-changed').json);
      const files = content.files.map((file) => ({
        ...file,
        name: 'trang.jpg',
        sizeBytes: 1,
        type: 'image/jpeg',
        check: 'accepted' as const,
        trouble: null,
      }));
      stored = { ...stored, answers: content.answers, files, etag: `"${puts + 1}"` };
      return stored;
    },
  };
}
const editorOf = (server: ReturnType<typeof aServer>) => createDraftEditor(server.stored(), server, () => {});

describe('a draft being written', () => {
  it('has what was typed at once, and on the server after saving', async () => {
    const server = aServer();
    const editor = editorOf(server);
    editor.answer('applicantName', 'Người Bịa');
    expect(editor.view().answers).toEqual({ applicantName: 'Người Bịa' });
    expect(editor.view().save).toBe('waiting');
    await editor.flush();
    expect(server.stored().answers).toEqual({ applicantName: 'Người Bịa' });
    expect(editor.view().save).toBe('saved');
  });

  it('loses neither side when it was changed on another phone', async () => {
    const server = aServer({ applicantName: 'Cũ' });
    const editor = editorOf(server);
    editor.answer('purpose', 'Mua đất');
    server.changeElsewhere({ residence: 'phường Ninh Thạnh' });
    await editor.flush();
    expect(server.stored().answers).toEqual({ applicantName: 'Cũ', purpose: 'Mua đất', residence: 'phường Ninh Thạnh' });
    expect(editor.view().wasMerged).toBe(true);
  });

  it('saves what was typed while a save was on its way', async () => {
    const server = aServer();
    const editor = editorOf(server);
    editor.answer('applicantName', 'Một');
    const saving = editor.flush();
    editor.answer('applicantName', 'Hai');
    await saving;
    expect(server.stored().answers).toEqual({ applicantName: 'Hai' });
  });

  it('keeps an answer that is not asked any more, but does not send it', async () => {
    const server = aServer();
    const editor = editorOf(server);
    editor.cleanWith(({ fatherName: _fatherName, ...asked }) => asked);
    editor.answer('fatherName', 'Cha Bịa');
    editor.answer('applicantName', 'Con Bịa');
    await editor.flush();
    expect(server.stored().answers).toEqual({ applicantName: 'Con Bịa' });
    expect(editor.view().answers.fatherName).toBe('Cha Bịa');
  });

  it('says so when saving failed, and still has the text', async () => {
    const server = aServer();
    const editor = createDraftEditor(server.stored(), { ...server, put: () => Promise.reject(new Error('no network')) }, () => {});
    editor.answer('applicantName', 'Người Bịa');
    await expect(editor.flush()).rejects.toThrow('no network');
    expect(editor.view()).toMatchObject({ save: 'failed', answers: { applicantName: 'Người Bịa' } });
    await editor.stop();
  });

  it('asks about an answer that both phones changed, keeps both until then, and saves all the rest', async () => {
    const server = aServer({ applicantName: 'Cũ' });
    const editor = editorOf(server);
    editor.answer('applicantName', 'Của máy này');
    editor.answer('purpose', 'Mua đất');
    server.changeElsewhere({ applicantName: 'Của máy kia' });
    await editor.flush();
    expect(editor.view().conflicts).toEqual([{ name: 'applicantName', mine: 'Của máy này', theirs: 'Của máy kia' }]);
    expect(editor.view().answers.applicantName).toBe('Của máy này');
    expect(server.stored().answers).toEqual({ applicantName: 'Của máy kia', purpose: 'Mua đất' });
  });

  it.each([
    ['mine', 'Của máy này'],
    ['theirs', 'Của máy kia'],
  ] as const)('takes %s when that is chosen', async (side, name) => {
    const server = aServer();
    const editor = editorOf(server);
    editor.answer('applicantName', 'Của máy này');
    server.changeElsewhere({ applicantName: 'Của máy kia' });
    await editor.flush();
    editor.settle({ applicantName: side });
    await editor.flush();
    expect(editor.view()).toMatchObject({ conflicts: [], save: 'saved', answers: { applicantName: name } });
    expect(server.stored().answers).toEqual({ applicantName: name });
  });

  it('does not ask when both typed the same', async () => {
    const server = aServer();
    const editor = editorOf(server);
    editor.answer('applicantName', 'Như nhau');
    server.changeElsewhere({ applicantName: 'Như nhau' });
    await editor.flush();
    expect(editor.view().conflicts).toEqual([]);
  });

  it('is all there after the app was killed while typing, also what the server never saw and what waits for a choice', async () => {
    const server = aServer({ applicantName: 'Cũ' });
    let kept: DraftCopy | null = null;
    const keep = async (copy: DraftCopy) => {
      kept = JSON.parse(JSON.stringify(copy));
      return true;
    };
    const before = createDraftEditor(server.stored(), server, () => {}, { keep });
    before.answer('applicantName', 'Của máy này');
    server.changeElsewhere({ applicantName: 'Của máy kia' });
    await before.flush();
    before.answer('purpose', 'Mua đ');
    await vi.waitFor(() => expect(kept?.edits.purpose).toBe('Mua đ')); // killed here
    const after = createDraftEditor(server.stored(), server, () => {}, { keep, kept });
    expect(after.view()).toMatchObject({ save: 'waiting', answers: { applicantName: 'Của máy này', purpose: 'Mua đ' } });
    expect(after.view().conflicts).toHaveLength(1);
    await after.flush();
    expect(server.stored().answers).toEqual({ applicantName: 'Của máy kia', purpose: 'Mua đ' });
    await Promise.all([before.stop(), after.stop()]);
  });

  it('says that the phone has it, and when, only when the phone took it', async () => {
    const server = { ...aServer(), put: () => Promise.reject(new Error('no network')) };
    for (const [isKept, isSafe] of [
      [true, true],
      [false, false],
    ] as const) {
      const editor = createDraftEditor(aDraft(), server, () => {}, { keep: async () => isKept });
      editor.answer('applicantName', 'Người Bịa');
      await expect(editor.flush()).rejects.toThrow('no network');
      await vi.waitFor(() => expect(editor.view().keptAt !== null).toBe(isKept));
      expect(editor.isSafe()).toBe(isSafe);
      await editor.stop();
    }
  });
});
