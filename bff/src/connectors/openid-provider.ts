import * as oidc from 'openid-client';
import { type Upstream, UpstreamError } from './upstream.ts';

/**
 * An OpenID provider behind the guarded way out. The library checks issuer, audience, time, nonce, state and PKCE, and the signature
 * of ID tokens by the provider's keys (asked for again at most once a minute when one is unknown). Discovery waits for the first
 * log-in, so that a provider that is down stops no boot.
 */
export function createOpenIdProvider({
  upstream,
  issuer,
  clientId,
  metadata,
  clientAuth,
}: {
  /** To the issuer's origin. */
  upstream: Upstream;
  issuer: string;
  clientId: string;
  metadata: Partial<oidc.ClientMetadata>;
  clientAuth: () => Promise<oidc.ClientAuth> | oidc.ClientAuth;
}) {
  const home = new URL(issuer);
  /** The discovered addresses must be of the issuer's own host. */
  const guarded =
    (timeoutMs: number): oidc.CustomFetch =>
    async (address, { method, headers, body }) => {
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

  return {
    /** @throws UpstreamError when discovery has no usable answer; the next call asks again. */
    configuration(timeoutMs: number): Promise<oidc.Configuration> {
      found ??= Promise.resolve(clientAuth())
        .then((auth) =>
          oidc.discovery(home, clientId, metadata, auth, {
            [oidc.customFetch]: guarded(timeoutMs),
            execute: [
              oidc.enableNonRepudiationChecks,
              // production refuses an http address in its configuration
              ...(home.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
            ],
          }),
        )
        .catch((error: unknown) => {
          found = undefined;
          throw this.unanswered(error);
        });
      return found;
    },
    /** The `UpstreamError` behind what the library threw, or a new one around it. */
    unanswered(error: unknown): UpstreamError {
      for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof UpstreamError) return cause;
      return new UpstreamError(upstream.system, 'the answer has another shape', { wasSent: true, cause: error });
    },
    /**
     * Why a code could not be redeemed: `declined` by the person, `not-verified` when there is an answer that does not hold (signature,
     * nonce, claims, spent code), or the `UpstreamError` when there is none.
     */
    refusalOf(error: unknown): 'declined' | 'not-verified' | UpstreamError {
      if (error instanceof oidc.AuthorizationResponseError) return error.error === 'access_denied' ? 'declined' : 'not-verified';
      if (error instanceof oidc.ResponseBodyError) return 'not-verified';
      const down = this.unanswered(error);
      return down.cause === error ? 'not-verified' : down;
    },
  };
}
