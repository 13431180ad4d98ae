import type { DossierDetail } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { Icon } from '../../components/icon.tsx';
import { moment } from '../../components/words.ts';
import { stateWords } from './dossier-words.ts';

export function Timeline({ dossier }: { dossier: DossierDetail }) {
  const { text, tone, icon } = stateWords(dossier);
  const entries = [...dossier.timeline].sort((a, b) => a.at.localeCompare(b.at));
  const over = dossier.state === 'rejected' || [3, 7, 8, 10].includes(dossier.status);
  return (
    <ol className="line">
      {entries.map((entry) => (
        <li key={entry.id} className="done">
          <span className="dot">
            <Icon name="check" />
          </span>
          <div className="b">
            <span className="t">{entry.title}</span>
            {entry.text && <p>{entry.text}</p>}
            <p className="small dim">{moment(entry.at)}</p>
          </div>
        </li>
      ))}
      {!over && (
        <li className={`now ${tone === 'you' || tone === 'wait' ? tone : ''}`}>
          <span className="dot">
            <Icon name={icon} />
          </span>
          <div className="b">
            <span className="t">{text}</span>
            {!dossier.needsAction && <p className="small dim">Bạn không phải làm gì lúc này.</p>}
          </div>
        </li>
      )}
    </ol>
  );
}
