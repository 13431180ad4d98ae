import * as oidc from 'openid-client';
import { z } from 'zod';
import { createOpenIdProvider } from '../openid-provider.ts';
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

/** The national log-in that federates VNeID: OIDC code flow. */
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
  const provider = createOpenIdProvider({
    upstream,
    issuer,
    clientId,
    metadata: { id_token_signed_response_alg: 'RS256' },
    clientAuth: () => oidc.ClientSecretBasic(clientSecret),
  });

  return {
    async authorizeUrl({ state, nonce, codeVerifier }) {
      return oidc.buildAuthorizationUrl(await provider.configuration(timeoutMs), {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      }).href;
    },

    async identify(returned, { state, nonce, codeVerifier }) {
      const configuration = await provider.configuration(timeoutMs);
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
        const refusal = provider.refusalOf(error);
        throw refusal instanceof UpstreamError ? refusal : new LoginRefusedError(refusal, { cause: error });
      }
    },
  };
}
