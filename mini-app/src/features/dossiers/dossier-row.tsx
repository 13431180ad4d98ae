import type { DossierSummary } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Icon } from '../../components/icon.tsx';
import { Tag } from '../../components/rows.tsx';
import { day } from '../../components/spoken-time.ts';
import { stateLook } from './dossier-state.ts';
import { isOver } from './use-dossiers.ts';

/** `isOld`: shown from memory, so nothing glows. */
export function DossierRow({ dossier, isOld = false }: { dossier: DossierSummary; isOld?: boolean }) {
  const { t } = useTranslation();
  const { text, tone, icon } = stateLook(dossier);
  return (
    <li>
      <Link className="row top-align tall" to={`/dossiers/${dossier.id}`}>
        <span className="grow">
          <Tag icon={icon} tone={isOld ? '' : tone}>
            {t(`state.${text}`)}
          </Tag>
          <span className="t under-tag">{dossier.procedure.plainName}</span>
          <span className="dim block">
            {dossier.needsAction
              ? dossier.needsAction.text
              : dossier.dueAt && !isOver(dossier)
                ? t('dossiers.due', { when: day(dossier.dueAt) })
                : t('dossiers.submitted', { when: day(dossier.submittedAt) })}
          </span>
        </span>
        <Icon name="right" className="end" />
      </Link>
    </li>
  );
}
