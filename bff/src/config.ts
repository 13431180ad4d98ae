import { readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * The only file that reads the environment. Parsed once at boot; a missing, short or sample secret outside development
 * stops the process with a list of what is wrong (SC-5, T83).
 *
 * Each secret `X` may come as the value or as `X_FILE`, the path of a mounted file. Names carry the unit.
 */
const Url = z.url({ protocol: /^https?$/ });
const Port = z.coerce.number().int().min(0).max(65_535);
const Milliseconds = z.coerce.number().int().min(1);

/** 32 random bytes, base64. */
const Key = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64');
/** `1:<key>,2:<key>`: the highest number encrypts, all of them decrypt (PD-5). */
const KeyRing = z.string().transform((text, context) => {
  const ring = new Map<number, Buffer>();
  for (const entry of text.split(',')) {
    const [version, key] = entry.trim().split(/:(.*)/s);
    const parsed = Key.safeParse(key);
    if (!/^\d{1,4}$/.test(version ?? '') || !parsed.success) {
      context.addIssue({ code: 'custom', message: 'must look like 1:<32 bytes in base64>,2:<…>' });
      return z.NEVER;
    }
    ring.set(Number(version), Buffer.from(parsed.data, 'base64'));
  }
  return ring;
});
const Secret = z.string().min(16);

export const Environment = z.object({
  /** `production` refuses samples, development answers (OpenAPI, form samples) and plain-HTTP outside systems. */
  APP_ENV: z.enum(['production', 'staging', 'development', 'test']).default('production'),
  /** `serve` answers HTTP, `work` runs jobs; one process may do both. */
  BFF_ROLES: z
    .string()
    .default('serve,work')
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(['serve', 'work'])).min(1)),
  BFF_HOST: z.string().default('127.0.0.1'),
  BFF_PORT: Port.default(8080),
  BFF_INNER_PORT: Port.default(8081),
  /** Origins of the mini app, exact, comma separated (HT-5). */
  CORS_ORIGINS: z
    .string()
    .default('https://h5.zdn.vn,zbrowser://h5.zdn.vn')
    .transform((text) =>
      text
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    ),
  /** Hops of our own proxy in front; 0 = none, the socket's address counts. */
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(5).default(0),
  /** RL-20. Carriers put thousands of phones behind one address, so that limit is wide; it only slows a single machine down. */
  REQUESTS_PER_MINUTE_CITIZEN: z.coerce.number().int().min(1).default(240),
  REQUESTS_PER_MINUTE_ADDRESS: z.coerce.number().int().min(1).default(3_000),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Encrypted files live here. */
  FILE_STORE_DIR: z.string().min(1),

  /** EdDSA private key, PKCS#8 PEM; the public half is derived. */
  JWT_PRIVATE_KEY: z.string().includes('PRIVATE KEY'),
  KEY_ENCRYPTION_KEYS: KeyRing,
  /** One key for each blind index (PD-4). */
  BLIND_INDEX_ZALO_ID_KEY: Key,
  BLIND_INDEX_OA_USER_ID_KEY: Key,
  BLIND_INDEX_PHONE_KEY: Key,

  ZALO_GRAPH_URL: Url.default('https://graph.zalo.me'),
  ZALO_OAUTH_URL: Url.default('https://oauth.zaloapp.com'),
  ZALO_OPENAPI_URL: Url.default('https://openapi.zalo.me'),
  ZALO_BUSINESS_URL: Url.default('https://business.openapi.zalo.me'),
  ZALO_MINI_APP_URL: Url.default('https://openapi.mini.zalo.me'),
  ZALO_APP_ID: z.string().regex(/^\d{6,25}$/),
  ZALO_APP_SECRET: Secret,
  ZALO_MINI_APP_ID: z.string().regex(/^\d{6,25}$/),
  ZALO_OA_ID: z.string().regex(/^\d{6,25}$/),
  ZALO_OA_SECRET_KEY: Secret,
  ZALO_MINI_APP_API_KEY: Secret,
  /** The ones before, while they are changed at Zalo: events signed with either are believed (WH-4). */
  ZALO_OA_SECRET_KEY_BEFORE: Secret.optional(),
  ZALO_MINI_APP_API_KEY_BEFORE: Secret.optional(),
  /**
   * First refresh token of the OA; used once, afterwards the database holds its successor. Another one here than before is used at
   * once: the Account was authorised again (RL-25, docs/runbooks/zalo-oa-reauthorise.md).
   */
  ZALO_OA_REFRESH_TOKEN: Secret,

  ONE_GATE_URL: Url,
  ONE_GATE_TOKEN: Secret,
  ONE_GATE_WEBHOOK_SECRET: Secret,
  /**
   * What the province promises of repeated calls (docs/runbooks/connect-systems.md): doubt after a lost answer is decided by these alone.
   * The second has no default, for a wrong one files twice or leaves everything to staff.
   */
  ONE_GATE_IS_IDEMPOTENT: z.stringbool().default(false),
  ONE_GATE_ANSWERS_BY_REFERENCE: z.stringbool(),
  /** Whether the province's system takes ratings; otherwise they stay with us. */
  ONE_GATE_TAKES_RATINGS: z.stringbool().default(false),
  /**
   * Certificates of the authorities whose signatures on results count, PEM, one after the other (docs/runbooks/results.md). Without
   * any, no signature is ever called valid.
   */
  RESULT_TRUST_ANCHORS: z.string().default(''),
  /**
   * The national portal's adapter for provinces: the catalogue each night, and dossiers whose procedure goes to a ministry. Without an
   * address the catalogue comes from files and such dossiers wait; with one, the other four are needed too.
   */
  NATIONAL_PORTAL_URL: Url.optional(),
  NATIONAL_PORTAL_USERNAME: z.string().min(1).optional(),
  NATIONAL_PORTAL_PASSWORD: Secret.optional(),
  NATIONAL_PORTAL_DSTCODE: z.string().min(1).optional(),
  /** Identity code of the province (mã định danh), `madonvi`. */
  NATIONAL_PORTAL_UNIT_CODE: z.string().min(1).optional(),
  /**
   * A system of the iGate kind: second source of status, and tracking of dossiers that did not come through us. Without an address
   * there is neither; with one, the other three are needed too.
   */
  IGATE_URL: Url.optional(),
  /** Where its client credentials are turned into a token; mostly another machine. */
  IGATE_TOKEN_URL: Url.optional(),
  IGATE_CLIENT_ID: z.string().min(1).optional(),
  IGATE_CLIENT_SECRET: Secret.optional(),
  /** Zalo's Checkout SDK: offered to citizens when its private key is set. */
  ZALO_CHECKOUT_URL: Url.default('https://payment-mini.zalo.me'),
  ZALO_CHECKOUT_PRIVATE_KEY: Secret.optional(),
  /** The national payment platform: offered when it has an address; then partner and secret are needed too. */
  PAYMENT_PLATFORM_URL: Url.optional(),
  PAYMENT_PLATFORM_PARTNER: z.string().min(1).optional(),
  PAYMENT_PLATFORM_SECRET: Secret.optional(),
  /** VNPost, for results on paper: offered when it has an address; then key and account are needed too. */
  POST_URL: Url.optional(),
  POST_ACCESS_TOKEN: Secret.optional(),
  POST_CUSTOMER_CODE: z.string().min(1).optional(),
  /**
   * The national log-in: `federated` is OIDC (the national portal's), `vneid` the direct interface, which needs the key too. Without
   * it nothing is offered that asks for a civil identity. PUBLIC_URL is where citizens' browsers reach us: `/identity/return` on it is
   * registered with the identity provider, letter by letter.
   */
  NATIONAL_LOGIN: z.enum(['federated', 'vneid']).optional(),
  NATIONAL_LOGIN_URL: Url.optional(),
  NATIONAL_LOGIN_CLIENT_ID: z.string().min(1).optional(),
  NATIONAL_LOGIN_CLIENT_SECRET: Secret.optional(),
  /** RSA, PKCS#8 PEM. */
  NATIONAL_LOGIN_DECRYPTION_KEY: z.string().includes('PRIVATE KEY').optional(),
  PUBLIC_URL: Url.optional(),
  BLIND_INDEX_PERSONAL_NUMBER_KEY: Key.optional(),
  /** How long a national log-in counts as recent, and how long one may take. */
  IDENTITY_FRESH_MS: Milliseconds.default(900_000),
  IDENTITY_LINK_OPEN_MS: Milliseconds.default(600_000),
  /** The population database: asked when it has an address; then the other three are needed too. */
  POPULATION_URL: Url.optional(),
  POPULATION_TOKEN: Secret.optional(),
  POPULATION_OFFICER: z.string().min(1).optional(),
  POPULATION_AGENCY: z.string().min(1).optional(),
  /** The national store of people's electronic papers: offered with the national log-in when it has an address; then the other two are needed. */
  DOCUMENT_STORE_URL: Url.optional(),
  DOCUMENT_STORE_TOKEN: Secret.optional(),
  /** How the store knows us, as `KenhThucHien`. */
  DOCUMENT_STORE_CHANNEL: z.string().min(1).optional(),
  /**
   * The staff accounts' provider: its issuer address. Without it there is no console; with one, CLIENT_ID, CLIENT_KEY and CONSOLE_URL
   * are needed too. `/v1/staff/sign-in/callback` and `/sign-in` on CONSOLE_URL are registered there, letter by letter.
   */
  STAFF_LOGIN_URL: Url.optional(),
  STAFF_LOGIN_CLIENT_ID: z.string().min(1).optional(),
  /** P-256, PKCS#8 PEM: we prove ourselves by it (private_key_jwt). */
  STAFF_LOGIN_CLIENT_KEY: z.string().includes('PRIVATE KEY').optional(),
  /** Values of `acr` that mean two factors, comma separated, where the provider does not say so in `amr`. */
  STAFF_LOGIN_TWO_FACTOR_LEVELS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter(Boolean)),
  /** Where browsers of staff reach the console: a host of its own, never the api's (HT-1). */
  CONSOLE_URL: Url.optional(),
  /** Where the console is served and its calls are answered. */
  CONSOLE_PORT: Port.default(5174),
  /** The built console; without it only its calls are answered. */
  CONSOLE_DIR: z.string().min(1).optional(),
  REQUESTS_PER_MINUTE_STAFF: z.coerce.number().int().min(1).default(600),
  /** The virus scanner's local socket or tcp address: `unix:/run/clamd.sock` or `tcp:host:3310` (UP-5). */
  CLAMD: z.string().regex(/^(unix:\/.+|tcp:[\w.-]+:\d+)$/),

  /** Budget of one send to the province (RL-10). Must stay below the lease. */
  SEND_TIMEOUT_MS: Milliseconds.default(45_000),
  READ_TIMEOUT_MS: Milliseconds.default(5_000),
  /** How long one worker owns one dossier (RL-4). */
  LEASE_MS: Milliseconds.default(60_000),
  /** "Not found" proves absence only this long after the last send ended: the province may still be working on it. */
  ABSENCE_SETTLES_MS: Milliseconds.default(180_000),
  /** First wait after an uncertain or failed send; doubles with full jitter, at most 15 min (RL-8). */
  RETRY_BASE_MS: Milliseconds.default(5_000),
  RETRY_MAX_MS: Milliseconds.default(900_000),
  /** After this long without an answer a person looks at it (RL-5). */
  GIVE_UP_MS: Milliseconds.default(86_400_000),
  /** How often the status of an open dossier is asked for, beside the webhook. */
  POLL_EVERY_MS: Milliseconds.default(600_000),
  /** How long one attempt to pay stays open, and how long after that news of it may still come (Zalo: ask after 20 minutes). */
  PAYMENT_OPEN_MS: Milliseconds.default(900_000),
  PAYMENT_SETTLES_MS: Milliseconds.default(1_200_000),
  /** First pause before an undecided payment is asked about; doubles up to the longest. */
  PAYMENT_ASK_BASE_MS: Milliseconds.default(15_000),
  PAYMENT_ASK_MAX_MS: Milliseconds.default(300_000),
  /** How long the first percent of a campaign is watched before the rest goes (NT-6). */
  CAMPAIGN_CANARY_WAIT_MS: Milliseconds.default(600_000),
  /** Calls to Zalo for campaigns at once, in one process; what single people wait for has sockets of its own. */
  CAMPAIGN_CALLS_AT_ONCE: z.coerce.number().int().min(1).max(500).default(96),
  /** How often work that a dead process left behind is looked for. */
  SWEEP_EVERY_MS: Milliseconds.default(5_000),
});

