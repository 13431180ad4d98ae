import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import { askedAnswers } from '@tayninh/shared/features/forms/asked-answers';
import { isOldIdCard } from '@tayninh/shared/features/forms/paper-numbers';
import type { Answers, FormStep } from '@tayninh/shared/features/procedures/e-form';
import type { FormView } from '@tayninh/shared/features/procedures/procedures.contract';
import i18next from 'i18next';
import { type Question, questionsOf } from './answers.ts';

/** Id of the control → what is wrong, in words, in the order of the page. Loaded when a step is first left. */
export function checkStep(form: Pick<FormView, 'layout' | 'schema'>, step: FormStep, answers: Answers): Map<string, string> {
  const sent = askedAnswers(form, answers);
  const { errors } = new Validator(form.schema as Schema, '2020-12', false).validate(sent);
  const wrong = new Map<string, string>();
  for (const question of questionsOf(step, sent)) {
    const words = errors.some((error) => isMissing(error, question.path))
      ? missingWords(question.field)
      : wrongWords(
          question,
          limitsOf(form.schema, question.path),
          errors.filter(({ instanceLocation }) => instanceLocation === `#${question.path}`),
        );
    if (words) wrong.set(question.id, words);
  }
  return wrong;
}

/** The library names a missing property only in its sentence. */
function isMissing({ keyword, error, instanceLocation }: OutputUnit, path: string) {
  const [parent, name] = [path.slice(0, path.lastIndexOf('/')), path.slice(path.lastIndexOf('/') + 1)];
  return keyword === 'required' && instanceLocation === `#${parent}` && error.includes(`"${name}"`);
}

/** What the schema says of one property: `/members/1/fullName` is that of any member. */
function limitsOf(schema: Record<string, unknown>, path: string): Record<string, number> {
  type Node = { properties?: Record<string, Node>; items?: Node } & Record<string, unknown>;
  let node: Node | undefined = schema as Node;
  for (const step of path.split('/').slice(1)) node = /^\d+$/.test(step) ? node?.items : node?.properties?.[step];
  return (node ?? {}) as Record<string, number>;
}

function missingWords({ kind }: Question['field']): string {
  if (kind === 'people') return i18next.t('form.error.people');
  if (kind === 'choice') return i18next.t('form.error.choose');
  return i18next.t(kind === 'tick' ? 'form.error.tick' : 'form.error.required');
}

function wrongWords({ field: { kind }, value }: Question, limits: Record<string, number>, errors: OutputUnit[]): string | undefined {
  if (errors.length === 0) return undefined;
  const text = String(value ?? '');
  if (kind === 'people')
    return errors.some(({ keyword }) => keyword === 'maxItems')
      ? i18next.t('form.error.manyPeople', { count: limits.maxItems ?? 0 })
      : undefined; // what is wrong with one of them is said there
  if (kind === 'date') return dateTrouble(text);
  if (kind === 'personal-number')
    return i18next.t(isOldIdCard(text) ? 'form.error.oldIdCard' : 'form.error.personalNumber', { count: text.replace(/\D/g, '').length });
  if (kind === 'phone') return i18next.t('form.error.phone');
  if (kind === 'choice') return i18next.t('form.error.choose');
  if (kind === 'tick') return i18next.t('form.error.tick');
  const keywords = errors.map(({ keyword }) => keyword);
  if (keywords.includes('format')) return i18next.t('form.error.email'); // dates were answered above
  if (keywords.includes('type')) return i18next.t('form.error.number');
  if (keywords.includes('minLength')) return i18next.t('form.error.short', { count: limits.minLength ?? 1 });
  if (keywords.includes('maxLength')) return i18next.t('form.error.long', { count: limits.maxLength ?? 0 });
  if (keywords.includes('minimum')) return i18next.t('form.error.min', { count: limits.minimum ?? 0 });
  if (keywords.includes('maximum')) return i18next.t('form.error.max', { count: limits.maximum ?? 0 });
  return i18next.t('form.error.other');
}

/** "Tháng 2 không có ngày 31" says more than "sai định dạng". */
function dateTrouble(text: string): string {
  const [, , month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (!month || !day) return i18next.t('form.error.date');
  if (Number(month) < 1 || Number(month) > 12) return i18next.t('form.error.dateMonth');
  return i18next.t('form.error.dateDay', { month: Number(month), day: Number(day) });
}
