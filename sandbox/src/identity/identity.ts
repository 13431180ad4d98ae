import { createHash, createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { identityKeys, type SandboxCredentials } from '../credentials.ts';
import type { Faults } from '../faults.ts';
import { PERSONAS, type Persona } from '../personas.ts';
import { sealedBody } from './sealed-body.ts';

const CODE_MS = 60_000;
const TOKEN_SECONDS = 300;
const KEY_ID = 'idp-thu-1';

const Asked = z.object({
  response_type: z.literal('code'),
  client_id: z.string(),
  redirect_uri: z.string(),
  scope: z.string().regex(/\bopenid\b/),
  state: z.string().min(1),
  nonce: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.literal('S256').optional(),
});
type Asked = z.infer<typeof Asked>;
/** What the person at the log-in page, or a test, does. */
const Decision = z.object({
  asked: z.string(),
  personaId: z.string(),
  level: z.enum(['1', '2']).default('2'),
  account: z.enum(['person', 'organisation']).default('person'),
  act: z.enum(['allow', 'refuse', 'allow-encrypted']),
  /** The registry has corrected the name meanwhile. */
  name: z.string().min(1).max(100).optional(),
});
const TokenRequest = z.object({
  grant_type: z.literal('authorization_code'),
  code: z.string(),
  redirect_uri: z.string(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  code_verifier: z.string().optional(),
});

interface LoggedIn {
  readonly persona: Persona;
  readonly level: '1' | '2';
  readonly account: 'person' | 'organisation';
  readonly nonce: string | undefined;
}
interface Code extends LoggedIn {
  readonly asked: Asked;
  readonly until: number;
}

/**
 * The national log-in, in both shapes that were observed: `/idp/oidc` is the federated one (OIDC, RS256), `/idp/vneid` the direct
 * one (OAuth 2, no ID token, no nonce, bodies `{data, key}`). One log-in page serves both. People are invented.
 */
export function createFakeIdentityProvider({
  credentials: { identity },
  dataDir,
  redirectUri,
  faults,
}: {
  credentials: SandboxCredentials;
  dataDir: string;
  /** The one address that is registered; compared letter by letter. */
  redirectUri: string;
  faults: Faults;
}) {
  let known: ReturnType<typeof readKeys> | undefined;
  const keys = () => (known ??= readKeys(dataDir));
  const codes = new Map<string, Code>();
  const tokens = new Map<string, LoggedIn>();
  const issuerOf = (request: FastifyRequest) => `http://${request.headers.host}/idp/oidc`;

  const subject = ({ id }: Persona) => createHash('sha256').update(`idp:${id}`).digest('hex').slice(0, 24);
  const claims = ({ persona, level, account }: LoggedIn) => ({
    sub: subject(persona),
    TechID: subject(persona),
    LoaiTaiKhoan: account === 'person' ? '1' : '2',
    HoVaTen: persona.name.toUpperCase(), // as the registry writes names
    SoDinhDanh: persona.personalNumber,
    NgayThangNamSinh: birthDay(persona).replaceAll('-', ''),
    loginIdp: 'BCA',
    loAs: level,
    IAL: level,
  });

  /** The code is good once and for a minute; a wrong verifier spends it too. */
  function redeem(request: z.infer<typeof TokenRequest>, basic: string | undefined): Code | null {
    const [id, secret] = basic?.startsWith('Basic ')
      ? Buffer.from(basic.slice(6), 'base64').toString().split(':').map(decodeURIComponent)
      : [request.client_id, request.client_secret];
    const given = codes.get(request.code);
    codes.delete(request.code);
    if (id !== identity.clientId || secret !== identity.clientSecret) return null;
    if (!given || given.until < Date.now() || request.redirect_uri !== given.asked.redirect_uri) return null;
    const { code_challenge } = given.asked;
    const proof = request.code_verifier && createHash('sha256').update(request.code_verifier).digest('base64url');
    return code_challenge === undefined || code_challenge === proof ? given : null;
  }
  function tokenFor(code: Code) {
    const token = randomBytes(24).toString('base64url');
    tokens.set(token, code);
    return { access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS };
  }
  const byToken = (request: FastifyRequest) => tokens.get(String(request.headers.authorization ?? '').replace(/^Bearer /i, ''));
  const refuse = (reply: FastifyReply, error: string) => reply.code(400).send({ error });

  return {
    /** Codes that were given out and not used yet get too old. */
    letCodesExpire: () => {
      for (const [code, given] of codes) codes.set(code, { ...given, until: 0 });
    },
    async routes(app: FastifyInstance) {
      app.addHook('preHandler', async (request: FastifyRequest, reply: FastifyReply) =>
        (await faults.before('idp', request, reply)) ? reply : undefined,
      );
      app.get('/idp/oidc/.well-known/openid-configuration', async (request) => {
        const issuer = issuerOf(request);
        return {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
          scopes_supported: ['openid', 'profile'],
          token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
        };
      });
      app.get('/idp/oidc/jwks', async () => ({ keys: [{ ...keys().signing.jwk, use: 'sig', alg: 'RS256', kid: KEY_ID }] }));
      for (const shape of ['oidc', 'vneid'] as const)
        app.get(`/idp/${shape}/authorize`, async (request, reply) => {
          const asked = Asked.safeParse(request.query);
          if (!asked.success || asked.data.client_id !== identity.clientId || asked.data.redirect_uri !== redirectUri)
            return reply.code(400).send({ error: 'invalid_request' }); // never sent back to an address that is not registered
          return reply.type('text/html').send(page(Buffer.from(JSON.stringify(asked.data)).toString('base64url')));
        });
      app.post('/idp/decision', async (request, reply) => {
        const { asked: text, personaId, level, account, act, name } = Decision.parse(request.body);
        const asked = Asked.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
        if (asked.redirect_uri !== redirectUri) return refuse(reply, 'invalid_request');
        const back = new URL(redirectUri);
        back.searchParams.set('state', asked.state);
        const persona = PERSONAS.find(({ id, personalNumber }) => id === personaId && personalNumber);
        if (act === 'refuse' || !persona) back.searchParams.set('error', 'access_denied');
        else {
          const code = randomBytes(24).toString('base64url');
          codes.set(code, {
            persona: { ...persona, ...(name && { name }) },
            level,
            account,
            nonce: asked.nonce,
            asked,
            until: Date.now() + CODE_MS,
          });
          const sealed = () => Buffer.from(JSON.stringify(sealedBody(keys().client, code))).toString('base64');
          back.searchParams.set('code', act === 'allow-encrypted' ? sealed() : code);
        }
        return reply.redirect(back.href, 302);
      });
      app.post('/idp/oidc/token', async (request, reply) => {
        const parsed = TokenRequest.safeParse(request.body);
        const code = parsed.success && redeem(parsed.data, request.headers.authorization);
        if (!code) return refuse(reply, 'invalid_grant');
        const now = Math.floor(Date.now() / 1000);
        const token = jwt(
          { alg: 'RS256', typ: 'JWT', kid: KEY_ID },
          {
            iss: issuerOf(request),
            aud: identity.clientId,
            iat: now,
            exp: now + TOKEN_SECONDS,
            auth_time: now,
            acr: '1',
            ...(code.nonce && { nonce: code.nonce }),
            ...claims(code),
          },
        );
        return { ...tokenFor(code), id_token: token };
      });
      app.get('/idp/oidc/userinfo', async (request, reply) => {
        const loggedIn = byToken(request);
        return loggedIn ? claims(loggedIn) : reply.code(401).send({ error: 'invalid_token' });
      });
      app.post('/idp/vneid/token', async (request, reply) => {
        const parsed = TokenRequest.safeParse(request.body);
        const code = parsed.success && redeem(parsed.data, request.headers.authorization);
        return code ? sealedBody(keys().client, tokenFor(code)) : refuse(reply, 'invalid_grant');
      });
      app.get('/idp/vneid/userinfo', async (request, reply) => {
        const loggedIn = byToken(request);
        if (!loggedIn) return reply.code(401).send({ error: 'invalid_token' });
        const { persona, level, account } = loggedIn;
        return sealedBody(keys().client, {
          citizenPid: persona.personalNumber,
          fullName: persona.name.toUpperCase(),
          birthDate: birthDay(persona).replaceAll('-', ''),
          accountType: account === 'person' ? '1' : '2',
          accountLevel: level,
        });
      });
    },
  };

  function jwt(header: object, payload: object): string {
    const text = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${sign('sha256', Buffer.from(text), keys().signing.key).toString('base64url')}`;
  }
}
export type FakeIdentityProvider = ReturnType<typeof createFakeIdentityProvider>;

function readKeys(dataDir: string) {
  const { signingKey, decryptionKey } = identityKeys(dataDir);
  const key = createPrivateKey(signingKey);
  return {
    signing: { key, jwk: createPublicKey(key).export({ format: 'jwk' }) },
    client: createPublicKey(createPrivateKey(decryptionKey)),
  };
}

/** Invented too: the same day of the year for everybody, `yyyy-mm-dd`. */
export const birthDay = ({ birthYear }: Persona) => `${birthYear}-03-12`;

/** Needs no script, so that it works wherever a browser is opened. `asked` is base64url: nothing in it can end an attribute. */
const page = (asked: string) => `<!doctype html>
<html lang="vi">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Đăng nhập định danh thử · sân tập</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/pages/tokens.css">
    <link rel="stylesheet" href="/pages/base.css">
    <link rel="stylesheet" href="/pages/pay.css">
  </head>
  <body>
    <main>
      <p class="invented">Không phải VNeID thật. Mọi người ở đây được bịa ra để thử</p>
      <h1>Đăng nhập định danh thử</h1>
      <p class="quiet">Tây Ninh Smart xin biết họ tên, ngày sinh và số định danh của bạn.</p>
      <form method="post" action="/idp/decision">
        <input type="hidden" name="asked" value="${asked}">
        <fieldset>
          <label for="persona">Bạn là</label>
          <select id="persona" name="personaId">
            ${PERSONAS.filter(({ personalNumber }) => personalNumber)
              .map(({ id, name }) => `<option value="${id}">${name}</option>`)
              .join('')}
          </select>
          <label for="level">Tài khoản</label>
          <select id="level" name="level"><option value="2">Mức độ 2</option><option value="1">Mức độ 1</option></select>
          <label for="account">Của</label>
          <select id="account" name="account"><option value="person">Cá nhân</option><option value="organisation">Tổ chức</option></select>
          <button class="main" name="act" value="allow">Đồng ý</button>
          <button name="act" value="refuse">Từ chối</button>
        </fieldset>
      </form>
    </main>
  </body>
</html>
`;
