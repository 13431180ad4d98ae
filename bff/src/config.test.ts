import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Environment, readConfig } from './config.ts';

const key = () => randomBytes(32).toString('base64');
const production = (): Record<string, string> => ({
  APP_ENV: 'production',
  DATABASE_URL: 'postgres://bff@db/tns',
  FILE_STORE_DIR: '/data/files',
  JWT_PRIVATE_KEY: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  KEY_ENCRYPTION_KEYS: `1:${key()},2:${key()}`,
  BLIND_INDEX_ZALO_ID_KEY: key(),
  BLIND_INDEX_OA_USER_ID_KEY: key(),
  BLIND_INDEX_PHONE_KEY: key(),
  ZALO_APP_ID: '1234567890',
  ZALO_APP_SECRET: randomBytes(20).toString('hex'),
  ZALO_MINI_APP_ID: '1234567891',
  ZALO_OA_ID: '1234567892',
  ZALO_OA_SECRET_KEY: randomBytes(20).toString('hex'),
  ZALO_MINI_APP_API_KEY: randomBytes(20).toString('hex'),
  ZALO_OA_REFRESH_TOKEN: randomBytes(20).toString('hex'),
  ONE_GATE_URL: 'https://motcua.invalid',
  ONE_GATE_ANSWERS_BY_REFERENCE: 'true',
  ONE_GATE_TOKEN: randomBytes(20).toString('hex'),
  ONE_GATE_WEBHOOK_SECRET: randomBytes(20).toString('hex'),
  CLAMD: 'unix:/run/clamd.sock',
});

describe('readConfig', () => {
  it('takes a whole production environment and the newest key', () => {
    expect([...readConfig(production()).KEY_ENCRYPTION_KEYS.keys()]).toEqual([1, 2]);
  });

  it.each([
    ['a missing secret', { ZALO_APP_SECRET: undefined }, 'ZALO_APP_SECRET'],
    ['a short secret', { ONE_GATE_TOKEN: 'short' }, 'ONE_GATE_TOKEN'],
    ['a sample secret', { ZALO_OA_SECRET_KEY: 'change-me-change-me-change-me' }, 'ZALO_OA_SECRET_KEY'],
    ['a key of zeros', { BLIND_INDEX_PHONE_KEY: Buffer.alloc(32).toString('base64') }, 'BLIND_INDEX_PHONE_KEY'],
    ['a short encryption key', { KEY_ENCRYPTION_KEYS: '1:c2hvcnQ=' }, 'KEY_ENCRYPTION_KEYS'],
    ['a province without TLS', { ONE_GATE_URL: 'http://motcua.invalid' }, 'ONE_GATE_URL'],
    ['a promise that is not yes or no', { ONE_GATE_ANSWERS_BY_REFERENCE: 'REPLACE' }, 'ONE_GATE_ANSWERS_BY_REFERENCE'],
    ['an iGate without credentials', { IGATE_URL: 'https://igate.invalid' }, 'IGATE_'],
    ['a national portal without an account', { NATIONAL_PORTAL_URL: 'https://truc.invalid' }, 'NATIONAL_PORTAL_'],
    ['a send longer than the lease', { SEND_TIMEOUT_MS: '60000' }, 'SEND_TIMEOUT_MS'],
  ])('refuses %s, naming it and never its value', (_what, change, name) => {
    const environment = { ...production(), ...change } as Record<string, string>;
    const refusal = () => readConfig(environment);
    expect(refusal).toThrow(name);
    try {
      refusal();
    } catch (error) {
      for (const value of Object.values(change)) if (value && value.length > 8) expect(String(error)).not.toContain(value);
    }
  });

  it('refuses one key for two indexes', () => {
    const environment = production();
    expect(() => readConfig({ ...environment, BLIND_INDEX_PHONE_KEY: environment.BLIND_INDEX_ZALO_ID_KEY })).toThrow('key of its own');
  });

  it('names each variable that has no default in the manifests, so that an operator learns of it', () => {
    const read = (path: string) => readFileSync(new URL(`../../deploy/${path}`, import.meta.url), 'utf8');
    const named = read('kubernetes/config.yaml') + read('Dockerfile');
    const withoutDefault = Object.entries(Environment.shape).flatMap(([name, value]) =>
      value.safeParse(undefined).data === undefined ? [name] : [],
    );
    expect(withoutDefault.filter((name) => !new RegExp(`\\b${name}(_FILE)?[:=]`).test(named))).toEqual([]);
  });
});
