import { join } from 'node:path';
import { CatalogueCopy } from '@tayninh/shared/features/procedures/catalogue-copy.contract';
import { createProcedureSearch } from '@tayninh/shared/features/procedures/search';
import { startCopy } from '../e2e/running-copy.ts';
import { hasBrowser } from '../scripts/browser.ts';

/**
 * From the key going down to the list of that text painted, in a production build of the mini app with the sandbox as its host,
 * on a processor slowed to a quarter. The server is held back, so that what is painted is the phone's own answer; each list is
 * compared with what the engine finds over the same catalogue, so that no older list counts. The best of three rounds counts for each
 * letter: whatever else the machine does only adds.
 */
const SLOWDOWN = 4;
const WANTED_P95_MS = 50;
/** As people type them: no diacritics, Telex, short forms, a whole question; the last two find nothing. */
const QUERIES = [
  'khai sinh cho con',
  'giaays khai sinh',
  'giay doc than',
  'dkkh',
  'mo ho kinh doanh',
  'tam tru',
  'sang ten so do thi can giay to gi',
  'lam lai can cuoc bi mat',
  'zzqx',
  'mua ve may bay',
];
/** Rows that fit on a screen of 390 × 844. */
const ON_SCREEN = 6;
const LETTER_EVERY_MS = 120;
const ROUNDS = 3;

if (!hasBrowser()) throw new Error('no Chromium: see scripts/browser.ts');
const copy = await startCopy();
try {
  const { items } = CatalogueCopy.parse(await (await fetch(`${copy.bff}/v1/catalogue`)).json());
  const engine = createProcedureSearch(items);
  const page = await copy.phone('thu-ha', '/');
  const inPage = <T>(expression: string) => page.evaluate<T>(`bench.${expression}`);
  await page.addInitScript({ path: join(import.meta.dirname, 'keystroke-page.js') });
  const debug = await page.context().newCDPSession(page);
  await debug.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.route('**/v1/procedures?*', () => {}); // held until the end

  for (const what of ['fetching, storing', 'reading']) {
    await page.goto(`${copy.miniApp}/`);
    await page.waitForTimeout(3_500); // the app has started, the catalogue comes after 4 s
    await inPage('longestTask()');
    await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.endsWith('catalogue-checked')));
    await page.waitForTimeout(3_000);
    console.log(`${what} the copy and building its index: longest task ${Math.round(await inPage<number>('longestTask()'))} ms`);
  }
  const { letters, ms: cost } = await inPage<{ letters: number; ms: number }>('writeCost()');
  console.log(`the copy has ${letters} letters; writing it takes ${cost.toFixed(1)} ms`);

  await page.getByRole('link', { name: 'Gõ việc cần làm, không cần dấu' }).click();
  const field = page.getByRole('textbox', { name: 'Việc cần làm' });
  await debug.send('Performance.enable', { timeDomain: 'threadTicks' });
  const work = async () => {
    const { metrics } = await debug.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
  };
  const painted = new Map<string, number>();
  const worked = new Map<string, number>();
  const keepBest = (of: Map<string, number>, text: string, ms: number) =>
    of.set(text, Math.min(of.get(text) ?? Number.POSITIVE_INFINITY, ms));
  for (let round = 0; round < ROUNDS; round++)
    for (const query of QUERIES) {
      await field.fill('');
      for (let length = 1; length <= query.length; length++) {
        const text = query.slice(0, length);
        const isSpace = text.endsWith(' '); // changes nothing that is shown
        if (!isSpace) await inPage(`waitFor(${JSON.stringify(engine.search(text).codes.slice(0, ON_SCREEN))})`);
        const before = await work();
        await page.keyboard.press(isSpace ? 'Space' : (text.at(-1) ?? ''));
        if (!isSpace) {
          keepBest(painted, text, await inPage<number>('painted'));
          keepBest(worked, text, (await work()) - before);
        }
        await page.waitForTimeout(LETTER_EVERY_MS);
      }
    }
  console.log(`${items.length} procedures, ${painted.size} keystrokes, wanted p95 ≤ ${WANTED_P95_MS} ms`);
  report('key to list painted', painted);
  report('CPU of the page’s main thread in between', worked);
} finally {
  await copy.stop();
}
process.exit(0);

function report(what: string, times: ReadonlyMap<string, number>) {
  const sorted = [...times].sort(([, a], [, b]) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]?.[1].toFixed(0);
  const slowest = sorted.slice(-3).map(([text, ms]) => `"${text}" ${ms.toFixed(0)}`);
  console.log(`${what}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms; slowest ${slowest.join(', ')}`);
}
