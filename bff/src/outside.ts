import type { FilingRoute } from '@tayninh/shared/features/procedures/catalogue';
import { UPLOAD_MAX_BYTES } from '@tayninh/shared/features/uploads/upload-rules';
import type { Config } from './config.ts';
import { createClamd } from './connectors/clamd/clamd.ts';
import { createDocumentStore } from './connectors/document-store/document-store.ts';
import { type FilingConnector, notConnected } from './connectors/filing-connector.ts';
import { createIgate } from './connectors/igate/igate.ts';
import { createFederatedLogin } from './connectors/national-login/federated-login.ts';
import type { NationalLogin } from './connectors/national-login/national-login.ts';
import { createVneidLogin } from './connectors/national-login/vneid-login.ts';
import { createNationalDossiers } from './connectors/national-portal/national-dossiers.ts';
import { createNationalSession } from './connectors/national-portal/national-session.ts';
import { createOneGate } from './connectors/one-gate/one-gate.ts';
import { createPaymentPlatform } from './connectors/payment-platform/payment-platform.ts';
import type { PaymentProvider } from './connectors/payment-provider.ts';
import { createPopulationCheck } from './connectors/population/population.ts';
import { createPost } from './connectors/post/post.ts';
import { createStaffLogin } from './connectors/staff-login/staff-login.ts';
import { createUpstream, type Observe, type Upstream } from './connectors/upstream.ts';
import { createZaloGraph } from './connectors/zalo/zalo-graph.ts';
import { createZaloMiniApp } from './connectors/zalo/zalo-mini-app.ts';
import { createZaloOa } from './connectors/zalo/zalo-oa.ts';
import { createZaloTemplates } from './connectors/zalo/zalo-templates.ts';
import { createZaloCheckout } from './connectors/zalo-checkout/zalo-checkout.ts';

/**
 * The outside systems that the configuration names, each behind a guarded way of its own; null where one is not connected.
 * Nothing is called here.
 */
