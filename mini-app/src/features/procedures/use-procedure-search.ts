import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { api } from '../../api/bff.ts';
import { isUnreachable } from '../../api/errors.ts';
import { cleanQuery, joinAnswers, type SearchAnswer } from './search-answer.ts';
import { useCatalogue } from './use-catalogue.ts';

const ASK_AFTER_MS = 150;
const SLOW_AFTER_MS = 3_000;
const MEANT_AFTER_MS = 1_500;

export interface ProcedureSearch {
  /** What is searched for now, cleaned. */
  readonly text: string;
  /** What the server is asked for; follows `text` when typing pauses. */
  readonly q: string;
  /** Undefined while nothing is known about `text`. */
  readonly answer: SearchAnswer | undefined;
  /** Why the phone's own catalogue has to do, and when that was last right (ms). */
  readonly fallback?: { readonly reason: 'offline' | 'slow' | 'failed'; readonly checkedAt: number };
  /** Nothing could answer. */
  readonly error: unknown;
  retry(): unknown;
}

/** The phone answers every letter at once; the server, which knows all procedures, when typing pauses. */
export function useProcedureSearch(typed: string): ProcedureSearch {
  const text = cleanQuery(typed);
  const q = useSettled(text, ASK_AFTER_MS);
  const catalogue = useCatalogue();
  const server = useQuery({
    queryKey: ['procedures', q],
    queryFn: () => api('GET /v1/procedures', { query: { q, limit: 20 } }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  const own = useMemo(() => (text === '' ? undefined : catalogue?.search(text)), [catalogue, text]);
  const answered = server.isSuccess && !server.isPlaceholderData;
  const failure = useLast(server.error, answered);
  const isSlow = useIsLate(server.isFetching && !answered, q);

  const current = answered && q === text ? server.data : undefined;
  const known = useMemo(() => (current ? joinAnswers(own, current) : own), [own, current]);
  // nothing found here is no answer as long as the server may still find it
  const waits = !current && !failure && !isSlow && known?.items.length === 0;
  const reason = isUnreachable(failure) ? 'offline' : failure ? 'failed' : isSlow ? 'slow' : undefined;
  return {
    text,
    q,
    answer: text === '' || waits ? undefined : (known ?? (q === '' || failure ? undefined : server.data)),
    ...(reason && !current && catalogue && { fallback: { reason, checkedAt: catalogue.checkedAt } }),
    error: own ? null : failure,
    retry: server.refetch,
  };
}

/** The last failure, until there is an answer again: a note does not flicker with each letter. */
function useLast(error: unknown, isOver: boolean): unknown {
  const last = useRef<unknown>(null);
  if (error) last.current = error;
  else if (isOver) last.current = null;
  return last.current;
}

/** True once what is waited for under this name has not come for 3 s. */
function useIsLate(isWaiting: boolean, name: string): boolean {
  const [late, setLate] = useState<string | null>(null);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setLate(name), SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isWaiting, name]);
  return isWaiting && late === name;
}

/** `value` once it has stood still for `ms`; the first one at once. */
function useSettled(value: string, ms: number): string {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** Queries that need no more telling: something of them was opened, or they were told. In memory, gone with the app. */
const done = new Set<string>();

/**
 * Tells the server, without saying who, of a query that stood for 1.5 s and of which nothing was opened, once the person types
 * something else or leaves. Who closes the app at that moment is not counted.
 * @returns to be called when a result is opened
 */
export function useCountUnanswered(text: string): () => void {
  const meant = useSettled(text, MEANT_AFTER_MS);
  useEffect(() => {
    if (meant === '') return;
    return () => {
      if (done.has(meant)) return;
      done.add(meant);
      void api('POST /v1/searches', { body: { q: meant } }).catch(() => {});
    };
  }, [meant]);
  return () => void done.add(text);
}
