import { z } from 'zod';
import { parseJson, type Upstream, UpstreamError } from '../upstream.ts';

/**
 * The national portal's adapter for provinces (trục liên thông), as published sources of provincial systems show it
 * (docs/sources/national-portal.md): all POST, a session by log-in, one path for every service, codes as numbers or texts.
 * Only the two services that read the catalogue are used. Answers are parsed as hostile input.
 */
const SYSTEM = 'national';
const LOGIN_PATH = '/mapi/login';
const SERVICE_PATH = '/mapi/g';
/** The service's own budget; LayThuTuc of a long procedure is slow. */
const TIMEOUT_MS = 60_000;
const MOST_CODES = 50_000;

const ErrorCode = z.union([z.string().max(20), z.number()]).transform(String);
const LoggedIn = z.object({ session: z.string().min(1).max(500), error_code: ErrorCode });
const Answer = z.object({
  error_code: ErrorCode,
  /** Some wrappers put the whole answer as a text in here. */
  message: z.unknown().optional(),
  result: z.unknown().optional(),
});
const Listed = z.array(z.object({ MATTHC: z.string().regex(/^[1-6]\.\d{6}(\.[\w.]+)?$/) })).max(MOST_CODES);

const DONE = new Set(['0', '00']);
const SESSION_ENDED = '-3';

export function createNationalPortal({
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
  let session: string | undefined;

  async function post(path: string, body: Record<string, unknown>): Promise<unknown> {
    const { status, text } = await upstream.call({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', dstcode },
      body: JSON.stringify(body),
      timeoutMs: TIMEOUT_MS,
    });
    if (status >= 400) throw new UpstreamError(SYSTEM, `status ${status}`, { wasSent: true });
    return parseJson(SYSTEM, text);
  }

  async function logIn(): Promise<string> {
    const answer = parsed(LoggedIn, await post(LOGIN_PATH, { username, password }));
    if (!DONE.has(answer.error_code)) throw new UpstreamError(SYSTEM, `log-in refused (${answer.error_code})`, { wasSent: true });
    return answer.session;
  }

  /** A session may end at any call: then we log in again, once. */
  async function ask(service: string, parameters: Record<string, unknown> = {}, isSecondTry = false): Promise<unknown> {
    session ??= await logIn();
    const answer = unwrapped(await post(SERVICE_PATH, { session, madonvi: unitCode, service, ...parameters }));
    if (DONE.has(answer.error_code)) return answer.result;
    session = undefined;
    if (answer.error_code === SESSION_ENDED && !isSecondTry) return ask(service, parameters, true);
    throw new UpstreamError(SYSTEM, `${service} refused (${answer.error_code})`, { wasSent: true });
  }

  return {
    /** Codes of all published procedures, each once. @throws UpstreamError */
    listCodes: async (): Promise<string[]> => [
      ...new Set(parsed(Listed, await ask('LayDanhSachTTHC')).map((row) => row.MATTHC.slice(0, 8))),
    ],
    /** The raw record of one procedure; whoever imports it parses it. @throws UpstreamError, also when there is none. */
    async procedure(code: string): Promise<unknown> {
      const result = await ask('LayThuTuc', { maTTHC: code });
      const record = Array.isArray(result) ? result[0] : result;
      if (record === undefined || record === null) throw new UpstreamError(SYSTEM, `no record of ${code}`, { wasSent: true });
      return record;
    },
  };
}
export type NationalPortal = ReturnType<typeof createNationalPortal>;

/** The answer itself, or the one that came as a text inside `message`. */
function unwrapped(value: unknown): z.infer<typeof Answer> {
  const answer = parsed(Answer, value);
  if (answer.result === undefined && typeof answer.message === 'string' && answer.message.trimStart().startsWith('{'))
    return parsed(Answer, parseJson(SYSTEM, answer.message));
  return answer;
}

function parsed<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (!result.success) throw new UpstreamError(SYSTEM, 'the answer has another shape', { wasSent: true });
  return result.data;
}
