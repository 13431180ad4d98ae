import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startCrowdZalo } from '@tayninh/sandbox/zalo/crowd-zalo';
import postgres from 'postgres';
import { createCampaignsSide } from '../bff/src/campaigns-side.ts';
import { readConfig } from '../bff/src/config.ts';
import { audienceSql } from '../bff/src/features/audiences/audience-sql.repository.ts';
import { createSubjectKeyStore } from '../bff/src/features/identity/identity.repository.ts';
import { openDatabase } from '../bff/src/platform/database.ts';
import { createEncryption } from '../bff/src/platform/encryption.ts';
import { createLogger } from '../bff/src/platform/logging.ts';
import { aCampaign, aPlan, countOf, makePeople, makeTemplate, officer } from '../bff/test/campaign-people.ts';
import { startTrial } from './trial.ts';

/**
 * A campaign with SIGKILL: written by one, approved by two others (an emergency, so that neither the hour nor a canary holds it back),
 * sent to a crowd while the worker is killed again and again and Zalo loses some of its replies. At the end nobody was sent it twice,
 * everybody has it in the inbox exactly once, the states sum to the audience, and what is in doubt is no more than what was on its way.
 *
 *   pnpm test:faults notifications [--sends 20000] [--kills 20]
 */
const { values } = parseArgs({
  allowPositionals: true,
  options: { sends: { type: 'string', default: '20000' }, kills: { type: 'string', default: '20' }, cycles: { type: 'string' } },
});
const sends = Number(values.sends);
const kills = Number(values.kills);
/** The whole province: the people made here live nowhere in particular. */
const UNIT = '80';
const [author, approver, second] = [officer(['officer'], UNIT), officer(['approver'], UNIT), officer(['approver'], UNIT)];
const LOST_ONE_IN = 1_000;
const CALLS_AT_ONCE = 96;

const zalo = await startCrowdZalo({ delayMs: 50 });
const trial = await startTrial({
  LOG_LEVEL: 'silent',
  ZALO_OPENAPI_URL: zalo.url,
  ZALO_BUSINESS_URL: zalo.url,
  ZALO_OAUTH_URL: zalo.url,
  SEND_TIMEOUT_MS: '2000',
  LEASE_MS: '3000',
  SWEEP_EVERY_MS: '1000',
  CAMPAIGN_CALLS_AT_ONCE: String(CALLS_AT_ONCE),
});
await trial.kill(); // until everything is written down
const sql = postgres(trial.databaseUrl, { max: 2, onnotice: () => {} });
const database = openDatabase(trial.databaseUrl, { name: 'faults', poolSize: 4, statementTimeoutMs: 120_000 });
const { KEY_ENCRYPTION_KEYS } = readConfig(trial.environment);
const encryption = createEncryption({ keyEncryptionKeys: KEY_ENCRYPTION_KEYS, subjectKeys: createSubjectKeyStore(database) });
const started = Date.now();
await makePeople(sql, encryption, sends);
const audience = await countOf(sql);
// A tier that carries it in one day: this is about crashes, not about quotas.
await sql`
  insert into channel_budget (key, day, "limit") select key, (now() at time zone 'Asia/Ho_Chi_Minh')::date + ahead, 10000000
  from unnest(array['zbs-uid', 'zbs-phone', ${`unit:${UNIT}`}]) key, generate_series(0, 1) ahead
  on conflict (key, day) do update set "limit" = excluded."limit"`;
await sql`
  insert into send_bucket (key, tokens, rate_per_second, burst) select key, 5000, 5000, 5000 from unnest(array['zbs-uid', 'zbs-phone']) key
  on conflict (key) do update set tokens = 5000, rate_per_second = 5000, burst = 5000`;
