import type { Answers, FormField, FormStep } from '@tayninh/shared/features/procedures/e-form';
import type { FormView } from '@tayninh/shared/features/procedures/procedures.contract';

export type Value = Answers[string] | undefined;

export const isAsked = (field: FormField, answers: Answers) => !field.showWhen || answers[field.showWhen.field] === field.showWhen.equals;
export const askedFields = (step: FormStep, answers: Answers) => step.fields.filter((field) => isAsked(field, answers));

/** What is sent: only answers to questions that are asked, trimmed, nothing empty. */
export function askedAnswers(form: Pick<FormView, 'layout'>, answers: Answers): Answers {
  const asked: Answers = {};
  for (const step of form.layout) {
    for (const { name } of askedFields(step, answers)) {
      const value = answers[name];
      const clean = typeof value === 'string' ? value.trim() : value;
      if (clean !== undefined && clean !== null && clean !== '') asked[name] = clean;
    }
  }
  return asked;
}

/** "28/2/2019" → "2019-02-28"; text that is not yet a date stays as typed. Day 31 in February passes here, the schema refuses it. */
export function dateFrom(typed: string): string {
  const [, day, month, year] = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(typed.trim()) ?? [];
  return day && month && year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : typed;
}

/**
 * "1.250,5" → 1250.5, "50.000.000" → 50000000: points between thousands, a comma before the fraction, as Vietnamese writes.
 * What is not yet such a number stays as typed; also a fraction that ends in 0, so that one can go on typing.
 */
export function numberFrom(typed: string): number | string {
  const text = typed.trim();
  const isNumber = /^(\d{1,12}|\d{1,3}(\.\d{3}){1,3})(,\d{0,2}[1-9])?$/.test(text);
  return isNumber ? Number(text.replaceAll('.', '').replace(',', '.')) : typed;
}

/** The number as one types it: 1250.5 → "1250,5". */
export const numberWords = (value: number) => String(value).replace('.', ',');

/** Puts in the slashes while somebody types digits on a number pad; never while deleting. */
export function withSlashes(typed: string, before: string): string {
  if (typed.length <= before.length || !/^[\d/]+$/.test(typed)) return typed;
  const [day = '', month = '', ...rest] = typed.includes('/') ? typed.split('/') : [typed.slice(0, 2), typed.slice(2, 4), typed.slice(4)];
  if (day.length < 2 && !typed.includes('/')) return typed;
  if (month === '' && !typed.endsWith('/')) return `${day}/`;
  if (month.length > 2) return `${day}/${month.slice(0, 2)}/${month.slice(2)}${rest.join('')}`;
  const year = rest.join('').slice(0, 4);
  return month.length === 2 || rest.length > 0 ? `${day}/${month}/${year}` : `${day}/${month}`;
}
