import type { ConvertedAddress } from '@tayninh/shared/features/places/convert-address';
import { fullName } from '@tayninh/shared/features/places/unit-names';
import type { FormerCommune, Units } from '@tayninh/shared/features/places/units';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from './choice.tsx';
import { NewAddress } from './new-address.tsx';

const districtOf = ({ districtKind, district }: FormerCommune) => fullName({ kind: districtKind, name: district });
const once = (names: string[]) => [...new Set(names)].sort((a, b) => a.localeCompare(b, 'vi', { numeric: true }));

/** The former province, district and commune, one after the other. */
export function FormerChoice({ units }: { units: Units }) {
  const { t } = useTranslation();
  const [province, setProvince] = useState('');
  const [district, setDistrict] = useState('');
  const [commune, setCommune] = useState('');
  const inProvince = units.former.filter((each) => each.province === province);
  const inDistrict = inProvince.filter((each) => districtOf(each) === district);
  const chosen = inDistrict.find((each) => fullName(each) === commune);
  return (
    <>
      <Choice
        label={t('addresses.formerProvince')}
        options={once(units.former.map((each) => each.province))}
        value={province}
        onChoose={(value) => {
          setProvince(value);
          setDistrict('');
          setCommune('');
        }}
      />
      {province && (
        <Choice
          label={t('addresses.formerDistrict')}
          options={once(inProvince.map(districtOf))}
          value={district}
          onChoose={(value) => {
            setDistrict(value);
            setCommune('');
          }}
        />
      )}
      {district && (
        <Choice label={t('addresses.formerCommune')} options={once(inDistrict.map(fullName))} value={commune} onChoose={setCommune} />
      )}
      {chosen && <NewAddress key={`${district} ${commune}`} found={becameOf(chosen, units)} />}
    </>
  );
}

function becameOf({ into }: FormerCommune, { province, communes }: Units): ConvertedAddress {
  const candidates = communes
    .filter(({ code }) => into.includes(code))
    .map((unit) => ({ unit, address: `${fullName(unit)}, tỉnh ${province.name}` }));
  const [only, ...others] = candidates;
  if (!only) return { outcome: 'unknown' };
  return others.length > 0 ? { outcome: 'ambiguous', candidates } : { outcome: 'converted', ...only };
}
