import { randomInt } from 'node:crypto';
import { readPersonalNumber } from '@tayninh/shared/features/identity/personal-number';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import type { OneGate, ProvinceApplication, ProvinceFile } from '../../connectors/one-gate/one-gate.ts';
import { readReport } from '../../connectors/one-gate/one-gate-webhook.ts';
import { UpstreamError } from '../../connectors/upstream.ts';
import type { DossierRepository, DossierRow } from './dossiers.repository.ts';

/** What filing needs of uploads: bytes in the clear, in memory, for the length of one send. */
export interface FilesToSend {
  scan(fileId: string): Promise<'clean' | 'infected' | 'unknown'>;
  read(fileId: string): Promise<{ name: string; type: string; bytes: Buffer }>;
}
export interface FilingTimes {
  readonly leaseMs: number;
  readonly absenceSettlesMs: number;
  readonly retryBaseMs: number;
  readonly retryMaxMs: number;
  readonly giveUpMs: number;
}

/**
 * Brings an accepted dossier to the province exactly once (RL-4, RL-5).
 *
 * Every step is an UPDATE guarded by state and fence. Crash states and who repairs them: before `sending` is written,
 * nothing was filed and the sweep offers the row again; after it, the row waits for its lease to end and is then treated as
 * `uncertain`: we ask the province by our reference and file again only when it surely does not know it.
 */
