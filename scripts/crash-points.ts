import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Calls between the bff and the world, by the last part of their path; a bank's are told apart by the kind of message. */
const CALLS = {
  'files handed over': 'UploadFile',
  filing: 'NopHoSo',
  'look-up of a filing': 'TraCuuHoSo',
  supplement: 'BoSungHoSo',
  withdrawal: 'RutHoSo',
  'look-up of an act': 'TraCuuYeuCau',
  'payment opened': 'INIT',
  'payment asked for': 'QUERY',
  'province told of money': 'XacNhanThanhToan',
  'look-up of money told': 'TraCuuThanhToan',
  'report of the province': 'one-gate',
  'notice of the bank': 'payment-platform',
} as const;
type Call = keyof typeof CALLS;
/** `before`: the other side never hears of it. `after`: it has its effect, and nobody hears the answer. */
export const CRASH_POINTS = (Object.keys(CALLS) as Call[]).flatMap((call) => [`before: ${call}`, `after: ${call}`] as const);
type CrashPoint = (typeof CRASH_POINTS)[number];

/** Stands on the way between bff and sandbox, both ways, and tells when the armed point is reached; that call is never answered. */
export async function createCrashPoints() {
  let armed: { point: CrashPoint; reached: () => void } | null = null;
  const open = async (target: () => string) => {
    const way = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const body = Buffer.concat(parts);
      const path = request.url ?? '/';
      const last = path.split('?')[0]?.split('/').at(-1) ?? '';
      const kind = last === 'PaymentPlatform' ? (/"LoaiBanTin":"(\w+)"/.exec(body.toString())?.[1] ?? '') : last;
      const isArmed = (when: 'before' | 'after') =>
        armed?.point.startsWith(when) && CALLS[armed.point.slice(when.length + 2) as Call] === kind;
      const crash = () => {
        const { reached } = armed as NonNullable<typeof armed>;
        armed = null;
        reached();
      };
      if (isArmed('before')) return crash();
      const {
        host: _host,
        connection: _connection,
        'content-length': _length,
        'transfer-encoding': _encoding,
        ...headers
      } = request.headers;
      try {
        const answer = await fetch(new URL(path, target()), {
          method: request.method ?? 'GET',
          headers: headers as Record<string, string>,
          ...(body.length > 0 && { body: new Uint8Array(body) }),
        });
        const bytes = Buffer.from(await answer.arrayBuffer());
        if (isArmed('after')) return crash();
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' }).end(bytes);
      } catch {
        request.socket.destroy();
      }
    });
    await new Promise<void>((done) => way.listen(0, '127.0.0.1', done));
    way.unref();
    return `http://127.0.0.1:${(way.address() as AddressInfo).port}`;
  };
  return {
    open,
    /** @returns whether the point was reached within `ms`. */
    async reach(point: CrashPoint, ms: number): Promise<boolean> {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const timer = setTimeout(() => {
        armed = null;
        resolve(false);
      }, ms);
      armed = { point, reached: () => resolve(true) };
      const isReached = await promise;
      clearTimeout(timer);
      return isReached;
    },
  };
}
