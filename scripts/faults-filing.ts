import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { type CitizenClient, createCitizenClient, TINY_PNG } from './citizen-client.ts';
import { CRASH_POINTS, createCrashPoints } from './crash-points.ts';
import { answers, startTrial } from './trial.ts';

/**
 * Load with SIGKILL: citizens file, withdraw, answer supplements and pay while the bff is killed `--cycles` times, every other time
 * at a named point between it and the world, otherwise at random. The world misbehaves in turns (replies lost, reports doubled and in
 * disorder, hours without a province), and the database dies too. At the end whatever was acknowledged must have had its effect once.
 *
 *   pnpm test:faults [--cycles 48] [--seed 1]
 */
const { values } = parseArgs({ options: { cycles: { type: 'string', default: '48' }, seed: { type: 'string', default: '1' } } });
const cycles = Number(values.cycles);
const seedNo = Number(values.seed);

let state = seedNo;
const random = () => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return state / 4_294_967_296;
};

const points = await createCrashPoints();
const trial = await startTrial(
  {
    LOG_LEVEL: 'silent',
    SEND_TIMEOUT_MS: '2000',
    READ_TIMEOUT_MS: '2000',
    LEASE_MS: '3000',
    ABSENCE_SETTLES_MS: '3000',
    RETRY_BASE_MS: '300',
    RETRY_MAX_MS: '2000',
    SWEEP_EVERY_MS: '1000',
    POLL_EVERY_MS: '5000',
    PAYMENT_ASK_BASE_MS: '1000',
    PAYMENT_ASK_MAX_MS: '3000',
  },
  (sandboxUrl) => points.open(() => sandboxUrl),
);
const { bff, sandbox } = trial;
sandbox.setBffUrl(await points.open(() => bff));
const sql = postgres(trial.databaseUrl, { max: 2, onnotice: () => {} });

/** What a citizen was promised, and later what became of it. */
interface Case {
  readonly id: string;
  readonly receiptNo: string;
  supplement?: string;
  withdrawal?: string;
  payment?: string;
}
const cases: Case[] = [];
let answersLost = 0;
let isLoading = true;

