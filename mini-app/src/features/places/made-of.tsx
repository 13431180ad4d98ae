import { formerName, fullName } from '@tayninh/shared/features/places/unit-names';
import type { Units } from '@tayninh/shared/features/places/units';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from './choice.tsx';
import { LegalBasis } from './new-address.tsx';

/** A commune of today and the former ones it holds, wholly or in part. */
export function MadeOf({ units: { communes, former } }: { units: Units }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const names = communes.map(fullName).sort((a, b) => a.localeCompare(b, 'vi'));
  const code = communes.find((commune) => fullName(commune) === name)?.code;
  const held = former.filter(({ into }) => code !== undefined && into.includes(code));
  return (
    <>
      <Choice label={t('addresses.newCommune')} options={names} value={name} onChoose={setName} />
      {code && (
        <section className="card stack" role="status">
          <h2>{t('addresses.holds', { unit: name })}</h2>
          <ul className="stack-s">
            {held.map((each) => (
              <li key={`${formerName(each)} ${each.province}`}>
                {formerName(each)}
                <span className="small dim block">
                  {t(each.into.length > 1 ? 'addresses.part' : 'addresses.whole', { province: each.province })}
                </span>
              </li>
            ))}
          </ul>
          <LegalBasis />
        </section>
      )}
    </>
  );
}