export function connectOutside(config: Config, observe: Observe) {
  const opened: Upstream[] = [];
  const open = (system: string, baseUrl: string, limits: { sockets?: number; maxAnswerBytes?: number } = {}) => {
    const upstream = createUpstream({ system, baseUrl, observe, ...limits });
    opened.push(upstream);
    return upstream;
  };
  const { READ_TIMEOUT_MS: timeoutMs, SEND_TIMEOUT_MS: sendTimeoutMs } = config;

  const oneGate = createOneGate({
    upstream: open('one-gate', config.ONE_GATE_URL),
    files: open('one-gate-files', config.ONE_GATE_URL, {
      sockets: 2,
      maxAnswerBytes: Math.ceil(UPLOAD_MAX_BYTES * 1.4), // in base64, with its frame
    }),
    token: config.ONE_GATE_TOKEN,
    capabilities: { idempotent: config.ONE_GATE_IS_IDEMPOTENT, lookupByReference: config.ONE_GATE_ANSWERS_BY_REFERENCE },
    sendTimeoutMs,
    readTimeoutMs: timeoutMs,
  });
  const nationalSession = config.nationalPortal
    ? createNationalSession({ upstream: open('national', config.nationalPortal.url, { sockets: 2 }), ...config.nationalPortal })
    : null;
  const filing: Record<FilingRoute, FilingConnector> = {
    'one-gate': oneGate,
    national: nationalSession
      ? createNationalDossiers({ session: nationalSession, sendTimeoutMs, readTimeoutMs: timeoutMs })
      : notConnected('national'),
  };

  return {
    oneGate,
    nationalSession,
    /** By the route that a procedure's version names. */
    filing,
    zaloGraph: createZaloGraph({
      upstream: open('zalo-graph', config.ZALO_GRAPH_URL),
      appSecret: config.ZALO_APP_SECRET,
      miniAppId: config.ZALO_MINI_APP_ID,
      timeoutMs,
    }),
    zaloTemplates: createZaloTemplates({ business: open('zalo-templates', config.ZALO_BUSINESS_URL, { sockets: 2 }), timeoutMs }),
    zaloOa: createZaloOa({
      openApi: open('zalo-openapi', config.ZALO_OPENAPI_URL, { sockets: 64 }),
      business: open('zalo-business', config.ZALO_BUSINESS_URL, { sockets: 64 }),
      oauth: open('zalo-oauth', config.ZALO_OAUTH_URL, { sockets: 2 }),
      appId: config.ZALO_APP_ID,
      appSecret: config.ZALO_APP_SECRET,
      timeoutMs,
    }),
    zaloMiniApp: createZaloMiniApp({
      upstream: open('zalo-mini-app', config.ZALO_MINI_APP_URL),
      apiKey: config.ZALO_MINI_APP_API_KEY,
      miniAppId: config.ZALO_MINI_APP_ID,
      timeoutMs,
    }),
    igate: config.igate
      ? createIgate({
          upstream: open('igate', config.igate.url, { sockets: 4 }),
          logInUpstream: open('igate-log-in', config.igate.tokenUrl, { sockets: 1 }),
          timeoutMs,
          ...config.igate,
        })
      : null,
    nationalLogin: config.nationalLogin
      ? nationalLogin(config.nationalLogin, open('national-login', new URL(config.nationalLogin.url).origin, { sockets: 8 }), timeoutMs)
      : null,
    staffLogin: config.staffLogin
      ? createStaffLogin({
          upstream: open('staff-login', new URL(config.staffLogin.url).origin, { sockets: 4 }),
          issuer: config.staffLogin.url,
          timeoutMs,
          ...config.staffLogin,
        })
      : null,
    population: config.population
      ? createPopulationCheck({ upstream: open('population', config.population.url, { sockets: 8 }), ...config.population, timeoutMs })
      : null,
    post:
      config.POST_URL && config.POST_ACCESS_TOKEN && config.POST_CUSTOMER_CODE
        ? createPost({
            upstream: open('post', config.POST_URL, { sockets: 2 }),
            accessToken: config.POST_ACCESS_TOKEN,
            customerCode: config.POST_CUSTOMER_CODE,
            timeoutMs: sendTimeoutMs,
          })
        : null,
    documentStore:
      config.DOCUMENT_STORE_URL && config.DOCUMENT_STORE_TOKEN && config.DOCUMENT_STORE_CHANNEL
        ? createDocumentStore({
            upstream: open('document-store', config.DOCUMENT_STORE_URL, {
              sockets: 4,
              maxAnswerBytes: Math.ceil(UPLOAD_MAX_BYTES * 1.4), // files in base64, with their frame
            }),
            token: config.DOCUMENT_STORE_TOKEN,
            channel: config.DOCUMENT_STORE_CHANNEL,
            readTimeoutMs: timeoutMs,
            fileTimeoutMs: sendTimeoutMs,
          })
        : null,
    paymentProviders: paymentProviders(config, open),
    clamd: createClamd(config.CLAMD, { observe }),
    close: () => Promise.all(opened.map((upstream) => upstream.close())),
  };
}

/** Those that are offered to citizens, in this order. */
function paymentProviders(
  config: Config,
  open: (system: string, baseUrl: string, limits: { sockets: number }) => Upstream,
): PaymentProvider[] {
  const { READ_TIMEOUT_MS: timeoutMs, PAYMENT_PLATFORM_URL: platformUrl, PAYMENT_PLATFORM_PARTNER: partnerCode } = config;
  const { PAYMENT_PLATFORM_SECRET: secret, ZALO_CHECKOUT_PRIVATE_KEY: privateKey } = config;
  const providers: PaymentProvider[] = [];
  if (platformUrl && partnerCode && secret) {
    const upstream = open('payment-platform', platformUrl, { sockets: 4 });
    providers.push(createPaymentPlatform({ upstream, partnerCode, secret, timeoutMs }));
  }
  if (privateKey) {
    const upstream = open('zalo-checkout', config.ZALO_CHECKOUT_URL, { sockets: 4 });
    providers.push(createZaloCheckout({ upstream, appId: config.ZALO_MINI_APP_ID, privateKey, timeoutMs }));
  }
  return providers;
}

function nationalLogin(settings: NonNullable<Config['nationalLogin']>, upstream: Upstream, timeoutMs: number): NationalLogin {
  const { clientId, clientSecret, redirectUri, url } = settings;
  const common = { upstream, clientId, clientSecret, redirectUri, timeoutMs };
  return settings.kind === 'federated'
    ? createFederatedLogin({ ...common, issuer: url })
    : createVneidLogin({ ...common, baseUrl: url, decryptionKey: settings.decryptionKey });
}
