import type { Language } from '@tayninh/shared/contract/values';
import type { ProcedureRecord, TimeLimit } from '@tayninh/shared/features/procedures/catalogue';
import type {
  AnsweredChecklist,
  AskStep,
  ChecklistAnswers,
  ChecklistOffice,
  ChecklistPromise,
  ChecklistResult,
} from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import type { ChecklistTable, OfficeKind } from '@tayninh/shared/features/procedures/checklist/checklist-table';
import { fullList } from '@tayninh/shared/features/procedures/checklist/full-list';
import { inLanguage } from '@tayninh/shared/features/procedures/checklist/in-language';
import { answersInForce, nextStep, type Refusal } from '@tayninh/shared/features/procedures/checklist/next-step';
import { DEFAULT_OFFICE } from '@tayninh/shared/features/promise-dates/promise-dates.contract';
import { dateOf, dayOf, minuteOf } from '@tayninh/shared/features/promise-dates/vietnam-time';
import { AppError } from '../../platform/app-error.ts';
import { keptCopy } from '../../platform/kept-copy.ts';
import type { ChecklistRepository } from './checklists.repository.ts';

/** Counts a limit from an instant by the hours an office keeps; null when it cannot be counted. */
type PromiseOf = (input: {
  receivedAt: string;
  limit: TimeLimit;
  officeProfile: string;
  language: Language;
}) => Promise<ChecklistPromise | null>;
/** Offices of these kinds that serve a commune, nearest first; empty when none is known. */
type OfficesOf = (wanted: { kinds: readonly OfficeKind[]; unit: string | undefined }) => Promise<ChecklistOffice[]>;

interface Needs {
  readonly repository: ChecklistRepository;
  /** The record of a procedure in force. @throws AppError `procedure-not-found` */
  readonly record: (code: string) => Promise<ProcedureRecord & { asOf: string }>;
  readonly promiseOf: PromiseOf;
  readonly officesOf: OfficesOf;
  readonly now?: () => number;
}

interface InForce {
  /** Null: no table of its own. */
  readonly versionNo: number | null;
  readonly table: ChecklistTable;
}

export function createChecklistService({ repository, record, promiseOf, officesOf, now = Date.now }: Needs) {
  const tables = keptCopy(async () => new Map((await repository.listInForce()).map((row) => [row.content.procedureCode, row])), {
    now,
  });

  /** @throws AppError `procedure-not-found` */
  async function inForce(code: string): Promise<InForce> {
    const known = await record(code);
    const row = (await tables.current()).get(code);
    return row
      ? { versionNo: row.versionNo, table: row.content }
      : { versionNo: null, table: fullList(known, localDate(Date.parse(known.asOf))) };
  }

  return {
    inForce,

    /** @throws AppError `procedure-not-found` | `invalid-request` when the answers do not fit the questions */
    async answer(
      code: string,
      {
        answers,
        unit,
        receivedAt,
        language,
      }: { answers: ChecklistAnswers; unit?: string | undefined; receivedAt?: string | undefined; language: Language },
    ): Promise<AskStep | (ChecklistResult & { versionNo: number | null; offices: ChecklistOffice[]; promise: ChecklistPromise | null })> {
      const { table, versionNo } = await inForce(code);
      const received = receivedAt ?? new Date(now()).toISOString();
      const step = take(inLanguage(table, language), answers, { on: localDate(Date.parse(received)), pointer: '/answers' });
      if (step.kind === 'question') return step.ask;
      const { result } = step;
      const kinds = result.where.map((place) => place.kind);
      return {
        ...result,
        versionNo,
        offices: await officesOf({ kinds, unit }),
        promise: latest(
          await Promise.all(
            result.times.map(({ limit }) => limit && promiseOf({ receivedAt: received, limit, officeProfile: profileOf(kinds), language })),
          ),
        ),
      };
    },

    /** The limit that holds in every case and channel; null where cases differ or none is known. */
    async onlyLimit(code: string): Promise<ChecklistTable['times'][number]['limit']> {
      const [only, ...others] = (await inForce(code)).table.times;
      return only && !only.when && others.length === 0 ? only.limit : null;
    },

    /**
     * For a draft: the answers by the version in force, and the case of the form they lead to. Of answers to another version stays
     * what is still asked. @throws as `answer`
     */
    async caseOf(code: string, { tableVersion, answers }: AnsweredChecklist): Promise<AnsweredChecklist & { caseId: string | null }> {
      const { table, versionNo } = await inForce(code);
      const kept = tableVersion === versionNo ? answers : answersInForce(table, answers);
      const step = take(table, kept, { on: localDate(now()), pointer: '/checklist/answers' });
      return { tableVersion: versionNo, answers: kept, caseId: step.kind === 'result' ? step.result.caseId : null };
    },
  };
}
export type ChecklistService = ReturnType<typeof createChecklistService>;

const WORDS: Record<Refusal['reason'], string> = {
  'unknown-question': 'Không có câu hỏi này.',
  'unknown-option': 'Câu này không có lựa chọn đó.',
  'not-asked': 'Câu này không được hỏi với các câu trả lời trước.',
};
const escaped = (id: string) => id.replaceAll('~', '~0').replaceAll('/', '~1');

function take(table: ChecklistTable, answers: ChecklistAnswers, { on, pointer }: { on: string; pointer: string }) {
  const step = nextStep(table, answers, on);
  if (step.kind !== 'refused') return step;
  throw new AppError('invalid-request', 'answers that do not fit the questions', {
    parts: step.refusals.map(({ questionId, reason }) => ({ pointer: `${pointer}/${escaped(questionId)}`, detail: WORDS[reason] })),
  });
}

/** Whose hours count: those of the first office named. */
const profileOf = ([kind]: readonly OfficeKind[]) =>
  kind === 'commune' ? 'commune-centre' : kind === 'commune-police' ? kind : DEFAULT_OFFICE;

/** Nobody is promised the fast channel's day: the slowest decides, and one that cannot be counted leaves no promise. */
function latest(promises: readonly (ChecklistPromise | null)[]): ChecklistPromise | null {
  const counted = promises.filter((promise) => promise !== null);
  if (counted.length < promises.length) return null;
  return counted.reduce<ChecklistPromise | null>(
    (last, promise) => (last && Date.parse(last.dueAt) >= Date.parse(promise.dueAt) ? last : promise),
    null,
  );
}

/** The calendar day in Asia/Ho_Chi_Minh, `yyyy-mm-dd`. */
const localDate = (at: number) => dateOf(dayOf(minuteOf(new Date(at).toISOString())));
