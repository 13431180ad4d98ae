import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import { api } from '../../api/bff.ts';

type Content = { answers: Answers; files: { componentId: string; fileId: string }[] };
const DELAY_MS = 600;

/** Saves a draft in the background: one request at a time, always on top of the newest etag, the last change wins. */
export class DraftSaver {
  onSaved: (draft: Draft) => void = () => {};
  readonly #id: string;
  #latest: Draft | undefined;
  #wanted: Partial<Content> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;

  constructor(id: string) {
    this.#id = id;
  }

  /** What the server holds, from a read; ignored while a change of ours is on its way. */
  know(draft: Draft) {
    if (!this.#wanted && !this.#running) this.#latest = draft;
  }

  /** Notes a change and saves it shortly after the last one. */
  later(change: Partial<Content>, onError: (error: unknown) => void) {
    this.#wanted = { ...this.#wanted, ...change };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush().catch(onError), DELAY_MS);
  }

  /** Saves now; when it resolves, everything noted so far is on the server. */
  async flush(change?: Partial<Content>): Promise<Draft | undefined> {
    if (change) this.#wanted = { ...this.#wanted, ...change };
    clearTimeout(this.#timer);
    while (this.#running || this.#wanted) {
      this.#running ??= this.#save().finally(() => {
        this.#running = undefined;
      });
      await this.#running;
    }
    return this.#latest;
  }

  /** Changes the files on top of what was last saved. */
  changeFiles(change: (files: Content['files']) => Content['files']) {
    const files = this.#wanted?.files ?? this.#latest?.files.map(({ componentId, fileId }) => ({ componentId, fileId })) ?? [];
    return this.flush({ files: change(files) });
  }

  async #save() {
    const base = this.#latest;
    const wanted = this.#wanted;
    if (!base || !wanted) return;
    this.#wanted = undefined;
    try {
      this.#latest = await api('PUT /v1/drafts/:id', {
        params: { id: this.#id },
        headers: { 'if-match': base.etag },
        body: {
          answers: wanted.answers ?? base.answers,
          files: wanted.files ?? base.files.map(({ componentId, fileId }) => ({ componentId, fileId })),
        },
      });
    } catch (error) {
      this.#wanted = { ...wanted, ...(this.#wanted as Partial<Content> | undefined) };
      throw error;
    }
    this.onSaved(this.#latest);
  }
}
