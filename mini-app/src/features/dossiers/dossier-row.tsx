import type { DossierSummary } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useTranslation } from 'react-i18next';
import { StateRow } from '../../components/rows.tsx';
import { day } from '../../components/spoken-time.ts';
import { StateTag } from './state-tag.tsx';
import { useBehalf } from './use-behalf.ts';
import { isOver } from './use-dossiers.ts';

/** `isOld`: shown from memory, so nothing glows. */
export function DossierRow({ dossier, isOld = false }: { dossier: DossierSummary; isOld?: boolean }) {
  const { t } = useTranslation();
  const { id, procedure, needsAction, dueAt, submittedAt } = dossier;
  const behalf = useBehalf(dossier);
  const when = dueAt && !isOver(dossier) ? t('dossiers.due', { when: day(dueAt) }) : t('dossiers.submitted', { when: day(submittedAt) });
  return (
    <StateRow
      to={`/dossiers/${id}`}
      tag={<StateTag dossier={dossier} isOld={isOld} />}
      title={procedure.plainName}
      text={[behalf, needsAction?.text ?? when].filter(Boolean).join(' · ')}
    />
  );
}
