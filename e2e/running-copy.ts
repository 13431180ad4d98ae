import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import { CHROMIUM } from '../scripts/browser.ts';
import { createCitizenClient } from '../scripts/citizen-client.ts';

const root = resolve(import.meta.dirname, '..');

/** Where the parts of a running copy answer. */
export interface Addresses {
  readonly sandbox: string;
  readonly bff: string;
  readonly miniApp: string;
  readonly console: string;
}

/** A whole copy of the product on ports and data of its own, started as a newcomer starts it. */
export async function startProduct(): Promise<{ addresses: Addresses; stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tns-e2e-'));
  // below the ports that the system hands out by itself (32,768 and up on Linux), or one may be taken in between
  const first = 20_000 + Math.floor(Math.random() * 12_000);
  const ports = { BFF_PORT: first, BFF_INNER_PORT: first + 1, SANDBOX_PORT: first + 2, MINI_APP_PORT: first + 3, CONSOLE_PORT: first + 4 };
  const environment = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
  const copy: ChildProcess = spawn(process.execPath, [join(root, 'scripts/start.ts')], {
    cwd: root,
    env: { ...process.env, ...environment, DATA_DIR: dataDir, NODE_ENV: 'development' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  copy.stdout?.on('data', (data) => {
    said += data;
  });
  copy.stderr?.on('data', (data) => {
    said += data;
  });
  for (let tries = 0; !said.includes('Ctrl-C'); tries++) {
    if (copy.exitCode !== null || tries > 1_000) throw new Error(`the copy did not start: ${said}`);
    await pause(100);
  }
  const sandbox = `http://localhost:${ports.SANDBOX_PORT}`;
  const bff = `http://localhost:${ports.BFF_PORT}`;
  const { zalo } = (await (await fetch(`${sandbox}/control/settings`)).json()) as { zalo: { miniAppId: string } };
  const miniApp = `http://localhost:${ports.MINI_APP_PORT}/zapps/${zalo.miniAppId}`;
  return {
    addresses: { sandbox, bff, miniApp, console: `http://localhost:${ports.CONSOLE_PORT}` },
    async stop() {
      const gone = new Promise((done) => copy.once('exit', done));
      copy.kill('SIGTERM');
      await gone;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A browser on a copy that runs, and what its people, its desk and its province can do. */
export async function openCopy({ sandbox, bff, miniApp, console: consoleUrl }: Addresses) {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const citizen = (personaId: string) => createCitizenClient({ bff, sandbox, personaId });
  const control = async (path: string, method = 'GET', body?: unknown): Promise<unknown> => {
    const headers = body ? { 'content-type': 'application/json' } : {};
    return (await fetch(`${sandbox}/control/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })).json();
  };
  return {
    sandbox,
    bff,
    miniApp,
    citizen,
    /** A dossier of invented answers that the desk has received, filed without a screen. `desk` is what the clerk does with it. */
    async received(personaId: string, procedureCode: string) {
      const owner = await citizen(personaId);
      const draft = await owner.fillDraft(procedureCode);
      const { id, receiptNo } = await owner.submit(draft.id, crypto.randomUUID());
      await owner.until(async () => ((await owner.dossier(id)).state === 'confirmed' ? true : null));
      const [kept] = await owner.provinceDossiers(receiptNo);
      const desk = (action: string, rest: object = {}) => owner.deskAction(kept?.code ?? '', action, rest);
      /** Until our side knows it too. */
      const seen = (status: number) => owner.until(async () => ((await owner.dossier(id)).status === status ? true : null));
      await desk('accept');
      await seen(2);
      return { owner, id, receiptNo, desk, seen };
    },
    /** The sandbox's page: a phone with the mini app inside, Zalo's sheets and the Official Account's thread around it. */
    async rehearsal(personaId: string) {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        locale: 'vi-VN',
        timezoneId: 'Asia/Ho_Chi_Minh',
      });
      context.setDefaultTimeout(20_000);
      const page = await context.newPage();
      await page.goto(`${sandbox}/?persona=${personaId}`);
      return {
        page,
        app: page.frameLocator('iframe[title="Tây Ninh Smart"]'),
        /** The province's desk, in another tab of the same browser. */
        desk: async () => {
          const desk = await context.newPage();
          await desk.goto(`${sandbox}/desk`);
          return desk;
        },
        close: () => context.close(),
      };
    },
    /** A phone of 390 × 844 in the hand of an invented citizen. */
    async phone(personaId: string, path = '/'): Promise<Page> {
      const context = await browser.newContext({
        viewport: { width: 390, height: 844 },
        locale: 'vi-VN',
        timezoneId: 'Asia/Ho_Chi_Minh',
      });
      const page = await context.newPage();
      await page.goto(`${miniApp}${path}?persona=${personaId}`);
      return page;
    },
    /** A desk computer on which nobody is signed in to the console. */
    console: async (path = '/', viewport = { width: 1440, height: 900 }): Promise<Page> => {
      const context = await browser.newContext({ viewport, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
      const page = await context.newPage();
      await page.goto(consoleUrl + path);
      return page;
    },
    desk: async (): Promise<Page> => {
      const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'vi-VN' })).newPage();
      await page.goto(`${sandbox}/desk`);
      return page;
    },
    /** All that the province holds under a receipt number. */
    inProvince: async (receiptNo: string) => ((await control(`province/dossiers?reference=${receiptNo}`)) as { items: Kept[] }).items,
    deskAction: (code: string, action: string, rest: object = {}) =>
      control(`province/dossiers/${encodeURIComponent(code)}/actions`, 'POST', { action, ...rest }),
    /** A dossier that somebody brings to the counter on paper. */
    bringToCounter: (personaId: string, procedureCode: string) => control('province/dossiers', 'POST', { personaId, procedureCode }),
    setProvince: (mode: 'down' | 'none') => control('faults', 'PUT', { system: 'province', mode }),
    close: () => browser.close(),
  };
}
/** Both at once, for whoever needs a copy alone. */
export async function startCopy() {
  const product = await startProduct();
  const copy = await openCopy(product.addresses);
  return { ...copy, stop: () => copy.close().then(product.stop) };
}
export type Copy = Awaited<ReturnType<typeof openCopy>>;

interface Kept {
  readonly code: string;
  readonly timesFiled: number;
  readonly files: readonly { readonly sha256: string }[];
  readonly requests: readonly { readonly kind: string; readonly files: readonly { readonly name: string }[]; readonly content: object }[];
  readonly feePayments: readonly { readonly amountVnd: number }[];
}
