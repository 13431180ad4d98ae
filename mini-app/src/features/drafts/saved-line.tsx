import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';
import { clock } from '../../components/spoken-time.ts';
import type { EditorView } from './draft-editor.ts';

/** Says the truth about saving: where the newest of it is, and since when. A failed save is tried again by itself. */
export function SavedLine({
  view: { save, savedAt, keptAt, conflicts },
}: {
  view: Pick<EditorView, 'save' | 'savedAt' | 'keptAt' | 'conflicts'>;
}) {
  const { t } = useTranslation();
  if (conflicts.length > 0)
    return (
      <p className="saved bad">
        <Icon name="alert" />
        {t('conflict.saved', { count: conflicts.length })}
      </p>
    );
  if (save === 'failed')
    return (
      <p className="saved bad" role="status">
        <Icon name="off" />
        {keptAt === null ? t('form.notSaved') : t('form.keptOffline', { time: clock(keptAt) })}
      </p>
    );
  return (
    <p className="saved">
      <Icon name={save === 'saved' ? 'check' : 'sync'} />
      {save === 'saved'
        ? t('form.saved', { time: clock(savedAt) })
        : keptAt === null
          ? t('form.saving')
          : t('form.kept', { time: clock(keptAt) })}
    </p>
  );
}
