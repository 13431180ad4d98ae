/** A copy in memory, read again when older than `freshMs`; when that fails, the last one goes on. @throws what `load` throws at first */
export function keptCopy<T>(load: () => Promise<T>, { freshMs, now }: { freshMs: number; now: () => number }): () => Promise<T> {
  let copy: { readonly at: number; readonly value: Promise<T> } | undefined;
  return () => {
    if (copy && now() - copy.at < freshMs) return copy.value;
    const last = copy?.value;
    const value = load().catch((error: unknown) => {
      if (last !== undefined) return last;
      copy = undefined;
      throw error;
    });
    copy = { at: now(), value };
    return value;
  };
}