export type Config = ReturnType<typeof readConfig>;

/** Values that stand in examples and tutorials; nobody's real secret. */
const SAMPLE = /change.?me|example|sample|secret123|password|xxxx|0{16}|thay.?doi/i;

/** @throws Error with one line per wrong variable; never with a value. */
export function readConfig(environment: NodeJS.ProcessEnv) {
  const parsed = Environment.safeParse(withSecretFiles(environment));
  if (!parsed.success)
    throw new Error(
      `Configuration refused:\n${parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n')}`,
    );
  const env = parsed.data;
  const refused = env.APP_ENV === 'production' || env.APP_ENV === 'staging' ? whatProductionRefuses(env) : [];
  if (env.SEND_TIMEOUT_MS >= env.LEASE_MS) refused.push('SEND_TIMEOUT_MS: must be below LEASE_MS, or two workers could send at once');
  const { nationalPortal, missing } = readNationalPortal(env);
  const igate = readIgate(env);
  refused.push(...missing, ...igate.missing);
  if (env.PAYMENT_PLATFORM_URL && !(env.PAYMENT_PLATFORM_PARTNER && env.PAYMENT_PLATFORM_SECRET))
    refused.push('PAYMENT_PLATFORM_*: an address needs PARTNER and SECRET');
  if (env.POST_URL && !(env.POST_ACCESS_TOKEN && env.POST_CUSTOMER_CODE))
    refused.push('POST_*: an address needs ACCESS_TOKEN and CUSTOMER_CODE');
  if (env.DOCUMENT_STORE_URL && !(env.DOCUMENT_STORE_TOKEN && env.DOCUMENT_STORE_CHANNEL && env.NATIONAL_LOGIN))
    refused.push('DOCUMENT_STORE_*: an address needs TOKEN and CHANNEL, and NATIONAL_LOGIN: nobody else is shown anything of it');
  const { nationalLogin, missing: missingLogin } = readNationalLogin(env);
  const { population, missing: missingPopulation } = readPopulation(env);
  const { staffLogin, missing: missingStaff } = readStaffLogin(env);
  refused.push(...missingLogin, ...missingPopulation, ...missingStaff);
  if (refused.length > 0) throw new Error(`Configuration refused:\n${refused.map((line) => `  ${line}`).join('\n')}`);
  return {
    ...env,
    nationalPortal,
    nationalLogin,
    population,
    staffLogin,
    igate: igate.igate,
    isDevelopment: env.APP_ENV === 'development' || env.APP_ENV === 'test',
  };
}

