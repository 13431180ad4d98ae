import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

export const FaultSystem = z.enum(['province', 'zalo', 'idp', 'payment', 'checkout', 'national', 'igate', 'post', 'population', 'store']);
export const FaultMode = z.enum(['none', 'down', 'slow', 'hang', 'drip', 'garbage', 'lose-reply', 'duplicate', 'reorder', 'abroad']);
export const FaultSetting = z.strictObject({
  system: FaultSystem,
  mode: FaultMode,
  rate: z.number().min(0).max(1).default(1),
  seed: z.int().default(1),
});
export type FaultSetting = z.infer<typeof FaultSetting>;

const SLOW_MS = 3_000;

/** Misbehaviour on demand, the same again for the same seed. */
export function createFaults() {
  const settings = new Map<string, { setting: FaultSetting; random: () => number }>();

  const hits = (system: FaultSetting['system'], ...modes: FaultSetting['mode'][]): FaultSetting['mode'] | null => {
    const found = settings.get(system);
    if (!found || !modes.includes(found.setting.mode)) return null;
    return found.random() < found.setting.rate ? found.setting.mode : null;
  };
  return {
    set: (setting: FaultSetting) => settings.set(setting.system, { setting, random: seeded(setting.seed) }),
    all: () =>
      Object.fromEntries(
        FaultSystem.options.map((system) => [system, settings.get(system)?.setting ?? { system, mode: 'none', rate: 1, seed: 1 }]),
      ),
    clear: () => settings.clear(),
    hits,
    /** Before a request has any effect. @returns true when it was dealt with (badly). */
    async before(system: FaultSetting['system'], request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
      switch (hits(system, 'down', 'slow', 'hang', 'drip', 'garbage')) {
        case 'down':
          reply.hijack();
          request.raw.socket.destroy();
          return true;
        case 'hang':
          reply.hijack(); // nothing is recorded, nothing is ever said
          return true;
        case 'garbage':
          reply.code(200).type('text/html').send('<html><body>Hệ thống đang bảo trì</body></html>');
          return true;
        case 'drip':
          reply.hijack();
          drip(reply);
          return true;
        case 'slow':
          await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
          return false;
        default:
          return false;
      }
    },
    /** After the effect: lose the answer. @returns true when the socket is gone. */
    after(system: FaultSetting['system'], request: FastifyRequest, reply: FastifyReply): boolean {
      if (!hits(system, 'lose-reply')) return false;
      reply.hijack();
      request.raw.socket.destroy();
      return true;
    },
  };
}
export type Faults = ReturnType<typeof createFaults>;

/** One byte a second, for at most a minute. */
function drip(reply: FastifyReply) {
  reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': 60 });
  let left = 60;
  const timer = setInterval(() => {
    left -= 1;
    if (left <= 0 || reply.raw.destroyed) {
      clearInterval(timer);
      reply.raw.end();
    } else reply.raw.write(' ');
  }, 1_000);
}

/** mulberry32: small, fast, good enough to decide who has bad luck. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
