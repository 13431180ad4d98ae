import { createHash } from 'node:crypto';
import { UpstreamError } from '../../connectors/upstream.ts';
import type { ZaloOa } from '../../connectors/zalo/zalo-oa.ts';
import type { OaTokenRepository, StoredPair } from './oa-token.repository.ts';

/** A pair is renewed when this much of its 25 h is left, so that a failing renewal leaves hours to act (RL-25). */
const RENEW_BEFORE_MS = 5 * 3_600_000;
/** After a refusal Zalo is not asked again by every message that waits. */
const ASK_AGAIN_MS = 60_000;
/** A good token is remembered this long, so that a thousand sends a second do not ask the database for it a thousand times. */
const REMEMBER_MS = 10_000;

/**
 * Keeps the Official Account's token for all processes (RL-25): one leader at a time renews it, the new pair is on disk before
 * anybody uses it, and a renewal without a clear answer is tried once more with the same token.
 *
 * A first token in the configuration that differs from the one the stored pair descends from is newer, for the Account was
 * authorised again: it is spent at once, whatever the stored pair is still good for (docs/runbooks/zalo-oa-reauthorise.md).
 *
 * @param alarm told at each refusal, with the hours that pushes still go out.
 */
export function createOaTokenKeeper({
  tokens,
  oa,
  oaId,
  firstRefreshToken,
  alarm,
  now = () => Date.now(),
}: {
  tokens: OaTokenRepository;
  oa: Pick<ZaloOa, 'refresh'>;
  oaId: string;
  firstRefreshToken: string;
  alarm: (what: string, fields: { hoursLeft?: number }) => void;
  now?: () => number;
}) {
  const configured = createHash('sha256').update(firstRefreshToken).digest();
  let renewing: Promise<string | null> | null = null;
  let askAgainAt = 0;
  let remembered: { accessToken: string; untilMs: number } | null = null;

  const wasAuthorisedAgain = (pair: StoredPair) =>
    pair.originHash !== null && !pair.originHash.equals(configured) && !pair.refusedHash?.equals(configured);
  const lives = (pair: StoredPair | null, refused: string | undefined) =>
    pair && pair.accessToken !== refused && pair.expiresAt.getTime() > now() ? pair.accessToken : null;
  const isFresh = (pair: StoredPair) => pair.expiresAt.getTime() - now() > RENEW_BEFORE_MS && !wasAuthorisedAgain(pair);

  /** Once more with the same token when nobody can say what became of the first try. */
  const spend = (token: string) =>
    oa.refresh(token).catch((error: unknown) => {
      if (error instanceof UpstreamError && error.wasSent) return oa.refresh(token);
      throw error;
    });

  async function renew(refused: string | undefined): Promise<string | null> {
    return tokens.alone(async () => {
      const stored = await tokens.find(oaId);
      const known = lives(stored, refused);
      if (stored && known && isFresh(stored)) return known; // another process was faster
      if (now() < askAgainAt) return known;
      try {
        const pair = await nextPair(stored);
        if (pair) {
          await tokens.save(oaId, { ...pair, expiresAt: new Date(now() + pair.expiresInSeconds * 1000) }, configured);
          return pair.accessToken;
        }
      } catch (error) {
        if (known && error instanceof UpstreamError) return known;
        throw error;
      }
      askAgainAt = now() + ASK_AGAIN_MS;
      const hoursLeft = known && stored ? Math.floor((stored.expiresAt.getTime() - now()) / 3_600_000) : 0;
      alarm('Zalo refused the refresh token: the Official Account must be authorised again', { hoursLeft });
      return known;
    });
  }

  async function nextPair(stored: StoredPair | null) {
    if (!stored) return spend(firstRefreshToken);
    if (wasAuthorisedAgain(stored)) {
      const first = await spend(firstRefreshToken);
      if (first) return first;
      await tokens.noteRefused(oaId, configured);
      alarm('Zalo refused the newly configured refresh token; the stored one is used', {});
      return spend(stored.refreshToken);
    }
    // A pair of an older version does not say where it comes from: then the configured token may be newer than a refused one.
    return (await spend(stored.refreshToken)) ?? (stored.originHash === null ? spend(firstRefreshToken) : null);
  }

  /** Many that wait in one process share one renewal, and so one connection. */
  const renewOnce = (refused: string | undefined) => {
    renewing ??= renew(refused).finally(() => {
      renewing = null;
    });
    return renewing;
  };

  return {
    /**
     * @param refused the token that Zalo just refused: the answer is another one.
     * @returns null when there is none until the Account is authorised again. @throws UpstreamError when there is none and Zalo is silent.
     */
    async accessToken(refused?: string): Promise<string | null> {
      if (remembered && remembered.accessToken !== refused && now() < remembered.untilMs) return remembered.accessToken;
      const stored = await tokens.find(oaId);
      const known = lives(stored, refused);
      if (stored && known && isFresh(stored)) {
        remembered = { accessToken: known, untilMs: Math.min(now() + REMEMBER_MS, stored.expiresAt.getTime() - RENEW_BEFORE_MS) };
        return known;
      }
      remembered = null;
      const renewed = await renewOnce(refused);
      // shared with somebody who did not know of the refusal
      return renewed !== null && renewed === refused ? renewOnce(refused) : renewed;
    },
    /** By the clock, so that a refusal is known 5 hours early even when nothing is sent. Without a pair there is nothing to renew. */
    async keepFresh(): Promise<void> {
      const stored = await tokens.find(oaId);
      if (stored && !isFresh(stored)) await renewOnce(undefined);
    },
  };
}
export type OaTokenKeeper = ReturnType<typeof createOaTokenKeeper>;
