import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Me, ReleasedPhone, Session } from '@tayninh/shared/features/identity/identity.contract';
import { maskPersonalNumber } from '@tayninh/shared/features/identity/personal-number';
import { maskPhone, nationalPhone, parsePhone } from '@tayninh/shared/features/identity/phone';
import type { ZaloGraph } from '../../connectors/zalo/zalo-graph.ts';
import type { CitizenActor, CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Encryption } from '../../platform/encryption.ts';
import type { IdentityRepository } from './identity.repository.ts';

export const ACCESS_TOKEN_SECONDS = 600;
const DAY_MS = 86_400_000;
const REFRESH_MS = 30 * DAY_MS;
const ABSOLUTE_MS = 90 * DAY_MS;
/** A lost reply may be asked for again this long (ID-5). */
const LOST_REPLY_MS = 60_000;
/** Sign-out, block and erasure take effect within this time, also for tokens not yet expired (ID-8). */
const SESSION_CACHE_MS = 5_000;

type Level = Me['level'];
const levelOf = (level: number): Level => (level >= 3 ? 'L3' : level === 2 ? 'L2' : 'L1');
const hash = (text: string) => createHash('sha256').update(text).digest();
const equal = (a: Buffer | null, b: Buffer) => a !== null && a.length === b.length && timingSafeEqual(a, b);

export interface AccessClaims {
  readonly sub: string;
  readonly sid: string;
  readonly typ: 'at';
}

