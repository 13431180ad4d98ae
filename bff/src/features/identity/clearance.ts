import type { ProblemPart } from '@tayninh/shared/contract/problem';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import type { PopulationCheck, PopulationVerdict } from '../../connectors/population/population.ts';
import { UpstreamError } from '../../connectors/upstream.ts';
import { type CitizenScope, scopeOfOwner } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { IdentityFacts, IdentityLinkRepository } from './identity-links.repository.ts';

/** How the forms name whoever files: "applicant" in civil status, "owner" of a house, a plot, a business. */
const FILERS = ['applicant', 'owner'] as const;
const PURPOSE = 'file-dossier';
/** Comparisons with one relative's identity in a day: enough to mend a slip, too few to guess at a number or a name. */
const COMPARISONS = { windowSeconds: 86_400, max: 10 };
const NEEDS_PHONE = 'Việc này cần số điện thoại do Zalo xác nhận. Bạn thêm số ở mục Của tôi; những gì đã khai vẫn được giữ.';
const NOT_ALIKE = 'Người đứng tên: chưa khớp với người nhờ bạn nộp. Bạn xem lại họ tên, ngày sinh và số căn cước.';
const NOT_ON_PAPER = 'Họ tên: chưa khớp với người ký giấy ủy quyền.';
const NOT_LINKED =
  'Người nhờ bạn nộp chưa xác nhận danh tính trong ứng dụng. Bạn nhờ họ vào Của tôi, mục VNeID, hoặc khai lại theo giấy ủy quyền.';
const REPRESENTATIVE_ONLY =
  'Thủ tục này cần chính người đại diện xác nhận bằng VNeID và nộp. Bạn gửi cho người đại diện xem và nộp; những gì đã khai vẫn được giữ.';
const alike = (name: string) => name.normalize('NFC').toUpperCase().replace(/\s+/g, ' ').trim();

/** Under what a form is filed for another; null for oneself or one's own organisation. */
type OnBehalf = {
  readonly kind: 'relative' | 'organisation' | 'paper';
  readonly principalId: string | null;
  readonly authorisationId: string;
};

/**
 * Lets a session do what asks for `level` (1 to 3), or says what to do first (ID-7). Judged by the database, not by the token.
 * @returns the proven identity at level 3. @throws AppError `level-too-low`
 */
export const createStepUp =
  ({ proven, levelOf }: { proven: IdentityLinkRepository['proven']; levelOf: (sessionId: string) => Promise<number> }) =>
  async (scope: CitizenScope, sessionId: string, level: number): Promise<IdentityFacts | null> => {
    if (level >= 3) {
      const facts = await proven(scope, sessionId);
      if (!facts) throw levelTooLow();
      return facts;
    }
    if (level === 2 && (await levelOf(sessionId)) < level)
      throw new AppError('level-too-low', 'no phone yet', { parts: [{ pointer: '/level', detail: NEEDS_PHONE }] });
    return null;
  };
export type StepUp = ReturnType<typeof createStepUp>;

/**
 * Whether a form that asks for a proven identity may be filed by this session (ID-7), and what in it does not fit the identity of
 * whom it is for. Whoever files proves their own identity, always. The form is then compared
 *
 * - with that identity, when filed for oneself or as the representative of an organisation: nobody else files for one at this level;
 * - with the linked identity of the relative who agreed, saying only whether all of it fits, ten times a day;
 * - with the name on the paper: the officer reads the paper itself.
 *
 * The population database is asked about the own proven number only, and only whether name and birth day go with it: a number that
 * somebody typed is compared here and never leaves.
 */
