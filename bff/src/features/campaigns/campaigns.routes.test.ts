import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { aCampaign } from '../../../test/campaign-people.ts';

let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp({}, { isWorking: false });
});
afterAll(() => server[Symbol.asyncDispose]());

const unitOf = async (personaId: string) => {
  const { grants } = await (await server.staff(personaId)).me();
  return grants[0]?.unit.code ?? '';
};

describe('campaigns on the console’s host', () => {
  it('201: a draft of the own unit; the same key again is the same draft; another unit’s does not exist', async () => {
    const officer = await server.staff('cb-mai');
    const body = { name: 'Đổi giờ tiếp dân', unitCode: await unitOf('cb-mai'), content: aCampaign() };
    const create = () => officer.call('/v1/staff/campaigns', { method: 'POST', body, headers: { 'idempotency-key': 'create-once-1' } });
    const made = await create();
    expect(made.status).toBe(201);
    const campaign = (await made.json()) as { id: string; state: string; actions: string[]; createdBy: { name: string } };
    expect(campaign).toMatchObject({ state: 'draft', createdBy: { name: 'Cao Thị Mai' } });
    expect(((await (await create()).json()) as { id: string }).id).toBe(campaign.id);
    expect(campaign.actions).toEqual(['edit', 'plan', 'abort']);
    const foreign = await officer.call('/v1/staff/campaigns', { method: 'POST', body: { ...body, unitCode: '00001' } });
    expect(foreign.status).toBe(404);
    const approver = await server.staff('ld-hung');
    expect((await approver.call(`/v1/staff/campaigns/${campaign.id}`)).status).toBe(200);
    const early = await approver.call(`/v1/staff/campaigns/${campaign.id}/approval`, {
      method: 'POST',
      body: { contentHash: '0', audienceCount: 0 },
    });
    expect(early.status).toBe(409);
  });

  it('403: an officer neither approves nor releases a stop, but pulls one', async () => {
    const officer = await server.staff('cb-mai');
    const post = (path: string, body: unknown = {}) => officer.call(path, { method: 'POST', body });
    const id = crypto.randomUUID();
    expect((await post(`/v1/staff/campaigns/${id}/approval`, { contentHash: '0', audienceCount: 0 })).status).toBe(403);
    expect((await post(`/v1/staff/kill-switches/${id}/release`)).status).toBe(403);
    const pulled = await post('/v1/staff/kill-switches', { scope: 'channel', key: 'zbs-uid', reason: 'Diễn tập' });
    expect(pulled.status).toBe(201);
    const { items } = (await (await officer.call('/v1/staff/kill-switches')).json()) as { items: { scope: string; released: unknown }[] };
    expect(items).toMatchObject([{ scope: 'channel', key: 'zbs-uid', released: null }]);
  });

  it('streams how a campaign stands, in the shape of the contract', async () => {
    const officer = await server.staff('cb-mai');
    const body = { name: 'Lịch tiêm chủng', unitCode: await unitOf('cb-mai'), content: aCampaign() };
    const { id } = (await (await officer.call('/v1/staff/campaigns', { method: 'POST', body })).json()) as { id: string };
    const answer = await officer.call(`/v1/staff/campaigns/${id}/events`);
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reader = answer.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    await reader?.cancel();
    expect(first).toMatch(/^event: progress\ndata: \{/);
    expect(JSON.parse(first.split('data: ')[1] ?? '')).toMatchObject({ state: 'draft', counts: [], perMinute: 0 });
  });

  it('the exported report begins no cell with a formula', async () => {
    const officer = await server.staff('cb-mai');
    const body = { name: '=HYPERLINK("http://evil")', unitCode: await unitOf('cb-mai'), content: aCampaign() };
    const { id } = (await (await officer.call('/v1/staff/campaigns', { method: 'POST', body })).json()) as { id: string };
    const text = await (await officer.call(`/v1/staff/campaigns/${id}/report.csv`)).text();
    expect(text).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(text).not.toMatch(/(^|,|\n)"?[=+@-]/);
  });
});
