import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Empty, ErrorNote, OldNote, Problem, Skeleton } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Screen } from '../../components/screen.tsx';
import { ProcedureRow } from '../../features/procedures/procedure-row.tsx';
import { type By, isBy, type ListFilters, useBrowseList, useFacets, useFacetWords } from '../../features/procedures/use-browse.ts';
import { NotFoundPage } from '../not-found-page.tsx';

/** `/browse/:by/:id?online=&level=`: one list of procedures; the filters stay in the address, so that back keeps them. */
export function BrowseListPage() {
  const { by = '', id = '' } = useParams();
  return isBy(by) ? <List by={by} id={id} /> : <NotFoundPage />;
}

function List({ by, id }: { by: By; id: string }) {
  const { t } = useTranslation();
  useFacets();
  const { nameOf, sentenceOf } = useFacetWords();
  const [params, setParams] = useSearchParams();
  const level = params.get('level');
  const filters: ListFilters = {
    ...(params.get('online') === 'true' && { online: 'true' }),
    ...((level === 'commune' || level === 'province') && { level }),
  };
  const { query, items, total } = useBrowseList(by, id, filters);
  const hasFilters = Object.keys(filters).length > 0;
  return (
    <Screen title={t(`browse.${by}`)} back="/browse" tight>
      <div className="stack-s">
        <h1>{nameOf(by, id) ?? t('browse.title')}</h1>
        {by === 'event' && <p className="dim">{sentenceOf(id)}</p>}
      </div>
      {/* one press replaces the address: back leads out of the list, not through its filters */}
      <Filters filters={filters} onChange={(next) => setParams({ ...next }, { replace: true })} />
      {query.data === undefined && !query.error && <Skeleton rows={5} heading={false} />}
      {query.data === undefined && query.error && <Problem error={query.error} retry={query.refetch} />}
      {query.data && (
        <section className="stack">
          {query.error && !query.isFetchNextPageError && (
            <OldNote error={query.error} knownAt={query.dataUpdatedAt} retry={query.refetch} />
          )}
          <div role="status">
            {total > 0 ? <p className="dim">{t('browse.found', { count: total })}</p> : <Nothing hasFilters={hasFilters} />}
          </div>
          {items.length > 0 && (
            <ul className="list">
              {items.map((item) => (
                <ProcedureRow key={item.code} item={item} query="" onOpen={() => {}} />
              ))}
            </ul>
          )}
          {query.isFetchNextPageError && <ErrorNote error={query.error} />}
          {query.hasNextPage && (
            <ActButton kind="second" busy={query.isFetchingNextPage} busyText={t('app.loading')} onPress={() => void query.fetchNextPage()}>
              {t('browse.more', { count: total - items.length })}
            </ActButton>
          )}
        </section>
      )}
    </Screen>
  );
}

function Nothing({ hasFilters }: { hasFilters: boolean }) {
  const { t } = useTranslation();
  const [, setParams] = useSearchParams();
  return (
    <Empty icon="search" title={t('browse.none')} text={t(hasFilters ? 'browse.noneFiltered' : 'browse.noneText')}>
      {hasFilters ? (
        <ActButton kind="second" onPress={() => setParams({}, { replace: true })}>
          {t('browse.noFilters')}
        </ActButton>
      ) : (
        <Link className="btn second" to="/browse">
          {t('browse.all')}
        </Link>
      )}
    </Empty>
  );
}

function Filters({ filters, onChange }: { filters: ListFilters; onChange: (filters: ListFilters) => void }) {
  const { t } = useTranslation();
  const { online, level } = filters;
  const withLevel = (wanted: 'commune' | 'province') => ({ ...(online && { online }), ...(level !== wanted && { level: wanted }) });
  return (
    <fieldset className="chips" aria-label={t('browse.filters')}>
      <Chip isOn={online !== undefined} onPress={() => onChange({ ...(level && { level }), ...(!online && { online: 'true' }) })}>
        {t('browse.online')}
      </Chip>
      <Chip isOn={level === 'commune'} onPress={() => onChange(withLevel('commune'))}>
        {t('browse.commune')}
      </Chip>
      <Chip isOn={level === 'province'} onPress={() => onChange(withLevel('province'))}>
        {t('browse.province')}
      </Chip>
    </fieldset>
  );
}

const Chip = ({ isOn, onPress, children }: { isOn: boolean; onPress: () => void; children: string }) => (
  <button className={isOn ? 'chip on' : 'chip'} type="button" aria-pressed={isOn} onClick={onPress}>
    {isOn && <Icon name="check" className="i-s" />}
    {children}
  </button>
);
