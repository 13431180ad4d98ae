import type { ConvertedAddress } from '@tayninh/shared/features/places/convert-address';
import { LEGAL_BASIS } from '@tayninh/shared/features/places/legal-basis';
import { fullName } from '@tayninh/shared/features/places/unit-names';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSnackbar } from 'zmp-ui';
import { ActButton } from '../../components/act-button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Row } from '../../components/rows.tsx';
import { dateWords } from '../../components/spoken-time.ts';

/** What an old address became. Where a commune was split the person says which part; give it a new `key` for another address. */
export function NewAddress({ found }: { found: ConvertedAddress }) {
  const { t } = useTranslation();
  const [picked, pick] = useState<string | null>(null);
  if (found.outcome === 'unknown')
    return (
      <p className="note" role="status">
        <Icon name="info" />
        <span>{t('addresses.unknown')}</span>
      </p>
    );
  const address = found.outcome === 'converted' ? found.address : picked;
  if (address === null)
    return (
      <section className="stack" role="status">
        <h2>{t('addresses.which')}</h2>
        <p className="dim">{t('addresses.whichHint')}</p>
        <ul className="list">
          {found.outcome === 'ambiguous' &&
            found.candidates.map((each) => (
              <Row key={each.unit.code} icon="pin" title={fullName(each.unit)} onPress={() => pick(each.address)} />
            ))}
        </ul>
      </section>
    );
  return (
    <section className="card stack" role="status">
      <h2>{t('addresses.today')}</h2>
      <p className="new-address">{address}</p>
      <Copy text={address} />
      {picked !== null && (
        <button className="link" type="button" onClick={() => pick(null)}>
          <Icon name="undo" className="i-s" />
          {t('addresses.again')}
        </button>
      )}
      <LegalBasis />
    </section>
  );
}

export function LegalBasis() {
  const { t } = useTranslation();
  const { province, communes, inForceFrom } = LEGAL_BASIS;
  const [provinceDay, communesDay, day] = [province.issuedOn, communes.issuedOn, inForceFrom].map(dateWords);
  return (
    <p className="small dim">
      {t('addresses.basis', { province: province.title, provinceDay, communes: communes.title, communesDay, day })}
    </p>
  );
}

function Copy({ text }: { text: string }) {
  const { t } = useTranslation();
  const { openSnackbar } = useSnackbar();
  const say = (key: 'copied' | 'notCopied') => openSnackbar({ text: t(`addresses.${key}`), type: 'default', duration: 5_000 });
  // older web views have no clipboard at all
  const copy = async () => navigator.clipboard.writeText(text);
  return (
    <ActButton
      kind="second"
      onPress={() =>
        void copy().then(
          () => say('copied'),
          () => say('notCopied'),
        )
      }
    >
      <Icon name="paper" className="i-s" />
      {t('addresses.copy')}
    </ActButton>
  );
}
