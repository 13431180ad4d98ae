import type { ChecklistAnswers, ChecklistResult } from './checklist.contract.ts';
import { ChecklistTable, type When } from './checklist-table.ts';
import { inLanguage, textsOf } from './in-language.ts';
import { holds, nextStep } from './next-step.ts';

/** More would mean that somebody has to be asked in person. */
const MAX_PATHS = 2_000;
const EVER = '2000-01-01';

/** Every complete way through the questions. A walk ends because each question is asked at most once. */
export function everyPath(table: ChecklistTable, from: ChecklistAnswers = {}): ChecklistAnswers[] {
  const step = nextStep(table, from, EVER);
  if (step.kind !== 'question') return [from];
  const { id, options } = step.ask.question;
  return options.flatMap((option) => everyPath(table, { ...from, [id]: option.id }));
}

/**
 * What is wrong with a table beyond its shape, in words for its editor; empty when it can be published: all that is named
 * exists, every option and rule can be reached, no path asks for a paper twice or leaves the fee, time or office open, and all of it
 * can be read in English.
 */
export function problemsOf(table: ChecklistTable): string[] {
  const named = [...namesOf(table), ...honesty(table)];
  if (named.length > 0) return named; // paths through unknown names say nothing
  const paths = everyPath(table);
  if (paths.length > MAX_PATHS) return [`${paths.length} paths, at most ${MAX_PATHS}`];
  return [
    ...untranslated(table),
    ...new Set([...unreached(table, paths), ...idle(table, paths), ...paths.flatMap((answers) => problemsOnPath(table, answers))]),
  ];
}

function namesOf(table: ChecklistTable): string[] {
  const problems: string[] = [];
  const known = new Map<string, Set<string>>();
  const mustKnow = (where: string, when: When | undefined) => {
    for (const each of when === undefined ? [] : Array.isArray(when) ? when : [when])
      for (const [question, options] of Object.entries(each)) {
        const has = known.get(question);
        if (!has) problems.push(`${where}: question ${question} is unknown here`);
        for (const option of options) if (has && !has.has(option)) problems.push(`${where}: option ${question}=${option} is unknown`);
      }
  };
  for (const question of table.questions) {
    mustKnow(`question ${question.id}`, question.askWhen);
    problems.push(
      ...twice(`option of ${question.id}`, question.options),
      ...(known.has(question.id) ? [`question ${question.id} twice`] : []),
    );
    known.set(question.id, new Set(question.options.map((option) => option.id)));
  }
  for (const [where, rule] of everyRule(table)) mustKnow(where, rule.when);
  const documents = new Set(table.documents.map((document) => document.id));
  const groups = new Set(table.groups.map((group) => group.id));
  for (const { document, group } of table.rules) {
    if (!documents.has(document)) problems.push(`document ${document} is unknown`);
    if (group !== undefined && !groups.has(group)) problems.push(`group ${group} is unknown`);
  }
  for (const id of documents) if (!table.rules.some((rule) => rule.document === id)) problems.push(`document ${id} is never asked for`);
  for (const id of groups) if (!table.rules.some((rule) => rule.group === id)) problems.push(`group ${id} is empty`);
  for (const rule of [...table.fees, ...table.times])
    for (const channel of rule.channels) if (!table.channels.includes(channel)) problems.push(`channel ${channel} is not offered`);
  return [...problems, ...twice('document', table.documents), ...twice('group', table.groups)];
}

const twice = (what: string, items: readonly { id: string }[]) =>
  items.filter(({ id }, index) => items.findIndex((item) => item.id === id) !== index).map(({ id }) => `${what} ${id} twice`);

/** Nothing uncertain in a verified table, words for people in one that is not, a law behind each "not needed". */
function honesty(table: ChecklistTable): string[] {
  const isUnsure = [...table.rules, ...table.fees, ...table.times, ...table.offices].some((rule) => rule.confirm);
  return [
    ...(table.verified && isUnsure ? ['verified, yet something is to be confirmed'] : []),
    ...(table.verified || table.toConfirm ? [] : ['not verified, and does not say what to confirm']),
    ...table.rules
      .filter((rule) => rule.need === 'not-needed' && !rule.law)
      .map((rule) => `${rule.document} is not needed, but no law says so`),
  ];
}

