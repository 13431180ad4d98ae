import { maskPersonalNumber } from '@tayninh/shared/features/identity/personal-number';
import type { Answers, FormField, FormStep } from '@tayninh/shared/features/procedures/e-form';
import { useTranslation } from 'react-i18next';
import { dateWords } from '../../components/spoken-time.ts';
import { askedFields } from './answers.ts';

/** What was answered, in words; of a personal number only the last four digits (AZ-8) unless `isFull`. */
export function AnswerList({ step, answers, isFull = false }: { step: FormStep; answers: Answers; isFull?: boolean }) {
  const { t } = useTranslation();
  const words = (field: FormField) => {
    const value = answers[field.name];
    if (value === undefined || value === null || value === '') return t('review.empty');
    if (typeof value === 'boolean') return t(value ? 'review.yes' : 'review.no');
    if (field.kind === 'choice') return field.options?.find((option) => option.value === value)?.label ?? String(value);
    if (typeof value === 'number') return value.toLocaleString('vi-VN');
    if (field.kind === 'date') return dateWords(String(value));
    return field.kind === 'personal-number' && !isFull ? maskPersonalNumber(String(value)).replace(/\*/g, '•') : String(value);
  };
  return (
    <dl className="kv">
      {askedFields(step, answers).map((field) => (
        <div key={field.name}>
          <dt>{field.label}</dt>
          <dd>{words(field)}</dd>
        </div>
      ))}
    </dl>
  );
}
