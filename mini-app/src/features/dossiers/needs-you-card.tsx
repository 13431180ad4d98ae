import type { DossierSummary } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { StateTag } from './state-tag.tsx';

/** The only amber of the home screen. */
export function NeedsYouCard({ dossier }: { dossier: DossierSummary }) {
  const { t } = useTranslation();
  return (
    <div className="card you">
      <StateTag dossier={dossier} />
      <div className="stack-s">
        <h3>{dossier.procedure.plainName}</h3>
        <p>{dossier.needsAction?.text}</p>
      </div>
      <Link className="btn main-act" to={`/dossiers/${dossier.id}`}>
        {t('home.waitingAct')}
      </Link>
    </div>
  );
}
