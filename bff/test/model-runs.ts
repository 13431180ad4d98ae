import { appendFileSync } from 'node:fs';
import fc from 'fast-check';

/** Set by `pnpm test:models`: so many ways of each model, however long it takes, and a line of JSON for each in a file. */
const wished = Number(process.env.MODEL_RUNS) || null;
const report = process.env.MODEL_REPORT;
const seed = Number(process.env.MODEL_SEED) || Date.now();

/** For the test around `walkModel`. */
export const MODEL_TIMEOUT_MS = wished ? wished * 5_000 : 60_000;

/**
 * Walks random ways through a model and the real thing side by side.
 * @param runs how many in an ordinary run; on a slow machine fewer, never more than 20 seconds' worth.
 * @throws Error with the shortest way on which the two differ, and the seed to walk it again.
 */
export async function walkModel<Drawn extends [unknown, ...unknown[]]>(
  name: string,
  { runs, ways }: { runs: number; ways: { [Key in keyof Drawn]: fc.Arbitrary<Drawn[Key]> } },
  walk: (...drawn: Drawn) => Promise<void>,
): Promise<void> {
  const end = wished ? Number.POSITIVE_INFINITY : Date.now() + 20_000;
  let walked = 0;
  const way = fc.asyncProperty(...ways, async (...drawn: Drawn) => {
    if (Date.now() > end) return;
    walked += 1;
    await walk(...drawn);
  });
  const found = await fc.check(way, { numRuns: wished ?? runs, seed });
  if (report) appendFileSync(report, `${JSON.stringify({ name, runs: walked, differences: found.failed ? 1 : 0, seed })}\n`);
  if (found.failed) throw new Error(fc.defaultReportMessage(found), { cause: found.errorInstance });
}
