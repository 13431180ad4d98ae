import type { StoredPaper as ShownPaper } from '@tayninh/shared/features/stored-papers/stored-papers.contract';
import type { DocumentStore, StoredPaper } from '../../connectors/document-store/document-store.ts';
import { UpstreamError } from '../../connectors/upstream.ts';
import type { CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { StoredPaperRepository } from './stored-papers.repository.ts';

interface Caller {
  readonly sessionId: string;
  readonly requestId: string;
}
type Ticket = { path: string; name: string; expiresAt: string };
/** Everything from the store is handed out at the level that it takes to see it. */
const LEVEL = 3;

/** A person's own papers in the national store: asked under the proven number of this session and no other, fetched when opened. */
export function createStoredPaperService({
  repository,
  store,
  ownNumber,
  files,
  issueTicket,
}: {
  repository: StoredPaperRepository;
  /** Null where none is connected. */
  store: DocumentStore | null;
  /** @throws AppError `level-too-low` */
  ownNumber: (scope: CitizenScope, sessionId: string) => Promise<{ personalNumber: string; personalNumberIndex: Buffer; name: string }>;
  files: {
    take(
      scope: CitizenScope,
      file: { name: string; bytes: Buffer; source: 'store'; level: number },
    ): Promise<{ id: string; verdict: 'clean' | 'refused' | 'unknown' }>;
  };
  issueTicket: (
    by: Caller & { citizenId: string },
    file: { fileId: string; name: string; purpose: 'stored-paper'; subjectId: null },
  ) => Promise<Ticket>;
}) {
  /**
   * Brings a file here, as an own file that nobody attached yet; it counts as an upload and goes as those go. What a crash leaves behind
   * is such a file.
   */
  async function fetch(scope: CitizenScope, { sessionId, requestId }: Caller, paperId: string, no: number) {
    const { personalNumberIndex } = await ownNumber(scope, sessionId);
    // only what the store itself named for this person: nobody can ask for a path
    const paper = (await repository.find(scope, personalNumberIndex))?.items.find(({ id }) => id === paperId);
    const file = paper?.files[no - 1];
    if (!store || !paper || !file) throw new AppError('file-not-found', 'no such paper of this person');
    await repository.noteQuery(scope, { what: `file:${paperId}`, requestId });
    const bytes = await store.file({ agency: paper.agency, path: file.path }).catch((cause: unknown) => {
      if (cause instanceof UpstreamError) throw new AppError('upstream-unavailable', 'no file from the store now', { cause });
      throw cause;
    });
    if (!bytes) throw new AppError('file-not-ready', 'the store has no such file');
    const { id, verdict } = await files.take(scope, { name: file.name, bytes, source: 'store', level: LEVEL });
    if (verdict !== 'clean') throw new AppError('file-not-ready', 'not scanned, or infected');
    return { fileId: id, name: file.name };
  }

  return {
    /** @throws AppError `level-too-low`; `upstream-unavailable` when the store does not answer and never has */
    async list(scope: CitizenScope, { sessionId, requestId }: Caller) {
      const { personalNumber, personalNumberIndex, name } = await ownNumber(scope, sessionId);
      if (!store) throw new AppError('upstream-unavailable', 'no store is connected');
      await repository.noteQuery(scope, { what: 'list', requestId });
      try {
        const items = await store.papersOf({ personalNumber, name });
        const asOf = await repository.keep(scope, personalNumberIndex, items);
        return { items: items.map(shown), asOf: asOf.toISOString(), stale: false };
      } catch (cause) {
        if (!(cause instanceof UpstreamError)) throw cause;
        const kept = await repository.find(scope, personalNumberIndex);
        if (!kept) throw new AppError('upstream-unavailable', 'no answer yet of the store', { cause });
        return { items: kept.items.map(shown), asOf: kept.asOf.toISOString(), stale: true };
      }
    },
    /** @throws AppError `level-too-low` | `file-not-found` | `file-not-ready` | `upstream-unavailable` | `too-many-requests` */
    async ticketFor(scope: CitizenScope, by: Caller, paperId: string, no: number): Promise<Ticket> {
      const file = await fetch(scope, by, paperId, no);
      return issueTicket({ citizenId: scope.citizenId, ...by }, { ...file, purpose: 'stored-paper', subjectId: null });
    },
    /** A file to attach to a draft. @throws AppError as `ticketFor` */
    copy: async (scope: CitizenScope, by: Caller, paperId: string, no: number): Promise<string> =>
      (await fetch(scope, by, paperId, no)).fileId,
  };
}
export type StoredPaperService = ReturnType<typeof createStoredPaperService>;

/** Where the files are is the store's business. */
const shown = ({ id, name, number, agency, files }: StoredPaper): ShownPaper => ({
  id,
  name,
  number,
  agency,
  files: files.map((file, index) => ({ no: index + 1, name: file.name })),
});
