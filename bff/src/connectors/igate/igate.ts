import { z } from 'zod';
import { parseJson, type Upstream, UpstreamError } from '../upstream.ts';

/**
 * A provincial system of the iGate kind, asked for the status of a dossier by its code (docs/sources/igate.md): client credentials
 * at its log-in server, then a page of a search ("Slice") whose rows may only resemble what was asked for. Reading only.
 */
const SYSTEM = 'igate';
const SEARCH_PATH = '/pa/dossier-search/dvc';
/** A token is renewed before it ends, so that no call meets its end. */
const RENEW_EARLIER_MS = 30_000;

const Token = z.object({ access_token: z.string().min(1).max(8_000), expires_in: z.coerce.number().min(1).max(86_400) });
/** ISO 8601, also with `+0000`, or milliseconds; what is neither is no date. */
const Instant = z
  .union([z.string().max(40), z.number()])
  .nullish()
  .catch(null)
  .transform((value) => {
    const date = typeof value === 'string' ? new Date(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')) : new Date(value ?? Number.NaN);
    return Number.isNaN(date.getTime()) ? null : date;
  });
const Slice = z.object({
  content: z
    .array(
      z.object({
        code: z.string().max(64),
        statusCurrentTask: z.string().trim().min(1).max(300),
        appliedDate: Instant,
        completedDate: Instant,
        appointmentDate: Instant,
      }),
    )
    .max(100),
});

/** A dossier as iGate shows it: no names are taken out of the answer. */
export interface IgateDossier {
  readonly system: 'igate';
  readonly statusText: string;
  readonly appliedAt: Date | null;
  readonly completedAt: Date | null;
  readonly dueAt: Date | null;
}

export function createIgate({
  upstream,
  logInUpstream,
  clientId,
  clientSecret,
  timeoutMs,
}: {
  upstream: Upstream;
  /** Its log-in, mostly on another machine: the address of the token service itself. */
  logInUpstream: Upstream;
  clientId: string;
  clientSecret: string;
  timeoutMs: number;
}) {
  let token: { readonly value: Promise<string>; endsAt: number } | undefined;

  async function logIn(): Promise<{ value: string; endsAt: number }> {
    const { status, text } = await logInUpstream.call({
      method: 'POST',
      path: '',
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
      timeoutMs,
    });
    if (status >= 400) throw new UpstreamError(SYSTEM, `log-in: status ${status}`, { wasSent: true });
    const { access_token, expires_in } = parsed(Token, text);
    return { value: access_token, endsAt: Date.now() + expires_in * 1000 - RENEW_EARLIER_MS };
  }

  /** One log-in at a time, shared by all who wait for it. */
  function currentToken() {
    if (token && token.endsAt > Date.now()) return token;
    const coming = logIn();
    const next = { value: coming.then(({ value }) => value), endsAt: Number.POSITIVE_INFINITY };
    token = next;
    coming.then(
      ({ endsAt }) => {
        next.endsAt = endsAt;
      },
      () => {
        if (token === next) token = undefined;
      },
    );
    return next;
  }

  return {
    /** The dossier with exactly this code; null when there is none. @throws UpstreamError */
    async find(code: string): Promise<IgateDossier | null> {
      for (let attempt = 1; ; attempt++) {
        const mine = currentToken();
        const query = new URLSearchParams({ page: '0', size: '10', spec: 'slice', code });
        const { status, text } = await upstream.call({
          method: 'GET',
          path: `${SEARCH_PATH}?${query}`,
          headers: { authorization: `Bearer ${await mine.value}`, accept: 'application/json' },
          timeoutMs,
        });
        if (status === 401 && attempt === 1) {
          if (token === mine) token = undefined; // ended before its time: a new one, once
          continue;
        }
        if (status >= 400) throw new UpstreamError(SYSTEM, `status ${status}`, { wasSent: true });
        const row = parsed(Slice, text).content.find((candidate) => candidate.code.toUpperCase() === code.toUpperCase());
        if (!row) return null;
        const { statusCurrentTask, appliedDate, completedDate, appointmentDate } = row;
        return {
          system: SYSTEM,
          statusText: statusCurrentTask,
          appliedAt: appliedDate,
          completedAt: completedDate,
          dueAt: appointmentDate,
        };
      }
    },
  };
}
export type Igate = ReturnType<typeof createIgate>;

function parsed<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  const result = schema.safeParse(parseJson(SYSTEM, text));
  if (!result.success) throw new UpstreamError(SYSTEM, 'the answer has another shape', { wasSent: true });
  return result.data;
}