function readNationalPortal({
  NATIONAL_PORTAL_URL: url,
  NATIONAL_PORTAL_USERNAME: username,
  NATIONAL_PORTAL_PASSWORD: password,
  NATIONAL_PORTAL_DSTCODE: dstcode,
  NATIONAL_PORTAL_UNIT_CODE: unitCode,
}: z.infer<typeof Environment>) {
  if (!url) return { nationalPortal: null, missing: [] };
  if (!username || !password || !dstcode || !unitCode)
    return { nationalPortal: null, missing: ['NATIONAL_PORTAL_*: an address needs USERNAME, PASSWORD, DSTCODE and UNIT_CODE'] };
  return { nationalPortal: { url, username, password, dstcode, unitCode }, missing: [] };
}

function readIgate({
  IGATE_URL: url,
  IGATE_TOKEN_URL: tokenUrl,
  IGATE_CLIENT_ID: clientId,
  IGATE_CLIENT_SECRET: clientSecret,
}: z.infer<typeof Environment>) {
  if (!url) return { igate: null, missing: [] };
  if (!tokenUrl || !clientId || !clientSecret)
    return { igate: null, missing: ['IGATE_*: an address needs TOKEN_URL, CLIENT_ID and CLIENT_SECRET'] };
  return { igate: { url, tokenUrl, clientId, clientSecret }, missing: [] };
}

