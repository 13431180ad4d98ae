import { setTimeout as pause } from 'node:timers/promises';
import { UPLOAD_MAX_BYTES, type UploadType } from '@tayninh/shared/features/uploads/upload-rules';
import type { Verdict } from '../../connectors/clamd/clamd.ts';
import type { FileChecker } from '../../connectors/file-checker/file-checker.ts';
import type { SealedUploads } from './sealed-uploads.ts';
import type { UploadRepository, UploadRow } from './uploads.repository.ts';

/** A file that nobody survives looking at, this often, is broken: who sent it is asked for another. */
const MAX_LOOKS = 3;
const WAIT_MS = 3_000;
const POLL_MS = 100;

/**
 * Looks at files that arrived: `held` → virus scanner → `scanned` → their inside → `clean`; or `infected`, `unfit` (UP-4 to UP-8).
 *
 * Crash states and who repairs them: the row keeps its state, its lease ends, and the sweep offers it again; both looks may be
 * repeated. A copy whose row was not written is noise without a key, and the sweep of the store removes it; so are the bytes of
 * a file that was decided when the crash came before their removal.
 */
export function createFileChecks({
  repository,
  files,
  scan,
  checker,
  times,
}: {
  repository: UploadRepository;
  files: SealedUploads;
  scan: (chunks: AsyncIterable<Buffer>) => Promise<Verdict>;
  checker: FileChecker;
  times: { leaseMs: number; retryMs: number };
}) {
  const later = (row: UploadRow) => repository.stepCheck(row, { retryInMs: times.retryMs });

  /** @returns the file when its inside may be looked at now. */
  async function scanned(row: UploadRow): Promise<UploadRow | null> {
    if (row.state === 'scanned') return repository.stepCheck(row, { looks: row.looks + 1, leaseMs: times.leaseMs });
    switch (await scan(files.read(row))) {
      case 'clean':
        if (row.source !== 'citizen') {
          await repository.stepCheck(row, { state: 'clean' }); // the authority's paper: its bytes are what its signature is over
          return null;
        }
        return repository.stepCheck(row, { state: 'scanned', looks: 1, leaseMs: times.leaseMs });
      case 'infected':
        if (await repository.stepCheck(row, { state: 'infected' })) await files.remove(row);
        return null;
      case 'unknown':
        await later(row); // never clean: the scanner was down, slow, out of date, or gave up (UP-5)
        return null;
    }
  }

  async function lookInside(row: UploadRow): Promise<void> {
    let copy: Awaited<ReturnType<SealedUploads['writeCopy']>> | undefined;
    const finding = await checker.check(row.type as UploadType, files.read(row), async (clean) => {
      copy = await files.writeCopy(row, clean, 2 * UPLOAD_MAX_BYTES);
    });
    if (finding.is === 'fit') {
      const after = await repository.stepCheck(row, { state: 'clean', ...(finding.isRedrawn && copy) });
      if (copy && after) return files.remove(row); // the bytes that came; the row points to the copy now
    } else if (finding.is === 'unfit' || row.looks >= MAX_LOOKS) {
      const trouble = finding.is === 'unfit' ? finding.trouble : 'broken';
      if (await repository.stepCheck(row, { state: 'unfit', trouble })) await files.remove(row);
    } else await later(row);
    if (copy) await files.remove({ id: row.id, cleanId: copy.cleanId }); // of a look that came to nothing
  }

  const checks = {
    /** One look at one file; safe to call at any time, also twice at once. @throws what the store throws */
    async check(fileId: string): Promise<void> {
      const row = await repository.claimCheck(fileId, times.leaseMs);
      const next = row && (await scanned(row));
      if (next) await lookInside(next);
    },
    /**
     * What became of a file that is to be sent on. Who asks while nobody has looked yet, looks; a look that is going on is waited
     * for, at most `WAIT_MS`.
     */
    async verdict(fileId: string): Promise<'clean' | 'refused' | 'unknown'> {
      for (const until = Date.now() + WAIT_MS; ; await pause(POLL_MS)) {
        const before = await existing(repository, fileId);
        const isOpen = before.state === 'held' || before.state === 'scanned';
        if (isOpen) await checks.check(fileId);
        const row = isOpen ? await existing(repository, fileId) : before;
        const verdict = decided(row.state);
        const isHeld = row.checkLeaseUntil !== null && row.checkLeaseUntil.getTime() > Date.now();
        if (verdict !== 'unknown' || !isHeld || Date.now() > until) return verdict;
      }
    },
    requeue: repository.requeueUnchecked,
  };
  return checks;
}
export type FileChecks = ReturnType<typeof createFileChecks>;

async function existing(repository: UploadRepository, fileId: string): Promise<UploadRow> {
  const row = await repository.findById(fileId);
  if (!row) throw new Error('a filed file is missing');
  return row;
}

function decided(state: UploadRow['state']): 'clean' | 'refused' | 'unknown' {
  if (state === 'clean') return 'clean';
  return state === 'infected' || state === 'unfit' ? 'refused' : 'unknown';
}
