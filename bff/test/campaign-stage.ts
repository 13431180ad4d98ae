import { randomBytes, randomUUID } from 'node:crypto';
import { type CrowdZalo, startCrowdZalo } from '@tayninh/sandbox/zalo/crowd-zalo';
import type { CampaignContent } from '@tayninh/shared/features/campaigns/campaigns.contract';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type CampaignsSideNeeds, createCampaignsSide } from '../src/campaigns-side.ts';
import { UpstreamError } from '../src/connectors/upstream.ts';
import { audienceSql } from '../src/features/audiences/audience-sql.repository.ts';
import type { SendPush } from '../src/features/campaigns/push.ts';
import { createSubjectKeyStore } from '../src/features/identity/identity.repository.ts';
import { type Database, openDatabase } from '../src/platform/database.ts';
import { createEncryption } from '../src/platform/encryption.ts';
import { createLogger } from '../src/platform/logging.ts';
import { AN, aCampaign, aPlan, BINH, CHI, countOf, MORNING, makePeople, makeTemplate, type Person, UNIT } from './campaign-people.ts';

/** Campaigns on a real database against Zalo for a crowd, with a clock that the test moves. */
export async function campaignStage(overrides: Partial<CampaignsSideNeeds> = {}) {
  const pgUrl = inject('pgUrl');
  const name = `c_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(pgUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template template_tns strategy file_copy`);
  const databaseUrl = pgUrl.replace(/\/postgres$/, `/${name}`);
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
  const zalo = await startCrowdZalo({ delayMs: 0 });
  let now = MORNING;
  const open: Database[] = [];
  const keys = randomBytes(32);
  const work = (more: Partial<CampaignsSideNeeds> = {}) => {
    const database = openDatabase(databaseUrl, { name: 'test', poolSize: 6, statementTimeoutMs: 30_000 });
    open.push(database);
    const encryption = createEncryption({ keyEncryptionKeys: new Map([[1, keys]]), subjectKeys: createSubjectKeyStore(database) });
    const side = createCampaignsSide({
      database,
      encryption,
      log: createLogger(process.env.STAGE_LOG === 'error' ? 'error' : 'silent'),
      send: crowdSend(zalo),
      audienceOf: async (audience) => audienceSql(audience, { communes: 'all' }),
      plan: async () => aPlan(await countOf(sql)),
      canaryWaitMs: 600_000,
      leaseMs: 60_000,
      callsAtOnce: 64,
      clock: () => now,
      ...overrides,
      ...more,
    });
    return { ...side, database, encryption };
  };
  const first = work();
  return {
    ...first,
    sql,
    zalo,
    databaseUrl,
    /** Another worker on the same database. */
    anotherWorker: work,
    at: (moment: Date | string) => {
      now = new Date(moment);
    },
    passes: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
    now: () => now,
    people: (count: number, with_?: Partial<Person>) => makePeople(sql, first.encryption, count, with_),
    template: () => makeTemplate(sql),
    /** Written by An, approved by Bình (and Chi), scheduled. */
    async scheduled(content: Partial<CampaignContent> = {}) {
      const whole = aCampaign({ templateVersionId: await makeTemplate(sql), ...content });
      const { id } = await first.campaigns.create(AN, { name: 'Nhắc nhận kết quả', unitCode: UNIT, content: whole, creationKey: null });
      await first.campaigns.plan(AN, id);
      const seen = await first.campaigns.read(AN, id);
      const said = { contentHash: seen.contentHash, audienceCount: seen.audienceCount ?? 0 };
      await first.campaigns.submit(AN, id, said);
      await first.campaigns.approve(BINH, id, said);
      if (whole.kind === 'emergency') await first.campaigns.approveSecond(CHI, id, said);
      await first.campaigns.schedule(AN, id);
      return id;
    },
    counts: async (id: string) => {
      const { counts } = await first.campaigns.report(AN, id);
      const of: Record<string, number> = {};
      for (const { state, count } of counts) of[state] = (of[state] ?? 0) + count;
      return of;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(open.map((database) => database.close()));
      await zalo.stop();
      await sql.end();
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end();
    },
  };
}
export type CampaignStage = Awaited<ReturnType<typeof campaignStage>>;

/** The crowd's own way: one plain call, no token. */
const crowdSend =
  (zalo: CrowdZalo): SendPush =>
  async ({ channel, to, message, zbsTemplateId, trackingId }) => {
    const isPhone = channel === 'zbs-phone';
    const params = message.zbs?.ok ? message.zbs.params : {};
    try {
      const response = await fetch(`${zalo.url}${isPhone ? '/message/template' : '/v3.0/oa/message/template'}`, {
        method: 'POST',
        body: JSON.stringify({
          ...(isPhone ? { phone: to.phone, tracking_id: trackingId } : { user_id: to.oaUserId }),
          template_id: zbsTemplateId,
          template_data: params,
        }),
      });
      const answer = (await response.json()) as { error: number; data?: { message_id?: string; msg_id?: string } };
      if (answer.error === 0) return { kind: 'sent', providerMessageId: answer.data?.message_id ?? answer.data?.msg_id ?? '' };
      if (answer.error === -213) return { kind: 'unreachable', reason: 'unreachable', code: '-213' };
      if (answer.error === -211) return { kind: 'stopped', code: '-211' };
      if (answer.error === -144) return { kind: 'wait', until: new Date(MORNING.getTime() + 86_400_000), code: '-144' };
      return answer.error === -32 ? { kind: 'later', afterMs: 0, code: '-32' } : { kind: 'refused', code: String(answer.error) };
    } catch (error) {
      if (error instanceof UpstreamError && !error.wasSent) return { kind: 'later', afterMs: 0, code: 'unreached' };
      return { kind: 'uncertain' };
    }
  };
