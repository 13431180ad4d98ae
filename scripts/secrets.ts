import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Random secrets of a development copy, made once in its data folder. Production brings its own (docs/runbooks/keys.md). */
export function developmentSecrets(dataDir: string): Record<string, string> {
  const path = join(dataDir, 'secrets.json');
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {};
  const key = () => randomBytes(32).toString('base64');
  const made = {
    JWT_PRIVATE_KEY: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    KEY_ENCRYPTION_KEYS: `1:${key()}`,
    BLIND_INDEX_ZALO_ID_KEY: key(),
    BLIND_INDEX_OA_USER_ID_KEY: key(),
    BLIND_INDEX_PHONE_KEY: key(),
    BLIND_INDEX_PERSONAL_NUMBER_KEY: key(),
    ...kept,
  };
  if (Object.keys(made).length === Object.keys(kept).length) return kept;
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(path, JSON.stringify(made), { mode: 0o600 });
  return made;
}
