import type { Answers, FormField, FormStep } from '@tayninh/shared/features/procedures/e-form';
import type { FormView } from '@tayninh/shared/features/procedures/procedures.contract';
import { dateWords } from '../../components/words.ts';

export const isShown = (field: FormField, answers: Answers) => !field.showWhen || answers[field.showWhen.field] === field.showWhen.equals;
export const shownFields = (step: FormStep, answers: Answers) => step.fields.filter((field) => isShown(field, answers));

/** What is sent: only fields that are asked, never an empty text or null. */
export function cleanAnswers(form: FormView, answers: Answers): Answers {
  const clean: Answers = {};
  for (const step of form.layout) {
    for (const field of shownFields(step, answers)) {
      const value = answers[field.name];
      const trimmed = typeof value === 'string' ? value.trim() : value;
      if (trimmed !== '' && trimmed !== null && trimmed !== undefined) clean[field.name] = trimmed;
    }
  }
  return clean;
}

export function valueWords(field: FormField, value: Answers[string] | undefined): string {
  if (value === undefined || value === null || value === '') return 'Chưa ghi';
  if (typeof value === 'boolean') return value ? 'Có' : 'Không';
  if (field.kind === 'choice') return field.options?.find((option) => option.value === value)?.label ?? String(value);
  return field.kind === 'date' ? dateWords(String(value)) : String(value);
}
