import { ANY_STAFF, citizen, PUBLIC, type StaffRole, staff } from '@tayninh/shared/contract/access';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { access, ownScope, type StaffGrant, staffScope } from './access.ts';
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

async function aConsole(grants: StaffGrant[], isFresh = false) {
  const app = Fastify();
  await app.register(access, { authenticateStaff: async () => ({ id: 's1', sessionId: 'x', name: 'Bịa', grants, isFresh }) });
  await app.register(problemDetails, { log: createLogger('silent') });
  return app;
}
const grant = (role: StaffRole, unitCode: string, below: string[] = []): StaffGrant => ({
  role,
  unitCode,
  unitCodes: [unitCode, ...below],
});

describe('access policy at the console', () => {
  it('403 without one of the roles that a route names, whatever else somebody is', async () => {
    const app = await aConsole([grant('auditor', '80')]);
    app.route({ method: 'GET', url: '/x', config: { access: staff(['officer', 'approver']) }, handler: async () => 'seen' });
    app.route({ method: 'GET', url: '/y', config: { access: ANY_STAFF }, handler: async () => 'seen' });
    expect([(await app.inject('/x')).json().code, (await app.inject('/y')).body]).toEqual(['role-missing', 'seen']);
  });

  it('reaches no further than the units of the roles that the route is for', async () => {
    const app = await aConsole([grant('officer', '25459'), grant('support', '80', ['25459', '27694'])]);
    app.route({ method: 'GET', url: '/x', config: { access: staff(['officer']) }, handler: async (request) => staffScope(request) });
    expect((await app.inject('/x')).json()).toEqual({ staffId: 's1', roles: ['officer'], ownUnitCodes: ['25459'], unitCodes: ['25459'] });
  });

  it('403 for what needs somebody who has just signed in', async () => {
    for (const [isFresh, status] of [
      [false, 403],
      [true, 200],
    ] as const) {
      const app = await aConsole([grant('approver', '80')], isFresh);
      app.route({ method: 'GET', url: '/x', config: { access: staff(['approver'], { fresh: true }) }, handler: async () => 'done' });
      expect((await app.inject('/x')).statusCode).toBe(status);
    }
  });

  it('stops the boot for a route of people who cannot sign in on that server', async () => {
    const [api, desk] = [await aServer('L1'), await aConsole([])];
    expect(() => api.route({ method: 'GET', url: '/x', config: { access: ANY_STAFF }, handler: async () => 'x' })).toThrow('for staff');
    expect(() => desk.route({ method: 'GET', url: '/x', config: { access: citizen('L1') }, handler: async () => 'x' })).toThrow(
      'for citizen',
    );
  });
});
