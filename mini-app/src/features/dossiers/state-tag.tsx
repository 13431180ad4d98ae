import type { DossierSummary } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../components/rows.tsx';
import { stateLook } from './dossier-state.ts';

export function StateTag({ dossier, isOld = false }: { dossier: DossierSummary; isOld?: boolean }) {
  const { t } = useTranslation();
  const { text, tone, icon } = stateLook(dossier);
  return (
    <Tag icon={icon} tone={isOld ? '' : tone}>
      {t(`state.${text}`)}
    </Tag>
  );
}
