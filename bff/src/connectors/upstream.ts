import { bulkhead, circuitBreaker, handleWhen, type IPolicy, SamplingBreaker, wrap } from 'cockatiel';
import { type Dispatcher, Pool } from 'undici';

/**
 * No usable answer from an outside system. `wasSent` says whether the request may have had its effect: false only when the
 * connection never carried it (refused, breaker open, bulkhead full), so that trying again cannot double anything.
 */
export class UpstreamError extends Error {
  override name = 'UpstreamError';
  readonly system: string;
  readonly wasSent: boolean;
  constructor(system: string, message: string, { wasSent, cause }: { wasSent: boolean; cause?: unknown }) {
    super(`${system}: ${message}`, { cause });
    this.system = system;
    this.wasSent = wasSent;
  }
}

export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: Dispatcher.DispatchOptions['body'];
  readonly timeoutMs: number;
}
export interface UpstreamAnswer {
  readonly status: number;
  /** The body as it came, at most `maxAnswerBytes`. */
  readonly text: string;
}

/**
 * What became of one call. `answered` also when the answer was a no; `slow`: it took more than half of its deadline; `broken`: the
 * breaker opened, so that no calls go out for a while.
 */
export type CallOutcome = 'answered' | 'slow' | 'failed' | 'broken';
export type Observe = (system: string, outcome: CallOutcome) => void;

const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * The guarded way to one outside system: its own sockets, a deadline for each call, a breaker, a bulkhead (RL-10, RL-12, RL-13).
 * No retries here and no redirects; who calls decides what an ambiguous answer means.
 */
export function createUpstream({
  system,
  baseUrl,
  sockets = 16,
  maxAnswerBytes = MAX_ANSWER_BYTES,
  observe = () => {},
}: {
  system: string;
  baseUrl: string;
  sockets?: number;
  maxAnswerBytes?: number;
  observe?: Observe | undefined;
}) {
  const origin = new URL(baseUrl);
  const prefix = origin.pathname.replace(/\/$/, '');
  const pool = new Pool(origin.origin, { connections: sockets, connect: { timeout: 1_000 }, maxResponseSize: maxAnswerBytes });
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof UpstreamError),
    {
      halfOpenAfter: 3_000 + Math.random() * 1_000,
      breaker: new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 1 }),
    },
  );
  breaker.onBreak(() => observe(system, 'broken'));
  const policy: IPolicy = wrap(breaker, bulkhead(sockets, 200));

  async function attempt({ method, path, headers, body, timeoutMs }: UpstreamRequest): Promise<UpstreamAnswer> {
    const startedAt = performance.now();
    try {
      const answer = await pool.request({
        method,
        path: prefix + path,
        headers: headers ?? {},
        body: body ?? null,
        signal: AbortSignal.timeout(timeoutMs),
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
      const text = await answer.body.text();
      if (answer.statusCode === 429 || answer.statusCode >= 500)
        throw new UpstreamError(system, `status ${answer.statusCode}`, { wasSent: true });
      observe(system, performance.now() - startedAt > timeoutMs / 2 ? 'slow' : 'answered');
      return { status: answer.statusCode, text };
    } catch (cause) {
      observe(system, 'failed');
      if (cause instanceof UpstreamError) throw cause;
      const code = (cause as { code?: string }).code ?? '';
      throw new UpstreamError(system, code || 'no answer', { wasSent: !NEVER_SENT.has(code), cause });
    }
  }

  return {
    system,
    /** @throws UpstreamError on no answer in time, 429, 5xx, breaker open or bulkhead full. */
    call: async (request: UpstreamRequest): Promise<UpstreamAnswer> => {
      try {
        return await policy.execute(() => attempt(request));
      } catch (cause) {
        if (cause instanceof UpstreamError) throw cause;
        throw new UpstreamError(system, 'refused by our own guard', { wasSent: false, cause });
      }
    },
    close: () => pool.destroy(),
  };
}
export type Upstream = ReturnType<typeof createUpstream>;

/** Parses what should be JSON. @throws UpstreamError (sent, unknown effect) when it is something else. */
export function parseJson(system: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UpstreamError(system, 'the answer is not JSON', { wasSent: true, cause });
  }
}
