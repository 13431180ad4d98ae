import type { AskStep, ChecklistAnswers, ChecklistResult } from './checklist.contract.ts';
import type { ChecklistQuestion, ChecklistTable, When } from './checklist-table.ts';

/** Pure and free of zod: the phone runs it without a network, the bff runs it for everybody else. */

export type Step =
  | { readonly kind: 'question'; readonly ask: AskStep }
  | { readonly kind: 'result'; readonly result: ChecklistResult }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

/** `not-asked`: the question exists, but these answers do not lead to it (yet). */
export interface Refusal {
  readonly questionId: string;
  readonly reason: 'unknown-question' | 'unknown-option' | 'not-asked';
}

/**
 * Where the answers lead: the next question, the papers of the case, or what is wrong with the answers.
 * @param on the day (Asia/Ho_Chi_Minh, `yyyy-mm-dd`) whose fees apply
 */
export function nextStep(table: ChecklistTable, answers: ChecklistAnswers, on: string): Step {
  const { taken, open, wrong } = walk(table, answers);
  const refusals = Object.keys(answers)
    .filter((questionId) => questionId !== wrong && !Object.hasOwn(taken, questionId))
    .map((questionId): Refusal => {
      const isKnown = table.questions.some((question) => question.id === questionId);
      return { questionId, reason: isKnown ? 'not-asked' : 'unknown-question' };
    });
  if (wrong !== undefined) refusals.unshift({ questionId: wrong, reason: 'unknown-option' });
  if (refusals.length > 0) return { kind: 'refused', refusals };
  if (!open) return { kind: 'result', result: resultOf(table, taken, on) };
  const { askWhen: _askWhen, ...question } = open;
  const before = Object.keys(taken).length;
  return { kind: 'question', ask: { question, at: before + 1, about: before + longest(table, taken) } };
}

/** The part of `answers` that its own earlier part leads to: what is left after somebody went back and chose otherwise. */
export const answersInForce = (table: ChecklistTable, answers: ChecklistAnswers): ChecklistAnswers => walk(table, answers).taken;

/** The questions that were asked for these answers, in order; the last one is open, unless all is answered. */
export function askedQuestions(table: ChecklistTable, answers: ChecklistAnswers): ChecklistQuestion[] {
  const { taken, open } = walk(table, answers);
  return table.questions.filter((question) => Object.hasOwn(taken, question.id) || question === open);
}

export function holds(when: When | undefined, answers: ChecklistAnswers): boolean {
  if (when === undefined) return true;
  const cases = Array.isArray(when) ? when : [when];
  return cases.some((each) =>
    Object.entries(each).every(([id, options]) => {
      const answer = Object.hasOwn(answers, id) ? answers[id] : undefined;
      return answer !== undefined && options.includes(answer);
    }),
  );
}

/** Questions come in the order of the table, so a walk always ends: each is asked at most once. */
function walk(table: ChecklistTable, answers: ChecklistAnswers) {
  const taken: ChecklistAnswers = {};
  for (const question of table.questions) {
    if (!holds(question.askWhen, taken)) continue;
    const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
    if (answer === undefined) return { taken, open: question };
    if (!question.options.some((option) => option.id === answer)) return { taken, open: question, wrong: question.id };
    taken[question.id] = answer;
  }
  return { taken };
}

function longest(table: ChecklistTable, answers: ChecklistAnswers): number {
  const { open } = walk(table, answers);
  if (!open) return 0;
  return 1 + Math.max(...open.options.map((option) => longest(table, { ...answers, [open.id]: option.id })));
}

function resultOf(table: ChecklistTable, answers: ChecklistAnswers, on: string): ChecklistResult {
  const applies = ({ when }: { when?: When | undefined }) => holds(when, answers);
  const elsewhere = table.elsewhere.find(applies);
  const here = <T extends { when?: When | undefined }>(rules: readonly T[]) => (elsewhere ? [] : rules.filter(applies));
  const documents = new Map(table.documents.map((document) => [document.id, document]));
  const groups = new Map(table.groups.map((group) => [group.id, group]));
  const facts = [...here(table.rules), ...here(table.fees), ...here(table.times), ...here(table.offices)];
  // what is uncertain in other cases does not concern this one
  const verified = table.verified || (!table.isFullList && !facts.some((fact) => fact.confirm));
  return {
    verified,
    toConfirm: verified ? null : (table.toConfirm ?? null),
    isFullList: table.isFullList ?? false,
    documents: here(table.rules).flatMap(({ document, need, count, group, because, law, confirm }) => {
      const { id = document, name = document, paper = null } = documents.get(document) ?? {};
      const choice = group === undefined ? null : (groups.get(group) ?? null);
      return { id, paper, name, need, count, group: choice, because, law: law ?? null, confirm: confirm ?? false };
    }),
    fee: {
      lines: here(table.fees)
        .filter(({ from, until }) => (from === undefined || from <= on) && (until === undefined || on <= until))
        .map(({ id, name, channels, amountVnd, unit, because, law, confirm }) => ({
          id,
          name,
          channels,
          amountVnd,
          unit: unit ?? null,
          because,
          law: law ?? null,
          confirm: confirm ?? false,
        })),
    },
    times: here(table.times).map(({ channels, limit, text, confirm }) => ({ channels, limit, text, confirm: confirm ?? false })),
    where: here(table.offices).map(({ kind, text, confirm }) => ({ kind, text, confirm: confirm ?? false })),
    notes: here(table.notes).map(({ text, law }) => ({ text, law: law ?? null })),
    caseId: here(table.forms)[0]?.caseId ?? null,
    elsewhere: elsewhere ? { procedureCode: elsewhere.procedureCode, because: elsewhere.because } : null,
  };
}