export function createIdentityService({
  graph,
  repository,
  encryption,
  signAccessToken,
  identityLinks,
  offersStoredPapers,
  now = Date.now,
}: {
  graph: ZaloGraph;
  repository: IdentityRepository;
  encryption: Encryption;
  signAccessToken: (claims: AccessClaims) => string;
  identityLinks: {
    readonly isOffered: boolean;
    readonly find: (scope: CitizenScope) => Promise<{ name: string; personalNumber: string; linkedAt: Date } | null>;
  };
  /** Whether the national store of papers is connected. */
  offersStoredPapers: boolean;
  now?: () => number;
}) {
  const alive = new Map<string, { actor: CitizenActor; until: number }>();

  const session = (citizenId: string, sessionId: string, level: number, refreshToken: string): Session => ({
    accessToken: signAccessToken({ sub: citizenId, sid: sessionId, typ: 'at' }),
    refreshToken,
    expiresInSeconds: ACCESS_TOKEN_SECONDS,
    level: levelOf(level),
  });

  /** @throws AppError `zalo-proof-refused` when the token belongs to another Zalo account (ID-2), `zalo-unavailable` */
  async function confirmAccount(scope: CitizenScope, zaloAccessToken: string) {
    const { zaloId } = await graph.profile(zaloAccessToken);
    if (!(await repository.isZaloAccountOf(scope, zaloId))) throw new AppError('zalo-proof-refused', 'token of another account');
  }

  return {
    confirmAccount,
    /** @throws AppError `zalo-proof-refused` | `zalo-unavailable`; nothing is written in either case. */
    async signIn({ zaloAccessToken, deviceId }: { zaloAccessToken: string; deviceId?: string | undefined }): Promise<Session> {
      const account = await repository.rememberZaloAccount(await graph.profile(zaloAccessToken));
      const sessionId = randomUUID();
      const refreshToken = newRefreshToken(sessionId);
      await repository.insertSession({
        id: sessionId,
        citizenId: account.id,
        deviceHash: deviceId ? hash(deviceId) : null,
        refreshHash: hash(refreshToken),
        refreshExpiresAt: new Date(now() + REFRESH_MS),
        absoluteExpiresAt: new Date(now() + ABSOLUTE_MS),
      });
      return session(account.id, sessionId, account.level, refreshToken);
    },

    /**
     * Rotates a refresh token. The same old token with the same `rotationId` on the same device within 60 s gives the same
     * successor; any other second use ends the family.
     * @throws AppError `session-revoked` | `session-expired`
     */
    async refresh({
      refreshToken,
      rotationId,
      deviceId,
    }: {
      refreshToken: string;
      rotationId?: string | undefined;
      deviceId?: string | undefined;
    }): Promise<Session> {
      const sessionId = /^([0-9a-f-]{36})\./.exec(refreshToken)?.[1];
      if (!sessionId) throw new AppError('session-revoked', 'not a refresh token of ours');
      const presented = hash(refreshToken);
      const successor = newRefreshToken(sessionId);
      // The subject's key is needed inside the lock; a session we do not know answers like a revoked one.
      const owner = await repository.findSession(sessionId);
      if (!owner) throw new AppError('session-revoked', 'no such session');
      const key = await encryption.keyFor(owner.citizenId);
      const place = { table: 'auth_session', column: 'successor', rowId: sessionId };

      const outcome = await repository.rotate(
        sessionId,
        (row): { change?: Record<string, unknown>; result: Session | 'revoked' | 'expired' } => {
          if (row.revokedAt) return { result: 'revoked' };
          if (row.refreshExpiresAt < row.now || row.absoluteExpiresAt < row.now) return { result: 'expired' };
          const sameDevice = row.deviceHash === null || (deviceId !== undefined && equal(row.deviceHash, hash(deviceId)));
          if (sameDevice && equal(row.refreshHash, presented)) {
            return {
              change: {
                refreshHash: hash(successor),
                previousHash: presented,
                previousRotationHash: rotationId ? hash(rotationId) : null,
                successorSealed: encryption.sealWith(key, place, successor),
                rotatedAt: row.now,
                generation: row.generation + 1,
                refreshExpiresAt: new Date(row.now.getTime() + REFRESH_MS),
              },
              result: session(row.citizenId, sessionId, owner.level, successor),
            };
          }
          const isLostReply =
            sameDevice &&
            rotationId !== undefined &&
            equal(row.previousHash, presented) &&
            equal(row.previousRotationHash, hash(rotationId)) &&
            row.rotatedAt !== null &&
            row.now.getTime() - row.rotatedAt.getTime() <= LOST_REPLY_MS;
          if (isLostReply && row.successorSealed)
            return { result: session(row.citizenId, sessionId, owner.level, encryption.openWith(key, place, row.successorSealed)) };
          return {
            change: { revokedAt: row.now, revokedFor: sameDevice ? 'refresh-reuse' : 'other-device', successorSealed: null },
            result: 'revoked',
          };
        },
      );
      if (outcome === null || outcome === 'revoked') {
        alive.delete(sessionId);
        throw new AppError('session-revoked', 'refresh refused');
      }
      if (outcome === 'expired') throw new AppError('session-expired', 'refresh token too old');
      return outcome;
    },

    async signOut(actor: CitizenActor) {
      await repository.revokeSession(actor.sessionId, 'signed-out');
      alive.delete(actor.sessionId);
    },

    /** Is the session behind these (already verified) claims still alive? Asked of the database at most every 5 s. */
    async actorOf({ sub, sid }: AccessClaims): Promise<CitizenActor> {
      const known = alive.get(sid);
      if (known && known.until > now()) return known.actor;
      const row = await repository.findSession(sid);
      if (!row?.isAlive || row.citizenId !== sub) {
        alive.delete(sid);
        throw new AppError('session-revoked', 'session is over');
      }
      const actor: CitizenActor = { id: sub, sessionId: sid, level: levelOf(row.level) };
      if (alive.size > 50_000) alive.clear();
      alive.set(sid, { actor, until: Math.min(now() + SESSION_CACHE_MS, row.levelUntil?.getTime() ?? Number.POSITIVE_INFINITY) });
      return actor;
    },

    /** As `actorOf`, for who holds no claims. */
    async isAlive(citizenId: string, sessionId: string): Promise<boolean> {
      const row = await repository.findSession(sessionId);
      return row?.isAlive === true && row.citizenId === citizenId;
    },

    /** The level of an account's sessions changed: the next request asks the database. */
    forgetSessions(citizenId: string) {
      for (const [sessionId, { actor }] of alive) if (actor.id === citizenId) alive.delete(sessionId);
    },

    async me(scope: CitizenScope, { sessionId }: CitizenActor): Promise<Me> {
      const [found, current, link] = await Promise.all([
        repository.findCitizen(scope),
        repository.findSession(sessionId),
        identityLinks.find(scope),
      ]);
      if (!found || !current) throw new AppError('session-revoked', 'account is gone');
      return {
        id: found.id,
        name: found.name,
        level: levelOf(current.level),
        levelUntil: current.levelUntil?.toISOString() ?? null,
        phone: found.phone === null ? null : maskPhone(found.phone),
        identity: link && {
          name: link.name,
          personalNumber: maskPersonalNumber(link.personalNumber),
          linkedAt: link.linkedAt.toISOString(),
        },
        offersIdentity: identityLinks.isOffered,
        offersStoredPapers,
      };
    },

    /** @throws AppError `zalo-proof-refused` when the token belongs to another Zalo account (ID-2), `phone-proof-refused`. */
    async addPhone(
      scope: CitizenScope,
      actor: CitizenActor,
      { zaloAccessToken, phoneToken }: { zaloAccessToken: string; phoneToken: string },
    ): Promise<ReleasedPhone> {
      await confirmAccount(scope, zaloAccessToken);
      const phone = parsePhone(await graph.phone(zaloAccessToken, phoneToken));
      if (!phone) throw new AppError('phone-proof-refused', 'not a mobile number');
      await repository.savePhone(scope, phone);
      alive.delete(actor.sessionId);
      return { ...(await this.me(scope, actor)), releasedPhone: nationalPhone(phone) };
    },
  };
}
export type IdentityService = ReturnType<typeof createIdentityService>;

/** `<session>.<256 random bits>`: the first half finds the family also when the second is an old one. */
const newRefreshToken = (sessionId: string) => `${sessionId}.${randomBytes(32).toString('base64url')}`;
