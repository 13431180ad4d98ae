import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router-dom';
import { isUnreachable } from '../../api/errors.ts';
import { ActButton } from '../../components/act-button.tsx';
import { Problem, Skeleton } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Screen } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { ProcedureRow } from '../../features/procedures/procedure-row.tsx';
import { useOfflineMatches, useProcedureSearch } from '../../features/procedures/use-procedures.ts';
import { useRecentSearches } from '../../features/procedures/use-recent-searches.ts';
import { useContact } from '../use-contact.ts';

/** `/search?q=`: results follow typing, in people's own words, with or without diacritics. */
export function SearchPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState(params.get('q') ?? '');
  const { q, found } = useProcedureSearch(text);
  const { recent, remember, forget } = useRecentSearches();
  const offline = useOfflineMatches(q, isUnreachable(found.error));
  useEffect(() => {
    setParams(q ? { q } : {}, { replace: true });
  }, [q, setParams]);

  const typing = text.trim() !== '';
  const answer = typing && q ? found.data : undefined;
  const items = found.error ? offline : (answer?.items ?? []);
  const isEmpty = answer !== undefined && !found.error && items.length === 0;
  return (
    <Screen
      title={t('search.title')}
      back="/"
      heading
      tight
      underBar={<SearchField label={t('search.label')} hint={t('home.search')} text={text} onType={setText} isFirst={text === ''} />}
    >
      {typing && !answer && found.isPending && !found.error && <Skeleton rows={4} heading={false} />}
      {typing && found.error && offline.length === 0 && <Problem error={found.error} retry={found.refetch} />}
      {typing && found.error && offline.length > 0 && (
        <p className="note" role="status">
          <Icon name="off" />
          <span>{t('search.offline')}</span>
        </p>
      )}
      {answer && items.length > 0 && !found.error && (
        <p className="dim" role="status">
          {t('search.found', { count: items.length })}
        </p>
      )}
      {answer?.clarify && (
        <section className="stack">
          <h2>{answer.clarify.question}</h2>
          <div className="chips">
            {answer.clarify.options.map(({ label, code }) => (
              <Link key={code} className="chip" to={`/procedures/${code}`} onClick={() => remember(q)}>
                {label}
              </Link>
            ))}
          </div>
        </section>
      )}
      {typing && items.length > 0 && (
        <ul className="list">
          {items.map((item) => (
            <ProcedureRow key={item.code} item={item} query={q} onOpen={() => remember(q)} />
          ))}
        </ul>
      )}
      {isEmpty && <NothingFound suggestions={answer.suggestions} onPick={setText} />}
      {!typing && recent.length > 0 && (
        <section className="stack">
          <div className="head">
            <h2>{t('search.recent')}</h2>
            <button className="link" type="button" onClick={forget}>
              {t('search.forget')}
            </button>
          </div>
          <Words words={recent} icon="clock" onPick={setText} />
        </section>
      )}
      {!typing && (
        <section className="stack">
          <h2>{t('search.popular')}</h2>
          <Words words={t('search.examples').split('|')} icon="search" onPick={setText} />
        </section>
      )}
    </Screen>
  );
}

function NothingFound({ suggestions, onPick }: { suggestions: readonly string[]; onPick: (words: string) => void }) {
  const { t } = useTranslation();
  const { chat, call } = useContact();
  return (
    <>
      <div className="stack-s" role="status">
        <h2>{t('search.none')}</h2>
        <p className="dim">{t('search.noneText')}</p>
      </div>
      {suggestions.length > 0 && (
        <section className="stack">
          <h2>{t('search.suggestions')}</h2>
          <Words words={suggestions} icon="search" onPick={onPick} />
        </section>
      )}
      <div className="btn-row">
        <ActButton kind="second" onPress={() => chat()}>
          <Icon name="chat" className="i-s" />
          {t('search.ask')}
        </ActButton>
        <ActButton kind="second" onPress={call}>
          <Icon name="phone" className="i-s" />
          {t('search.call')}
        </ActButton>
      </div>
    </>
  );
}

const Words = ({ words, icon, onPick }: { words: readonly string[]; icon: 'clock' | 'search'; onPick: (words: string) => void }) => (
  <ul className="list">
    {words.map((word) => (
      <li key={word}>
        <button className="row" type="button" onClick={() => onPick(word)}>
          <Icon name={icon} />
          <span className="grow">{word}</span>
        </button>
      </li>
    ))}
  </ul>
);
