import type { ProblemPart } from '@tayninh/shared/contract/problem';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import type { PopulationCheck, PopulationVerdict } from '../../connectors/population/population.ts';
import { UpstreamError } from '../../connectors/upstream.ts';
import type { CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { IdentityFacts, IdentityLinkRepository } from './identity-links.repository.ts';

/** How the forms name whoever files: "applicant" in civil status, "owner" of a house, a plot, a business. */
const FILERS = ['applicant', 'owner'] as const;
const PURPOSE = 'file-dossier';
const NEEDS_PHONE = 'Việc này cần số điện thoại do Zalo xác nhận. Bạn thêm số ở mục Của tôi; những gì đã khai vẫn được giữ.';
const alike = (name: string) => name.normalize('NFC').toUpperCase().replace(/\s+/g, ' ').trim();

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
 * Whether a form that asks for a proven identity may be filed by this session (ID-7), and what in it does not fit that identity.
 * The population database is asked about the own proven number only, and only whether name and birth day go with it: a number that
 * somebody typed is compared here and never leaves.
 */
export function createClearance({
  stepUp,
  noteQuery,
  population,
}: {
  stepUp: StepUp;
  noteQuery: IdentityLinkRepository['noteQuery'];
  /** Null where it is not connected: then only what VNeID said counts. */
  population: PopulationCheck | null;
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
   * @throws AppError `level-too-low` when the session has not proven an identity lately
   */
  return async (
    scope: CitizenScope,
    { level, answers, sessionId, ...about }: { level: number; answers: Answers; sessionId: string; draftId: string; requestId: string },
  ): Promise<ProblemPart[]> => {
    const facts = await stepUp(scope, sessionId, level);
    if (!facts) return [];
    const text = (name: string) => (typeof answers[name] === 'string' && answers[name] !== '' ? String(answers[name]) : null);
    const filer = FILERS.find((who) => text(`${who}Name`) !== null);
    if (!filer) return [];
    const typed = { number: text(`${filer}PersonalNumber`), name: text(`${filer}Name`) ?? facts.name, birthOn: text(`${filer}BirthDate`) };
    if (typed.number !== null && typed.number !== facts.personalNumber)
      return [part(`${filer}PersonalNumber`, 'Số định danh: không phải số của người vừa xác nhận bằng VNeID.')];
    if ((await ask(scope, facts, { name: typed.name, birthOn: typed.birthOn ?? facts.birthOn }, about)) === 'match') return [];
    const parts: ProblemPart[] = [];
    if (alike(typed.name) !== alike(facts.name)) parts.push(part(`${filer}Name`, 'Họ tên: chưa khớp với thông tin định danh.'));
    if (typed.birthOn !== null && facts.birthOn !== null && typed.birthOn !== facts.birthOn)
      parts.push(part(`${filer}BirthDate`, 'Ngày sinh: chưa khớp với thông tin định danh.'));
    return parts;
  };
}
export type Clearance = ReturnType<typeof createClearance>;

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
