import { constants, createDecipheriv, createHash, createPrivateKey, privateDecrypt } from 'node:crypto';
import { z } from 'zod';
import { parseJson, type Upstream, type UpstreamAnswer, UpstreamError } from '../upstream.ts';
import { birthDayOf, type CivilIdentity, LoginRefusedError, type NationalLogin } from './national-login.ts';

const Sealed = z.object({ data: z.base64(), key: z.base64() });
const Tokens = z.object({ access_token: z.string().min(8).max(8192) });
/** egov.md 3.4 (b). */
const UserInfo = z.object({
  citizenPid: z.string().regex(/^\d{12}$/),
  fullName: z.string().min(1).max(200),
  birthDate: z.string().max(20).nullish(),
  accountType: z.coerce.string(),
  accountLevel: z.coerce.string(),
});

/**
 * VNeID asked directly: OAuth 2 code flow without ID token and nonce, so that state (single use, of one session) and PKCE are all
 * that binds an answer to its question. Bodies, and sometimes the code, come sealed for our RSA key.
 * `key` is RSA PKCS#1 v1.5 and `data` AES-ECB because the interface is so; TLS underneath is what protects them.
 */
export function createVneidLogin({
  upstream,
  baseUrl,
  clientId,
  clientSecret,
  decryptionKey,
  redirectUri,
  timeoutMs,
}: {
  /** To the origin of `baseUrl`. */
  upstream: Upstream;
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  /** PKCS#8 PEM. */
  decryptionKey: string;
  redirectUri: string;
  timeoutMs: number;
}): NationalLogin {
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/$/, '');
  const key = createPrivateKey(decryptionKey);
  const open = (sealed: z.infer<typeof Sealed>): unknown => {
    try {
      const secret = privateDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(sealed.key, 'base64'));
      const decipher = createDecipheriv(`aes-${secret.length * 8}-ecb`, secret, null);
      const text = Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()]).toString('utf8');
      return JSON.parse(text);
    } catch (cause) {
      throw new LoginRefusedError('not-verified', { cause });
    }
  };
  function opened<T extends z.ZodType>({ status, text }: UpstreamAnswer, schema: T): z.output<T> {
    if (status >= 400) throw new LoginRefusedError('not-verified');
    const sealed = Sealed.safeParse(parseJson(upstream.system, text));
    if (!sealed.success) throw new UpstreamError(upstream.system, 'the answer has another shape', { wasSent: true });
    const value = schema.safeParse(open(sealed.data));
    if (!value.success) throw new LoginRefusedError('not-verified', { cause: value.error });
    return value.data;
  }

  return {
    async authorizeUrl({ state, codeVerifier }) {
      const url = new URL(`${prefix}/authorize`, base);
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: 'openid',
        state,
        code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
        code_challenge_method: 'S256',
      }).toString();
      return url.href;
    },

    async identify(returned, { state, codeVerifier }): Promise<CivilIdentity> {
      if (returned.get('state') !== state) throw new LoginRefusedError('not-verified');
      if (returned.has('error')) throw new LoginRefusedError(returned.get('error') === 'access_denied' ? 'declined' : 'not-verified');
      const given = returned.get('code');
      if (!given) throw new LoginRefusedError('not-verified');
      const code = z.string().safeParse(maybeSealed(given, open));
      if (!code.success) throw new LoginRefusedError('not-verified');
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code: code.data,
        redirect_uri: redirectUri,
        client_id: clientId,
        client_secret: clientSecret,
        code_verifier: codeVerifier,
      });
      const { access_token } = opened(
        await upstream.call({
          method: 'POST',
          path: `${prefix}/token`,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: body.toString(),
          timeoutMs,
        }),
        Tokens,
      );
      const authorization = `Bearer ${access_token}`;
      const info = opened(
        await upstream.call({ method: 'GET', path: `${prefix}/userinfo`, headers: { authorization }, timeoutMs }),
        UserInfo,
      );
      return {
        personalNumber: info.citizenPid,
        name: info.fullName,
        birthOn: birthDayOf(info.birthDate),
        level: info.accountLevel === '2' ? 2 : 1,
        kind: info.accountType === '1' ? 'person' : 'organisation',
      };
    },
  };
}

/** A sealed code is the same `{data, key}` as JSON in base64; any other text is the code itself. */
function maybeSealed(code: string, open: (sealed: z.infer<typeof Sealed>) => unknown): unknown {
  const text = Buffer.from(code, 'base64').toString('utf8');
  if (!text.startsWith('{')) return code;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return code;
  }
  const sealed = Sealed.safeParse(json);
  return sealed.success ? open(sealed.data) : code;
}
