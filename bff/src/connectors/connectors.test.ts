import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '@tayninh/sandbox/start-sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Application } from './filing-connector.ts';
import { createIgate } from './igate/igate.ts';
import { createNationalDossiers } from './national-portal/national-dossiers.ts';
import { createNationalPortal } from './national-portal/national-portal.ts';
import { createNationalSession } from './national-portal/national-session.ts';
import { createOneGate } from './one-gate/one-gate.ts';
import { createUpstream, type Upstream, UpstreamError } from './upstream.ts';

/** The budget of one call in these tests; the sandbox's "slow" takes 3 s. */
const TIMEOUT_MS = 400;
const dataDir = mkdtempSync(join(tmpdir(), 'tns-connectors-'));
let sandbox: Sandbox;
let url: string;
const open: Upstream[] = [];
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, miniAppPort: 0, miniAppDir: join(dataDir, 'www'), dataDir, bffUrl: 'http://127.0.0.1:9' });
  url = sandbox.url.replace('localhost', '127.0.0.1');
});
afterAll(async () => {
  await Promise.all(open.map((upstream) => upstream.close()));
  await sandbox.stop();
  rmSync(dataDir, { recursive: true, force: true });
});
beforeEach(() => sandbox.faults.clear());

/** A new way each time, so that no breaker of an earlier test is open. */
function way(system: string, baseUrl = url): Upstream {
  const upstream = createUpstream({ system, baseUrl });
  open.push(upstream);
  return upstream;
}
const nationalSession = () => createNationalSession({ upstream: way('national'), ...sandbox.credentials.national, unitCode: 'H80' });
const national = (session = nationalSession()) => createNationalDossiers({ session, sendTimeoutMs: TIMEOUT_MS, readTimeoutMs: TIMEOUT_MS });
const igate = () =>
  createIgate({
    upstream: way('igate'),
    logInUpstream: way('igate-log-in', `${url}/auth/realms/digo/protocol/openid-connect/token`),
    ...sandbox.credentials.igate,
    timeoutMs: TIMEOUT_MS,
  });
const oneGate = () =>
  createOneGate({
    upstream: way('one-gate'),
    token: sandbox.credentials.oneGate.token,
    capabilities: { idempotent: false, lookupByReference: true },
    sendTimeoutMs: TIMEOUT_MS,
    readTimeoutMs: TIMEOUT_MS,
  });

let dossiers = 0;
const anApplication = (): Application => ({
  reference: `TNS-TEST-${String(++dossiers).padStart(4, '0')}`,
  dossierId: crypto.randomUUID(),
  procedure: { code: '1.001193', name: 'Đăng ký khai sinh' },
  behalf: null,
  acceptedAt: new Date('2026-11-24T01:30:00Z'),
  applicant: { name: 'Người nộp mẫu', personalNumber: null, phone: null, address: null },
  answers: { childName: 'Mẫu' },
});
const onNationalSide = async (code: string) =>
  ((await (await fetch(`${url}/control/national/dossiers?code=${code}`)).json()) as { items: Record<string, unknown>[] }).items;
const filed = async (application: Application) =>
  ((await (await fetch(`${url}/control/province/dossiers?reference=${application.reference}`)).json()) as { items: unknown[] }).items
    .length;

const SYSTEMS = {
  'one-gate': { fault: 'province', make: oneGate, count: filed },
  national: {
    fault: 'national',
    make: () => national(),
    count: async ({ reference }: Application) => Number((await onNationalSide(reference))[0]?.timesAdded ?? 0),
  },
} as const;
const UNANSWERED = ['down', 'slow', 'hang', 'drip', 'garbage'] as const;

describe.each(Object.entries(SYSTEMS))('filing with %s', (_name, { fault, make, count }) => {
  it('is found by our reference afterwards, once', async () => {
    const [application, connector] = [anApplication(), make()];
    expect(await connector.find({ reference: application.reference })).toEqual([]);
    expect(await connector.file(application, [])).toBe('accepted');
    expect(await connector.find({ reference: application.reference })).toHaveLength(1);
    expect(await count(application)).toBe(1);
  });

  it.each(UNANSWERED)('%s: no clear answer, within its budget', async (mode) => {
    sandbox.faults.set({ system: fault, mode, rate: 1, seed: 1 });
    const [application, connector, started] = [anApplication(), make(), performance.now()];
    await expect(connector.file(application, [])).rejects.toBeInstanceOf(UpstreamError);
    await expect(connector.find({ reference: application.reference })).rejects.toBeInstanceOf(UpstreamError);
    expect(performance.now() - started).toBeLessThan(2 * TIMEOUT_MS + 1_500);
  });

  it('lose-reply: says that it may have had its effect; asking finds it, and asking is harmless', async () => {
    const [application, connector] = [anApplication(), make()];
    sandbox.faults.set({ system: fault, mode: 'lose-reply', rate: 1, seed: 1 });
    await expect(connector.file(application, [])).rejects.toMatchObject({ name: 'UpstreamError', wasSent: true });
    sandbox.faults.clear();
    expect(await make().find({ reference: application.reference })).toHaveLength(1);
    expect(await count(application)).toBe(1);
  });
});

