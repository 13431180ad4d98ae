import { createHash } from 'node:crypto';
import type { Result } from '@tayninh/shared/features/results/results.contract';
import type { Certificate } from 'pkijs';
import { UpstreamError } from '../../connectors/upstream.ts';
import { type CitizenScope, scopeOfOwner } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import { checkPdfSignatures } from './pdf-signature.ts';
import { daysBetween, type OpenedResult, type ResultRepository } from './results.repository.ts';

/** When owners are reminded that a paper ends, in days before it. */
const REMIND_DAYS = [60, 14];

/** What results need of the file store. */
export interface ResultFiles {
  /** Keeps bytes as an own file. @throws AppError `file-type-refused` | `body-too-large` | `storage-full` | `too-many-requests` */
  take(
    scope: CitizenScope,
    file: { name: string; bytes: Buffer; source: 'province' | 'result'; level?: number },
  ): Promise<{ id: string; type: string; verdict: 'clean' | 'refused' | 'unknown' }>;
  read(fileId: string): Promise<{ bytes: Buffer }>;
}

export function createResultService({
  repository,
  files,
  oneGate,
  anchors,
  names,
  clear,
  times,
}: {
  repository: ResultRepository;
  files: ResultFiles;
  /** @returns the level at which a file is handed out. @throws AppError `level-too-low` when the session does not reach it */
  clear: (by: { citizenId: string; sessionId: string }, fileId: string) => Promise<number>;
  oneGate: { fetchResult(link: string): Promise<Buffer | null> };
  /** Authorities whose word on a signer counts. */
  anchors: readonly Certificate[];
  names: (procedureCode: string) => Promise<{ plainName: string }>;
  times: { leaseMs: number; retryBaseMs: number; retryMaxMs: number; giveUpMs: number };
}) {
  async function view(row: OpenedResult, today = localDay(new Date())): Promise<Result> {
    const { name, number, abstract, signer, agency } = row.facts;
    return {
      dossierId: row.dossierId,
      no: row.no,
      procedure: (await names(row.procedureCode)).plainName,
      name,
      number,
      abstract,
      agency,
      signer,
      code: row.code,
      signedOn: row.signedOn,
      validUntil: row.validUntil,
      isPermanent: row.isPermanent,
      daysLeft: row.validUntil === null ? null : daysBetween(today, row.validUntil),
      copy: row.state === 'due' ? 'coming' : row.state === 'needs_staff' ? 'delayed' : row.state,
      file:
        row.sizeBytes !== null && row.type !== null && row.sha256 !== null
          ? { sizeBytes: row.sizeBytes, type: row.type, sha256: row.sha256.toString('hex') }
          : null,
      signature: row.signature && {
        verdict: row.signature,
        signer: row.signatory?.signer ?? null,
        organisation: row.signatory?.organisation ?? null,
        signedAt: row.signatory?.signedAt?.toISOString() ?? null,
      },
      receivedAt: row.notedAt.toISOString(),
    };
  }
  async function own(scope: CitizenScope, dossierId: string, no: number): Promise<OpenedResult> {
    const row = await repository.find(scope, dossierId, no);
    if (!row) throw new AppError('result-not-found', 'missing or not owned');
    return row;
  }
  async function withCopy(scope: CitizenScope, dossierId: string, no: number) {
    const row = await own(scope, dossierId, no);
    if (row.state !== 'here' || row.fileId === null) throw new AppError('file-not-ready', 'no copy here');
    return { ...row, fileId: row.fileId };
  }

  /** Keeps the copy and says what its signature is worth; null when it has to be tried again. */
  async function take(row: OpenedResult): Promise<'here' | 'refused' | null> {
    const bytes = row.facts.link === null ? null : await oneGate.fetchResult(row.facts.link);
    if (!bytes || bytes.length === 0) return null;
    const kept = await files.take(scopeOfOwner(row.citizenId), { name: fileName(row), bytes, source: 'province' });
    if (kept.verdict !== 'clean') return kept.verdict === 'refused' ? 'refused' : null;
    const finding = kept.type === 'application/pdf' ? await checkPdfSignatures(bytes, anchors) : null;
    await repository.keep(row, {
      fileId: kept.id,
      sizeBytes: bytes.length,
      type: kept.type,
      sha256: createHash('sha256').update(bytes).digest(),
      signature: finding?.verdict ?? 'unchecked',
      signatory: finding?.verdict === 'valid' ? finding : null,
    });
    return 'here';
  }

  return {
    /** @throws AppError `dossier-not-found`, alike for somebody else's. */
    async listOf(scope: CitizenScope, dossierId: string): Promise<Result[]> {
      const rows = await repository.listOf(scope, dossierId);
      if (!rows) throw new AppError('dossier-not-found', 'missing or not owned');
      return Promise.all(rows.map((row) => view(row)));
    },
    listAll: async (scope: CitizenScope): Promise<Result[]> => Promise.all((await repository.listAll(scope)).map((row) => view(row))),
    /** @throws AppError `result-not-found`, alike for somebody else's. */
    get: async (scope: CitizenScope, dossierId: string, no: number): Promise<Result> => view(await own(scope, dossierId, no)),
    /** The file that a ticket may be made for. @throws AppError `result-not-found` | `file-not-ready` */
    async copyOf(scope: CitizenScope, dossierId: string, no: number): Promise<{ resultId: string; fileId: string; name: string }> {
      const row = await withCopy(scope, dossierId, no);
      return { resultId: row.id, fileId: row.fileId, name: fileName(row) };
    },
    /**
     * The same bytes as a file of their own, to be attached to a draft and filed with it; counts as an upload.
     * It keeps the level at which the result is handed out.
     * @param by whose file it becomes: also of somebody for whom, or by whom, the dossier was filed.
     * @throws AppError `result-not-found` | `file-not-ready` | `level-too-low` | `too-many-requests` | `storage-full`
     */
    async reuse(scope: CitizenScope, by: { citizenId: string; sessionId: string }, dossierId: string, no: number): Promise<string> {
      const row = await withCopy(scope, dossierId, no);
      const level = await clear(by, row.fileId);
      const { bytes } = await files.read(row.fileId);
      return (await files.take(scopeOfOwner(by.citizenId), { name: fileName(row), bytes, source: 'result', level })).id;
    },

    /**
     * One try to fetch a copy; safe at any time, also twice at once. What is not to be had is tried for `giveUpMs`, then a person
     * looks at it (docs/runbooks/results.md).
     */
    async advance(id: string): Promise<void> {
      const row = await repository.claim(id, times.leaseMs);
      if (!row) return;
      const wait = Math.min(times.retryBaseMs * 2 ** Math.min(row.lookNo, 16), times.retryMaxMs);
      try {
        const outcome = await take(row);
        if (outcome === 'refused') await repository.giveUp(row, 'refused');
        if (outcome !== null) return;
      } catch (error) {
        // another type may be a page that says "log in again"; everything else is about the store or the line
        if (!(error instanceof UpstreamError) && !(error instanceof AppError)) throw error;
      }
      if (Date.now() - row.notedAt.getTime() > times.giveUpMs) await repository.giveUp(row, 'needs_staff');
      else await repository.later(row, wait);
    },
    requeueStranded: () => repository.requeueStranded(),
    /** Reminds of papers that end soon; each span once, however often it runs. */
    async remindOfExpiry(now = new Date()): Promise<void> {
      for (const days of REMIND_DAYS) await repository.announceExpiring(localDay(now), days);
    },
  };
}
export type ResultService = ReturnType<typeof createResultService>;

const EXTENSIONS: Record<string, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };
const fileName = ({ facts, type }: OpenedResult) => `${facts.name}.${EXTENSIONS[type ?? ''] ?? 'pdf'}`;

/** The calendar day in Asia/Ho_Chi_Minh. */
const localDay = (at: Date) => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
