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
  const compact = [...kinds]
    .flatMap(([kind, entries]) => [...entries].map(([id, value]) => `${JSON.stringify({ kind, id, value })}\n`))
    .join('');
  writeFileSync(`${path}.new`, compact);
  renameSync(`${path}.new`, path);
  let file = openSync(path, 'a');

  return {
    /** A typed view of one kind of record. `set` is on disk (in the page cache) when it returns. */
    collection<T>(kind: string): Collection<T> {
      const entries = of(kind) as Map<string, T>;
      return {
        get: (id: string) => entries.get(id),
        values: () => [...entries.values()],
        get size() {
          return entries.size;
        },
        set(id: string, value: T) {
          entries.set(id, value);
          writeSync(file, `${JSON.stringify({ kind, id, value })}\n`);
        },
        delete(id: string) {
          entries.delete(id);
          writeSync(file, `${JSON.stringify({ kind, id, value: null })}\n`);
        },
      };
    },
    /** Back to the first state. */
    clear() {
      for (const entries of kinds.values()) entries.clear();
      closeSync(file);
      writeFileSync(path, '');
      file = openSync(path, 'a');
    },
    close: () => closeSync(file),
  };
}
export type Journal = ReturnType<typeof openJournal>;

export interface Collection<T> {
  get(id: string): T | undefined;
  values(): T[];
  readonly size: number;
  set(id: string, value: T): void;
  delete(id: string): void;
}
