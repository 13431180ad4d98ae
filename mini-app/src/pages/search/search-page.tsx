import { memo, useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Problem, Skeleton } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Screen } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { moment } from '../../components/spoken-time.ts';
import { ProcedureRow } from '../../features/procedures/procedure-row.tsx';
import { cleanQuery, type SearchAnswer } from '../../features/procedures/search-answer.ts';
import { useKeepCatalogue } from '../../features/procedures/use-catalogue.ts';
import { useCountUnanswered, useProcedureSearch } from '../../features/procedures/use-procedure-search.ts';
import { useRecentSearches } from '../../features/procedures/use-recent-searches.ts';
import { useContact } from '../use-contact.ts';

/** `/search?q=`: results follow typing letter by letter, in people's own words, with or without diacritics. */
export function SearchPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const [typed, setTyped] = useState(() => cleanQuery(params.get('q') ?? ''));
  const { text, q, answer, fallback, error, retry } = useProcedureSearch(typed);
  const { recent, remember, forget } = useRecentSearches();
  const markOpened = useCountUnanswered(text);
  useKeepCatalogue();
  useEffect(() => {
    // what is found can be opened though the network goes away in between
    void import('../procedures/procedure-page.tsx').catch(() => {});
  }, []);
  useEffect(() => {
    setParams(q ? { q } : {}, { replace: true });
  }, [q, setParams]);

  const [shown, touch] = useStill(text, answer);
  const open = useLatest(() => {
    markOpened();
    remember(text);
  });
  const isTyping = text !== '';
  const items = shown?.items ?? NONE;
  const isDrawn = useDeferredValue(text) === text;
  return (
    <Screen
      title={t('search.title')}
      back="/"
      heading
      tight
      underBar={<SearchField label={t('search.label')} hint={t('home.search')} text={typed} onType={setTyped} isFirst={typed === ''} />}
    >
      {isTyping && !shown && (error ? <Problem error={error} retry={retry} /> : <Skeleton rows={4} heading={false} />)}
      {isTyping && fallback && (
        <p className="note" role="status">
          <Icon name={fallback.reason === 'offline' ? 'off' : 'info'} />
          <span>{t(`search.${fallback.reason}`, { when: moment(fallback.checkedAt) })}</span>
        </p>
      )}
      {items.length > 0 && (
        <p className="dim" role="status">
          {t('search.found', { count: items.length })}
        </p>
      )}
      {shown?.clarify && (
        <section className="stack">
          <h2>{shown.clarify.question}</h2>
          <div className="chips">
            {shown.clarify.options.map(({ label, code }) => (
              <Link key={code} className="chip" to={`/procedures/${code}`} onClick={open}>
                {label}
              </Link>
            ))}
          </div>
        </section>
      )}
      {items.length > 0 && (
        <div {...touch}>
          <Rows items={items} most={isDrawn ? items.length : ON_SCREEN} query={text} onOpen={open} />
        </div>
      )}
      {shown && items.length === 0 && <NothingFound suggestions={shown.suggestions} onPick={setTyped} />}
      {!isTyping && recent.length > 0 && (
        <section className="stack">
          <div className="head">
            <h2>{t('search.recent')}</h2>
            <button className="link" type="button" onClick={forget}>
              {t('search.forget')}
            </button>
          </div>
          <Words words={recent} icon="clock" onPick={setTyped} />
        </section>
      )}
      {!isTyping && (
        <section className="stack">
          <h2>{t('search.popular')}</h2>
          <Words words={t('search.examples').split('|')} icon="search" onPick={setTyped} />
        </section>
      )}
    </Screen>
  );
}

/** Rows that a screen shows: drawn with the letter, those below it a moment later. */
const ON_SCREEN = 6;
const NONE: SearchAnswer['items'] = [];

interface RowsProps {
  readonly items: SearchAnswer['items'];
  readonly most: number;
  readonly query: string;
  readonly onOpen: () => void;
}
/** Apart, so that what else happens between two letters does not draw it again. */
const Rows = memo(({ items, most, query, onOpen }: RowsProps) => (
  <ul className="list">
    {items.slice(0, most).map((item) => (
      <ProcedureRow key={item.code} item={item} query={query} onOpen={onOpen} />
    ))}
  </ul>
));

/** One and the same function, which does what the last one given does. */
function useLatest(act: () => void): () => void {
  const latest = useRef(act);
  latest.current = act;
  return useCallback(() => latest.current(), []);
}

const AFTER_TOUCH_MS = 300;

/** Rows do not move under a finger: as long as one is down, and until its tap has arrived, the list stays as it is for this text. */
function useStill<T>(text: string, value: T) {
  const [held, hold] = useState<{ readonly text: string; readonly value: T } | null>(null);
  const release = () => void setTimeout(() => hold(null), AFTER_TOUCH_MS);
  const touch = { onPointerDown: () => hold({ text, value }), onPointerUp: release, onPointerCancel: release };
  return [held?.text === text ? held.value : value, touch] as const;
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
      <Link className="link" to="/browse">
        {t('browse.all')}
      </Link>
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
