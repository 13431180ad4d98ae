import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';

interface Props {
  readonly label: string;
  readonly options: readonly string[];
  /** '' before anything is chosen. */
  readonly value: string;
  readonly onChoose: (value: string) => void;
}

/** One of many names: the phone's own wheel shows them best. */
export function Choice({ label, options, value, onChoose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className="wheel">
        <select id={id} className="ctl" value={value} onChange={(event) => onChoose(event.target.value)}>
          <option value="" disabled>
            {t('addresses.choose')}
          </option>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </div>
  );
}
