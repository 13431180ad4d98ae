import type { DossierDetail, TimelineEntry } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../components/icon.tsx';
import { clock, day, moment } from '../../components/spoken-time.ts';
import { stateLook } from './dossier-state.ts';
import { holderName } from './standing.tsx';
import { isOver } from './use-dossiers.ts';

/** What happened with its time, where it is now, and what comes next: nothing is called done before it is. */
export function Timeline({ dossier }: { dossier: DossierDetail }) {
  const { t, i18n } = useTranslation();
  /** The server words its steps in Vietnamese. */
  const titleOf = ({ kind, status, title }: TimelineEntry) => {
    if (i18n.language === 'vi' || kind === 'note') return title;
    if (kind === 'status') return status ? t(`state.s${status}` as 'state.s1') : title;
    return t(`timeline.${kind}`);
  };
  const look = stateLook(dossier);
  const arrived = dossier.state === 'confirmed';
  const over = isOver(dossier);
  const received = arrived && dossier.status >= 2;
  const handled = dossier.status >= 9;
  // what was reported last may be where it is now: said once, with its time
  const last = dossier.timeline[dossier.timeline.length - 1];
  const current = !over && !handled && last?.kind === 'status' && last.status === dossier.status ? last : undefined;
  return (
    <ol className="line">
      {dossier.timeline
        .filter((entry) => entry !== current)
        .map((entry) => (
          <Step key={entry.id} face="done" icon="check" title={titleOf(entry)} entry={entry}>
            {entry.kind === 'sent' && dossier.code && t('dossier.code', { code: dossier.code })}
          </Step>
        ))}
      {!over && !handled && (
        <Step
          face={`now ${look.tone === 'you' || look.tone === 'wait' ? look.tone : ''}`}
          icon={look.icon}
          title={t(`state.${look.text}`)}
          entry={current}
        >
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
          {dossier.dueAt && !dossier.needsAction && dossier.status !== 5
            ? t('dossier.next.resultDue', { when: `${clock(dossier.dueAt)} ${day(dossier.dueAt)}` })
            : null}
        </Step>
      )}
    </ol>
  );
}

interface StepProps {
  readonly face: string;
  readonly icon?: IconName;
  readonly title: string;
  readonly entry?: TimelineEntry | undefined;
  readonly children?: ReactNode;
}

/** Longer words of the province are a sentence to read; its short name of a step stands beside the time. */
const SENTENCE = 30;

function Step({ face, icon, title, entry, children }: StepProps) {
  const words = entry?.text ?? '';
  const isSentence = words.length > SENTENCE || entry?.kind === 'note';
  return (
    <li className={face}>
      <span className="dot">{icon && <Icon name={icon} />}</span>
      <div className="b">
        <span className="t">{title}</span>
        {isSentence && <p>{words}</p>}
        {entry && (
          <p className="small dim">
            {[moment(entry.at), !isSentence && words, entry.holder && holderName(entry.holder)].filter(Boolean).join(' · ')}
          </p>
        )}
        {children && <p className="small dim">{children}</p>}
      </div>
    </li>
  );
}
