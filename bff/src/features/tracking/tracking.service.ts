import { setTimeout as pause } from 'node:timers/promises';
import { NATIONAL_STATUS, type NationalStatus } from '@tayninh/shared/features/dossiers/national-status';
import { parseReceiptNumber } from '@tayninh/shared/features/dossiers/receipt-number';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import type { StateGroup, Tracked } from '@tayninh/shared/features/tracking/tracking.contract';
import { UpstreamError } from '../../connectors/upstream.ts';
import { AppError } from '../../platform/app-error.ts';
import { addressPrefix } from './address-prefix.ts';
import type { Budget, TrackingRepository } from './tracking.repository.ts';

const MINUTE = 60;
const DAY = 86_400;
/** Wrong tries of one code in a day; then its detail is for its owner, signed in (AZ-21). */
const WRONG_TRIES = 5;
/** A miss costs triple (AZ-22). */
const MISS_MORE = 2;
/** So many neighbouring numbers, none asked for before that day, from one network within an hour: somebody walks through them. */
const WALK = 8;
/** Questions a minute that we pass on to another system for codes that are not ours, all callers together. */
const ELSEWHERE: Budget = { name: 'elsewhere', windowSeconds: MINUTE, max: 120 };
/** `<agency>-<yyMMdd>-<4 or 5 digits>`, as provincial systems number dossiers (docs/sources/igate.md). */
const PROVINCE_CODE = /^(\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(\.\d+)*-\d{6}-\d{4,5}$/;
/**
 * Every answer out of our own database leaves after the same time, longer than any of the ways to it: the clock tells nothing. Another
 * system takes its own time; it is asked only where no second fact is at stake.
 */
const ANSWER_AFTER_MS = 300;
const NO_DOSSIER = '00000000-0000-0000-0000-000000000000';

/** A dossier that another system of the province knows, handed in at a counter for one. `status` is null for words nobody has mapped. */
export interface Elsewhere {
  readonly status: NationalStatus | null;
  readonly completedAt: Date | null;
  readonly dueAt: Date | null;
}

/** Tracking without signing in (AZ-20 to AZ-22): a holder of the number learns where the dossier is, never whose it is. */
export function createTrackingService({
  repository,
  procedure,
  elsewhere,
  alarm,
  answerAfterMs = ANSWER_AFTER_MS,
}: {
  repository: TrackingRepository;
  procedure: (code: string) => Promise<{ plainName: string; levels: readonly string[] }>;
  /** Asked for codes that are not ours; null when nobody knows it. Throws UpstreamError. */
  elsewhere: ((code: string) => Promise<Elsewhere | null>) | null;
  alarm: (what: string) => void;
  answerAfterMs?: number;
}) {
  /** Province numbers are counted up day by day, so their holders ask for one or two; ours are random and cannot be walked. */
  async function watchForWalk(key: string, network: string) {
    const dayOfAgency = /^(.+-\d{6}-)\d{4,5}$/.exec(key)?.[1];
    if (!dayOfAgency) return;
    const [steps] = await repository.spend([{ name: `walk|${network}|${dayOfAgency}`, windowSeconds: 60 * MINUTE, max: WALK }], 1);
    if (steps === WALK) alarm('one network walks through the numbers of dossiers');
  }

  async function trackElsewhere(key: string): Promise<Tracked | null> {
    if (!elsewhere || !PROVINCE_CODE.test(key)) return null;
    const [asked = 0] = await repository.spend([ELSEWHERE], 1);
    if (asked > ELSEWHERE.max) throw new AppError('too-many-requests', 'too many codes of others', { retryAfterSeconds: MINUTE });
    try {
      const seen = await elsewhere(key);
      if (!seen) return null;
      const group = seen.status === null ? 'unknown' : NATIONAL_STATUS[seen.status].phase;
      return {
        group,
        agency: 'other',
        lastStepOn: seen.completedAt && localDay(seen.completedAt),
        dueAt: group === 'paused' ? null : (seen.dueAt?.toISOString() ?? null),
        asOf: new Date().toISOString(),
        detail: null,
      };
    } catch (cause) {
      if (cause instanceof UpstreamError) throw new AppError('upstream-unavailable', 'nobody can say whether it exists', { cause });
      throw cause;
    }
  }

  async function answer(code: string, secondFact: string | undefined, address: string): Promise<Tracked> {
    const key = parseReceiptNumber(code) ?? code.trim().toUpperCase();
    const network = addressPrefix(address);
    const budgets: Budget[] = [
      { name: `code-day|${key}`, windowSeconds: DAY, max: 60 },
      { name: `code|${key}`, windowSeconds: MINUTE, max: 10 },
      { name: `network|${network}`, windowSeconds: MINUTE, max: 30 },
      { name: `network-day|${network}`, windowSeconds: DAY, max: 2_000 },
      { name: `agency|${key.split('-')[0]}`, windowSeconds: MINUTE, max: 600 },
    ];
    const spent = await repository.spend(budgets, 1);
    if (spent[0] === 1) await watchForWalk(key, network);
    const over = budgets.find(({ max }, index) => (spent[index] ?? 0) > max);
    if (over)
      throw new AppError('too-many-requests', 'tracking budget', { retryAfterSeconds: over.windowSeconds === DAY ? 3_600 : MINUTE });

    const wrongTries: Budget = { name: `wrong|${key}`, windowSeconds: DAY, max: WRONG_TRIES };
    const found = await repository.find(key);
    const isKnown = secondFact === undefined || (await repository.hasFact(found?.id ?? NO_DOSSIER, secondFact));
    const [wrong = 0] = secondFact === undefined ? [0] : await repository.spend([wrongTries], found && isKnown ? 0 : 1);
    const other = found || secondFact !== undefined ? null : await trackElsewhere(key);
    if (other) return other;
    if (!found || !isKnown || wrong >= WRONG_TRIES) {
      await repository.spend(budgets, MISS_MORE);
      throw new AppError('tracking-not-found', 'wrong number, wrong fact or too many tries');
    }
    const { plainName, levels } = await procedure(found.procedureCode);
    const group = groupOf(found);
    return {
      group,
      agency: AGENCIES.find((agency) => agency === levels[0]) ?? 'other',
      lastStepOn: localDay(found.lastStepAt),
      dueAt: group === 'paused' ? null : (found.dueAt?.toISOString() ?? null), // while the clock stands still the old date would be untrue
      asOf: found.asOf.toISOString(),
      detail:
        secondFact === undefined
          ? null
          : {
              procedureName: plainName,
              status: found.status,
              submittedOn: localDay(found.acceptedAt),
              waitsForApplicant: found.state === 'needs_citizen' || found.status === 5 || found.status === 6,
            },
    };
  }

  return {
    /** @throws AppError `tracking-not-found` for a wrong number and a wrong fact alike, after the same time | `too-many-requests` | `upstream-unavailable` */
    async track({ code, secondFact, address }: { code: string; secondFact?: string | undefined; address: string }): Promise<Tracked> {
      const [result] = await Promise.allSettled([answer(code, secondFact, address), pause(answerAfterMs)]);
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    },
    /** Called when the answers of a form are at hand; later they are sealed. */
    remember: (dossierId: string, answers: Answers) => repository.keepFacts(dossierId, secondFacts(answers)),
  };
}
export type TrackingService = ReturnType<typeof createTrackingService>;

/** The last four digits of each phone and personal number of the applicant; fields are named alike in all our forms. */
const secondFacts = (answers: Answers): string[] => [
  ...new Set(
    ['applicantPhone', 'ownerPhone', 'applicantPersonalNumber', 'ownerPersonalNumber'].flatMap((name) => {
      const digits = String(answers[name] ?? '').replace(/\D/g, '');
      return digits.length >= 9 ? [digits.slice(-4)] : [];
    }),
  ),
];

const AGENCIES = ['ministry', 'province', 'commune'] as const;

function groupOf({ state, status }: { state: string; status: number }): StateGroup {
  if (state === 'rejected' || state === 'withdrawn') return 'closed';
  return state === 'confirmed' ? NATIONAL_STATUS[status as NationalStatus].phase : 'keeping';
}

const DAY_FORMAT = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', year: 'numeric', month: '2-digit', day: '2-digit' });
const localDay = (at: Date) => DAY_FORMAT.format(at);
