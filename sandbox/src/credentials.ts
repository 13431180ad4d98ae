import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
}

/** The invented credentials of this copy: made at the first start in `dataDir`, the same ever after. */
export function sandboxCredentials(dataDir: string): SandboxCredentials {
  const path = join(dataDir, 'sandbox', 'credentials.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as SandboxCredentials;
  const digits = (count: number) => `1${[...randomBytes(count - 1)].map((byte) => byte % 10).join('')}`;
  const secret = () => randomBytes(24).toString('base64url');
  const made: SandboxCredentials = {
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
  mkdirSync(join(dataDir, 'sandbox'), { recursive: true });
  writeFileSync(path, JSON.stringify(made), { mode: 0o600 });
  return made;
}
