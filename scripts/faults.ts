import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createCitizenClient } from './citizen-client.ts';
import { answers, startTrial } from './trial.ts';

/**
 * Load with SIGKILL at random moments: the bff is killed and started again `--cycles` times while citizens file, and the
 * province loses one reply in five. At the end every acknowledged dossier (answered 202) must be at the province exactly once.
 *
 *   pnpm test:faults [--cycles 50] [--seed 1]
 */
const { values } = parseArgs({ options: { cycles: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } } });
const cycles = Number(values.cycles);
const seedNo = Number(values.seed);

let state = seedNo;
const random = () => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return state / 4_294_967_296;
};

const trial = await startTrial({
  LOG_LEVEL: 'silent',
  SEND_TIMEOUT_MS: '2000',
  LEASE_MS: '3000',
  ABSENCE_SETTLES_MS: '3000',
  RETRY_BASE_MS: '300',
  RETRY_MAX_MS: '2000',
  SWEEP_EVERY_MS: '1000',
});
const { bff, sandbox } = trial;
sandbox.faults.set({ system: 'province', mode: 'lose-reply', rate: 0.2, seed: seedNo });

const acknowledged = new Map<string, string>();
let unanswered = 0;
let isLoading = true;
/** One citizen who files again and again; a lost answer is asked for again with the same key, as the mini app does. */
async function load(personaId: string) {
  while (isLoading) {
    try {
      const citizen = await createCitizenClient({ bff, sandbox: sandbox.url, personaId });
      while (isLoading) {
        const draft = await citizen.fillDraft('1.004873');
        const key = crypto.randomUUID();
        try {
          const filed = await citizen.submit(draft.id, key);
          acknowledged.set(filed.id, filed.receiptNo);
        } catch {
          unanswered++;
          await answers(`${bff}/readyz`);
          const filed = await citizen.submit(draft.id, key).catch(() => null);
          if (filed) acknowledged.set(filed.id, filed.receiptNo);
        }
      }
    } catch {
      await pause(50); // the server is being killed; begin anew
    }
  }
}

const started = Date.now();
const loads = ['thu-ha', 'van-binh', 'kim-ngan', 'minh-tam'].map(load);
for (let cycle = 0; cycle < cycles; cycle++) {
  await pause(100 + random() * 1_500);
  await trial.kill();
  await trial.launch();
}
isLoading = false;
await Promise.all(loads);
sandbox.faults.clear();

const missing = new Set(acknowledged.values());
for (const end = Date.now() + 120_000; missing.size > 0 && Date.now() < end; await pause(500)) {
  for (const receiptNo of [...missing]) if ((await trial.timesFiled(receiptNo)) > 0) missing.delete(receiptNo);
}
await pause(8_000); // longer than any lease: a second filing would have come by now
const counts = await Promise.all([...acknowledged.values()].map(trial.timesFiled));
const doubled = counts.filter((count) => count > 1).length;
console.log(
  `seed ${seedNo}, ${cycles} kills in ${Math.round((Date.now() - started) / 1000)} s: acknowledged ${acknowledged.size}, answers lost ${unanswered}, filed ${counts.filter((count) => count > 0).length}, lost ${missing.size}, doubled ${doubled}`,
);

await trial.stop();
process.exit(missing.size === 0 && doubled === 0 && acknowledged.size > 0 ? 0 : 1);
