import type { CatalogueItem } from '@tayninh/shared/features/procedures/catalogue-copy.contract';
import { useTranslation } from 'react-i18next';
import { OldNote, Skeleton } from '../../components/faces.tsx';
import { Fact } from './procedure-facts.tsx';
import { useCatalogue } from './use-catalogue.ts';

/** What the phone's own catalogue knows of a code whose page has not come; nothing is loaded for it as long as it may still come. */
export function useKnownProcedure(code: string, page: { data: unknown; error: unknown }) {
  const catalogue = useCatalogue(page.data === undefined && page.error !== null);
  const item = page.data === undefined ? catalogue?.find(code) : undefined;
  return item && catalogue ? { item, checkedAt: catalogue.checkedAt } : undefined;
}

interface Props {
  readonly known: { readonly item: CatalogueItem; readonly checkedAt: number };
  /** Null while the page is still being asked for. */
  readonly error: unknown;
  readonly retry: () => unknown;
}

/** The short form of a procedure's page, and that the rest needs a network. */
export function KnownProcedure({ known: { item, checkedAt }, error, retry }: Props) {
  const { t } = useTranslation();
  const how = { api: 'procedure.howApi', 'deep-link': 'procedure.howLink', counter: 'procedure.howCounter' } as const;
  return (
    <>
      {error !== null && <OldNote error={error} knownAt={checkedAt} retry={retry} />}
      <div className="stack">
        <h1>{item.plainName}</h1>
        <p>{item.summary}</p>
      </div>
      <dl className="facts">
        <Fact icon="clock" name={t('procedure.time')} text={item.timeText} />
        <Fact icon="money" name={t('procedure.fee')} text={item.feeText} />
        <Fact icon="mobile" name={t('procedure.how')} text={t(how[item.submitMode])} />
        <Fact icon="office" name={t('procedure.where')} text={item.levels.map((level) => t(`procedure.level.${level}`)).join(', ')} />
      </dl>
      {error === null ? <Skeleton heading={false} /> : <p className="dim">{t('procedure.restNeedsNetwork')}</p>}
    </>
  );
}
