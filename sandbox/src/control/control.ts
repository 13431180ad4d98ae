import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SandboxCredentials } from '../credentials.ts';
import { FaultSetting, type Faults } from '../faults.ts';
import { NationalAction, type NationalDossiers } from '../national/dossiers.ts';
import { PERSONAS } from '../personas.ts';
import type { Counter } from '../province/counter.ts';
import { Action, CounterFiling, type FakeProvince } from '../province/province.ts';
import type { Webhooks } from '../webhooks.ts';
import { crowdPerson, findReceiver } from '../zalo/crowd.ts';
import { oaEvent } from '../zalo/oa-events.ts';
import { TemplateDecision } from '../zalo/templates.ts';
import { Quota, Receipts, Refusals } from '../zalo/traffic.ts';
import { type FakeZalo, OaTokenChange } from '../zalo/zalo.ts';

const TokenRequest = z.strictObject({
  personaId: z.string(),
  foreign: z.boolean().default(false),
  expired: z.boolean().default(false),
  position: z.strictObject({ latitude: z.string(), longitude: z.string() }).optional(),
});
const MiniAppEvent = z.strictObject({ personaId: z.string(), event: z.string().max(60).default('user.revoke.consent') });
const Crowd = z.strictObject({ count: z.int().min(0).max(10_000_000) });
const ZaloEvent = z.looseObject({ personaId: z.string(), event: z.string().max(60) });

/** Read out by a person: spaces are forgiven. */
const CounterCode = z.strictObject({ code: z.string().transform((text) => text.replace(/\s/g, '')) });
const CounterFinish = z.strictObject({ diesAfterReceive: z.boolean().optional() });

