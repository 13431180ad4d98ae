import type { Answer } from '../../api/bff.ts';

/** What a search shows: rows, a question back, or words to try instead. */
export type SearchAnswer = Pick<Answer<'GET /v1/procedures'>, 'items' | 'suggestions' | 'clarify'>;

const SEEN_FIRST = 3;

/**
 * The server's answer in place of the phone's, with as little movement as is honest: while the first three are the same, rows
 * stay where they are and what only the server knows follows below. Otherwise the server's order counts. Facts are always the
 * server's, they are newer.
 */
export function joinAnswers(phone: SearchAnswer | undefined, server: SearchAnswer): SearchAnswer {
  if (!phone) return server;
  const isSame = server.items.slice(0, SEEN_FIRST).every(({ code }, at) => phone.items[at]?.code === code);
  if (!isSame || server.items.length === 0) return server;
  const fresh = new Map(server.items.map((item) => [item.code, item]));
  const shown = phone.items.map((item) => fresh.get(item.code) ?? item);
  const known = new Set(shown.map(({ code }) => code));
  return { ...server, items: [...shown, ...server.items.filter(({ code }) => !known.has(code))] };
}

const QUERY_LENGTH_MAX = 200;
const UNSEEN = /[\p{Cc}\p{Cf}]+/gu;

/** What is asked for, out of whatever came from a keyboard, a clipboard or an address: one line, composed letters, no invisible marks. */
export const cleanQuery = (typed: string) =>
  typed
    .slice(0, 4 * QUERY_LENGTH_MAX)
    .normalize('NFC')
    .replace(UNSEEN, ' ')
    .trim()
    .slice(0, QUERY_LENGTH_MAX);
