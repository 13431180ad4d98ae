import { join } from 'node:path';
import { type SandboxCredentials, staffKeys } from '@tayninh/sandbox/credentials';
import { developmentSecrets } from './secrets.ts';

/** The bff's environment for a copy that talks to the sandbox. Times are short, so that a rehearsal shows what days would. */
export function bffEnvironment({
  dataDir,
  databaseUrl,
  sandboxUrl,
  credentials,
  resultAnchors,
  miniAppOrigins,
  bffPort,
  innerPort,
  console = { url: 'http://localhost:9', port: 0 },
}: {
  dataDir: string;
  databaseUrl: string;
  sandboxUrl: string;
  credentials: SandboxCredentials;
  resultAnchors: string;
  miniAppOrigins: string[];
  bffPort: number;
  innerPort: number;
  /** Left out: nobody opens it in a browser. */
  console?: { url: string; port: number; directory?: string };
}): Record<string, string> {
  const { zalo, oneGate, national, igate, checkout, payment, post, identity, population, store, staff } = credentials;
  return {
    APP_ENV: 'development',
    BFF_PORT: String(bffPort),
    BFF_INNER_PORT: String(innerPort),
    CORS_ORIGINS: ['https://h5.zdn.vn', 'zbrowser://h5.zdn.vn', ...miniAppOrigins].join(','),
    DATABASE_URL: databaseUrl,
    FILE_STORE_DIR: join(dataDir, 'files'),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    ...developmentSecrets(dataDir),
    ZALO_GRAPH_URL: sandboxUrl,
    ZALO_OAUTH_URL: sandboxUrl,
    ZALO_OPENAPI_URL: sandboxUrl,
    ZALO_BUSINESS_URL: sandboxUrl,
    ZALO_MINI_APP_URL: sandboxUrl,
    ZALO_APP_ID: zalo.appId,
    ZALO_APP_SECRET: zalo.appSecret,
    ZALO_MINI_APP_ID: zalo.miniAppId,
    ZALO_OA_ID: zalo.oaId,
    ZALO_OA_SECRET_KEY: zalo.oaSecretKey,
    ZALO_MINI_APP_API_KEY: zalo.miniAppApiKey,
    ZALO_OA_REFRESH_TOKEN: zalo.oaRefreshToken,
    ONE_GATE_URL: sandboxUrl,
    ONE_GATE_TOKEN: oneGate.token,
    ONE_GATE_WEBHOOK_SECRET: oneGate.webhookSecret,
    ONE_GATE_ANSWERS_BY_REFERENCE: 'true',
    ONE_GATE_TAKES_RATINGS: 'true',
    RESULT_TRUST_ANCHORS: resultAnchors,
    NATIONAL_PORTAL_URL: sandboxUrl,
    NATIONAL_PORTAL_USERNAME: national.username,
    NATIONAL_PORTAL_PASSWORD: national.password,
    NATIONAL_PORTAL_DSTCODE: national.dstcode,
    NATIONAL_PORTAL_UNIT_CODE: 'H80',
    IGATE_URL: sandboxUrl,
    IGATE_TOKEN_URL: `${sandboxUrl}/auth/realms/digo/protocol/openid-connect/token`,
    IGATE_CLIENT_ID: igate.clientId,
    IGATE_CLIENT_SECRET: igate.clientSecret,
    ZALO_CHECKOUT_URL: sandboxUrl,
    ZALO_CHECKOUT_PRIVATE_KEY: checkout.privateKey,
    PAYMENT_PLATFORM_URL: sandboxUrl,
    PAYMENT_PLATFORM_PARTNER: payment.partner,
    PAYMENT_PLATFORM_SECRET: payment.secret,
    POST_URL: sandboxUrl,
    POST_ACCESS_TOKEN: post.accessToken,
    POST_CUSTOMER_CODE: 'TNS-MAU',
    NATIONAL_LOGIN: 'federated',
    NATIONAL_LOGIN_URL: `${sandboxUrl}/idp/oidc`,
    NATIONAL_LOGIN_CLIENT_ID: identity.clientId,
    NATIONAL_LOGIN_CLIENT_SECRET: identity.clientSecret,
    PUBLIC_URL: `http://localhost:${bffPort}`,
    POPULATION_URL: sandboxUrl,
    POPULATION_TOKEN: population.token,
    POPULATION_OFFICER: 'can-bo-mau',
    POPULATION_AGENCY: 'H80',
    DOCUMENT_STORE_URL: sandboxUrl,
    DOCUMENT_STORE_TOKEN: store.token,
    DOCUMENT_STORE_CHANNEL: 'TNS-MAU',
    STAFF_LOGIN_URL: `${sandboxUrl}/idp/staff`,
    STAFF_LOGIN_CLIENT_ID: staff.clientId,
    STAFF_LOGIN_CLIENT_KEY: staffKeys(dataDir).clientKey,
    CONSOLE_URL: console.url,
    CONSOLE_PORT: String(console.port),
    ...(console.directory && { CONSOLE_DIR: console.directory }),
    PAYMENT_SETTLES_MS: '10000',
    PAYMENT_ASK_BASE_MS: '4000',
    PAYMENT_ASK_MAX_MS: '15000',
    CLAMD: `unix:${join(dataDir, 'sandbox', 'clamd.sock')}`,
    SEND_TIMEOUT_MS: '5000',
    READ_TIMEOUT_MS: '5000',
    LEASE_MS: '8000',
    ABSENCE_SETTLES_MS: '8000',
    RETRY_BASE_MS: '1000',
    RETRY_MAX_MS: '10000',
    POLL_EVERY_MS: '15000',
    SWEEP_EVERY_MS: '2000',
  };
}
