import type { DossierDetail, TimelineEntry } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../components/icon.tsx';
import { clock, day, moment } from '../../components/spoken-time.ts';
import { stateLook } from './dossier-state.ts';
import { isOver } from './use-dossiers.ts';

/** What happened with its time, where it is now, and what comes next: nothing is called done before it is. */
export function Timeline({ dossier }: { dossier: DossierDetail }) {
  const { t, i18n } = useTranslation();
  /** The server words its steps in Vietnamese. */
  const titleOf = ({ kind, status, title }: TimelineEntry) => {
    if (i18n.language === 'vi' || kind === 'note') return title;
    if (kind === 'status') return status ? t(`state.${stateLook({ needsAction: null, state: 'confirmed', status }).text}`) : title;
    return t(`timeline.${kind}`);
  };
  const look = stateLook(dossier);
  const arrived = dossier.state === 'confirmed';
  const over = isOver(dossier);
  const received = arrived && dossier.status >= 2;
  const handled = dossier.status >= 9;
  return (
    <ol className="line">
      {dossier.timeline.map((entry) => (
        <Step key={entry.id} face="done" icon="check" title={titleOf(entry)} text={entry.text}>
          {moment(entry.at)}
          {entry.kind === 'sent' && dossier.code && <span className="block">{t('dossier.code', { code: dossier.code })}</span>}
        </Step>
      ))}
      {!over && !handled && (
        <Step face={`now ${look.tone === 'you' || look.tone === 'wait' ? look.tone : ''}`} icon={look.icon} title={t(`state.${look.text}`)}>
          {dossier.needsAction ? dossier.needsAction.text : t('dossier.nothingToDo')}
        </Step>
      )}
      {!over && !received && look.text !== 's1' && (
        <Step face="next" title={t('dossier.next.receive')}>
          {t('dossier.next.receiveText')}
        </Step>
      )}
      {!over && !handled && (
        <Step face="next" title={t('dossier.next.result')}>
          {dossier.dueAt && !dossier.needsAction
            ? t('dossier.next.resultDue', { when: `${clock(dossier.dueAt)} ${day(dossier.dueAt)}` })
            : null}
        </Step>
      )}
    </ol>
  );
}

function Step(props: { face: string; icon?: IconName; title: string; text?: string | null; children?: ReactNode }) {
  return (
    <li className={props.face}>
      <span className="dot">{props.icon && <Icon name={props.icon} />}</span>
      <div className="b">
        <span className="t">{props.title}</span>
        {props.text && <p>{props.text}</p>}
        {props.children && <div className="small dim">{props.children}</div>}
      </div>
    </li>
  );
}
