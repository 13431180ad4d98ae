import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface SandboxCredentials {
  readonly zalo: {
    readonly appId: string;
    readonly appSecret: string;
    readonly oaId: string;
    readonly oaSecretKey: string;
    readonly miniAppId: string;
    readonly miniAppApiKey: string;
    readonly oaRefreshToken: string;
  };
  readonly oneGate: { readonly token: string; readonly webhookSecret: string };
  /** Derived from the rest, so that copies made before it have it too. */
  readonly national: { readonly username: string; readonly password: string; readonly dstcode: string };
  readonly igate: { readonly clientId: string; readonly clientSecret: string };
  readonly checkout: { readonly privateKey: string };
  readonly post: { readonly accessToken: string };
  readonly payment: { readonly partner: string; readonly secret: string };
  /** Of the national log-in. */
  readonly identity: { readonly clientId: string; readonly clientSecret: string };
  readonly population: { readonly token: string };
  readonly store: { readonly token: string };
  /** Of the provider of staff accounts; the client proves itself by `staffKeys`. */
  readonly staff: { readonly clientId: string };
}

/**
 * The invented credentials of this copy: made at the first start in `dataDir`, the same ever after. Safe to call from two
 * processes at once (the first one's are kept by both) and to be killed in.
 */
export function sandboxCredentials(dataDir: string): SandboxCredentials {
  const stored = JSON.parse(keepFirst(join(dataDir, 'sandbox', 'credentials.json'), JSON.stringify(invent()))) as Invented;
  const derived = (name: string) => createHmac('sha256', stored.oneGate.token).update(name).digest('base64url');
  return {
    ...stored,
    national: { username: 'tinh-mau', password: derived('national'), dstcode: 'VN:GOV:MAU:dvcqg' },
    igate: { clientId: 'tinh-mau', clientSecret: derived('igate') },
    checkout: { privateKey: derived('checkout') },
    post: { accessToken: derived('post') },
    payment: { partner: 'TNS-MAU', secret: derived('payment') },
    identity: { clientId: 'tns-mau', clientSecret: derived('identity') },
    population: { token: derived('population') },
    store: { token: derived('store') },
    staff: { clientId: 'tns-console' },
  };
}

/** Writes `text` unless the file is there; of two processes at once the first one's text is kept by both. @returns what the file says */
export function keepFirst(path: string, text: string): string {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
    writeFileSync(own, text, { mode: 0o600 });
    try {
      linkSync(own, path); // refuses when another process was faster
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(own, { force: true });
    }
  }
  return readFileSync(path, 'utf8');
}

/**
 * The national log-in's keys, PKCS#8 PEM: it signs with one, the asking system decrypts with the other. Made when they are first
 * needed, for that takes a while.
 */
export function identityKeys(dataDir: string): { signingKey: string; decryptionKey: string } {
  const path = join(dataDir, 'sandbox', 'identity-keys.json');
  const key = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const text = existsSync(path) ? readFileSync(path, 'utf8') : keepFirst(path, JSON.stringify({ signingKey: key(), decryptionKey: key() }));
  return JSON.parse(text) as ReturnType<typeof identityKeys>;
}

/** The staff accounts' keys, P-256, PKCS#8 PEM: the provider signs with one, the console's server proves itself with the other. */
export function staffKeys(dataDir: string): { signingKey: string; clientKey: string } {
  const path = join(dataDir, 'sandbox', 'staff-keys.json');
  const key = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return JSON.parse(keepFirst(path, JSON.stringify({ signingKey: key(), clientKey: key() }))) as ReturnType<typeof staffKeys>;
}

type Invented = Pick<SandboxCredentials, 'zalo' | 'oneGate'>;

function invent(): Invented {
  const digits = (count: number) => `1${[...randomBytes(count - 1)].map((byte) => byte % 10).join('')}`;
  const secret = () => randomBytes(24).toString('base64url');
  return {
    zalo: {
      appId: digits(19),
      appSecret: secret(),
      oaId: digits(19),
      oaSecretKey: secret(),
      miniAppId: digits(19),
      miniAppApiKey: secret(),
      oaRefreshToken: secret(),
    },
    oneGate: { token: secret(), webhookSecret: secret() },
  };
}
