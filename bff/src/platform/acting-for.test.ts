import { citizen } from '@tayninh/shared/contract/access';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { access } from './access.ts';
import { createActingFor, MAY_WITH_DOSSIER, MAY_WITH_DRAFT, type Relation, type Role } from './acting-for.ts';
import { createLogger } from './logging.ts';
import { problemDetails } from './problem-details.ts';

const ROLES = Object.keys(MAY_WITH_DRAFT) as Role[];

/** Asks the policy over HTTP, as a route does. */
async function ask(relation: Relation | null, thing: 'dossier' | 'payment' | 'draft', action: string) {
  const app = Fastify();
  await app.register(access, { authenticate: async () => ({ id: 'me', sessionId: 's', level: 'L1' }) });
  await app.register(problemDetails, { log: createLogger('silent') });
  const find = async () => relation;
  const actingFor = createActingFor({ toDossier: find, toPayment: find, toDraft: find });
  app.get('/x', { config: { access: citizen('L1') } }, (request) => actingFor[thing](request, 'id', action as never));
  const answer = await app.inject('/x');
  return { status: answer.statusCode, ...(answer.json() as { citizenId?: string; actorId?: string; code?: string }) };
}
const ALLOWED = { status: 200, citizenId: 'owner', actorId: 'me' };
const HIDDEN = { status: 200, citizenId: '00000000-0000-0000-0000-000000000000', actorId: 'me' };
const refused = (code: string) => expect.objectContaining({ status: 403 + (code === 'authorisation-ended' ? 6 : 0), code });

/** Written out apart from the policy: who may do what, and who may not even know. */
const DOSSIER = {
  self: { see: ALLOWED, act: ALLOWED },
  helper: { see: ALLOWED, act: ALLOWED },
  principal: { see: ALLOWED, act: ALLOWED },
  preparer: { see: ALLOWED, act: refused('not-authorised') },
  representative: { see: HIDDEN, act: HIDDEN },
  'former-helper': { see: HIDDEN, act: HIDDEN },
  stranger: { see: HIDDEN, act: HIDDEN },
};
const no = refused('not-authorised');
const ended = refused('authorisation-ended');
const DRAFT = {
  self: { see: ALLOWED, edit: ALLOWED, remove: ALLOWED, review: no, submit: ALLOWED, 'hand-over': ALLOWED, 'take-back': ALLOWED },
  helper: { see: ALLOWED, edit: ALLOWED, remove: ALLOWED, review: ALLOWED, submit: ALLOWED, 'hand-over': ALLOWED, 'take-back': ALLOWED },
  preparer: { see: ALLOWED, edit: ALLOWED, remove: ALLOWED, review: ALLOWED, submit: no, 'hand-over': no, 'take-back': no },
  'former-helper': { see: ALLOWED, edit: ALLOWED, remove: ALLOWED, review: ended, submit: ended, 'hand-over': ended, 'take-back': ALLOWED },
  representative: { see: ALLOWED, edit: no, remove: no, review: ALLOWED, submit: ALLOWED, 'hand-over': ALLOWED, 'take-back': ALLOWED },
  principal: { see: HIDDEN, edit: HIDDEN, remove: HIDDEN, review: HIDDEN, submit: HIDDEN, 'hand-over': HIDDEN, 'take-back': HIDDEN },
  stranger: { see: HIDDEN, edit: HIDDEN, remove: HIDDEN, review: HIDDEN, submit: HIDDEN, 'hand-over': HIDDEN, 'take-back': HIDDEN },
};

describe('acting for somebody', () => {
  it.each(ROLES)('%s: each action on a dossier and a payment is decided as the table says', async (role) => {
    const relation = { ownerId: 'owner', role };
    expect(Object.keys(DOSSIER)).toEqual(expect.arrayContaining(Object.keys(MAY_WITH_DOSSIER)));
    for (const [action, wanted] of Object.entries(DOSSIER[role]))
      for (const thing of ['dossier', 'payment'] as const) expect(await ask(relation, thing, action)).toEqual(wanted);
  });

  it.each(ROLES)('%s: each action on a draft is decided as the table says', async (role) => {
    for (const [action, wanted] of Object.entries(DRAFT[role]))
      expect(await ask({ ownerId: 'owner', role }, 'draft', action)).toEqual(wanted);
  });

  it('what does not exist is answered as what is somebody else’s', async () => {
    for (const action of ['see', 'act']) expect(await ask(null, 'dossier', action)).toEqual(HIDDEN);
    for (const action of ['see', 'submit']) expect(await ask(null, 'draft', action)).toEqual(HIDDEN);
  });
});
