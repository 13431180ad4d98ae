import { readPersonalNumber } from '@tayninh/shared/features/identity/personal-number';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import type { HandedOverFile, OneGate, ProvinceApplication } from '../../connectors/one-gate/one-gate.ts';
import { readReport } from '../../connectors/one-gate/one-gate-webhook.ts';
import { UpstreamError } from '../../connectors/upstream.ts';
import type { DossierRepository, DossierRow } from './dossiers.repository.ts';
import { createExactlyOnce, type SendingTimes } from './exactly-once.ts';

/** What filing needs of uploads: bytes in the clear, in memory, for the length of one send. */
export interface FilesToSend {
  scan(fileId: string): Promise<'clean' | 'infected' | 'unknown'>;
  read(fileId: string): Promise<{ name: string; type: string; bytes: Buffer }>;
}
/**
 * Brings accepted dossiers to the province (how often: docs/adr/0004) and takes in what the province says of them.
 *
 * @param onAnswers is shown the answers each time they are opened for a send, before anything goes out.
 */
export function createFilingService({
  repository,
  openAnswers,
  files,
  oneGate,
  times,
  onAnswers,
}: {
  repository: DossierRepository;
  openAnswers: (citizenId: string, answersId: string) => Promise<Answers>;
  files: FilesToSend;
  oneGate: OneGate;
  times: SendingTimes;
  onAnswers?: (row: DossierRow, answers: Answers) => Promise<void>;
}) {
  const { advance } = createExactlyOnce({
    store: repository,
    scanFile: files.scan,
    times,
    destination: {
      async prepare(row: DossierRow) {
        const answers = await openAnswers(row.citizenId, row.answersId);
        await onAnswers?.(row, answers);
        return { answers, handedOver: await handOver(row.files, { files, oneGate }) };
      },
      send: (row, { answers, handedOver }) => oneGate.file(application(row, answers), handedOver),
      async findAndConfirm(row) {
        const [first] = await oneGate.find({ reference: row.receiptNo });
        if (first) await repository.applyProvinceStep({ id: row.id }, first);
        return first !== undefined;
      },
    },
  });

  return {
    advance,

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
          if (found) await repository.applyProvinceStep({ id }, found);
        } catch (error) {
          if (!(error instanceof UpstreamError)) throw error;
          return; // down: the next turn tries again
        }
      }
    },
  };
}
export type FilingService = ReturnType<typeof createFilingService>;

/** Files go ahead, one after the other: they alone have no effect. @throws UpstreamError */
export async function handOver(
  attached: readonly { componentId: string; fileId: string }[],
  { files, oneGate }: { files: FilesToSend; oneGate: Pick<OneGate, 'upload'> },
): Promise<HandedOverFile[]> {
  const handedOver: HandedOverFile[] = [];
  for (const { componentId, fileId } of attached) handedOver.push(await oneGate.upload({ componentId, ...(await files.read(fileId)) }));
  return handedOver;
}

/** The applicant as the form says; field names are the same in all our forms, other answers travel as they are. */
function application(row: DossierRow, answers: Answers): ProvinceApplication {
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
  };
}
