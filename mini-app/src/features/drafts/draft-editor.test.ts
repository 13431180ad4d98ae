import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../api/errors.ts';
import { aDraft, problem } from '../../testing/fake-bff.ts';
import { createDraftEditor } from './draft-editor.ts';

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
      const files = content.files.map((file) => ({ ...file, name: 'trang.jpg', sizeBytes: 1, type: 'image/jpeg' }));
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
    editor.stop();
  });
});
