import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';

export interface Trouble {
  readonly id: string;
  readonly label: string;
}

/** Above the fields: how many, which, and a way to each. Takes the focus when `told` changes, so a screen reader hears it. */
export function ErrorSummary({
  troubles,
  told,
  onGo = focusField,
}: {
  troubles: readonly Trouble[];
  told: unknown;
  onGo?: (id: string) => void;
}) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (told) box.current?.focus();
  }, [told]);
  if (troubles.length === 0) return null;
  return (
    <div className="note no" role="alert" tabIndex={-1} ref={box}>
      <Icon name="alert" />
      <div className="grow">
        <b>{t('form.problems', { count: troubles.length })}</b>
        <ul>
          {troubles.map(({ id, label }) => (
            <li key={id}>
              <button className="link plain" type="button" onClick={() => onGo(id)}>
                {label}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function focusField(id: string) {
  const field = document.getElementById(id);
  field?.scrollIntoView?.({ block: 'center' });
  (field?.querySelector<HTMLElement>('input') ?? field)?.focus({ preventScroll: true });
}
