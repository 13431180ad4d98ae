import type { ProcedureDetail, ProcedureVersion, VersionChange } from '@tayninh/shared/features/procedures/procedures.contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Icon } from '../../components/icon.tsx';
import { dateWords, dayKey } from '../../components/spoken-time.ts';
import { useVersions } from './use-versions.ts';

const SHOWN_MAX = 2;
const HOW = { api: 'procedure.howApi', 'deep-link': 'procedure.howLink', counter: 'procedure.howCounter' } as const;

/** On the procedure's page: the last change, in a line or two, and the way to all of them. */
export function LastChange({ procedure: { code, versionNo } }: { procedure: Pick<ProcedureDetail, 'code' | 'versionNo'> }) {
  const { t } = useTranslation();
  const last = useVersions(code, versionNo).data?.items[0];
  if (!last) return null;
  const more = last.changes.length - SHOWN_MAX;
  return (
    <div className="note info">
      <Icon name="info" />
      <div className="stack-s grow">
        <p>
          <b>{t('changes.since', { day: changedOn(last) })}</b>
        </p>
        <ChangeLines changes={last.changes.slice(0, SHOWN_MAX)} />
        {more > 0 && <p className="small">{t('changes.more', { count: more })}</p>}
        <Link className="link" to={`/procedures/${code}/changes`}>
          {t('changes.all')}
          <Icon name="right" className="i-s" />
        </Link>
      </div>
    </div>
  );
}

/** "1/7/2026" in Asia/Ho_Chi_Minh. */
export const changedOn = ({ changedAt }: ProcedureVersion) => dateWords(dayKey(changedAt)).replace(/\b0(?=\d)/g, '');

export function ChangeLines({ changes }: { changes: readonly VersionChange[] }) {
  const { t } = useTranslation();
  const said = ({ field }: VersionChange, values: readonly string[]) =>
    values
      .map((value) => {
        if (field === 'levels') return t(`procedure.level.${value as ProcedureDetail['levels'][number]}`);
        return field === 'submitMode' ? t(HOW[value as ProcedureDetail['submitMode']]) : value;
      })
      .join(', ');
  const line = (change: VersionChange) => {
    const name = t(`changes.field.${change.field}`);
    const [before, after] = [said(change, change.before), said(change, change.after)];
    if (before === '') return { name, text: t('changes.added', { what: after }) };
    return { name, text: after === '' ? t('changes.removed', { what: before }) : t('changes.changed', { before, after }) };
  };
  return (
    <ul className="stack-s">
      {changes.map(line).map(({ name, text }) => (
        <li key={name + text}>
          <b>{name}:</b> {text}
        </li>
      ))}
    </ul>
  );
}
