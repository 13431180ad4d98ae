/**
 * The catalogue on this phone and the search over it. A part of its own, loaded when first needed: the only one with the engine,
 * its words and zod in it.
 */
import { CatalogueCopy, type CatalogueItem } from '@tayninh/shared/features/procedures/catalogue-copy.contract';
import { createProcedureSearch } from '@tayninh/shared/features/procedures/search';
import { api } from '../../api/bff.ts';
import { readStored, removeStored, writeStored } from '../../zalo/zalo-host.ts';
import type { SearchAnswer } from './search-answer.ts';

/**
 * An entry of its own in Zalo's store (5 MB; nothing is said about one entry): beside the other answers, every save of those would
 * write these 130,000 letters again. When it was last known to be right stands apart, because that changes more often.
 */
const COPY_KEY = 'catalogue';
const CHECKED_KEY = 'catalogue-checked';
const ROWS = 20;

export interface PhoneCatalogue {
  readonly version: string;
  /** When the server last said that this is its catalogue; ms. */
  readonly checkedAt: number;
  search(query: string): SearchAnswer;
  find(code: string): CatalogueItem | undefined;
}

/** What is stored, or null: nothing, half of it, or the shape of another release. That is thrown away without a word. */
export async function openStored(): Promise<PhoneCatalogue | null> {
  const [text, checked] = await Promise.all([readStored(COPY_KEY), readStored(CHECKED_KEY)]);
  if (text === null) return null;
  try {
    const copy = CatalogueCopy.parse(JSON.parse(text));
    const [version, at] = (checked ?? '').split(' ');
    if (version !== copy.version || !(Number(at) > 0)) throw new Error('not written to its end');
    return open(copy, Number(at));
  } catch {
    await Promise.all([removeStored(COPY_KEY), removeStored(CHECKED_KEY)]);
    return null;
  }
}

/** Asks the server, which answers shortly when nothing has changed. @throws OfflineError | TimeoutError | ProblemError | ZodError */
export async function fetchCatalogue(held: PhoneCatalogue | null): Promise<PhoneCatalogue> {
  const answer = await api('GET /v1/catalogue', held ? { headers: { 'if-none-match': `"${held.version}"` } } : {});
  const checkedAt = Date.now();
  if (answer === undefined && held) {
    await writeChecked(held.version, checkedAt);
    return { ...held, checkedAt };
  }
  const copy = CatalogueCopy.parse(answer);
  await writeStored(COPY_KEY, JSON.stringify(copy));
  await writeChecked(copy.version, checkedAt);
  return open(copy, checkedAt);
}

const writeChecked = (version: string, at: number) => writeStored(CHECKED_KEY, `${version} ${at}`);

function open({ version, items }: CatalogueCopy, checkedAt: number): PhoneCatalogue {
  const { search } = createProcedureSearch(items);
  const byCode = new Map(items.map((item) => [item.code, item]));
  return {
    version,
    checkedAt,
    search(query) {
      const { codes, suggestions, clarify } = search(query);
      return {
        items: codes.slice(0, ROWS).flatMap((code) => byCode.get(code) ?? []),
        suggestions: [...suggestions],
        ...(clarify && { clarify: { question: clarify.question, options: [...clarify.options] } }),
      };
    },
    find: (code) => byCode.get(code),
  };
}
