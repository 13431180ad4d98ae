import type { Answers, FormField } from '@tayninh/shared/features/procedures/e-form';
import type { HTMLInputTypeAttribute } from 'react';
import { Icon } from '../../components/icon.tsx';

type Value = Answers[string] | undefined;
interface Props {
  field: FormField;
  value: Value;
  error: string | undefined;
  onChange: (value: Value) => void;
}

const INPUT: Partial<
  Record<FormField['kind'], { type: HTMLInputTypeAttribute; inputMode?: 'numeric' | 'tel' | 'decimal'; autoComplete?: string }>
> = {
  date: { type: 'date' },
  phone: { type: 'tel', inputMode: 'tel', autoComplete: 'tel' },
  'personal-number': { type: 'text', inputMode: 'numeric', autoComplete: 'off' },
  number: { type: 'text', inputMode: 'decimal' },
  name: { type: 'text', autoComplete: 'name' },
};

export function FieldView({ field, value, error, onChange }: Props) {
  const { name, kind, label, hint } = field;
  const describedBy = [hint && `${name}-hint`, error && `${name}-err`].filter(Boolean).join(' ') || undefined;
  const words = (
    <>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </>
  );
  const wrong = error && (
    <p className="err" id={`${name}-err`}>
      <Icon name="alert" className="i-s" />
      <span>{error}</span>
    </p>
  );
  const className = error ? 'field bad' : 'field';
  if (kind === 'choice') {
    return (
      <fieldset className={className} id={name} tabIndex={-1} aria-describedby={describedBy}>
        <legend>{label}</legend>
        {words}
        <div className="choices">
          {field.options?.map((option) => (
            <label key={option.value} className={value === option.value ? 'choice on' : 'choice'}>
              <input
                type="radio"
                name={name}
                value={option.value}
                checked={value === option.value}
                onChange={() => onChange(option.value)}
              />
              <span>{option.label}</span>
            </label>
          ))}
        </div>
        {wrong}
      </fieldset>
    );
  }
  if (kind === 'tick') {
    return (
      <div className={className}>
        <label className={value === true ? 'check on' : 'check'}>
          <input
            id={name}
            type="checkbox"
            checked={value === true}
            aria-describedby={describedBy}
            onChange={(event) => onChange(event.target.checked)}
          />
          <span className="box">{value === true && <Icon name="check" />}</span>
          <span>{label}</span>
        </label>
        {words}
        {wrong}
      </div>
    );
  }
  const common = { id: name, className: 'ctl', 'aria-describedby': describedBy, 'aria-invalid': error ? true : undefined };
  const text = value === undefined || value === null ? '' : String(value);
  return (
    <div className={className}>
      <label htmlFor={name}>{label}</label>
      {words}
      {kind === 'textarea' || kind === 'address' ? (
        <textarea {...common} rows={kind === 'address' ? 2 : 4} value={text} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input
          {...common}
          {...(INPUT[kind] ?? { type: 'text' })}
          value={text}
          onChange={(event) => onChange(kind === 'number' ? numberOf(event.target.value) : event.target.value)}
        />
      )}
      {wrong}
    </div>
  );
}

/** A number when it is one; else the text as typed, which the form's schema then refuses. */
function numberOf(text: string): Value {
  const value = Number(text.replace(',', '.'));
  return text.trim() === '' ? undefined : Number.isFinite(value) && !/[.,]$/.test(text) ? value : text;
}