export function createClearance({
  stepUp,
  identityOf,
  nameOnPaper,
  noteQuery,
  population,
  spend,
}: {
  stepUp: StepUp;
  /** The identity that an account is linked with. */
  identityOf: (scope: CitizenScope) => Promise<IdentityFacts | null>;
  /** Whom a paper authorisation is of; null when it is gone. */
  nameOnPaper: (authorisationId: string) => Promise<string | null>;
  noteQuery: IdentityLinkRepository['noteQuery'];
  /** Null where it is not connected: then only what VNeID said counts. */
  population: PopulationCheck | null;
  /** Takes `cost` from a budget by the database's clock. @returns what is spent of it */
  spend: (budget: { name: string; windowSeconds: number; max: number }, cost: number) => Promise<number>;
}) {
  async function ask(
    scope: CitizenScope,
    facts: IdentityFacts,
    { name, birthOn }: { name: string; birthOn: string | null },
    about: { draftId: string; requestId: string },
  ): Promise<PopulationVerdict | 'unknown'> {
    if (!population || birthOn === null) return 'unknown';
    const note = (what: string) => noteQuery(scope, { ...about, what: `${what}:${PURPOSE}` });
    await note('ask');
    const verdict = await population
      .check({ personalNumber: facts.personalNumber, name, birthOn, purpose: PURPOSE })
      .catch((error: unknown) => {
        if (error instanceof UpstreamError) return 'unknown' as const;
        throw error;
      });
    await note(verdict);
    return verdict;
  }

  /**
   * @returns what does not fit, by field; empty when it may be filed. Where the database does not answer or knows no better, what
   * VNeID said decides; a difference that the citizen could not even correct is left to the officer.
   * @throws AppError `level-too-low` when the session has not proven an identity lately, `not-authorised` when only a representative may
   * file it, `too-many-requests` after too many comparisons with one relative
   */
  return async (
    scope: CitizenScope,
    {
      level,
      answers,
      sessionId,
      behalf,
      ...about
    }: { level: number; answers: Answers; sessionId: string; behalf: OnBehalf | null; draftId: string; requestId: string },
  ): Promise<ProblemPart[]> => {
    if (level === 3 && behalf?.kind === 'organisation' && behalf.principalId !== scope.actorId)
      throw new AppError('not-authorised', 'a helper of an organisation', { parts: [{ pointer: '/for', detail: REPRESENTATIVE_ONLY }] });
    const facts = await stepUp(scope, sessionId, level);
    if (!facts) return [];
    const text = (name: string) => (typeof answers[name] === 'string' && answers[name] !== '' ? String(answers[name]) : null);
    const filer = FILERS.find((who) => text(`${who}Name`) !== null);
    if (!filer) return [];
    const typed = { number: text(`${filer}PersonalNumber`), name: text(`${filer}Name`) ?? '', birthOn: text(`${filer}BirthDate`) };
    if (behalf?.kind === 'paper') {
      const name = await nameOnPaper(behalf.authorisationId);
      return name !== null && alike(typed.name) === alike(name) ? [] : [part(`${filer}Name`, NOT_ON_PAPER)];
    }
    if (behalf?.kind === 'relative') {
      const theirs = behalf.principalId === null ? null : await identityOf(scopeOfOwner(behalf.principalId));
      if (!theirs) return [{ pointer: '/for', detail: NOT_LINKED }];
      const budget = { name: `compare-identity|${scope.actorId}|${behalf.principalId}`, ...COMPARISONS };
      if ((await spend(budget, 1)) > budget.max)
        throw new AppError('too-many-requests', 'too many comparisons', { retryAfterSeconds: budget.windowSeconds });
      return fits(typed, theirs) ? [] : [part(`${filer}Name`, NOT_ALIKE)];
    }
    if (typed.number !== null && typed.number !== facts.personalNumber)
      return [part(`${filer}PersonalNumber`, 'Số căn cước: không phải số của người vừa xác nhận bằng VNeID.')];
    if ((await ask(scope, facts, { name: typed.name, birthOn: typed.birthOn ?? facts.birthOn }, about)) === 'match') return [];
    const parts: ProblemPart[] = [];
    if (alike(typed.name) !== alike(facts.name)) parts.push(part(`${filer}Name`, 'Họ tên: chưa khớp với thông tin định danh.'));
    if (typed.birthOn !== null && facts.birthOn !== null && typed.birthOn !== facts.birthOn)
      parts.push(part(`${filer}BirthDate`, 'Ngày sinh: chưa khớp với thông tin định danh.'));
    return parts;
  };
}
export type Clearance = ReturnType<typeof createClearance>;

/** What the form does not ask for does not differ. */
const fits = (typed: { number: string | null; name: string; birthOn: string | null }, facts: IdentityFacts) =>
  alike(typed.name) === alike(facts.name) &&
  (typed.number === null || typed.number === facts.personalNumber) &&
  (typed.birthOn === null || facts.birthOn === null || typed.birthOn === facts.birthOn);

const part = (field: string, detail: string): ProblemPart => ({ pointer: `/answers/${field}`, detail });

/** Says what to do: nothing is lost by doing it. */
export const levelTooLow = () =>
  new AppError('level-too-low', 'no recent national log-in', {
    parts: [
      {
        pointer: '/level',
        detail: 'Việc này cần bạn xác nhận danh tính bằng VNeID mức độ 2 ngay trước khi làm. Những gì bạn đã khai vẫn được giữ.',
      },
    ],
  });
