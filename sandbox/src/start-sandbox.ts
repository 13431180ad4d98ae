import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import formBody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import Fastify from 'fastify';
import { ZodError } from 'zod';
import { createFakeCheckout } from './checkout/checkout.ts';
import { startFakeClamd } from './clamd.ts';
import { controlRoutes } from './control/control.ts';
import { sandboxCredentials } from './credentials.ts';
import { createFaults } from './faults.ts';
import { createFakeIdentityProvider } from './identity/identity.ts';
import { createFakePopulation } from './identity/population.ts';
import { createFakeStaffAccounts } from './identity/staff-accounts.ts';
import { createFakeIgate } from './igate/igate.ts';
import { openJournal } from './journal.ts';
import { buildMiniAppHost } from './mini-app-host.ts';
import { createNationalDossiers, type NationalDossier } from './national/dossiers.ts';
import { createFakeNationalPortal } from './national/national.ts';
import type { FakeOrder } from './payment/orders.ts';
import { createFakePaymentPlatform } from './payment/payment.ts';
import { createFakePost, type PostOrder } from './post/post.ts';
import { createCounter, type OpenedAtCounter } from './province/counter.ts';
import type { CounterNumber } from './province/counter-numbers.ts';
import { createFakeProvince, type FeePayment, type ProvinceDossier, type StoredFile } from './province/province.ts';
import { signingAuthority } from './province/signing-authority.ts';
import { createFakeDocumentStore } from './store/store.ts';
import { createWebhooks, type PendingWebhook, type Webhooks } from './webhooks.ts';
import { miniAppEventSignature, oaEventSignature } from './zalo/oa-events.ts';
import { createFakeZalo, type PushedMessage, type Token } from './zalo/zalo.ts';

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/;
const PAGES = fileURLToPath(new URL('../pages', import.meta.url));
/** Colours and sizes that the faces of the product use too. */
const LOOK = dirname(fileURLToPath(import.meta.resolve('@tayninh/shared/look/tokens.css')));

export interface SandboxOptions {
  readonly port: number;
  readonly miniAppPort: number;
  readonly miniAppDir: string;
  readonly dataDir: string;
  readonly bffUrl: string;
  /** Where browsers of staff reach the console. */
  readonly consoleUrl?: string;
}