describe('the national adapter', () => {
  it('says that nothing was sent while it could not even ask before filing', async () => {
    sandbox.faults.set({ system: 'national', mode: 'down', rate: 1, seed: 1 });
    await expect(national().file(anApplication(), [])).rejects.toMatchObject({ wasSent: false });
  });

  it('does not add a dossier that is there already', async () => {
    const [application, connector] = [anApplication(), national()];
    await connector.file(application, []);
    expect(await connector.file(application, [])).toBe('accepted');
    expect(await onNationalSide(application.reference)).toMatchObject([{ timesAdded: 1, progress: [{ at: '20261124083000' }] }]);
  });

  it('duplicate: a dossier that is listed twice is listed twice, and no other code is taken for it', async () => {
    const [application, connector] = [anApplication(), national()];
    await connector.file(application, []);
    sandbox.faults.set({ system: 'national', mode: 'duplicate', rate: 1, seed: 1 });
    const found = await connector.find({ reference: application.reference });
    expect(found.map(({ code }) => code)).toEqual([application.reference, application.reference]);
  });

  it('refuses what the other side refuses', async () => {
    const broken = { ...anApplication(), applicant: { name: null as unknown as string, personalNumber: null, phone: null, address: null } };
    expect(await national().file(broken, [])).toBe('refused');
  });

  it('reads status and date, Vietnam time, out of a text inside the answer', async () => {
    const [application, connector] = [anApplication(), national()];
    await connector.file(application, []);
    await fetch(`${url}/control/national/dossiers/${application.reference}/actions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ status: 2, dueAt: '2026-11-27T17:00:00+07:00' }),
    });
    expect(await connector.find({ code: application.reference })).toMatchObject([
      { system: 'national', status: 2, step: null, dueAt: new Date('2026-11-27T10:00:00Z') },
    ]);
  });

  it('goes on over the ends of sessions, shared by the catalogue and by calls at once', async () => {
    const session = nationalSession();
    const [portal, connector] = [createNationalPortal(session), national(session)];
    const answers = await Promise.all([
      portal.listCodes(),
      ...Array.from({ length: 6 }, () => connector.find({ code: 'khong-co' })),
      portal.listCodes(),
    ]);
    expect(answers.slice(1, 7)).toEqual(Array(6).fill([]));
  });
});

describe('iGate', () => {
  it('finds the dossier with exactly this code among those that resemble it', async () => {
    expect(await igate().find('H80.05-261116-9002')).toEqual({
      system: 'igate',
      statusText: 'Đã trả kết quả',
      appliedAt: new Date('2026-11-16T02:10:00Z'),
      completedAt: new Date('2026-11-20T08:00:00Z'),
      dueAt: new Date('2026-11-23T10:00:00Z'),
    });
    expect(await igate().find('H80.05-261116-9009')).toBeNull();
  });

  it('goes on when a token ends before its time', async () => {
    const connector = igate();
    for (let call = 0; call < 12; call++) expect(await connector.find('H80.05-261116-9001')).not.toBeNull();
  });

  it.each([...UNANSWERED, 'lose-reply'] as const)('%s: no clear answer, within its budget', async (mode) => {
    sandbox.faults.set({ system: 'igate', mode, rate: 1, seed: 1 });
    const started = performance.now();
    await expect(igate().find('H80.05-261116-9001')).rejects.toBeInstanceOf(UpstreamError);
    expect(performance.now() - started).toBeLessThan(TIMEOUT_MS + 1_500);
  });

  it('duplicate: the same dossier listed twice is one', async () => {
    sandbox.faults.set({ system: 'igate', mode: 'duplicate', rate: 1, seed: 1 });
    expect(await igate().find('H80.05-261116-9001')).toMatchObject({ statusText: 'Đang xử lý' });
  });
});
