/** Kept in memory until then; what a crash takes of them is a few counts of a statistic. */
const FLUSH_MS = 60_000;
/** Different keys between two writes; more than that is not people asking. */
const KEYS_MAX = 500;

const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' });

/** yyyy-mm-dd in Asia/Ho_Chi_Minh. */
export const localDay = (at: number) => DAY.format(at);

type Kind = 'none' | 'abandoned';
interface Miss {
  readonly day: string;
  readonly kind: Kind;
  readonly queryKey: string;
  readonly count: number;
}
type Write = (misses: readonly Miss[]) => Promise<void>;

/** Counts queries that led nowhere, in memory, and writes them once a minute at most, when another one comes or at the end. */
export function createSearchMisses({ write, now }: { write: Write; now: () => number }) {
  let counts = new Map<string, Miss>();
  let writtenAt = now();

  /** Never throws: a count that cannot be written is lost, an answer is not. */
  async function flush() {
    const misses = [...counts.values()];
    counts = new Map();
    writtenAt = now();
    if (misses.length > 0) await write(misses).catch(() => {});
  }

  return {
    /** @param queryKey of `countKey`; '' is not counted. */
    add(kind: Kind, queryKey: string) {
      const day = localDay(now());
      const key = `${day} ${kind} ${queryKey}`;
      const known = counts.get(key);
      if (queryKey !== '' && (known || counts.size < KEYS_MAX)) counts.set(key, { day, kind, queryKey, count: (known?.count ?? 0) + 1 });
      if (now() - writtenAt >= FLUSH_MS) void flush();
    },
    flush,
  };
}
