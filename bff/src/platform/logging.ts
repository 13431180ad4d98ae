import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * Fields that may be logged; everything else is dropped before it is written (PD-14). No bodies, queries, headers, file names
 * or error messages: an error is its class, code and place. Adding a name here is a decision about personal data.
 */
const ALLOWED = new Set([
  'level',
  'time',
  'msg',
  'pid',
  'name',
  'requestId',
  'reqId',
  'method',
  'route',
  'status',
  'ms',
  'code',
  'errorClass',
  'errorCode',
  'errorAt',
  'system',
  'operation',
  'outcome',
  'job',
  'dossierId',
  'attemptNo',
  'count',
  'port',
  'role',
  'state',
  'templateId',
  'worker',
  'url',
]);

/** @param destination where lines go; standard output when left out. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { name: 'bff' },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => onlyAllowed(fields),
    },
    serializers: { err: undefined, req: undefined, res: undefined } as never,
  };
  return destination ? pino(options, destination) : pino(options);
}

function onlyAllowed(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'err') Object.assign(kept, describeError(value));
    else if (ALLOWED.has(name) && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'))
      kept[name] = value;
  }
  return kept;
}

/** Class, code and the first place in our own code; the message stays out, for it may quote data. */
function describeError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { errorClass: typeof error };
  const { code, cause } = error as Error & { code?: unknown };
  const place = error.stack
    ?.split('\n')
    .find((line) => /(bff|shared)\/src/.test(line))
    ?.replace(/^.*((?:bff|shared)\/src[^)]*).*$/, '$1');
  const inner = cause instanceof Error ? ` < ${cause.constructor.name}${'code' in cause ? `:${String(cause.code)}` : ''}` : '';
  return {
    errorClass: error.constructor.name + inner,
    ...(code !== undefined && { errorCode: String(code) }),
    ...(place && { errorAt: place }),
  };
}
