import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { SignInRefusal, StaffMe } from '@tayninh/shared/features/staff/staff.contract';
import { type SignInSecrets, type StaffLogin, StaffLoginRefusedError } from '../../connectors/staff-login/staff-login.ts';
import { UpstreamError } from '../../connectors/upstream.ts';
import { AppError } from '../../platform/app-error.ts';
import { SESSION_TIMES, type SessionRow, type StaffRepository } from './staff.repository.ts';

const hash = (text: string) => createHash('sha256').update(text).digest();
/** 256 random bits. */
const newSecret = () => randomBytes(32).toString('base64url');
/** One secret in the browser's cookie, three values that the provider sees; the database learns none of them. */
function secretsFrom(secret: string): SignInSecrets {
  const derived = (use: string) => createHmac('sha256', secret).update(use).digest('base64url');
  return { state: derived('state'), nonce: derived('nonce'), codeVerifier: derived('verifier') };
}
/** What our own page sends along with changes (HT-7): known to whoever may read our answers, and worth nothing as a session. */
export const csrfTokenOf = (token: string) => createHmac('sha256', token).update('csrf').digest('base64url');

/** Sign-in and sessions of the console (ID-20 to ID-24, docs/adr/0023). */
export function createStaffService({
  repository,
  login,
  isRehearsal,
}: {
  repository: StaffRepository;
  login: StaffLogin;
  isRehearsal: boolean;
}) {
  const find = async (token: string | undefined) => (token ? repository.find(hash(token)) : null);

  return {
    /**
     * @param current the token of the session that the new one takes the place of, if there is one
     * @returns where the browser goes, and the secret that it keeps until it is back; no secret when the provider does not answer
     */
    async begin({ to, fresh, current }: { to: string; fresh: boolean; current: string | undefined }) {
      const secret = newSecret();
      try {
        const url = await login.authorizeUrl(secretsFrom(secret), { isFresh: fresh });
        await repository.begin({ secretHash: hash(secret), goTo: to, isFresh: fresh, replaces: (await find(current))?.sessionId ?? null });
        return { url, secret };
      } catch (error) {
        if (error instanceof UpstreamError) return { url: refusedPage('unavailable'), secret: null };
        throw error;
      }
    },

    /** @returns where the browser goes, and the token of the new session when there is one. It is of a new id each time. */
    async finish(returned: URLSearchParams, secret: string | undefined, requestId: string): Promise<{ url: string; token: string | null }> {
      const began = secret ? await repository.take(hash(secret)) : null;
      if (!secret || !began) return { url: refusedPage('over'), token: null };
      try {
        const identity = await login.identify(returned, secretsFrom(secret));
        const token = newSecret();
        const outcome = await repository.open({
          ...identity,
          tokenHash: hash(token),
          replaces: began.replaces,
          needsFresh: began.isFresh,
          requestId,
        });
        if (outcome === 'opened') return { url: began.goTo, token };
        return { url: refusedPage(outcome === 'stale' ? 'not-verified' : 'no-role'), token: null };
      } catch (error) {
        if (error instanceof UpstreamError) return { url: refusedPage('unavailable'), token: null };
        if (!(error instanceof StaffLoginRefusedError)) throw error;
        await repository.noteRefusal(requestId);
        return { url: refusedPage(error.reason), token: null };
      }
    },

    /** @throws AppError `sign-in-required` without a token, `sign-in-over` when its session has ended in whatever way */
    async sessionOf(token: string | undefined): Promise<SessionRow> {
      if (!token) throw new AppError('sign-in-required', 'no session cookie');
      const session = await find(token);
      if (!session) throw new AppError('sign-in-over', 'session is over');
      return session;
    },

    async me(token: string): Promise<StaffMe> {
      const { id, name, grants, authenticatedAt, endsAt } = await this.sessionOf(token);
      return {
        id,
        name,
        grants: grants.map(({ role, unitCode, unitName, validUntil }) => ({
          role,
          unit: { code: unitCode, name: unitName },
          until: new Date(validUntil).toISOString(),
        })),
        csrfToken: csrfTokenOf(token),
        authenticatedAt: new Date(authenticatedAt).toISOString(),
        endsAt: new Date(endsAt).toISOString(),
        idleSeconds: SESSION_TIMES.idleSeconds,
        isRehearsal,
      };
    },

    /** @returns where the browser ends the session at the provider */
    async signOut(actor: Parameters<StaffRepository['signOut']>[0], requestId: string): Promise<string> {
      await repository.signOut(actor, requestId);
      return login.signOutUrl();
    },
  };
}
export type StaffService = ReturnType<typeof createStaffService>;

const refusedPage = (reason: SignInRefusal) => `/sign-in?refused=${reason}`;
