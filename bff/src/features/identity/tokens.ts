import { createPrivateKey, createPublicKey } from 'node:crypto';
import jwt from '@fastify/jwt';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../platform/app-error.ts';
import { ACCESS_TOKEN_SECONDS, type AccessClaims } from './identity.service.ts';

const ISSUER = 'tayninh-smart';
const AUDIENCE = 'tayninh-smart-api';
const KEY_ID = 'at-1';
const Claims = z.object({ sub: z.uuid(), sid: z.uuid(), typ: z.literal('at') });

/**
 * Access tokens: EdDSA only, one key, fixed issuer and audience, ten minutes (ID-4). The verified-token cache is the
 * library's own, keyed by the whole token; no key is ever looked up by what a token says.
 * @throws Error when the key is missing or not Ed25519, which stops the boot.
 */
export async function registerAccessTokens(app: FastifyInstance, privateKeyPem: string) {
  const privateKey = createPrivateKey(privateKeyPem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('JWT_PRIVATE_KEY must be an Ed25519 key');
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  await app.register(jwt, {
    secret: { private: privateKeyPem, public: publicKey },
    sign: { algorithm: 'EdDSA', iss: ISSUER, aud: AUDIENCE, expiresIn: ACCESS_TOKEN_SECONDS * 1000, kid: KEY_ID },
    verify: {
      algorithms: ['EdDSA'],
      allowedIss: ISSUER,
      allowedAud: AUDIENCE,
      requiredClaims: ['exp', 'iat', 'sub', 'sid', 'typ'],
      clockTolerance: 30_000,
      cache: 10_000,
      cacheTTL: ACCESS_TOKEN_SECONDS * 1000,
    },
  });
}

export const signAccessToken = (app: FastifyInstance) => (claims: AccessClaims) => app.jwt.sign({ ...claims });

/** @throws AppError `session-required` without a token, `session-expired` for an old one, `session-required` for any other. */
export function readAccessToken(app: FastifyInstance, request: FastifyRequest): AccessClaims {
  const header = request.headers.authorization;
  if (!header?.startsWith('Bearer ')) throw new AppError('session-required', 'no bearer token');
  try {
    return Claims.parse(app.jwt.verify(header.slice('Bearer '.length)));
  } catch (cause) {
    const isOld = (cause as { code?: string }).code === 'FAST_JWT_EXPIRED';
    throw new AppError(isOld ? 'session-expired' : 'session-required', 'token refused', { cause });
  }
}