/** The same call with the same key until there is an answer, as the mini app does. @returns null when it is refused. */
async function insist(
  citizen: CitizenClient,
  path: string,
  body: unknown,
): Promise<{ id: string; receiptNo: string; reference: string } | null> {
  const key = crypto.randomUUID();
  for (let tries = 0; tries < 60; tries++) {
    const answer = await citizen
      .call(path, { method: 'POST', body: JSON.stringify(body), headers: { 'idempotency-key': key } })
      .catch(() => null);
    if (answer?.ok) return (await answer.json()) as { id: string; receiptNo: string; reference: string };
    if (answer && answer.status < 500) return null;
    answersLost++;
    await answers(`${bff}/readyz`);
  }
  return null;
}
/** Asks again and again; a server that is being killed is no answer. */
const until = async <T>(ask: () => Promise<T | null | undefined>, seconds = 40): Promise<T | null> => {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; await pause(200)) {
    const answer = await ask().catch(() => null);
    if (answer != null) return answer;
  }
  return null;
};
const control = async (path: string, body: unknown) => {
  await fetch(sandbox.url + path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
};

/** What follows a filing, one story for each dossier in turn. */
const STORIES: ((citizen: CitizenClient, one: Case) => Promise<void>)[] = [
  async () => {},
  async (citizen, one) => {
    // Half are taken back at once, before they go out; half when the province has them, so that the act itself must travel.
    if (random() < 0.5) await pause(random() * 1_500);
    else await until(async () => (await citizen.provinceDossiers(one.receiptNo))[0]);
    const asked = await insist(citizen, `/v1/dossiers/${one.id}/withdrawal`, {});
    if (asked) one.withdrawal = asked.id;
  },
  async (citizen, one) => {
    const code = await until(async () => (await citizen.provinceDossiers(one.receiptNo))[0]?.code);
    if (!code) return;
    await citizen.deskAction(code, 'ask-supplement', { ask: { papers: [{ reason: 'Ảnh mờ' }] } });
    const open = await until(async () => (await citizen.dossier(one.id)).supplements.find(({ isOpen }) => isOpen));
    const file = open && (await until(() => citizen.upload(TINY_PNG, 'lai.png', 'image/png')));
    if (!file) return;
    const files = [{ componentId: open.papers[0]?.id, fileId: file }];
    const sent = await insist(citizen, `/v1/dossiers/${one.id}/supplements/${open.id}`, { files });
    if (sent) one.supplement = sent.id;
  },
  async (citizen, one) => {
    const code = await until(async () => (await citizen.provinceDossiers(one.receiptNo))[0]?.code);
    if (!code) return;
    for (const action of ['accept', 'process']) await citizen.deskAction(code, action);
    await citizen.deskAction(code, 'ask-fee', { amountVnd: 120_000, purpose: 'Lệ phí' });
    if (!(await until(async () => ((await citizen.dossier(one.id)).status === 6 ? true : null)))) return;
    const begun = await insist(citizen, `/v1/dossiers/${one.id}/payments`, { method: 'payment-platform' });
    const isThere =
      begun && (await until(async () => ((await fetch(`${sandbox.url}/control/payment/orders/${begun.reference}`)).ok ? true : null)));
    if (!isThere) return;
    await control(`/control/payment/orders/${begun.reference}/happenings`, {
      how: ['pay', 'twice', 'pay-silently'][Math.floor(random() * 3)],
    });
    one.payment = begun.reference;
  },
];

/** More stories at once than this and none gets on between two kills: the load would hide the points it should reach. */
const STORIES_AT_ONCE = 8;
const stories = new Set<Promise<void>>();
/** One citizen who files again and again. */
async function load(personaId: string, at: number) {
  for (let turn = at; isLoading; turn++) {
    try {
      const citizen = await createCitizenClient({ bff, sandbox: sandbox.url, personaId });
      const draft = await citizen.fillDraft('1.004873');
      const filed = await insist(citizen, '/v1/dossiers', { draftId: draft.id, consent: true });
      if (!filed) continue;
      const one: Case = { id: filed.id, receiptNo: filed.receiptNo };
      cases.push(one);
      const story: Promise<void> = (STORIES[turn % STORIES.length]?.(citizen, one) ?? Promise.resolve())
        .catch(() => {})
        .finally(() => stories.delete(story));
      stories.add(story);
      await Promise.race([story, pause(400)]);
      while (stories.size >= STORIES_AT_ONCE) await Promise.race(stories);
    } catch {
      await pause(50); // the server is being killed; begin anew
    }
  }
}

/** The world's moods, each for some cycles. */
const MOODS = [
  { mode: 'lose-reply', rate: 0.2 },
  { mode: 'duplicate', rate: 0.5 },
  { mode: 'reorder', rate: 0.5 },
  { mode: 'garbage', rate: 0.1 },
] as const;
/** Hours in which the province does not answer pass in a second: everything that waits becomes three hours older. */
async function hoursWithoutProvince() {
  sandbox.faults.set({ system: 'province', mode: 'down', rate: 1, seed: seedNo });
  await pause(1_500);
  await sql`update dossier set accepted_at = accepted_at - interval '3 hours', next_attempt_at = next_attempt_at - interval '3 hours' where state in ('accepted', 'scanning', 'ready', 'uncertain')`;
  await sql`update dossier_act set accepted_at = accepted_at - interval '3 hours', next_attempt_at = next_attempt_at - interval '3 hours' where state in ('accepted', 'scanning', 'ready', 'uncertain')`;
  await sql`update uploaded_file set expires_at = expires_at - interval '3 hours' where state = 'uploading'`;
  await pause(1_500);
}

const kills = new Map<string, { kills: number; 'not reached': number }>();
const count = (where: string, what: 'kills' | 'not reached') => {
  const row = kills.get(where) ?? { kills: 0, 'not reached': 0 };
  row[what] += 1;
  kills.set(where, row);
};
const started = Date.now();
const loads = ['thu-ha', 'van-binh', 'kim-ngan', 'minh-tam'].map(load);
for (let cycle = 0; cycle < cycles; cycle++) {
  const mood = MOODS[Math.floor(cycle / 3) % MOODS.length];
  if (mood) sandbox.faults.set({ system: 'province', ...mood, seed: seedNo + cycle });
  if (cycle % 24 === 11) await hoursWithoutProvince();
  if (cycle % 16 === 7) {
    const signal = cycle % 32 === 7 ? 'SIGQUIT' : 'SIGKILL';
    await trial.breakDatabase(signal);
    count(`database: ${signal === 'SIGQUIT' ? 'immediate stop' : 'SIGKILL'}`, 'kills');
  }
  const point = cycle % 2 === 0 ? CRASH_POINTS[(cycle / 2 + (seedNo - 1) * 6) % CRASH_POINTS.length] : undefined; // each seed begins elsewhere
  if (point) count(point, (await points.reach(point, 15_000)) ? 'kills' : 'not reached');
  else {
    await pause(100 + random() * 1_500);
    count('at random', 'kills');
  }
  await trial.kill();
  await trial.launch();
  console.error(`cycle ${cycle + 1} of ${cycles}: ${cases.length} filings, ${Math.round((Date.now() - started) / 1000)} s`);
}
isLoading = false;
sandbox.faults.clear();
await Promise.all([...loads, ...stories]);

interface AtProvince {
  readonly timesFiled: number;
  readonly requests: { id: string }[];
  readonly feePayments: { reference: string }[];
}
const atProvince = async (receiptNo: string): Promise<AtProvince> => {
  const answer = await fetch(`${sandbox.url}/control/province/dossiers?reference=${encodeURIComponent(receiptNo)}`);
  return ((await answer.json()) as { items: AtProvince[] }).items[0] ?? { timesFiled: 0, requests: [], feePayments: [] };
};
const withdrawnUnsent = async () =>
  new Set((await sql<{ id: string }[]>`select id from dossier where state = 'withdrawn'`).map(({ id }) => id));
async function tally() {
  const unsent = await withdrawnUnsent();
  const paid = new Set(
    (await sql<{ reference: string }[]>`select reference from payment where state = 'paid'`).map(({ reference }) => reference),
  );
  const confirmed = new Set(
    (await sql<{ id: string }[]>`select id from dossier_act where state in ('confirmed', 'rejected')`).map(({ id }) => id),
  );
  const total = {
    filings: { acknowledged: cases.length, done: 0, lost: 0, doubled: 0 },
    supplements: { acknowledged: 0, done: 0, lost: 0, doubled: 0 },
    withdrawals: { acknowledged: 0, done: 0, lost: 0, doubled: 0 },
    'payments paid': { acknowledged: 0, done: 0, lost: 0, doubled: 0 },
    'payments told to the province': { acknowledged: 0, done: 0, lost: 0, doubled: 0 },
  };
  const add = (to: { done: number; lost: number; doubled: number }, times: number) => {
    if (times === 0) to.lost += 1;
    else to.done += 1;
    if (times > 1) to.doubled += 1;
  };
  for (const one of cases) {
    const { timesFiled, requests, feePayments } = await atProvince(one.receiptNo);
    const isUnsent = unsent.has(one.id);
    // Taken back before it went out: then once means never.
    add(total.filings, isUnsent ? 1 + timesFiled : timesFiled);
    for (const [act, to] of [
      [one.supplement, total.supplements],
      [one.withdrawal, total.withdrawals],
    ] as const) {
      if (!act) continue;
      to.acknowledged += 1;
      const times = requests.filter(({ id }) => id === act).length;
      add(to, act === one.withdrawal && isUnsent ? 1 + times : confirmed.has(act) ? times : 0);
    }
    if (!one.payment) continue;
    total['payments paid'].acknowledged += 1;
    total['payments told to the province'].acknowledged += 1;
    add(total['payments paid'], paid.has(one.payment) ? 1 : 0);
    add(total['payments told to the province'], feePayments.filter(({ reference }) => reference === one.payment).length);
  }
  return total;
}
const isWhole = (total: Awaited<ReturnType<typeof tally>>) => Object.values(total).every(({ lost }) => lost === 0);
console.error('the world is calm again');
for (const end = Date.now() + 120_000; Date.now() < end && !isWhole(await tally()); await pause(1_000));
await pause(8_000); // longer than any lease: a second effect would have come by now
const total = await tally();
console.table(Object.fromEntries([...kills].sort(([a], [b]) => a.localeCompare(b))));
console.table(total);
console.log(`seed ${seedNo}, ${cycles} kills in ${Math.round((Date.now() - started) / 1000)} s, answers lost ${answersLost}`);

await sql.end();
await trial.stop();
const isRight = isWhole(total) && Object.values(total).every(({ doubled, acknowledged }) => doubled === 0 && acknowledged > 0);
process.exit(isRight ? 0 : 1);
