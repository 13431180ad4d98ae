import { askedFields } from '@tayninh/shared/features/forms/asked-answers';
import type { Answer, Answers, FormField, FormStep, Person, PersonField } from '@tayninh/shared/features/procedures/e-form';

export type Value = Answer | undefined;

/** One thing that is asked and can be wrong: a field, or a field of one person of a list. */
export interface Question {
  /** Of the control on the page: `members-1-fullName`. */
  readonly id: string;
  /** "Người 2: Họ và tên" */
  readonly label: string;
  /** Where errors speak of it: `/members/1/fullName`. */
  readonly path: string;
  readonly field: FormField | PersonField;
  readonly value: Value;
  readonly isPart: boolean;
}

/** All that is asked on a step, in the order of the page. */
export function questionsOf(step: Pick<FormStep, 'fields'>, answers: Answers): Question[] {
  return askedFields(step, answers).flatMap((field): Question[] => [
    { id: field.name, label: field.label, path: `/${field.name}`, field, value: answers[field.name], isPart: false },
    ...peopleOf(answers[field.name]).flatMap((person, index) =>
      (field.each?.fields ?? []).map((part) => ({
        id: partId(field.name, index, part.name),
        label: partLabel(field, index, part),
        path: `/${field.name}/${index}/${part.name}`,
        field: part,
        value: person[part.name],
        isPart: true,
      })),
    ),
  ]);
}

export const peopleOf = (value: Value): readonly Person[] => (Array.isArray(value) ? value : []);
export const partId = (list: string, index: number, part: string) => `${list}-${index}-${part}`;
export const personTitle = ({ each }: FormField, index: number) => `${each?.title ?? ''} ${index + 1}`;
export const partLabel = (list: FormField, index: number, part: PersonField) => `${personTitle(list, index)}: ${part.label}`;

/** What the schema says of a list: how many people at most, and what each has to say. */
export function listRules(schema: Record<string, unknown>, name: string): { max: number; required: ReadonlySet<string> } {
  const list = (schema.properties as Record<string, { maxItems?: number; items?: { required?: string[] } }> | undefined)?.[name];
  return { max: list?.maxItems ?? Number.POSITIVE_INFINITY, required: new Set(list?.items?.required) };
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
