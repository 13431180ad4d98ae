import type { Advice } from '@tayninh/shared/features/forms/advice';
import type { FormField as Field, PersonField } from '@tayninh/shared/features/procedures/e-form';
import type { InputHTMLAttributes, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';
import { dateWords } from '../../components/spoken-time.ts';
import { dateFrom, numberFrom, numberWords, type Value, withSlashes } from './answers.ts';

interface Props {
  readonly field: Field | PersonField;
  /** Of the control; the field's name when it is not one of many. */
  readonly id?: string;
  /** What a screen reader says when the visible label alone does not tell which person it is about. */
  readonly spokenLabel?: string;
  readonly value: Value;
  readonly error: string | undefined;
  /** Something to look at again; does not stop anybody. */
  readonly advice?: Advice | undefined;
  readonly isRequired: boolean;
  readonly onChange: (value: Value) => void;
  /** Another way to answer, under the control. */
  readonly children?: ReactNode;
}

/** One question. Label, hint and error belong to the control by `aria-describedby`; the control's id is the field's name. */
export function FormField({ field, id = field.name, spokenLabel, value, error, advice, isRequired, onChange, children }: Props) {
  const { t } = useTranslation();
  const { kind, label } = field;
  const hint = field.hint ?? (kind === 'date' ? t('form.dateExample') : undefined);
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`, advice && `${id}-advice`].filter(Boolean).join(' ') || undefined;
  const told = { id, 'aria-label': spokenLabel, 'aria-describedby': describedBy, 'aria-invalid': error ? (true as const) : undefined };
  const optional = !isRequired && kind !== 'tick' && <span className="optional"> ({t('form.optional')})</span>;
  const parts: Parts = {
    className: error ? 'field bad' : 'field',
    label: (
      <>
        {label}
        {optional}
      </>
    ),
    hint: hint && (
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
    ),
    error: error && (
      <p className="err" id={`${id}-error`}>
        <Icon name="alert" className="i-s" />
        <span>{error}</span>
      </p>
    ),
    advice: (
      <div role="status">
        {advice && !error && (
          <p className="advice" id={`${id}-advice`}>
            <Icon name="info" className="i-s" />
            <span>{t(`form.advice.${advice}`)}</span>
          </p>
        )}
      </div>
    ),
    after: children,
  };
  if (kind === 'choice') return <Choice field={field} value={value} told={told} parts={parts} onChange={onChange} />;
  if (kind === 'tick') return <Tick value={value} told={told} parts={parts} onChange={onChange} />;
  const text = value === undefined || value === null ? '' : typeof value === 'number' ? numberWords(value) : String(value);
  return (
    <div className={parts.className}>
      <label htmlFor={id}>{parts.label}</label>
      {parts.hint}
      {kind === 'textarea' || kind === 'address' ? (
        <textarea
          className="ctl"
          rows={kind === 'address' ? 2 : 4}
          {...told}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input
          className="ctl"
          {...told}
          {...(INPUT[kind] ?? { type: 'text' })}
          value={kind === 'date' ? dateWords(text) : text}
          onChange={(event) => onChange(readTyped(kind, event.target.value, text))}
        />
      )}
      {parts.error}
      {ADVISED.has(kind) && parts.advice}
      {children}
    </div>
  );
}

/** Kinds that advice is given on. The place stays, so that a screen reader hears what appears in it. */
const ADVISED: ReadonlySet<Field['kind']> = new Set(['name', 'personal-number']);

/** Number pads where only digits make sense; nothing of other people's papers goes to the phone's autofill. */
const INPUT: Partial<Record<Field['kind'], InputHTMLAttributes<HTMLInputElement>>> = {
  text: { type: 'text', autoComplete: 'off' },
  name: { type: 'text', autoComplete: 'off', autoCapitalize: 'words', spellCheck: false },
  date: { type: 'text', inputMode: 'numeric', autoComplete: 'off', maxLength: 10 },
  phone: { type: 'tel', inputMode: 'tel', autoComplete: 'tel' },
  'personal-number': { type: 'text', inputMode: 'numeric', autoComplete: 'off', maxLength: 15 },
  number: { type: 'text', inputMode: 'decimal', autoComplete: 'off' },
  'land-certificate': { type: 'text', autoComplete: 'off', autoCapitalize: 'characters', spellCheck: false, maxLength: 30 },
};

/** What the schema expects of what was typed; text that does not fit stays as typed and is refused with words later. */
function readTyped(kind: Field['kind'], typed: string, before: string): Value {
  switch (kind) {
    case 'date':
      return dateFrom(withSlashes(typed, dateWords(before)));
    case 'personal-number':
      return typed.replace(/[\s.]/g, '');
    case 'phone':
      return typed.replace(/[\s.()-]/g, '');
    case 'number':
      return numberFrom(typed);
    default:
      return typed;
  }
}

interface Parts {
  readonly className: string;
  readonly label: ReactNode;
  readonly hint: ReactNode;
  readonly error: ReactNode;
  readonly advice: ReactNode;
  readonly after: ReactNode;
}
interface PartProps {
  readonly value: Value;
  readonly told: {
    id: string;
    'aria-label': string | undefined;
    'aria-describedby': string | undefined;
    'aria-invalid': true | undefined;
  };
  readonly parts: Parts;
  readonly onChange: (value: Value) => void;
}

function Choice({ field, value, told, parts, onChange }: PartProps & { field: Field | PersonField }) {
  const { 'aria-invalid': isInvalid, ...group } = told;
  return (
    <fieldset className={parts.className} {...group} tabIndex={-1} data-invalid={isInvalid}>
      <legend>{parts.label}</legend>
      {parts.hint}
      <div className="choices">
        {field.options?.map((option) => (
          <label key={option.value} className={value === option.value ? 'choice on' : 'choice'}>
            <input
              type="radio"
              name={told.id}
              value={option.value}
              checked={value === option.value}
              aria-invalid={isInvalid}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {parts.error}
      {parts.after}
    </fieldset>
  );
}

function Tick({ value, told, parts, onChange }: PartProps) {
  const isOn = value === true;
  return (
    <div className={parts.className}>
      <label className={isOn ? 'check on' : 'check'}>
        <input type="checkbox" {...told} checked={isOn} onChange={(event) => onChange(event.target.checked ? true : undefined)} />
        <span className="box">{isOn && <Icon name="check" />}</span>
        <span>{parts.label}</span>
      </label>
      {parts.hint}
      {parts.error}
    </div>
  );
}
