import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { Icon, type IconName } from './icon.tsx';

interface RowProps {
  readonly icon?: IconName;
  readonly title: string;
  readonly text?: ReactNode;
  /** A place in the app, or an act. */
  readonly to?: string;
  readonly onPress?: () => void;
}

/** One line of a list that leads somewhere. */
export function Row({ icon, title, text, to, onPress }: RowProps) {
  const content = (
    <>
      {icon && <Icon name={icon} />}
      <span className="grow">
        <span className="t">{title}</span>
        {text && <span className="small dim block">{text}</span>}
      </span>
      <Icon name="right" className="end" />
    </>
  );
  return (
    <li>
      {to === undefined ? (
        <button className="row" type="button" onClick={onPress}>
          {content}
        </button>
      ) : (
        <Link className="row" to={to}>
          {content}
        </Link>
      )}
    </li>
  );
}

interface StateRowProps {
  readonly to: string;
  readonly tag: ReactNode;
  readonly title: string;
  readonly text: string;
}

/** A thing that has a state: the state first, then what it is, then what to know of it. */
export const StateRow = ({ to, tag, title, text }: StateRowProps) => (
  <li>
    <Link className="row top-align tall" to={to}>
      <span className="grow">
        {tag}
        <span className="t under-tag">{title}</span>
        <span className="dim block">{text}</span>
      </span>
      <Icon name="right" className="end" />
    </Link>
  </li>
);

export type Tone = '' | 'go' | 'you' | 'no' | 'wait';

/** A state: always icon and words, never colour alone. */
export function Tag({ icon, tone, children }: { icon: IconName; tone: Tone; children: ReactNode }) {
  return (
    <span className={`tag ${tone}`}>
      <Icon name={icon} />
      {children}
    </span>
  );
}

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly lang?: string; readonly sample?: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A few choices side by side; arrow keys move as in any radio group. */
export function Segments<T extends string>({ label, options, value, onChange }: SegmentsProps<T>) {
  return (
    <fieldset className="seg" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} lang={option.lang} className={option.value === value ? 'on' : ''} style={{ fontSize: option.sample }}>
          <input type="radio" name={label} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
