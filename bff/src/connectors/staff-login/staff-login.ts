import { createPrivateKey } from 'node:crypto';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { createOpenIdProvider } from '../openid-provider.ts';
import { type Upstream, UpstreamError } from '../upstream.ts';

/** Made for one log-in, kept by the browser's cookie alone. */
export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface StaffIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** When the person proved themselves, by the provider's clock. */
  readonly authenticatedAt: Date;
}

export type StaffLoginRefusal = 'declined' | 'not-verified' | 'no-second-factor';
/** The provider answered, and nobody is signed in by it. */
export class StaffLoginRefusedError extends Error {
  override name = 'StaffLoginRefusedError';
  readonly reason: StaffLoginRefusal;
  constructor(reason: StaffLoginRefusal, options: { cause?: unknown } = {}) {
    super(reason, options);
    this.reason = reason;
  }
}

const Claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  auth_time: z.number(),
  acr: z.string().optional(),
  amr: z.array(z.string()).default([]),
});
/** RFC 8176: what somebody knows, and what they have or are. */
const KNOWN = new Set(['pwd', 'pin', 'kba']);
const HELD = new Set(['otp', 'hwk', 'swk', 'sc', 'sms', 'tel', 'pop', 'fpt', 'face', 'iris', 'vbm']);
/** ID-21: the provider says `mfa`, names two kinds of proof, or gives a level of which the province says that it means two. */
const hasTwoFactors = ({ amr, acr }: z.infer<typeof Claims>, accepted: readonly string[]) =>
  amr.includes('mfa') ||
  (amr.some((method) => KNOWN.has(method)) && amr.some((method) => HELD.has(method))) ||
  (acr !== undefined && accepted.includes(acr));

/** The provider of staff accounts: OIDC code flow with PKCE, the client proven by its key (ID-20, ID-21). No token of it is kept. */
export function createStaffLogin({
  upstream,
  issuer,
  clientId,
  clientKey,
  twoFactorLevels,
  redirectUri,
  signedOutUri,
  timeoutMs,
}: {
  /** To the issuer's origin. */
  upstream: Upstream;
  issuer: string;
  clientId: string;
  /** P-256, PKCS#8 PEM. */
  clientKey: string;
  /** Values of `acr` that mean two factors. */
  twoFactorLevels: readonly string[];
  redirectUri: string;
  signedOutUri: string;
  timeoutMs: number;
}) {
  const provider = createOpenIdProvider({
    upstream,
    issuer,
    clientId,
    metadata: {},
    clientAuth: async () => {
      const key = createPrivateKey(clientKey).export({ type: 'pkcs8', format: 'der' });
      const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
      return oidc.PrivateKeyJwt(await crypto.subtle.importKey('pkcs8', new Uint8Array(key), algorithm, false, ['sign']));
    },
  });

  return {
    /** Where the browser goes. `isFresh`: the provider asks for the proof again, whoever is signed in there. @throws UpstreamError */
    async authorizeUrl({ state, nonce, codeVerifier }: SignInSecrets, { isFresh }: { isFresh: boolean }): Promise<string> {
      return oidc.buildAuthorizationUrl(await provider.configuration(timeoutMs), {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        ...(isFresh && { prompt: 'login', max_age: '0' }),
      }).href;
    },

    /** Redeems what came back. @throws StaffLoginRefusedError | UpstreamError */
    async identify(returned: URLSearchParams, { state, nonce, codeVerifier }: SignInSecrets): Promise<StaffIdentity> {
      const configuration = await provider.configuration(timeoutMs);
      const at = new URL(redirectUri);
      at.search = returned.toString();
      let claims: z.infer<typeof Claims>;
      try {
        const tokens = await oidc.authorizationCodeGrant(configuration, at, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        claims = Claims.parse(tokens.claims());
      } catch (error) {
        const refusal = provider.refusalOf(error);
        throw refusal instanceof UpstreamError ? refusal : new StaffLoginRefusedError(refusal, { cause: error });
      }
      if (!hasTwoFactors(claims, twoFactorLevels)) throw new StaffLoginRefusedError('no-second-factor');
      return { issuer: claims.iss, subject: claims.sub, authenticatedAt: new Date(claims.auth_time * 1000) };
    },

    /** Where the browser goes to end the session at the provider; the console's own page where it has no such address or is down. */
    async signOutUrl(): Promise<string> {
      const configuration = await provider.configuration(timeoutMs).catch(() => null);
      if (!configuration?.serverMetadata().end_session_endpoint) return signedOutUri;
      return oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: signedOutUri }).href;
    },
  };
}
export type StaffLogin = ReturnType<typeof createStaffLogin>;