const { campaigns } = createCampaignsSide({
  database,
  encryption,
  log: createLogger('silent'),
  send: async () => ({ kind: 'later', afterMs: 60_000, code: 'not-here' }), // only the killed worker sends
  audienceOf: async (chosen) => audienceSql(chosen, { communes: 'all' }),
  plan: async () => aPlan(audience),
  canaryWaitMs: 0,
  leaseMs: 3_000,
  callsAtOnce: 1,
});
const content = aCampaign({ templateVersionId: await makeTemplate(sql), category: 'emergency', kind: 'emergency' });
const { id } = await campaigns.create(author, { name: 'Tin khẩn thử', unitCode: UNIT, content, creationKey: null });
await campaigns.plan(author, id);
const { contentHash } = await campaigns.read(author, id);
const said = { contentHash, audienceCount: audience };
await campaigns.submit(author, id, said);
await campaigns.approve(approver, id, said);
await campaigns.approveSecond(second, id, said);
await campaigns.schedule(author, id);
console.error(`${audience} people, ${((Date.now() - started) / 1000).toFixed(0)} s; sending begins`);

zalo.faults.loseReplyOneIn = LOST_ONE_IN;
const stateOf = async () => (await sql<{ state: string }[]>`select state from campaign where id = ${id}`)[0]?.state ?? '';
const isOver = async () => ['done', 'aborted', 'killed'].includes(await stateOf());
let onTheWay = 0;
let killed = 0;
await trial.launch();
const begun = Date.now();
for (const end = begun + 1_800_000; !(await isOver()) && Date.now() < end; ) {
  await pause(killed < kills ? 500 + Math.random() * 2_000 : 1_000);
  if (killed >= kills || zalo.counts().taken === 0) continue;
  await trial.kill();
  const [{ n = 0 } = {}] = await sql<
    { n: number }[]
  >`select count(*)::int as n from campaign_delivery where campaign_id = ${id} and state = 'dispatching' and updated_at > now() - interval '3 seconds'`;
  onTheWay += n;
  killed += 1;
  await trial.launch();
  console.error(`kill ${killed}: ${zalo.counts().taken} taken, ${n} were on their way`);
}
const seconds = (Date.now() - begun) / 1000;
await pause(5_000); // longer than any lease: what a dead worker held is in doubt by now, and a second message would have come

const rows = await sql<
  { state: string; n: number }[]
>`select state, count(*)::int as n from campaign_delivery where campaign_id = ${id} group by state`;
const counted = await sql<
  { state: string; n: number }[]
>`select state, sum(count)::int as n from campaign_count where campaign_id = ${id} group by state having sum(count) <> 0`;
const [inbox] = await sql<{ messages: number; people: number }[]>`
  select count(*)::int as messages, count(distinct citizen_id)::int as people from inbox_message where campaign_id = ${id}`;
const { taken, doubled, people, repliesLost } = zalo.counts();
const of = (list: typeof rows, state: string) => list.find((row) => row.state === state)?.n ?? 0;
const sum = (list: typeof rows) => list.reduce((all, { n }) => all + n, 0);
const uncertain = of(rows, 'uncertain') + of(rows, 'unknown');
console.table(Object.fromEntries(rows.map(({ state, n }) => [state, { rows: n, counted: of(counted, state) }])));
const promises = {
  'the campaign came to its end': (await stateOf()) === 'done',
  [`doubled at Zalo: ${doubled} of ${taken} taken, for ${people} people`]: doubled === 0 && taken === people,
  [`inbox: ${inbox?.messages} messages for ${inbox?.people} of ${audience} people`]:
    inbox?.messages === audience && inbox?.people === audience,
  [`states sum to the audience: ${sum(rows)} rows, ${sum(counted)} counted`]: sum(rows) === audience && sum(counted) === audience,
  [`in doubt: ${uncertain}, on their way at a kill ${onTheWay}, replies lost ${repliesLost}`]: uncertain <= onTheWay + repliesLost,
};
for (const [what, holds] of Object.entries(promises)) console.log(`${holds ? '✓' : '✗'} ${what}`);
console.log(`${killed} kills, ${seconds.toFixed(0)} s, ${(taken / seconds).toFixed(0)} messages/s with the kills`);

await sql.end();
await database.close();
await trial.stop();
await zalo.stop();
process.exit(Object.values(promises).every(Boolean) ? 0 : 1);