/** The control interface: for tests and rehearsal, on loopback only. */
export function controlRoutes({
  credentials,
  zalo,
  province,
  national,
  counter,
  faults,
  webhooks,
  miniAppUrl,
  bffUrl,
  reset,
}: {
  credentials: SandboxCredentials;
  zalo: FakeZalo;
  province: FakeProvince;
  national: NationalDossiers;
  counter: Counter;
  faults: Faults;
  webhooks: Webhooks;
  miniAppUrl: () => string;
  bffUrl: () => string;
  reset: () => void;
}) {
  return async (app: FastifyInstance) => {
    app.get('/control/settings', async () => ({ ...credentials, miniAppUrl: miniAppUrl(), bffUrl: bffUrl() }));
    app.get('/control/personas', async () => ({
      items: PERSONAS.map(({ id, name, kind, zaloId, oaUserId, phone, personalNumber, birthYear, commune }) => ({
        id,
        name,
        kind,
        zaloId,
        oaUserId,
        phone,
        personalNumber,
        birthYear,
        commune,
      })),
    }));
    app.post('/control/zalo/tokens', async (request, reply) => {
      const { personaId, position, ...rest } = TokenRequest.parse(request.body);
      if (!PERSONAS.some((persona) => persona.id === personaId && persona.zaloId))
        return reply.code(404).send({ message: 'no such citizen' });
      return zalo.tokensFor(personaId, { ...rest, ...(position && { position }) });
    });
    app.get('/control/zalo/messages', async (request) => ({ items: zalo.messagesOf((request.query as { personaId?: string }).personaId) }));
    app.post('/control/zalo/events', async (request, reply) => {
      const { personaId, event, ...rest } = ZaloEvent.parse(request.body);
      const person = findReceiver({ id: personaId }, zalo.traffic.crowdCount);
      if (!person?.oaUserId) return reply.code(404).send({ message: 'no such follower' });
      const { appId, oaId } = credentials.zalo;
      const follower = { oaUserId: person.oaUserId, zaloId: person.zaloId };
      zalo.noteAct(personaId, event, Date.now());
      const body = JSON.stringify(oaEvent({ event, follower, appId, oaId, more: rest, nowMs: Date.now() }));
      webhooks.send({ system: 'zalo', path: '/hooks/zalo/oa', body, sign: 'zalo-oa' });
      return { sent: true };
    });
    app.post('/control/zalo/mini-app-events', async (request) => {
      const { personaId, event } = MiniAppEvent.parse(request.body);
      const userId = findReceiver({ id: personaId }, zalo.traffic.crowdCount)?.zaloId ?? '9990000000000000000';
      const body = JSON.stringify({ event, appId: credentials.zalo.miniAppId, userId, timestamp: Date.now() });
      webhooks.send({ system: 'zalo', path: '/hooks/zalo/mini-app', body, sign: 'zalo-mini-app' });
      return { sent: true };
    });
    app.put('/control/zalo/crowd', async (request) => {
      const { count } = Crowd.parse(request.body);
      zalo.traffic.setCrowd(count);
      return { count, first: crowdPerson(0), last: crowdPerson(Math.max(0, count - 1)) };
    });
    app.put('/control/zalo/quota', async (request) => zalo.traffic.setQuota(Quota.parse(request.body)));
    app.put('/control/zalo/refusals', async (request) => {
      zalo.traffic.setRefusals(Refusals.parse(request.body));
      return { set: true };
    });
    app.put('/control/zalo/receipts', async (request) => {
      zalo.receipts.set(Receipts.parse(request.body));
      return { set: true };
    });
    app.put('/control/zalo/oa-tokens', async (request) => zalo.changeOaTokens(OaTokenChange.parse(request.body)));
    app.get('/control/zalo/sends', async (request) => {
      const { personaId, trackingId } = request.query as { personaId?: string; trackingId?: string };
      return zalo.traffic.counts({ personaId, trackingId });
    });
    app.get('/control/zalo/templates', async () => ({ items: zalo.templates.all() }));
    app.post('/control/zalo/templates', async (request) => {
      const { appId: app_id, oaId: oa_id } = credentials.zalo;
      const events = zalo.templates.decide(TemplateDecision.parse(request.body));
      for (const event of events) {
        const body = JSON.stringify({ app_id, oa_id, ...event, timestamp: String(Date.now()) });
        webhooks.send({ system: 'zalo', path: '/hooks/zalo/oa', body, sign: 'zalo-oa' });
      }
      return { told: events.length };
    });
    app.get('/control/province/dossiers', async (request) => ({
      items: province.list((request.query as { reference?: string }).reference),
    }));
    app.post('/control/province/dossiers', async (request, reply) => {
      const made = province.fileAtCounter(CounterFiling.parse(request.body));
      return made ?? reply.code(404).send({ message: 'no such citizen' });
    });
    app.post('/control/province/dossiers/:code/actions', async (request, reply) => {
      const changed = province.act((request.params as { code: string }).code, Action.parse(request.body));
      return changed ?? reply.code(404).send({ message: 'no such dossier or action' });
    });
    app.post('/control/province/counter', async (request) => counter.open(CounterCode.parse(request.body).code));
    app.post('/control/province/counter/:reference/finish', async (request, reply) => {
      const finished = await counter.finish((request.params as { reference: string }).reference, CounterFinish.parse(request.body ?? {}));
      return finished ?? reply.code(404).send({ message: 'nothing opened under this reference, or the desk died' });
    });
    app.get('/control/national/dossiers', async (request) => ({ items: national.list((request.query as { code?: string }).code) }));
    app.post('/control/national/dossiers/:code/actions', async (request, reply) => {
      const changed = national.act((request.params as { code: string }).code, NationalAction.parse(request.body));
      return changed ?? reply.code(404).send({ message: 'no such dossier' });
    });
    app.get('/control/faults', async () => faults.all());
    app.put('/control/faults', async (request) => {
      faults.set(FaultSetting.parse(request.body));
      return faults.all();
    });
    app.post('/control/reset', async () => {
      reset();
      return { reset: true };
    });
  };
}
