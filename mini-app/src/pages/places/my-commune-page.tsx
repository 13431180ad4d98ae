import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/act-button.tsx';
import { Empty } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Screen } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { CommuneList } from '../../features/places/commune-list.tsx';
import { FindNear } from '../../features/places/find-near.tsx';
import { type MyUnit, useSettings } from '../../features/settings/use-settings.ts';

/** `/me/commune`: one's own commune, by name or by position; kept on this phone. */
export function MyCommunePage() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [{ unit: own }, change] = useSettings();
  const choose = (unit: MyUnit | null) => {
    setText('');
    change({ unit });
  };
  return (
    <Screen
      title={t('commune.title')}
      back="/me"
      heading
      tight
      underBar={<SearchField label={t('offices.commune')} hint={t('offices.hint')} text={text} onType={setText} />}
    >
      {text.trim() === '' ? (
        <>
          {own ? (
            <section className="card stack" aria-live="polite">
              <h2 className="case-head">
                <Icon name="home" />
                {own.name}
              </h2>
              <p className="dim">{t('commune.use')}</p>
              <ActButton kind="quiet" onPress={() => choose(null)}>
                {t('commune.remove')}
              </ActButton>
            </section>
          ) : (
            <Empty icon="home" title={t('commune.none')} text={t('commune.use')} />
          )}
          <FindNear own={own?.code ?? null} onChoose={choose} />
        </>
      ) : (
        <CommuneList typed={text} onPick={choose} />
      )}
    </Screen>
  );
}
