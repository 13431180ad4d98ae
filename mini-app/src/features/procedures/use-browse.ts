import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { LIFE_EVENTS, TARGETS } from '@tayninh/shared/features/procedures/life-events';
import type { ProcedureItem } from '@tayninh/shared/features/procedures/procedures.contract';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/bff.ts';
import type { IconName } from '../../components/icon.tsx';

/** Ways into the catalogue; spelled as in the address of a list and as the filters of the contract. */
export type By = 'event' | 'domain' | 'target';
export const isBy = (text: string): text is By => text === 'event' || text === 'domain' || text === 'target';

export interface ListFilters {
  readonly online?: 'true';
  readonly level?: 'commune' | 'province';
}

const HALF_HOUR_MS = 1_800_000;

const facetsQuery = queryOptions({
  queryKey: ['procedure-facets'],
  queryFn: () => api('GET /v1/procedures/facets'),
  staleTime: HALF_HOUR_MS,
  meta: { persist: true },
});
export const useFacets = () => useQuery(facetsQuery);

const listQuery = (by: By, id: string, filters: ListFilters) =>
  infiniteQueryOptions({
    queryKey: ['browse', by, id, filters],
    queryFn: ({ pageParam }) =>
      api('GET /v1/procedures', { query: { [by]: id, ...filters, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: HALF_HOUR_MS,
    // what was seen without filters can be seen again without a network
    meta: { persist: Object.keys(filters).length === 0 },
  });

/** One list, page by page: `total` counts all of it. */
export function useBrowseList(by: By, id: string, filters: ListFilters) {
  const query = useInfiniteQuery(listQuery(by, id, filters));
  const pages = query.data?.pages ?? [];
  const items: ProcedureItem[] = pages.flatMap((page) => page.items);
  return { query, items, total: pages[0]?.total ?? 0 };
}

const eventOf = new Map(LIFE_EVENTS.map((event) => [event.id, event]));
const targetOf = new Map<string, (typeof TARGETS)[number]>(TARGETS.map((target) => [target.id, target]));

/** Names in the language of the app. Domains are official names and stay in Vietnamese; one nobody knows has no name. */
export function useFacetWords() {
  const isEnglish = useTranslation().i18n.language === 'en';
  const facets = useFacets().data;
  return {
    nameOf(by: By, id: string): string | undefined {
      const known = by === 'event' ? eventOf.get(id) : targetOf.get(id);
      if (by !== 'domain' && known) return isEnglish ? known.english : known.name;
      return facets?.[`${by}s`].find((facet) => facet.id === id)?.name;
    },
    sentenceOf(id: string): string | undefined {
      const event = eventOf.get(id);
      return isEnglish ? event?.englishSentence : event?.sentence;
    },
  };
}

const ICONS: Readonly<Record<string, IconName>> = {
  'co-con-nho': 'birth',
  'hoc-tap': 'school',
  'cu-tru-va-giay-to-tuy-than': 'id',
  'viec-lam': 'work',
  'hon-nhan-va-gia-dinh': 'rings',
  'nha-o-va-dat-dai': 'land',
  'phuong-tien-va-nguoi-lai': 'car',
  'suc-khoe-va-y-te': 'health',
  'che-do-va-tro-cap': 'heart',
  'ra-nuoc-ngoai-nguoi-nuoc-ngoai': 'globe',
  'trong-trot-chan-nuoi': 'plant',
  'khoi-su-kinh-doanh': 'shop',
  'thue-va-hoa-don': 'money',
  'tam-dung-cham-dut-kinh-doanh': 'pause',
  'giai-quyet-khieu-kien': 'scale',
  'huu-tri': 'sunset',
  'nguoi-than-qua-doi': 'candle',
};
export const eventIcon = (id: string): IconName => ICONS[id] ?? 'paper';