/** A text changed in Vietnamese has no English any more, and what is left of the old one is told too. */
function untranslated(table: ChecklistTable): string[] {
  if (table.isFullList) return []; // made of the record, which has no English
  const texts = textsOf(table);
  const english = ChecklistTable.safeParse(inLanguage(table, 'en'));
  return [
    ...[...texts].filter((text) => !Object.hasOwn(table.english, text)).map((text) => `no English for “${text}”`),
    ...Object.keys(table.english)
      .filter((text) => !texts.has(text))
      .map((text) => `English for “${text}”, which nobody reads`),
    ...(english.error?.issues ?? []).map((issue) => `in English ${issue.path.join('.')}: ${issue.message}`),
  ];
}

function everyRule(table: ChecklistTable): [string, { when?: When | undefined }][] {
  const { rules, fees, times, offices, forms, notes, elsewhere } = table;
  return Object.entries({ rules, fees, times, offices, forms, notes, elsewhere }).flatMap(([name, list]) =>
    list.map((rule, index): [string, { when?: When | undefined }] => [`${name}[${index}]`, rule]),
  );
}

function unreached(table: ChecklistTable, paths: readonly ChecklistAnswers[]): string[] {
  const options = table.questions.flatMap((question) => question.options.map((option) => ({ question: question.id, option: option.id })));
  const stays = paths.filter((answers) => !table.elsewhere.some((rule) => holds(rule.when, answers)));
  return [
    ...options
      .filter(({ question, option }) => !paths.some((answers) => answers[question] === option))
      .map(({ question, option }) => `option ${question}=${option} is never offered`),
    ...everyRule(table)
      .filter(([where, rule]) => !(where.startsWith('elsewhere') ? paths : stays).some((answers) => holds(rule.when, answers)))
      .map(([where]) => `${where} never applies`),
  ];
}

/** A question whose answer changes nothing wastes somebody's time. */
function idle(table: ChecklistTable, paths: readonly ChecklistAnswers[]): string[] {
  return table.questions
    .filter(({ id }) => {
      const seen = new Map<string, string>();
      return (
        paths.every((answers) => {
          const { [id]: answer, ...others } = answers;
          if (answer === undefined) return true;
          const key = JSON.stringify(others);
          const outcome = JSON.stringify(nextStep(table, answers, EVER));
          const before = seen.get(key);
          seen.set(key, outcome);
          return before === undefined || before === outcome;
        }) && !table.questions.some(({ askWhen }) => JSON.stringify(askWhen ?? {}).includes(`"${id}"`))
      );
    })
    .map(({ id }) => `question ${id} changes nothing`);
}

function problemsOnPath(table: ChecklistTable, answers: ChecklistAnswers): string[] {
  return segments(table).flatMap((on) => {
    const step = nextStep(table, answers, on);
    if (step.kind !== 'result') return [`${JSON.stringify(answers)} leads nowhere`];
    const { result } = step;
    if (table.elsewhere.filter((rule) => holds(rule.when, answers)).length > 1) return [at(answers, 'two other procedures')];
    return result.elsewhere ? [] : contradictions(table, result).map((problem) => at(answers, problem));
  });
}

const at = (answers: ChecklistAnswers, problem: string) => `${problem} when ${JSON.stringify(answers)}`;

/** One day out of each stretch of time in which the same fees apply. */
function segments(table: ChecklistTable): string[] {
  const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  return [...new Set([EVER, ...table.fees.flatMap(({ from, until }) => [...(from ? [from] : []), ...(until ? [dayAfter(until)] : [])])])];
}

function contradictions(table: ChecklistTable, { documents, fee, times, where }: ChecklistResult): string[] {
  const problems = documents
    .filter(({ id }, index) => documents.findIndex((document) => document.id === id) !== index)
    .map(({ id }) => `document ${id} by two rules`);
  for (const { id } of table.groups) {
    const members = documents.filter(({ group }) => group?.id === id);
    if (members.length === 1) problems.push(`group ${id} leaves no choice`);
    if (members.some(({ need }) => need === 'not-needed')) problems.push(`group ${id} holds a paper that is not needed`);
  }
  if (!documents.some(({ need }) => need !== 'not-needed')) problems.push('no paper at all');
  for (const channel of table.channels) {
    const lines = fee.lines.filter(({ channels }) => channels.includes(channel)).map(({ id }) => id);
    if (lines.length === 0) problems.push(`no fee for ${channel}`);
    if (new Set(lines).size < lines.length) problems.push(`a fee twice for ${channel}`);
    const limits = times.filter(({ channels }) => channels.includes(channel)).length;
    if (limits !== 1) problems.push(`${limits} time limits for ${channel}`);
  }
  if (where.length === 0) problems.push('no office');
  return problems;
}
