import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Icon } from '../../components/icon.tsx';
import { daysUntil } from '../../components/spoken-time.ts';
import type { EditorView } from './draft-editor.ts';

/** Days before the end from which the app speaks of it. */
const SPEAK_OF_END_DAYS = 7;

/** What the person has to know of the draft, on each of its pages. */
export function DraftNotes({ view }: { view: EditorView }) {
  const { t } = useTranslation();
  const { draft, conflicts, save, keptAt, wasMerged } = view;
  const daysLeft = daysUntil(draft.expiresAt);
  return (
    <>
      {conflicts.length > 0 && (
        <div className="note you" role="alert">
          <Icon name="alert" />
          <div className="stack-s">
            <p>{t('conflict.note', { count: conflicts.length })}</p>
            <Link className="link" to={`/drafts/${draft.id}/conflict`}>
              {t('conflict.choose')}
            </Link>
          </div>
        </div>
      )}
      {conflicts.length === 0 && wasMerged && (
        <p className="note" role="status">
          <Icon name="info" />
          <span>{t('form.changed')}</span>
        </p>
      )}
      {save === 'failed' && (
        <p className="note" role="status">
          <Icon name="off" />
          <span>{t(keptAt === null ? 'form.offlineOnly' : 'form.offline')}</span>
        </p>
      )}
      {daysLeft <= SPEAK_OF_END_DAYS && (
        <p className="note" role="status">
          <Icon name="info" />
          <span>{t('form.endsIn', { count: daysLeft })}</span>
        </p>
      )}
    </>
  );
}
