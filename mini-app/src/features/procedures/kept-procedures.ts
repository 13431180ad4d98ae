import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { readStored, writeStored } from '../../zalo/zalo-host.ts';

/** A procedure as the phone remembers it: with its name, so that the list can be read without a network. */
export interface KeptProcedure {
  readonly code: string;
  readonly name: string;
}

/** `saved`: marked with a star. `seen`: opened lately. Neither ever leaves the phone. */
export type KeptList = 'saved' | 'seen';

const KEYS = { saved: 'saved-procedures', seen: 'seen-procedures' } as const;
export const KEPT_MAX = { saved: 50, seen: 10 } as const;

const keptQuery = (list: KeptList) =>
  queryOptions({
    queryKey: ['kept', list],
    queryFn: async () => readKept(await readStored(KEYS[list]), KEPT_MAX[list]),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** One list, newest first. Changes wait until the phone has been asked, so that none overwrites what was kept before. */
export function useKeptProcedures(list: KeptList) {
  const client = useQueryClient();
  const items = useQuery(keptQuery(list)).data ?? [];
  const change = useCallback(
    async (next: (kept: readonly KeptProcedure[]) => KeptProcedure[]) => {
      const { queryKey } = keptQuery(list);
      await client.ensureQueryData(keptQuery(list));
      client.setQueryData(queryKey, (kept) => next(kept ?? []));
      await writeStored(KEYS[list], JSON.stringify(client.getQueryData(queryKey)));
    },
    [client, list],
  );
  return {
    items,
    add: useCallback((item: KeptProcedure) => change((kept) => putFirst(kept, item, KEPT_MAX[list])), [change, list]),
    remove: (code: string) => change((kept) => kept.filter((item) => item.code !== code)),
    clear: useCallback(() => change(() => []), [change]),
  };
}

/** The newest comes first and stands once; the oldest falls off at the end. */
export const putFirst = (kept: readonly KeptProcedure[], item: KeptProcedure, max: number): KeptProcedure[] =>
  [item, ...kept.filter(({ code }) => code !== item.code)].slice(0, max);

/** What the phone holds. Anything that is not such a list reads as empty, anything in it that is no procedure is left out. */
export function readKept(text: string | null, max: number): KeptProcedure[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(value)) return [];
    return value.filter(isKept).reduceRight<KeptProcedure[]>((kept, { code, name }) => putFirst(kept, { code, name }, max), []);
  } catch {
    return [];
  }
}

const isKept = (value: unknown): value is KeptProcedure => {
  const { code, name } = (value ?? {}) as Partial<Record<string, unknown>>;
  return typeof code === 'string' && /^\d\.\d{6}$/.test(code) && typeof name === 'string' && name !== '';
};
