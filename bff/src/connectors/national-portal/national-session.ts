import { z } from 'zod';
import { parseJson, type Upstream, UpstreamError } from '../upstream.ts';

/**
 * The national portal's adapter for provinces (trục liên thông), as published sources of provincial systems show it
 * (docs/sources/national-portal.md): all POST, a session by log-in, one path for every service, codes as numbers or texts.
 */
export const SYSTEM = 'national';
const LOGIN_PATH = '/mapi/login';
const SERVICE_PATH = '/mapi/g';

const ErrorCode = z.union([z.string().max(20), z.number()]).transform(String);
const LoggedIn = z.object({ session: z.string().max(500), error_code: ErrorCode });
const Answer = z.object({
  error_code: ErrorCode,
  /** Some wrappers put the whole answer as a text in here. */
  message: z.unknown().optional(),
  result: z.unknown().optional(),
});

const DONE = new Set(['0', '00']);
const SESSION_ENDED = '-3';

/** The adapter's own clear no, as against no answer. */
export class NationalRefusal extends UpstreamError {
  override name = 'NationalRefusal';
}

/** One session for all services of this process; parallel calls share its log-in. */
export function createNationalSession({
  upstream,
  username,
  password,
  dstcode,
  unitCode,
}: {
  upstream: Upstream;
  username: string;
  password: string;
  /** Header that names the receiving system. */
  dstcode: string;
  /** `madonvi`: the identity code of the asking agency. */
  unitCode: string;
}) {
  let session: Promise<string> | undefined;

  async function post(path: string, body: Record<string, unknown>, timeoutMs: number): Promise<unknown> {
    const { status, text } = await upstream.call({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', dstcode },
      body: JSON.stringify(body),
      timeoutMs,
    });
    if (status >= 400) throw new UpstreamError(SYSTEM, `status ${status}`, { wasSent: true });
    return parseJson(SYSTEM, text);
  }

  async function logIn(timeoutMs: number): Promise<string> {
    try {
      const answer = parsed(LoggedIn, await post(LOGIN_PATH, { username, password }, timeoutMs));
      if (!DONE.has(answer.error_code) || answer.session === '')
        throw new UpstreamError(SYSTEM, `log-in refused (${answer.error_code})`, { wasSent: true });
      return answer.session;
    } catch (cause) {
      session = undefined;
      // Without a session no service was asked for anything.
      if (cause instanceof UpstreamError) throw new UpstreamError(SYSTEM, 'no session', { wasSent: false, cause });
      throw cause;
    }
  }

  return {
    unitCode,
    /**
     * Calls one service. A session may end at any call: then we log in again, once.
     * @returns its `result`.
     * @throws NationalRefusal on an error code | UpstreamError on no clear answer
     */
    async ask(service: string, parameters: Record<string, unknown>, timeoutMs: number): Promise<unknown> {
      for (let attempt = 1; ; attempt++) {
        session ??= logIn(timeoutMs);
        const mine = session;
        const answer = unwrapped(await post(SERVICE_PATH, { session: await mine, madonvi: unitCode, service, ...parameters }, timeoutMs));
        if (DONE.has(answer.error_code)) return answer.result;
        if (answer.error_code !== SESSION_ENDED)
          throw new NationalRefusal(SYSTEM, `${service} refused (${answer.error_code})`, { wasSent: true });
        if (session === mine) session = undefined; // unless another call has renewed it meanwhile
        if (attempt === 2) throw new UpstreamError(SYSTEM, `${service}: the session ends at once`, { wasSent: true });
      }
    },
  };
}
export type NationalSession = ReturnType<typeof createNationalSession>;

/** The answer itself, or the one that came as a text inside `message`. */
function unwrapped(value: unknown): z.infer<typeof Answer> {
  const answer = parsed(Answer, value);
  if (answer.result === undefined && typeof answer.message === 'string' && answer.message.trimStart().startsWith('{'))
    return parsed(Answer, parseJson(SYSTEM, answer.message));
  return answer;
}

/** @throws UpstreamError when the value has another shape. */
export function parsed<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (!result.success) throw new UpstreamError(SYSTEM, 'the answer has another shape', { wasSent: true });
  return result.data;
}
