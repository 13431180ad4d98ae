import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The sandbox's memory: maps kept in memory, every change appended as one line `{kind, id, value}`. Survives `kill -9`
 * (a torn last line is ignored) and is written anew, without what was overwritten, at each start.
 */
export function openJournal(path: string) {
  mkdirSync(dirname(path), { recursive: true });
  const kinds = new Map<string, Map<string, unknown>>();
  const of = (kind: string) => {
    const known = kinds.get(kind) ?? new Map<string, unknown>();
    kinds.set(kind, known);
    return known;
  };
  for (const line of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) {
    try {
      const { kind, id, value } = JSON.parse(line) as { kind: string; id: string; value: unknown };
      if (value === null) of(kind).delete(id);
      else of(kind).set(id, value);
    } catch {
      // empty or torn: the change it described was never answered for
    }
  }
  /** Written beside and put in place by a rename: whoever is killed here leaves the old file or the new one, never half. */
  const rewrite = () => {
    const lines = [...kinds].flatMap(([kind, entries]) => [...entries].map(([id, value]) => `${JSON.stringify({ kind, id, value })}\n`));
    writeFileSync(`${path}.new`, lines.join(''), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };
  rewrite();
  let file: number | null = openSync(path, 'a');
  const append = (line: { kind: string; id: string; value: unknown }) => {
    // After `close` the number may belong to another file, so late work writes nowhere.
    if (file !== null) writeSync(file, `${JSON.stringify(line)}\n`);
  };

  return {
    /** A typed view of one kind of record. `set` is on disk (in the page cache) when it returns. */
    collection<T>(kind: string): Collection<T> {
      const entries = of(kind) as Map<string, T>;
      return {
        get: (id: string) => entries.get(id),
        entries: () => entries.entries(),
        get size() {
          return entries.size;
        },
        set(id: string, value: T) {
          entries.set(id, value);
          append({ kind, id, value });
        },
        delete(id: string) {
          if (entries.delete(id)) append({ kind, id, value: null });
        },
      };
    },
    /** Forgets every record of these kinds. */
    clear(...forgotten: string[]) {
      for (const kind of forgotten) of(kind).clear();
      rewrite();
      if (file !== null) closeSync(file);
      file = openSync(path, 'a');
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

export interface Collection<T> {
  get(id: string): T | undefined;
  /** In the order of their first `set`. */
  entries(): IterableIterator<[string, T]>;
  readonly size: number;
  set(id: string, value: T): void;
  delete(id: string): void;
}
