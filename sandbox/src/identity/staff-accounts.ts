import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type SandboxCredentials, staffKeys } from '../credentials.ts';
import type { Faults } from '../faults.ts';
import { PERSONAS } from '../personas.ts';
import { staffPage } from './staff-page.ts';

const CODE_MS = 60_000;
const TOKEN_SECONDS = 300;
const KEY_ID = 'staff-1';
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Has an account at the province but no role with us: signing in must be refused. */
const WITHOUT_ROLE = { id: 'chua-cap-quyen', name: 'Đỗ Văn Lạ', kind: 'officer', commune: 'chưa được cấp quyền' } as const;
const ACCOUNTS = [...PERSONAS.filter(({ kind }) => kind !== 'citizen'), WITHOUT_ROLE];

const Asked = z.object({
  response_type: z.literal('code'),
  client_id: z.string(),
  redirect_uri: z.string(),
  scope: z.string().regex(/\bopenid\b/),
  state: z.string().min(1),
  nonce: z.string().min(1),
  code_challenge: z.string().regex(/^[\w-]{43}$/),
  code_challenge_method: z.literal('S256'),
});
/** What the person at the page, or a test, does. `lie`: what in the answer is wrong. */
const Decision = z.object({
  asked: z.string(),
  personaId: z.string(),
  act: z.enum(['allow', 'refuse']).default('allow'),
  secondFactor: z.enum(['otp', 'none']).default('otp'),
  lie: z.enum(['nonce', 'audience', 'issuer', 'signature']).optional(),
});
const TokenRequest = z.object({
  grant_type: z.literal('authorization_code'),
  code: z.string(),
  redirect_uri: z.string(),
  code_verifier: z.string().min(43),
  client_assertion_type: z.literal(ASSERTION),
  client_assertion: z.string(),
});
const Assertion = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  jti: z.string(),
  exp: z.number(),
});

interface Code extends Omit<z.infer<typeof Decision>, 'asked'> {
  readonly asked: z.infer<typeof Asked>;
  readonly until: number;
  readonly authenticatedAt: number;
}

/** How the provider names a person: `sub`, the same in every copy. */
export const staffSubject = (personaId: string) => createHash('sha256').update(`staff:${personaId}`).digest('hex').slice(0, 24);

/**
 * The province's accounts of civil servants: OIDC code flow with PKCE, ES256, client proven by `private_key_jwt`, two factors. The
 * people are invented and nobody types a password.
 */
