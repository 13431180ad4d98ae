/**
 * The national log-in, whatever its shape (docs/sources/identity.md). Both implementations answer alike: who logged in, or why that
 * is not known. An outside system without a usable answer throws `UpstreamError`.
 */
export interface NationalLogin {
  /** Where the browser goes. `challenge` is the SHA-256 of `LoginSecrets.codeVerifier`, base64url. */
  authorizeUrl(asked: { state: string } & LoginSecrets): Promise<string>;
  /**
   * Redeems what came back to our return address. `state` was found by the caller and is compared once more here.
   * @throws LoginRefusedError | UpstreamError
   */
  identify(returned: URLSearchParams, expected: { state: string } & LoginSecrets): Promise<CivilIdentity>;
}

/** Made for one log-in, kept sealed by us. */
export interface LoginSecrets {
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface CivilIdentity {
  /** Twelve digits. */
  readonly personalNumber: string;
  /** As the registry writes it: often capitals. */
  readonly name: string;
  /** `yyyy-mm-dd`; null where the registry knows no whole day. */
  readonly birthOn: string | null;
  /** Of the VNeID account: 1 made in the app, 2 met in person by the police. */
  readonly level: 1 | 2;
  readonly kind: 'person' | 'organisation';
}

/** `declined`: the citizen said no. `not-verified`: the answer does not hold (spent code, foreign token, missing claims). */
export class LoginRefusedError extends Error {
  override name = 'LoginRefusedError';
  readonly reason: 'declined' | 'not-verified';
  constructor(reason: LoginRefusedError['reason'], options: { cause?: unknown } = {}) {
    super(reason, options);
    this.reason = reason;
  }
}

/** `yyyyMMdd` → `yyyy-mm-dd`; null for a day that does not exist, and for a year alone. */
export function birthDayOf(text: string | null | undefined): string | null {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(text ?? '');
  if (!parts) return null;
  const day = `${parts[1]}-${parts[2]}-${parts[3]}`;
  const time = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day) ? day : null;
}
