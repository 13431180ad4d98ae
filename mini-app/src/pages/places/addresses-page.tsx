import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer } from '../../components/faces.tsx';
import { Segments } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { FormerChoice } from '../../features/places/former-choice.tsx';
import { MadeOf } from '../../features/places/made-of.tsx';
import { TypedAddress } from '../../features/places/typed-address.tsx';
import { useUnitTable } from '../../features/places/use-places.ts';

const WAYS = { type: TypedAddress, choose: FormerChoice, madeOf: MadeOf } as const;

/** `/addresses`: an address from before 1 July 2025 as it is written today, and back. */
export function AddressesPage() {
  const { t } = useTranslation();
  const [way, setWay] = useState<keyof typeof WAYS>('type');
  const table = useUnitTable();
  const Way = WAYS[way];
  return (
    <Screen title={t('addresses.title')} back="/me" heading tight>
      <Segments
        label={t('addresses.title')}
        value={way}
        onChange={setWay}
        options={[
          { value: 'type', label: t('addresses.byTyping') },
          { value: 'choose', label: t('addresses.byChoosing') },
          { value: 'madeOf', label: t('addresses.byNew') },
        ]}
      />
      <Answer query={table}>{(units) => <Way units={units} />}</Answer>
    </Screen>
  );
}