function readNationalLogin({
  NATIONAL_LOGIN: kind,
  NATIONAL_LOGIN_URL: url,
  NATIONAL_LOGIN_CLIENT_ID: clientId,
  NATIONAL_LOGIN_CLIENT_SECRET: clientSecret,
  NATIONAL_LOGIN_DECRYPTION_KEY: decryptionKey,
  PUBLIC_URL: publicUrl,
  BLIND_INDEX_PERSONAL_NUMBER_KEY: indexKey,
}: z.infer<typeof Environment>) {
  if (!kind) return { nationalLogin: null, missing: [] };
  if (!url || !clientId || !clientSecret || !publicUrl || !indexKey)
    return {
      nationalLogin: null,
      missing: ['NATIONAL_LOGIN: needs URL, CLIENT_ID, CLIENT_SECRET, PUBLIC_URL and BLIND_INDEX_PERSONAL_NUMBER_KEY'],
    };
  const common = { url, clientId, clientSecret, redirectUri: `${publicUrl.replace(/\/$/, '')}/identity/return`, indexKey };
  if (kind === 'federated') return { nationalLogin: { kind, ...common }, missing: [] };
  if (!decryptionKey) return { nationalLogin: null, missing: ['NATIONAL_LOGIN_DECRYPTION_KEY: vneid needs it'] };
  return { nationalLogin: { kind, ...common, decryptionKey }, missing: [] };
}