export function createFakeStaffAccounts({
  credentials: { staff },
  dataDir,
  consoleUrl,
  faults,
}: {
  credentials: SandboxCredentials;
  dataDir: string;
  /** Return addresses are registered under it and compared letter by letter. */
  consoleUrl: string;
  faults: Faults;
}) {
  const keys = staffKeys(dataDir);
  const signingKey = createPrivateKey(keys.signingKey);
  const clientKey = createPublicKey(createPrivateKey(keys.clientKey));
  const redirectUri = `${consoleUrl}/v1/staff/sign-in/callback`;
  const codes = new Map<string, Code>();
  const assertions = new Set<string>();
  const issuerOf = (request: FastifyRequest) => `http://${request.headers.host}/idp/staff`;
  const refuse = (reply: FastifyReply, error: string) => reply.code(400).send({ error });

  /** The client's proof: signed by its key, for us, not too old, never seen before. */
  function isOurClient(assertion: string, issuer: string): boolean {
    const [header = '', payload = '', signature = ''] = assertion.split('.');
    const key = { key: clientKey, dsaEncoding: 'ieee-p1363' } as const;
    if (!verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) return false;
    const parsed = Assertion.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    if (!parsed.success) return false;
    const { iss, sub, aud, jti, exp } = parsed.data;
    if (assertions.has(jti) || exp < Date.now() / 1000) return false;
    assertions.add(jti);
    return iss === staff.clientId && sub === staff.clientId && [aud].flat().some((audience) => audience.startsWith(issuer));
  }

  /** Good once and for a minute; whatever is wrong spends it too. */
  function redeem(asked: z.infer<typeof TokenRequest>): Code | null {
    const given = codes.get(asked.code);
    codes.delete(asked.code);
    if (!given || given.until < Date.now() || asked.redirect_uri !== given.asked.redirect_uri) return null;
    const proof = createHash('sha256').update(asked.code_verifier).digest('base64url');
    return proof === given.asked.code_challenge ? given : null;
  }

  function idToken(issuer: string, { personaId, asked, secondFactor, lie, authenticatedAt }: Code): string {
    const now = Math.floor(Date.now() / 1000);
    return jwt(lie === 'signature' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : signingKey, {
      iss: lie === 'issuer' ? `${issuer}/khac` : issuer,
      sub: staffSubject(personaId),
      aud: lie === 'audience' ? 'mot-he-thong-khac' : staff.clientId,
      nonce: lie === 'nonce' ? 'khong-phai' : asked.nonce,
      iat: now,
      exp: now + TOKEN_SECONDS,
      auth_time: Math.floor(authenticatedAt / 1000),
      amr: secondFactor === 'otp' ? ['pwd', 'otp'] : ['pwd'],
      name: ACCOUNTS.find(({ id }) => id === personaId)?.name,
    });
  }

  return {
    /** Codes that were given out and not used yet get too old. */
    letCodesExpire: () => {
      for (const [code, given] of codes) codes.set(code, { ...given, until: 0 });
    },
    async routes(app: FastifyInstance) {
      app.addHook('preHandler', async (request: FastifyRequest, reply: FastifyReply) =>
        (await faults.before('idp', request, reply)) ? reply : undefined,
      );
      app.get('/idp/staff/.well-known/openid-configuration', async (request) => {
        const issuer = issuerOf(request);
        return {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          end_session_endpoint: `${issuer}/end-session`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['ES256'],
          code_challenge_methods_supported: ['S256'],
          scopes_supported: ['openid', 'profile'],
          token_endpoint_auth_methods_supported: ['private_key_jwt'],
          token_endpoint_auth_signing_alg_values_supported: ['ES256'],
          authorization_response_iss_parameter_supported: true,
        };
      });
      app.get('/idp/staff/jwks', async () => ({
        keys: [{ ...createPublicKey(signingKey).export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: KEY_ID }],
      }));
      app.get('/idp/staff/authorize', async (request, reply) => {
        const { client_id, redirect_uri, state } = request.query as Record<string, string | undefined>;
        if (client_id !== staff.clientId || redirect_uri !== redirectUri) return refuse(reply, 'invalid_request'); // never sent to a foreign address
        const asked = Asked.safeParse(request.query);
        if (asked.success) return reply.type('text/html').send(staffPage(wrap(asked.data), ACCOUNTS));
        const back = new URL(redirectUri);
        for (const [name, value] of Object.entries({ error: 'invalid_request', state, iss: issuerOf(request) }))
          if (value) back.searchParams.set(name, value);
        return reply.redirect(back.href, 302); // no PKCE, no nonce, another flow
      });
      app.post('/idp/staff/decision', async (request, reply) => {
        const { asked: text, ...decision } = Decision.parse(request.body);
        const asked = Asked.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
        if (asked.redirect_uri !== redirectUri) return refuse(reply, 'invalid_request');
        const back = new URL(redirectUri);
        back.searchParams.set('state', asked.state);
        back.searchParams.set('iss', issuerOf(request));
        if (decision.act === 'refuse' || !ACCOUNTS.some(({ id }) => id === decision.personaId))
          back.searchParams.set('error', 'access_denied');
        else {
          const code = randomBytes(24).toString('base64url');
          codes.set(code, { ...decision, asked, until: Date.now() + CODE_MS, authenticatedAt: Date.now() });
          back.searchParams.set('code', code);
        }
        return reply.redirect(back.href, 302);
      });
      app.post('/idp/staff/token', async (request, reply) => {
        const parsed = TokenRequest.safeParse(request.body);
        if (!parsed.success) return refuse(reply, 'invalid_request');
        if (!isOurClient(parsed.data.client_assertion, issuerOf(request))) return reply.code(401).send({ error: 'invalid_client' });
        const code = redeem(parsed.data);
        if (!code) return refuse(reply, 'invalid_grant');
        const access = randomBytes(24).toString('base64url');
        return { access_token: access, token_type: 'Bearer', expires_in: TOKEN_SECONDS, id_token: idToken(issuerOf(request), code) };
      });
      app.get('/idp/staff/end-session', async (request, reply) => {
        const { client_id, post_logout_redirect_uri: to } = request.query as Record<string, string | undefined>;
        if (client_id !== staff.clientId || to !== `${consoleUrl}/sign-in`) return refuse(reply, 'invalid_request');
        return reply.redirect(to, 302);
      });
    },
  };
}
export type FakeStaffAccounts = ReturnType<typeof createFakeStaffAccounts>;

const wrap = (asked: object) => Buffer.from(JSON.stringify(asked)).toString('base64url');

function jwt(key: KeyObject, payload: object): string {
  const text = [{ alg: 'ES256', typ: 'JWT', kid: KEY_ID }, payload].map(wrap).join('.');
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
