import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import type { Answers, FormField, FormStep } from '@tayninh/shared/features/procedures/e-form';
import type { FormView } from '@tayninh/shared/features/procedures/procedures.contract';
import i18next from 'i18next';
import { askedAnswers, askedFields } from './answers.ts';

/** Field name → what is wrong, in words, in the order of the page. Loaded when a step is first left. */
export function checkStep(form: Pick<FormView, 'layout' | 'schema'>, step: FormStep, answers: Answers): Map<string, string> {
  const sent = askedAnswers(form, answers);
  const { errors } = new Validator(form.schema as Schema, '2020-12', false).validate(sent);
  const wrong = new Map<string, string>();
  for (const field of askedFields(step, answers)) {
    const words = errors.some((error) => isMissing(error, field.name))
      ? missingWords(field)
      : wrongWords(
          form,
          field,
          sent[field.name],
          errors.filter((error) => error.instanceLocation === `#/${field.name}`),
        );
    if (words) wrong.set(field.name, words);
  }
  return wrong;
}

/** The library names a missing property only in its sentence. */
const isMissing = ({ keyword, error }: OutputUnit, name: string) => keyword === 'required' && error.includes(`"${name}"`);

function missingWords({ kind }: FormField): string {
  if (kind === 'choice') return i18next.t('form.error.choose');
  return i18next.t(kind === 'tick' ? 'form.error.tick' : 'form.error.required');
}

function wrongWords(form: Pick<FormView, 'schema'>, field: FormField, value: unknown, errors: OutputUnit[]): string | undefined {
  if (errors.length === 0) return undefined;
  const text = String(value ?? '');
  if (field.kind === 'date') return dateTrouble(text);
  if (field.kind === 'personal-number') return i18next.t('form.error.personalNumber', { count: text.replace(/\D/g, '').length });
  if (field.kind === 'phone') return i18next.t('form.error.phone');
  if (field.kind === 'choice') return i18next.t('form.error.choose');
  if (field.kind === 'tick') return i18next.t('form.error.tick');
  const limits = (form.schema.properties as Record<string, Record<string, number>> | undefined)?.[field.name] ?? {};
  const keywords = errors.map(({ keyword }) => keyword);
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
