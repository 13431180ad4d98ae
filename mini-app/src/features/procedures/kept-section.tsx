import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Row } from '../../components/rows.tsx';
import { type KeptList, useKeptProcedures } from './kept-procedures.ts';

const ICONS = { saved: 'star', seen: 'clock' } as const;

/** The newest of a list, with the way to all of it; nothing where nothing is kept. */
export function KeptSection({ list }: { list: KeptList }) {
  const { t } = useTranslation();
  const { items } = useKeptProcedures(list);
  const shown = items.slice(0, 3);
  if (shown.length === 0) return null;
  return (
    <section className="stack" aria-labelledby={`h-${list}`}>
      <div className="head">
        <h2 id={`h-${list}`}>{t(`kept.${list}`)}</h2>
        {items.length > shown.length && (
          <Link className="link" to="/browse/kept">
            {t('home.seeAll', { count: items.length })}
            <Icon name="right" className="i-s" />
          </Link>
        )}
      </div>
      <ul className="list">
        {shown.map(({ code, name }) => (
          <Row key={code} icon={ICONS[list]} title={name} to={`/procedures/${code}`} />
        ))}
      </ul>
    </section>
  );
}

/** The whole list. It is cleared in two presses: saving it again would take a long time. */
export function WholeKeptList({ list }: { list: KeptList }) {
  const { t } = useTranslation();
  const { items, clear } = useKeptProcedures(list);
  const [isAsking, ask] = useState(false);
  return (
    <section className="stack" aria-labelledby={`h-${list}`}>
      <h2 id={`h-${list}`}>{t(`kept.${list}`)}</h2>
      {items.length === 0 && <p className="dim">{t(`kept.none.${list}`)}</p>}
      {items.length > 0 && (
        <>
          <ul className="list">
            {items.map(({ code, name }) => (
              <Row key={code} icon={ICONS[list]} title={name} to={`/procedures/${code}`} />
            ))}
          </ul>
          {isAsking ? (
            <div className="stack-s" role="alert">
              <p>{t('kept.sure', { count: items.length })}</p>
              <div className="btn-row">
                <ActButton kind="second" onPress={() => void clear().then(() => ask(false))}>
                  {t('kept.clear')}
                </ActButton>
                <ActButton kind="quiet" onPress={() => ask(false)}>
                  {t('kept.keep')}
                </ActButton>
              </div>
            </div>
          ) : (
            <button className="link" type="button" onClick={() => ask(true)} aria-label={`${t('kept.clear')}: ${t(`kept.${list}`)}`}>
              <Icon name="trash" className="i-s" />
              {t('kept.clear')}
            </button>
          )}
        </>
      )}
    </section>
  );
}
