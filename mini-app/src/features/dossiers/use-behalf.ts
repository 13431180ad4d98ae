import type { DossierSummary } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useTranslation } from 'react-i18next';

/** For whom, or by whom, a dossier was filed, in words; null for one's own. Dossiers kept on the phone before there was this say nothing. */
export function useBehalf({ behalf }: DossierSummary): string | null {
  const { t } = useTranslation();
  if (!behalf) return null;
  if (behalf.iAm === 'principal' && behalf.kind !== 'organisation') return t('people.filedByOther', { name: behalf.byName });
  return t(behalf.kind === 'organisation' ? 'people.behalfOrganisation' : 'people.behalf', { name: behalf.forName });
}
