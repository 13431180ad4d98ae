import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';
import { clock } from '../../components/spoken-time.ts';
import type { EditorView } from './draft-editor.ts';

/** Says the truth about saving; a failed save is tried again by itself. */
export function SavedLine({ view }: { view: Pick<EditorView, 'save' | 'savedAt'> }) {
  const { t } = useTranslation();
  if (view.save === 'failed')
    return (
      <p className="saved bad" role="status">
        <Icon name="off" />
        {t('form.notSaved')}
      </p>
    );
  return (
    <p className="saved">
      <Icon name={view.save === 'saved' ? 'check' : 'sync'} />
      {view.save === 'saved' ? t('form.saved', { time: clock(view.savedAt) }) : t('form.saving')}
    </p>
  );
}
