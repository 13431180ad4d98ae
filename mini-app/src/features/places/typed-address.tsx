import { createAddressConverter } from '@tayninh/shared/features/places/convert-address';
import { createUnitFinder } from '@tayninh/shared/features/places/find-units';
import type { Units } from '@tayninh/shared/features/places/units';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NewAddress } from './new-address.tsx';

/** An old address typed or pasted. It is rewritten on the phone and leaves it for nowhere. */
export function TypedAddress({ units }: { units: Units }) {
  const { t } = useTranslation();
  const convert = useMemo(() => createAddressConverter(createUnitFinder(units), units), [units]);
  const [text, setText] = useState('');
  const address = useDeferredValue(text.trim());
  return (
    <>
      <div className="field">
        <label htmlFor="old-address">{t('addresses.old')}</label>
        <span className="hint" id="old-address-hint">
          {t('addresses.oldHint')}
        </span>
        <textarea
          id="old-address"
          className="ctl"
          rows={3}
          maxLength={300}
          autoComplete="off"
          aria-describedby="old-address-hint"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {address !== '' && <NewAddress key={address} found={convert(address)} />}
    </>
  );
}