/** The world outside, on loopback: province, Zalo, virus scanner, and the pages to play them. */
export async function startSandbox({ port, miniAppPort, miniAppDir, dataDir, bffUrl, consoleUrl = 'http://localhost:9' }: SandboxOptions) {
  const credentials = sandboxCredentials(dataDir);
  const authority = await signingAuthority(dataDir);
  const journal = openJournal(join(dataDir, 'sandbox', 'journal.ndjson'));
  const faults = createFaults();
  let bff = bffUrl;
  let miniAppUrl = '';
  let url = '';
  let webhooks: Webhooks;
  const zalo = createFakeZalo({
    credentials,
    tokens: journal.collection<Token>('token'),
    messages: journal.collection<PushedMessage>('message'),
    faults,
    webhooks: () => webhooks,
  });
  const province = createFakeProvince({
    credentials,
    dossiers: journal.collection<ProvinceDossier>('dossier'),
    files: journal.collection<StoredFile>('file'),
    feePayments: journal.collection<FeePayment>('fee-payment'),
    numbers: journal.collection<CounterNumber>('counter-number'),
    counters: journal.collection<number>('counter'),
    faults,
    webhooks: () => webhooks,
    authority,
  });
  const national = createNationalDossiers(journal.collection<NationalDossier>('national-dossier'));
  const signOneGate = (body: string) => {
    const timestamp = String(Date.now());
    return {
      'x-timestamp': timestamp,
      'x-signature': `sha256=${createHmac('sha256', credentials.oneGate.webhookSecret).update(`${timestamp}.${body}`).digest('hex')}`,
    };
  };
  const counter = createCounter({
    bffUrl: () => bff,
    sign: signOneGate,
    province,
    opened: journal.collection<OpenedAtCounter>('opened-at-counter'),
  });
  webhooks = createWebhooks({
    pending: journal.collection<PendingWebhook>('webhook'),
    faults,
    bffUrl: () => bff,
    signers: {
      'one-gate': signOneGate,
      'in-body': () => ({}),
      'zalo-mini-app': (raw) => ({ 'x-zevent-signature': miniAppEventSignature(raw, credentials.zalo.miniAppApiKey) }),
      'zalo-oa': (raw) => ({
        'x-zevent-signature': oaEventSignature({ appId: credentials.zalo.appId, raw, oaSecretKey: credentials.zalo.oaSecretKey }),
      }),
    },
  });

  const app = Fastify({ logger: false, bodyLimit: 32 * 1024 * 1024, forceCloseConnections: true });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
    reply
      .code(error instanceof ZodError ? 400 : (error.statusCode ?? 500))
      .send({ message: error instanceof ZodError ? 'the body has another shape' : error.message }),
  );
  // The mini app in the sandbox asks for tokens from its own origin: another port of this machine, and no page from elsewhere.
  app.addHook('onSend', async (request, reply) => {
    const { origin } = request.headers;
    if (!origin || !LOOPBACK.test(origin)) return;
    reply
      .header('access-control-allow-origin', origin)
      .header('vary', 'origin')
      .header('access-control-allow-headers', 'content-type')
      .header('access-control-allow-methods', 'GET, POST, PUT');
  });
  app.options('/*', async (_request, reply) => reply.code(204).send());
  await app.register(formBody);
  await app.register(multipart, { limits: { fileSize: 16 * 1024 * 1024 } });
  await app.register(zalo.routes);
  await app.register(province.routes);
  await app.register(
    createFakePaymentPlatform({
      credentials,
      orders: journal.collection<FakeOrder>('platform-order'),
      faults,
      webhooks: () => webhooks,
      url: () => url,
    }).routes,
  );
  await app.register(
    createFakeCheckout({ credentials, orders: journal.collection<FakeOrder>('checkout-order'), faults, webhooks: () => webhooks }).routes,
  );
  await app.register(createFakePost({ credentials, orders: journal.collection<PostOrder>('post-order'), faults }).routes);
  await app.register(createFakeNationalPortal({ credentials, dossiers: national, faults }).routes);
  await app.register(createFakeIgate({ credentials, province, faults }).routes);
  const identity = createFakeIdentityProvider({
    credentials,
    dataDir,
    faults,
    redirectUri: `${bffUrl.replace('127.0.0.1', 'localhost')}/identity/return`,
  });
  await app.register(identity.routes);
  const staffAccounts = createFakeStaffAccounts({ credentials, dataDir, faults, consoleUrl });
  await app.register(staffAccounts.routes);
  await app.register(createFakePopulation({ credentials, faults }).routes);
  await app.register(createFakeDocumentStore({ credentials, faults, authority }).routes);
  await app.register(
    controlRoutes({
      credentials,
      zalo,
      province,
      national,
      counter,
      faults,
      webhooks,
      miniAppUrl: () => miniAppUrl,
      bffUrl: () => bff.replace('127.0.0.1', 'localhost'),
      reset: () => {
        webhooks.clear();
        journal.clear(
          'dossier',
          'file',
          'message',
          'webhook',
          'fee-payment',
          'counter-number',
          'national-dossier',
          'platform-order',
          'checkout-order',
          'post-order',
          'opened-at-counter',
        );
        province.clear();
        zalo.clear();
        faults.clear();
      },
    }),
  );
  if (existsSync(PAGES)) {
    await app.register(fastifyStatic, { root: PAGES, prefix: '/pages/', maxAge: 0 });
    app.get('/pages/tokens.css', async (_request, reply) => reply.sendFile('tokens.css', LOOK));
    app.get('/', async (_request, reply) => reply.sendFile('phone.html'));
    app.get('/pay/:system/:id', async (_request, reply) => reply.sendFile('pay.html'));
    app.get('/desk', async (_request, reply) => reply.sendFile('desk.html'));
  }
  url = (await app.listen({ host: '127.0.0.1', port })).replace('127.0.0.1', 'localhost');
  const clamdSocket = join(dataDir, 'sandbox', 'clamd.sock');
  const clamd = await startFakeClamd(clamdSocket);
  const host = await buildMiniAppHost({
    directory: miniAppDir,
    miniAppId: credentials.zalo.miniAppId,
    sandboxOrigin: () => url,
    bffOrigin: () => bff.replace('127.0.0.1', 'localhost'),
  });
  miniAppUrl = (await host.listen({ host: '127.0.0.1', port: miniAppPort })).replace('127.0.0.1', 'localhost');

  return {
    url,
    miniAppUrl,
    clamdSocket,
    credentials,
    /** PEM: whose signatures on results are trusted. */
    resultAnchors: authority.rootPem,
    faults,
    identity,
    staffAccounts,
    setBffUrl: (next: string) => {
      bff = next;
    },
    stop: async () => {
      webhooks.stop();
      await Promise.all([app.close(), host.close(), clamd.stop()]);
      journal.close();
    },
  };
}
export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;
