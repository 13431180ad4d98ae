import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { IdentityLinking, IdentityLinkRefusal } from '@tayninh/shared/features/identity/identity-links.contract';
import { LoginRefusedError, type NationalLogin } from '../../connectors/national-login/national-login.ts';
import { UpstreamError } from '../../connectors/upstream.ts';
import type { CitizenActor, CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { IdentityLinkRepository, LinkingRow } from './identity-links.repository.ts';

/** What the page after the log-in has to say. `unknown`: spent, too old or invented, alike. */
export type ReturnFace =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'done' | 'unknown' }
  | { readonly kind: 'refused'; readonly reason: IdentityLinkRefusal };

const random = () => randomBytes(32).toString('base64url');

export function createIdentityLinkService({
  repository,
  login,
  confirmAccount,
  forgetSessions,
  onUnlinked,
  openMs,
}: {
  repository: IdentityLinkRepository;
  /** Null where no national log-in is connected. */
  login: NationalLogin | null;
  /** @throws AppError `zalo-proof-refused` | `zalo-unavailable` */
  confirmAccount: (scope: CitizenScope, zaloAccessToken: string) => Promise<void>;
  /** The level of an account's sessions changed. */
  forgetSessions: (citizenId: string) => void;
  onUnlinked: (scope: CitizenScope) => Promise<unknown>;
  /** How long one log-in may take. */
  openMs: number;
}) {
  async function view(scope: CitizenScope, actor: CitizenActor, id: string): Promise<IdentityLinking> {
    const row = await repository.findLinking(scope, actor.sessionId, id);
    if (!row) throw new AppError('identity-link-not-found', 'missing, or of another session');
    // Another process may have finished it: here the session is still known at its old level.
    if (row.state === 'done') forgetSessions(actor.id);
    return { id: row.id, state: shownState(row), reason: row.reason, expiresAt: row.expiresAt.toISOString(), triesLeft: row.triesLeft };
  }

  async function refused(row: LinkingRow, reason: IdentityLinkRefusal): Promise<ReturnFace> {
    await repository.refuse({ ...row, state: 'returning' }, reason);
    return { kind: 'refused', reason };
  }

  return {
    isOffered: login !== null,
    view,

    /** @throws AppError `not-found` | `consent-required` | `zalo-proof-refused` | `too-many-requests` | `upstream-unavailable` */
    async begin(scope: CitizenScope, actor: CitizenActor, { consent, zaloAccessToken }: { consent: boolean; zaloAccessToken: string }) {
      if (!login) throw new AppError('not-found', 'no national log-in is connected');
      await confirmAccount(scope, zaloAccessToken);
      const isFirst = (await repository.find(scope)) === null;
      if (isFirst && !consent)
        throw new AppError('consent-required', 'not agreed', {
          parts: [{ pointer: '/consent', detail: 'Bạn cần đồng ý liên kết trước khi sang VNeID.' }],
        });
      const id = randomUUID();
      const state = random();
      const secrets = { nonce: random(), codeVerifier: random() };
      try {
        const authorizeUrl = await login.authorizeUrl({ state, ...secrets });
        const begun = await repository.begin(scope, { id, sessionId: actor.sessionId, state, secrets, openMs, isConsent: isFirst });
        if (!begun) throw new AppError('too-many-requests', 'too many log-ins begun', { retryAfterSeconds: 3_600 });
        return { id, authorizeUrl, expiresAt: begun.expiresAt.toISOString() };
      } catch (cause) {
        if (cause instanceof UpstreamError) throw new AppError('upstream-unavailable', 'no national log-in', { cause });
        throw cause;
      }
    },

    /** What the browser brought back from the national log-in. Never throws for what it says. */
    async finish(returned: URLSearchParams): Promise<ReturnFace> {
      const state = returned.get('state');
      const taken = state && login ? await repository.take(state) : null;
      if (!state || !login || !taken) return { kind: 'unknown' };
      const { row, secrets } = taken;
      try {
        const identity = await login.identify(returned, { state, ...secrets });
        if (identity.kind !== 'person') return await refused(row, 'organisation');
        if (identity.level < 2) return await refused(row, 'level-1');
        const code = String(randomInt(10_000)).padStart(4, '0');
        const settled = await repository.settleIdentity(row, identity, code);
        forgetSessions(row.citizenId);
        if (settled?.state === 'needs-code') return { kind: 'code', code };
        if (settled?.state === 'done') return { kind: 'done' };
        return settled?.reason ? { kind: 'refused', reason: settled.reason } : { kind: 'unknown' };
      } catch (error) {
        if (error instanceof LoginRefusedError) return refused(row, error.reason);
        if (error instanceof UpstreamError) return refused(row, 'unavailable');
        throw error;
      }
    },

    /** The code carried back by hand; after a third wrong one the link is off. @throws AppError `identity-link-not-found` */
    async confirm(scope: CitizenScope, actor: CitizenActor, { id, code }: { id: string; code: string }): Promise<IdentityLinking> {
      await repository.tryCode(scope, actor.sessionId, id, code);
      return view(scope, actor, id);
    },

    /** Without a link nothing happens. */
    async revoke(scope: CitizenScope, actor: CitizenActor) {
      await repository.revoke(scope, actor.sessionId);
      forgetSessions(actor.id);
      await onUnlinked(scope);
    },
  };
}
export type IdentityLinkService = ReturnType<typeof createIdentityLinkService>;

function shownState({ state, expiresAt }: LinkingRow): IdentityLinking['state'] {
  if (state === 'done' || state === 'refused') return state;
  if (expiresAt.getTime() <= Date.now()) return 'expired';
  return state === 'needs-code' ? state : 'waiting';
}