function readPopulation({
  POPULATION_URL: url,
  POPULATION_TOKEN: token,
  POPULATION_OFFICER: officer,
  POPULATION_AGENCY: agency,
}: z.infer<typeof Environment>) {
  if (!url) return { population: null, missing: [] };
  if (!token || !officer || !agency) return { population: null, missing: ['POPULATION_*: an address needs TOKEN, OFFICER and AGENCY'] };
  return { population: { url, token, officer, agency }, missing: [] };
}

function readStaffLogin({
  STAFF_LOGIN_URL: url,
  STAFF_LOGIN_CLIENT_ID: clientId,
  STAFF_LOGIN_CLIENT_KEY: clientKey,
  STAFF_LOGIN_TWO_FACTOR_LEVELS: twoFactorLevels,
  CONSOLE_URL: consoleUrl,
}: z.infer<typeof Environment>) {
  if (!url) return { staffLogin: null, missing: [] };
  if (!clientId || !clientKey || !consoleUrl)
    return { staffLogin: null, missing: ['STAFF_LOGIN_*: an address needs CLIENT_ID and CLIENT_KEY, and CONSOLE_URL'] };
  const { origin } = new URL(consoleUrl);
  const registered = { redirectUri: `${origin}/v1/staff/sign-in/callback`, signedOutUri: `${origin}/sign-in` };
  return { staffLogin: { url, clientId, clientKey, twoFactorLevels, consoleOrigin: origin, ...registered }, missing: [] };
}

function whatProductionRefuses(env: z.infer<typeof Environment>): string[] {
  const refused: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (typeof value === 'string' && /SECRET|TOKEN|KEY|PASSWORD/.test(name) && SAMPLE.test(value))
      refused.push(`${name}: looks like a sample value`);
    if (value instanceof Map && [...value.values()].some(isPlain)) refused.push(`${name}: holds a key that is not random`);
    if (name.startsWith('BLIND_INDEX') && typeof value === 'string' && isPlain(Buffer.from(value, 'base64')))
      refused.push(`${name}: is not random`);
    if (typeof value === 'string' && name.endsWith('_URL') && value.startsWith('http:')) refused.push(`${name}: must be https`);
  }
  const indexKeys = [
    env.BLIND_INDEX_ZALO_ID_KEY,
    env.BLIND_INDEX_OA_USER_ID_KEY,
    env.BLIND_INDEX_PHONE_KEY,
    ...(env.BLIND_INDEX_PERSONAL_NUMBER_KEY ? [env.BLIND_INDEX_PERSONAL_NUMBER_KEY] : []),
  ];
  if (new Set(indexKeys).size < indexKeys.length) refused.push('BLIND_INDEX_*: each index needs a key of its own');
  return refused;
}

/** 32 random bytes hold at least 16 different values with near certainty; a typed phrase or zeros do not. */
const isPlain = (key: Buffer) => new Set(key).size < 16;

function withSecretFiles(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const values: NodeJS.ProcessEnv = { ...environment };
  for (const [name, path] of Object.entries(environment)) {
    const target = name.endsWith('_FILE') ? name.slice(0, -'_FILE'.length) : undefined;
    if (target && path && target in Environment.shape && values[target] === undefined) values[target] = readFileSync(path, 'utf8').trim();
  }
  return values;
}
