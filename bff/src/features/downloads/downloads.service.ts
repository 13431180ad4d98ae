import { createHash, randomBytes } from 'node:crypto';
import { type CitizenScope, scopeOfOwner } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Encryption } from '../../platform/encryption.ts';
import type { DownloadRepository, TicketRow } from './downloads.repository.ts';

const TICKET_LIFE_MS = 60_000;

type Printed = Extract<TicketRow['purpose'], 'receipt' | 'calendar'>;
const isPrinted = (purpose: TicketRow['purpose']): purpose is Printed => purpose === 'receipt' || purpose === 'calendar';

const hashOf = (ticket: string) => createHash('sha256').update(ticket).digest();
const namePlace = (hash: Buffer) => ({ table: 'download_ticket', column: 'name', rowId: hash.toString('hex') });

/**
 * Single-use tickets (UP-10): Zalo's own viewer and the browser fetch a file by address alone, without our session. Whoever issues
 * a ticket has checked that the file is the caller's; whoever uses it needs nothing else, so it is good once and for a minute.
 */
export function createDownloadService({
  repository,
  encryption,
  files,
  print,
  isSessionAlive,
  stepUp,
}: {
  repository: DownloadRepository;
  encryption: Encryption;
  files: {
    describe(scope: CitizenScope, fileIds: readonly string[]): Promise<{ id: string; name: string; state: string }[]>;
    read(fileId: string): Promise<{ type: string; bytes: Buffer }>;
  };
  /** What is no stored file but made when it is fetched. */
  print: Record<Printed, (citizenId: string, subject: string) => Promise<{ type: string; bytes: Buffer }>>;
  isSessionAlive: (citizenId: string, sessionId: string) => Promise<boolean>;
  /** @throws AppError `level-too-low` */
  stepUp: (scope: CitizenScope, sessionId: string, level: number) => Promise<unknown>;
}) {
  /** @returns the level that handing the file out asks for. @throws AppError `level-too-low` when the session does not reach it */
  async function clear({ citizenId, sessionId }: { citizenId: string; sessionId: string }, fileId: string): Promise<number> {
    const level = await repository.levelOf(fileId);
    await stepUp(scopeOfOwner(citizenId), sessionId, level);
    return level;
  }
  /** @param by who fetches it, which may be a helper. @throws AppError `level-too-low` */
  async function issue(
    by: { citizenId: string; sessionId: string; requestId: string },
    { fileId, name, purpose, subjectId }: { fileId: string; name: string; purpose: TicketRow['purpose']; subjectId: string | null },
  ) {
    if (!isPrinted(purpose)) await clear(by, fileId);
    const { citizenId, sessionId, requestId } = by;
    const ticket = randomBytes(32).toString('base64url');
    const hash = hashOf(ticket);
    const nameSealed = await encryption.seal(citizenId, namePlace(hash), name);
    const expiresAt = await repository.insert(
      { hash, citizenId, sessionId, fileId, nameSealed, purpose },
      { lifeMs: TICKET_LIFE_MS, subjectId, requestId },
    );
    return { path: `/v1/downloads/${ticket}`, name, expiresAt: expiresAt.toISOString() };
  }

  return {
    clear,
    issue,
    /** For an own uploaded file. @throws AppError `file-not-found` | `file-not-ready` while it is not scanned | `level-too-low` */
    async issueForFile(scope: CitizenScope, by: { sessionId: string; requestId: string }, fileId: string) {
      const [file] = await files.describe(scope, [fileId]);
      if (!file) throw new AppError('file-not-found', 'missing, gone or not owned');
      if (file.state !== 'clean') throw new AppError('file-not-ready', 'not scanned, or infected');
      return issue({ citizenId: scope.citizenId, ...by }, { fileId, name: file.name, purpose: 'own-file', subjectId: null });
    },
    /**
     * @param sessionId of the caller, where one was shown.
     * @throws AppError `download-not-found`, alike for used, old, foreign and invented tickets, and when the session is over.
     */
    async use(ticket: string, sessionId: string | null): Promise<{ name: string; type: string; bytes: Buffer }> {
      const row = await repository.use(hashOf(ticket), sessionId);
      if (!row || !(await isSessionAlive(row.citizenId, row.sessionId))) throw new AppError('download-not-found', 'no such ticket');
      const [name, { type, bytes }] = await Promise.all([
        encryption.open(row.citizenId, namePlace(row.hash), row.nameSealed),
        isPrinted(row.purpose) ? print[row.purpose](row.citizenId, row.fileId) : files.read(row.fileId),
      ]);
      return { name, type, bytes };
    },
    sweep: () => repository.sweep(),
  };
}
export type DownloadService = ReturnType<typeof createDownloadService>;
