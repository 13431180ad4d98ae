import { citizen, PUBLIC } from '@tayninh/shared/contract/access';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { access, ownScope } from './access.ts';
import { createLogger } from './logging.ts';
import { problemDetails } from './problem-details.ts';

async function aServer(level: 'L1' | 'L2' | 'L3') {
  const app = Fastify();
  await app.register(access, { authenticate: async () => ({ id: 'c1', sessionId: 's1', level }) });
  await app.register(problemDetails, { log: createLogger('silent') });
  return app;
}

describe('access policy', () => {
  it('stops the boot for a route that declares none', async () => {
    const app = await aServer('L1');
    expect(() => app.get('/forgotten', async () => 'x')).toThrow('declares no access policy');
  });

  it('403 below the level a route asks for, 200 at it', async () => {
    for (const [level, status] of [
      ['L1', 403],
      ['L2', 200],
      ['L3', 200],
    ] as const) {
      const app = await aServer(level);
      app.route({ method: 'GET', url: '/x', config: { access: citizen('L2') }, handler: async (request) => ownScope(request).citizenId });
      expect((await app.inject('/x')).statusCode).toBe(status);
    }
  });

  it('gives no scope on a public route', async () => {
    const app = await aServer('L1');
    app.route({ method: 'GET', url: '/x', config: { access: PUBLIC }, handler: async (request) => ownScope(request).citizenId });
    expect((await app.inject('/x')).statusCode).toBe(401);
  });
});
