import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createCitizenClient } from './citizen-client.ts';
import { startTrial } from './trial.ts';

/**
 * The province takes every dossier but loses half of its replies: each one must still end confirmed, filed exactly once.
 *
 *   pnpm test:lost-replies [--dossiers 100] [--rate 0.5] [--seed 1]
 */
const { values } = parseArgs({
  options: {
    dossiers: { type: 'string', default: '100' },
    rate: { type: 'string', default: '0.5' },
    seed: { type: 'string', default: '1' },
  },
});
const amount = Number(values.dossiers);
const trial = await startTrial({ LOG_LEVEL: 'silent', SEND_TIMEOUT_MS: '2000', LEASE_MS: '3000', ABSENCE_SETTLES_MS: '3000' });
trial.sandbox.faults.set({ system: 'province', mode: 'lose-reply', rate: Number(values.rate), seed: Number(values.seed) });

const started = Date.now();
const people = ['thu-ha', 'van-binh', 'kim-ngan', 'minh-tam'];
const filed: { receiptNo: string; isConfirmed: () => Promise<boolean> }[] = [];
await Promise.all(
  people.map(async (personaId, index) => {
    const citizen = await createCitizenClient({ bff: trial.bff, sandbox: trial.sandbox.url, personaId });
    for (let count = index; count < amount; count += people.length) {
      const draft = await citizen.fillDraft('1.004873');
      const { id, receiptNo } = await citizen.submit(draft.id, crypto.randomUUID());
      filed.push({ receiptNo, isConfirmed: async () => (await citizen.dossier(id)).state === 'confirmed' });
    }
  }),
);
const seconds = () => Math.round((Date.now() - started) / 1000);
for (const end = Date.now() + 180_000; Date.now() < end; await pause(500))
  if ((await Promise.all(filed.map(({ isConfirmed }) => isConfirmed()))).every(Boolean)) break;
const confirmed = (await Promise.all(filed.map(({ isConfirmed }) => isConfirmed()))).filter(Boolean).length;
const confirmedAfter = seconds();
await pause(8_000); // longer than any lease: a second filing would have come by now
const times = await Promise.all(filed.map(({ receiptNo }) => trial.timesFiled(receiptNo)));
const once = times.filter((count) => count === 1).length;
console.log(
  `seed ${values.seed}, ${filed.length} dossiers, replies lost at rate ${values.rate}: confirmed ${confirmed} after ${confirmedAfter} s, filed once ${once}, lost ${times.filter((count) => count === 0).length}, doubled ${times.filter((count) => count > 1).length}`,
);
await trial.stop();
process.exit(once === amount && confirmed === amount ? 0 : 1);
