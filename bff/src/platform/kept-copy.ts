/** How long a process may usually answer from its copy after somebody changed the data. */
const FRESH_MS = 60_000;

export interface KeptCopy<T> {
  /** The copy; only the first one is waited for. @throws what the first load threw; the next call tries again */
  current(): Promise<T>;
  /** The copy at hand, without waiting; undefined before the first load. */
  atHand(): T | undefined;
}

/**
 * Reference data kept in memory and renewed in the background when older than `freshMs`, one load at a time. While a renewal
 * fails, the old copy goes on and the next call tries again.
 *
 * @param load may return the `held` copy itself when nothing changed
 */
export function keptCopy<T>(
  load: (held: T | undefined) => Promise<T>,
  { now = Date.now, freshMs = FRESH_MS }: { now?: () => number; freshMs?: number } = {},
): KeptCopy<T> {
  let copy: { readonly value: T; readonly loadedAt: number } | undefined;
  let loading: Promise<T> | undefined;

  function renew(): Promise<T> {
    loading ??= load(copy?.value)
      .then((value) => {
        copy = { value, loadedAt: now() };
        return value;
      })
      .finally(() => {
        loading = undefined;
      });
    return loading;
  }
  const atHand = () => {
    if (copy && now() - copy.loadedAt >= freshMs) renew().catch(() => {});
    return copy?.value;
  };
  return { atHand, current: async () => atHand() ?? renew() };
}
