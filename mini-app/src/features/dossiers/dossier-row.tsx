import type { DossierSummary } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { Link } from 'react-router-dom';
import { Icon } from '../../components/icon.tsx';
import { day } from '../../components/words.ts';
import { stateWords } from './dossier-words.ts';

export function DossierRow({ dossier }: { dossier: DossierSummary }) {
  const { text, tone, icon } = stateWords(dossier);
  return (
    <li>
      <Link className="row" to={`/dossiers/${dossier.id}`}>
        <span className={`ico ${tone === 'you' || tone === 'wait' ? tone : ''}`}>
          <Icon name="paper" />
        </span>
        <span className="grow">
          <span className="t">{dossier.procedure.plainName}</span>
          <span className={`tag ${tone}`}>
            <Icon name={icon} />
            {text}
          </span>
          <span className="small dim block">{dossier.dueAt ? `Hẹn trả: ${day(dossier.dueAt)}` : `Nộp ${day(dossier.submittedAt)}`}</span>
        </span>
        <Icon name="right" className="end" />
      </Link>
    </li>
  );
}