export function createFilingService({
  repository,
  openAnswers,
  files,
  oneGate,
  times,
}: {
  repository: DossierRepository;
  openAnswers: (citizenId: string, answersId: string) => Promise<Answers>;
  files: FilesToSend;
  oneGate: OneGate;
  times: FilingTimes;
}) {
  /** Exponential with full jitter (RL-8). */
  const backoff = (attemptNo: number) => randomInt(Math.min(times.retryBaseMs * 2 ** Math.min(attemptNo, 20), times.retryMaxMs)) + 250;
  const isOld = (row: DossierRow) => Date.now() - row.acceptedAt.getTime() > times.giveUpMs;

  async function scan(row: DossierRow): Promise<boolean> {
    const from = row.state;
    if (from === 'accepted' && !(await repository.step(row, 'scanning'))) return false;
    for (const { fileId } of row.files) {
      const verdict = await files.scan(fileId);
      if (verdict === 'clean') continue;
      // Unknown is never clean: the scanner was down or gave up, so the dossier waits (UP-5).
      await repository.settle(
        row,
        verdict === 'infected' ? { from: 'scanning', to: 'needs_citizen' } : { from: 'scanning', to: 'scanning', retryInMs: backoff(2) },
      );
      return false;
    }
    return repository.step({ ...row, state: 'scanning' }, 'ready');
  }

  async function send(row: DossierRow) {
    const answers = await openAnswers(row.citizenId, row.answersId);
    const papers: ProvinceFile[] = await Promise.all(
      row.files.map(async ({ componentId, fileId }) => ({ componentId, ...(await files.read(fileId)) })),
    );
    const handedOver = [];
    try {
      for (const paper of papers) handedOver.push(await oneGate.upload(paper));
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return repository.settle(row, { from: 'ready', to: isOld(row) ? 'needs_staff' : 'ready', retryInMs: backoff(row.attemptNo + 1) }); // files alone file nothing
    }
    const attemptNo = await repository.beginSending(row);
    if (attemptNo === false) return;
    const sending = { ...row, attemptNo };
    try {
      const verdict = await oneGate.file(application(row, answers, papers), handedOver);
      if (verdict === 'refused') return repository.settle(sending, { from: 'sending', to: 'rejected', outcome: 'refused' });
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      if (!error.wasSent)
        return repository.settle(sending, { from: 'sending', to: 'ready', retryInMs: backoff(attemptNo), outcome: 'not-sent' });
      return repository.settle(sending, { from: 'sending', to: 'uncertain', retryInMs: Math.min(backoff(0), 2_000), outcome: 'uncertain' });
    }
    // The province said yes but not under which number: the look-up names it and is the proof we keep.
    if ((await lookUp(row)) !== 'found')
      await repository.settle(sending, { from: 'sending', to: 'uncertain', retryInMs: Math.min(backoff(0), 2_000), outcome: 'accepted' });
  }

  async function lookUp(row: DossierRow): Promise<'found' | 'absent' | 'no-answer'> {
    try {
      const [first] = await oneGate.find({ reference: row.receiptNo });
      if (!first) return 'absent';
      await repository.applyProvinceStep({ id: row.id }, { ...first, note: null, occurredAt: null });
      return 'found';
    } catch (error) {
      if (error instanceof UpstreamError) return 'no-answer';
      throw error;
    }
  }

  async function resolve(row: DossierRow) {
    const from = row.state;
    const answer = await lookUp(row);
    if (answer === 'found') return;
    const last = await repository.lastAttempt(row.id);
    if (answer === 'absent' && last !== null && last.ageMs >= times.absenceSettlesMs)
      return repository.settle(row, { from, to: 'ready', retryInMs: 0 });
    const wait = answer === 'absent' && last !== null ? Math.max(500, times.absenceSettlesMs - last.ageMs) : backoff(row.attemptNo);
    return repository.settle(row, { from, to: isOld(row) ? 'needs_staff' : 'uncertain', retryInMs: wait });
  }

  return {
    /** One look at one dossier; safe to call at any time, also twice at once. */
    async advance(dossierId: string): Promise<void> {
      const row = await repository.claim(dossierId, times.leaseMs);
      if (!row) return;
      if (row.state === 'sending' || row.state === 'uncertain') return void (await resolve(row));
      if (row.state === 'accepted' || row.state === 'scanning') {
        if (!(await scan(row))) return;
        row.state = 'ready';
      }
      await send(row);
    },

    /** Applies one report that was kept by the webhook. */
    async applyReport(eventId: string): Promise<void> {
      const body = await repository.findReport(eventId);
      if (body === null) return;
      const report = readReport(body);
      if (!report) return repository.markReport(eventId, 'unreadable');
      const byCode = await repository.applyProvinceStep({ code: report.code }, report);
      const outcome =
        byCode === 'unknown-dossier' && report.reference
          ? await repository.applyProvinceStep({ receiptNo: report.reference }, report)
          : byCode;
      await repository.markReport(eventId, outcome);
    },

    /** Asks the status of open dossiers whose last news is old; the webhook is faster, this one is the truth. */
    async poll(everyMs: number): Promise<void> {
      for (const { id, code } of await repository.takeDueForPoll(everyMs, 20)) {
        try {
          const [found] = await oneGate.find({ code });
          if (found) await repository.applyProvinceStep({ id }, { ...found, note: null, occurredAt: null });
        } catch (error) {
          if (!(error instanceof UpstreamError)) throw error;
          return; // down: the next turn tries again
        }
      }
    },
  };
}
export type FilingService = ReturnType<typeof createFilingService>;

/** The applicant as the form says; field names are the same in all our forms, other answers travel as they are. */
function application(row: DossierRow, answers: Answers, files: ProvinceFile[]): ProvinceApplication {
  const text = (...names: string[]) =>
    names.map((name) => answers[name]).find((value): value is string => typeof value === 'string' && value !== '') ?? null;
  const personalNumber = text('applicantPersonalNumber', 'ownerPersonalNumber');
  return {
    reference: row.receiptNo,
    dossierId: row.id,
    procedureCode: row.procedureCode,
    applicant: {
      name: text('applicantName', 'ownerName') ?? '',
      personalNumber: personalNumber && readPersonalNumber(personalNumber) ? personalNumber : null,
      phone: text('applicantPhone', 'ownerPhone'),
      address: text('residence', 'ownerResidence'),
    },
    answers,
    files,
  };
}
