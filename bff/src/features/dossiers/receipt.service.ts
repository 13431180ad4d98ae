import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import { type CitizenScope, scopeOfOwner } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { DossierRepository } from './dossiers.repository.ts';
import { printReceipt, type Receipt } from './receipt-document.ts';

type ReceiptKind = Receipt['kind'];
type Filed = NonNullable<Awaited<ReturnType<DossierRepository['find']>>>;

/** Prints what is known of a dossier when it was filed, and what the authority wrote down when it received it. */
export function createReceiptService({
  repository,
  openAnswers,
  procedure,
  paperNames,
  appLink,
}: {
  repository: Pick<DossierRepository, 'find'>;
  openAnswers: (citizenId: string, answersId: string) => Promise<Answers>;
  procedure: (code: string) => Promise<{ name: string; timeText: string; feeText: string }>;
  /** Papers of the form that the dossier was made with: id → name. */
  paperNames: (formVersion: string) => Promise<ReadonlyMap<string, string>>;
  appLink: string;
}) {
  async function factsOf(row: Filed, wanted: ReceiptKind | undefined): Promise<Receipt> {
    const received = row.events.find(({ status }) => status === 2 || status === 4);
    if (wanted === 'reception' && !received) throw new AppError('receipt-not-ready', 'not received yet');
    const [answers, { name, timeText, feeText }, names] = await Promise.all([
      openAnswers(row.citizenId, row.answersId),
      procedure(row.procedureCode),
      paperNames(row.formVersion),
    ]);
    const nameOf = (id: string) => names.get(id) ?? id;
    const sent = [...new Set(row.files.map(({ componentId }) => componentId))].map((id) => ({
      name: nameOf(id),
      originals: 0,
      copies: 0,
      digital: row.files.filter(({ componentId }) => componentId === id).length,
    }));
    const common = {
      receiptNo: row.receiptNo,
      procedureName: name,
      procedureCode: row.procedureCode,
      applicant: applicantOf(answers),
      papers: sent,
      filedAt: row.acceptedAt,
      timeText,
      feeText,
      appLink,
    };
    if (!received || wanted === 'filing') return { ...common, kind: 'filing', applicant: masked(common.applicant) };
    const desk = row.events.map(({ facts }) => facts.reception).find((reception) => reception !== null) ?? null;
    const listed = desk?.papers.map(({ componentId, ...paper }) => ({ ...paper, name: componentId ? nameOf(componentId) : paper.name }));
    return {
      ...common,
      kind: 'reception',
      code: row.provinceCode ?? row.receiptNo,
      agency: desk?.agency ?? null,
      place: desk?.place ?? null,
      number: desk?.number ?? null,
      officer: desk?.officer ?? null,
      sets: desk?.sets ?? null,
      papers: listed?.length ? listed : sent,
      timeText: desk?.timeText ?? timeText,
      feeText: desk?.feeText ?? feeText,
      receivedAt: received.occurredAt,
      dueAt: received.dueAt ?? row.dueAt,
      dueNowAt: received.dueAt && row.dueAt && received.dueAt.getTime() !== row.dueAt.getTime() ? row.dueAt : null,
      resultAt: desk?.resultAt ?? null,
      supportPhone: desk?.supportPhone ?? null,
    };
  }

  async function receiptOf(scope: CitizenScope, id: string, wanted: ReceiptKind | undefined): Promise<Receipt> {
    const row = await repository.find(scope, id);
    if (!row) throw new AppError('dossier-not-found', 'missing or not owned');
    return factsOf(row, wanted);
  }

  return {
    /**
     * Form 01 once the authority has received the dossier, until then our own receipt; `wanted` names one of them.
     * @returns PDF
     * @throws AppError `dossier-not-found`, alike for somebody else's | `receipt-not-ready`
     */
    async print(scope: CitizenScope, id: string, wanted?: ReceiptKind): Promise<{ bytes: Buffer; name: string }> {
      const receipt = await receiptOf(scope, id, wanted);
      return { bytes: await printReceipt(receipt), name: fileNameOf(receipt) };
    },
    /** What a download ticket of the same receipt holds; throws as `print` does. */
    async forTicket(scope: CitizenScope, id: string, wanted?: ReceiptKind): Promise<{ fileId: string; name: string; subjectId: string }> {
      const receipt = await receiptOf(scope, id, wanted);
      return { fileId: `${id}/${receipt.kind}`, name: fileNameOf(receipt), subjectId: id };
    },
    /** @param fileId as `forTicket` made it. */
    async printForTicket(citizenId: string, fileId: string): Promise<{ type: string; bytes: Buffer }> {
      const [id = '', kind] = fileId.split('/');
      const receipt = await receiptOf(scopeOfOwner(citizenId), id, kind === 'reception' ? 'reception' : 'filing');
      return { type: 'application/pdf', bytes: await printReceipt(receipt) };
    },
  };
}
export type ReceiptService = ReturnType<typeof createReceiptService>;

const fileNameOf = (receipt: Receipt) =>
  receipt.kind === 'filing' ? `bien-nhan-${receipt.receiptNo}.pdf` : `giay-hen-${receipt.code}.pdf`;

/** Field names are the same in all our forms. */
function applicantOf(answers: Answers): Receipt['applicant'] {
  const text = (...names: string[]) =>
    names.map((name) => answers[name]).find((value): value is string => typeof value === 'string' && value.trim() !== '') ?? null;
  return {
    name: text('applicantName', 'ownerName') ?? '',
    personalNumber: text('applicantPersonalNumber', 'ownerPersonalNumber'),
    phone: text('applicantPhone', 'ownerPhone'),
    email: text('applicantEmail', 'ownerEmail'),
    address: text('residence', 'ownerResidence'),
    authorised: text('authorisedName', 'representativeName'),
  };
}

/** Our own receipt is shown around more than it is filed: form 01 asks for the whole number, this one does not. */
const masked = (who: Receipt['applicant']): Receipt['applicant'] => ({
  ...who,
  personalNumber: who.personalNumber && hide(who.personalNumber),
  phone: who.phone && hide(who.phone),
});
const hide = (digits: string) => `${digits.slice(0, 3)}${'•'.repeat(Math.max(0, digits.length - 6))}${digits.slice(-3)}`;
