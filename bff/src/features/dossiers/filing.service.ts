import { readPersonalNumber } from '@tayninh/shared/features/identity/personal-number';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import type { Application, FilingConnector, HandedOverFile } from '../../connectors/filing-connector.ts';
import type { OneGate } from '../../connectors/one-gate/one-gate.ts';
import { readReport } from '../../connectors/one-gate/one-gate-webhook.ts';
import { UpstreamError } from '../../connectors/upstream.ts';
import { createExactlyOnce, type SendingTimes } from '../../platform/exactly-once.ts';
import type { DossierRepository, DossierRow, SeenDossier } from './dossiers.repository.ts';

/** What filing needs of uploads: bytes in the clear, in memory, for the length of one send. */
export interface FilesToSend {
  verdict(fileId: string): Promise<'clean' | 'refused' | 'unknown'>;
  read(fileId: string): Promise<{ name: string; type: string; bytes: Buffer }>;
}
/** The system that a dossier goes to, by the version of its procedure (docs/adr/0016). */
export type ConnectorOf = (version: Pick<DossierRow, 'procedureCode' | 'procedureVersionNo'>) => Promise<FilingConnector>;

/**
 * Brings accepted dossiers to the system of their route (how often: docs/adr/0004) and takes in what is said of them there.
 *
 * @param onAnswers is shown the answers each time they are opened for a send, before anything goes out.
 */
export function createFilingService({
  repository,
  openAnswers,
  files,
  connectorOf,
  oneGate,
  nameOf,
  secondSource,
  times,
  onAnswers,
  behalfOf,
}: {
  repository: DossierRepository;
  openAnswers: (citizenId: string, answersId: string) => Promise<Answers>;
  files: FilesToSend;
  connectorOf: ConnectorOf;
  /** Files lie with the province, whatever the route. */
  oneGate: OneGate;
  nameOf: (procedureCode: string) => Promise<string>;
  /** Asked for the status of the one-gate's dossiers while it does not answer. */
  secondSource: { find(code: string): Promise<SeenDossier | null> } | null;
  times: SendingTimes;
  onAnswers?: (row: DossierRow, answers: Answers) => Promise<void>;
  /** Under what authorisation, and for what organisation, a dossier was filed; null for oneself. */
  behalfOf: (row: DossierRow) => Promise<Application['behalf']>;
}) {
  const { advance } = createExactlyOnce({
    store: repository,
    checkFile: files.verdict,
    times,
    destination: {
      // whatever the route can do, what a counter writes down is only asked for
      capabilities: async (row: DossierRow) => (row.channel === 'counter' ? ASK_ONLY : (await connectorOf(row)).capabilities),
      async prepare(row: DossierRow) {
        const connector = await connectorOf(row);
        connector.assertConnected?.();
        const answers = await openAnswers(row.citizenId, row.answersId);
        await onAnswers?.(row, answers);
        const handedOver = await handOver(row.files, { files, oneGate });
        return { connector, application: application(row, await nameOf(row.procedureCode), answers, await behalfOf(row)), handedOver };
      },
      send: (_row, { connector, application, handedOver }) => connector.file(application, handedOver),
      isOursToSend: (row) => row.channel === 'app',
      async findAndConfirm(row) {
        const [first] = await (await connectorOf(row)).find({ reference: row.receiptNo });
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

    /**
     * Asks the status of open dossiers whose last news is old; a webhook is faster, this one is the truth. Where the first source
     * is silent the second one is asked, with less weight (docs/adr/0016).
     */
    async poll(everyMs: number): Promise<void> {
      const silent = new Set<object>();
      const ask = async <T>(source: object, question: () => Promise<T>): Promise<T | null> => {
        if (silent.has(source)) return null; // once in a round is enough to learn that
        try {
          return await question();
        } catch (error) {
          if (!(error instanceof UpstreamError)) throw error;
          silent.add(source);
          return null;
        }
      };
      for (const { id, code, ...version } of await repository.takeDueForPoll(everyMs, 20)) {
        const connector = await connectorOf(version);
        const found = await ask(connector, () => connector.find({ code }));
        if (found?.[0]) await repository.applyProvinceStep({ id }, found[0]);
        if (found || connector !== oneGate || !secondSource) continue;
        const seen = await ask(secondSource, () => secondSource.find(code));
        if (seen) await repository.applySeen(id, seen);
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

const ASK_ONLY = { idempotent: false, lookupByReference: true } as const;

/** The applicant as the form says; field names are the same in all our forms, other answers travel as they are. */
function application(row: DossierRow, procedureName: string, answers: Answers, behalf: Application['behalf']): Application {
  const text = (...names: string[]) =>
    names.map((name) => answers[name]).find((value): value is string => typeof value === 'string' && value !== '') ?? null;
  const personalNumber = text('applicantPersonalNumber', 'ownerPersonalNumber');
  return {
    reference: row.receiptNo,
    dossierId: row.id,
    procedure: { code: row.procedureCode, name: procedureName },
    acceptedAt: row.acceptedAt,
    applicant: {
      name: text('applicantName', 'ownerName') ?? '',
      personalNumber: personalNumber && readPersonalNumber(personalNumber) ? personalNumber : null,
      phone: text('applicantPhone', 'ownerPhone'),
      address: text('residence', 'ownerResidence'),
    },
    behalf,
    answers,
  };
}
