/** Kept in memory until then; what a crash takes of them is a few counts of a statistic. */
const FLUSH_MS = 60_000;
/** Different keys between two writes; more than that is not people asking. */
const KEYS_MAX = 500;

const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' });

type Write = (misses: readonly { readonly day: string; readonly queryKey: string; readonly count: number }[]) => Promise<void>;

/** Counts queries that found nothing, in memory, and writes them once a minute at most, when another one comes or at the end. */
export function createSearchMisses({ write, now }: { write: Write; now: () => number }) {
  let counts = new Map<string, number>();
  let writtenAt = now();

  /** Never throws: a count that cannot be written is lost, an answer is not. */
  async function flush() {
    const misses = [...counts].map(([key, count]) => ({ day: key.slice(0, 10), queryKey: key.slice(11), count }));
    counts = new Map();
    writtenAt = now();
    if (misses.length > 0) await write(misses).catch(() => {});
  }

  return {
    /** @param queryKey of `countKey`; '' is not counted. */
    add(queryKey: string) {
      const key = `${DAY.format(now())} ${queryKey}`;
      if (queryKey !== '' && (counts.has(key) || counts.size < KEYS_MAX)) counts.set(key, (counts.get(key) ?? 0) + 1);
      if (now() - writtenAt >= FLUSH_MS) void flush();
    },
    flush,
  };
}
