import * as oidc from 'openid-client';
import { z } from 'zod';
import { type Upstream, UpstreamError } from '../upstream.ts';
import { birthDayOf, LoginRefusedError, type NationalLogin } from './national-login.ts';

/** Claims of the federated log-in, egov.md 3.4 (a). Texts, also where they are numbers. */
const Claims = z.object({
  LoaiTaiKhoan: z.coerce.string(),
  HoVaTen: z.string().min(1).max(200),
  SoDinhDanh: z.string().regex(/^\d{12}$/),
  NgayThangNamSinh: z.string().max(20).nullish(),
  loAs: z.coerce.string().optional(),
  IAL: z.coerce.string().optional(),
});

/**
 * The national log-in that federates VNeID: OIDC code flow. The library checks signature, issuer, audience, time, nonce, state and
 * PKCE; discovery waits for the first log-in, so that an identity provider that is down stops no boot.
 */
export function createFederatedLogin({
  upstream,
  issuer,
  clientId,
  clientSecret,
  redirectUri,
  timeoutMs,
}: {
  /** To the issuer's origin. */
  upstream: Upstream;
  issuer: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  timeoutMs: number;
}): NationalLogin {
  const home = new URL(issuer);
  /** The guarded way out: the discovered addresses must be of the issuer's own host. */
  const guarded: oidc.CustomFetch = async (address, { method, headers, body }) => {
    const url = new URL(address);
    if (url.origin !== home.origin || (method !== 'GET' && method !== 'POST'))
      throw new UpstreamError(upstream.system, 'an address of another host', { wasSent: false });
    const answer = await upstream.call({
      method,
      path: url.pathname + url.search,
      headers,
      body: body === undefined || body === null ? null : String(body),
      timeoutMs,
    });
    return new Response(answer.text, { status: answer.status, headers: { 'content-type': 'application/json' } });
  };
  let found: Promise<oidc.Configuration> | undefined;
  const provider = () => {
    found ??= oidc
      .discovery(home, clientId, { id_token_signed_response_alg: 'RS256' }, oidc.ClientSecretBasic(clientSecret), {
        [oidc.customFetch]: guarded,
        // production refuses an http address in its configuration
        execute: home.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
      })
      .catch((error: unknown) => {
        found = undefined;
        throw unanswered(error);
      });
    return found;
  };
  const unanswered = (error: unknown) => {
    for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof UpstreamError) return cause;
    return new UpstreamError(upstream.system, 'the answer has another shape', { wasSent: true, cause: error });
  };

  return {
    async authorizeUrl({ state, nonce, codeVerifier }) {
      return oidc.buildAuthorizationUrl(await provider(), {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      }).href;
    },

    async identify(returned, { state, nonce, codeVerifier }) {
      const configuration = await provider();
      const at = new URL(redirectUri);
      at.search = returned.toString();
      try {
        const tokens = await oidc.authorizationCodeGrant(configuration, at, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        const claims = Claims.parse(tokens.claims());
        return {
          personalNumber: claims.SoDinhDanh,
          name: claims.HoVaTen,
          birthOn: birthDayOf(claims.NgayThangNamSinh),
          // the lower of two that differ: nobody is raised by a doubt
          level: [claims.loAs, claims.IAL].every((level) => level === undefined || level === '2') && (claims.loAs ?? claims.IAL) ? 2 : 1,
          kind: claims.LoaiTaiKhoan === '1' ? 'person' : 'organisation',
        };
      } catch (error) {
        if (error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied')
          throw new LoginRefusedError('declined', { cause: error });
        const isAnswered = error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError;
        const down = unanswered(error);
        // What the library refuses (signature, nonce, claims) is an answer too, only not one that holds.
        if (isAnswered || down.cause === error) throw new LoginRefusedError('not-verified', { cause: error });
        throw down;
      }
    },
  };
}
