import { askedFields } from '@tayninh/shared/features/forms/asked-answers';
import { maskPersonalNumber } from '@tayninh/shared/features/identity/personal-number';
import type { Answers, FormField, FormStep, PersonField } from '@tayninh/shared/features/procedures/e-form';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { dateWords } from '../../components/spoken-time.ts';
import { partLabel, peopleOf, type Value } from './answers.ts';

/** What was answered, in words; of a personal number only the last four digits (AZ-8) unless `isFull`. */
export function AnswerList({ step, answers, isFull = false }: { step: FormStep; answers: Answers; isFull?: boolean }) {
  useTranslation(); // words follow the language
  return (
    <dl className="kv">
      {askedFields(step, answers)
        .flatMap((field) => linesOf(field, answers[field.name], isFull))
        .map(({ id, label, words }) => (
          <div key={id}>
            <dt>{label}</dt>
            <dd>{words}</dd>
          </div>
        ))}
    </dl>
  );
}

/** One line for an answer, one for each thing said of each person of a list. */
export function linesOf(field: FormField, value: Value, isFull: boolean): { id: string; label: string; words: string }[] {
  const people = peopleOf(value);
  if (people.length === 0) return [{ id: field.name, label: field.label, words: words(field, value, isFull) }];
  return people.flatMap((person, index) =>
    (field.each?.fields ?? []).map((part) => ({
      id: `${field.name}-${index}-${part.name}`,
      label: partLabel(field, index, part),
      words: words(part, person[part.name], isFull),
    })),
  );
}

function words(field: FormField | PersonField, value: Value, isFull: boolean): string {
  if (value === undefined || value === null || value === '' || Array.isArray(value)) return i18next.t('review.empty');
  if (typeof value === 'boolean') return i18next.t(value ? 'review.yes' : 'review.no');
  if (field.kind === 'choice') return field.options?.find((option) => option.value === value)?.label ?? String(value);
  if (typeof value === 'number') return value.toLocaleString('vi-VN');
  if (field.kind === 'date') return dateWords(value);
  return field.kind === 'personal-number' && !isFull ? maskPersonalNumber(value).replace(/\*/g, '•') : value;
}
