import { and, eq, lt, sql } from 'drizzle-orm';
import type { StaffActor, StaffGrant } from '../../platform/access.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import { auditEntry } from '../audit/audit.table.ts';
import { staffSession, staffSignIn } from './staff.table.ts';

/** ID-22. All times are the database's (RL-21). */
export const SESSION_TIMES = { idleSeconds: 15 * 60, absoluteHours: 8, freshMinutes: 5 } as const;
/** A session that is in use is not written at every request. */
const SEEN_EVERY_SECONDS = 30;
const SIGN_IN_MINUTES = 10;

export interface GrantRow extends StaffGrant {
  readonly unitName: string;
  readonly validUntil: string;
}
export interface SessionRow extends StaffActor {
  readonly grants: readonly GrantRow[];
  readonly authenticatedAt: string;
  readonly endsAt: string;
}

export function createStaffRepository({ drizzle: db, sql: raw }: Database) {
  const audit = (tx: Transaction | typeof db, actor: string, action: string, resourceId: string | null, requestId: string) =>
    tx.insert(auditEntry).values({ actor, action, resourceId, requestId });

  /** The grants that hold now, as one JSON array, and their short form by which a change is seen. */
  const grantsOf = (staffId: ReturnType<typeof raw>) => raw`
    select coalesce(json_agg(json_build_object(
             'role', g.role, 'unitCode', g.unit_code, 'unitName', u.kind || ' ' || u.name, 'validUntil', to_json(g.valid_until),
             'unitCodes', (with recursive below as (
                select g.unit_code as code union select child.code from unit child join below on child.parent_code = below.code
              ) select json_agg(code) from below)
           ) order by g.role, g.unit_code), '[]'::json) as list,
           coalesce(string_agg(distinct g.role || '@' || g.unit_code, ' ' order by g.role || '@' || g.unit_code), '') as seen
    from staff_grant g join unit u on u.code = g.unit_code
    where g.staff_id = ${staffId} and now() >= g.valid_from and now() < g.valid_until`;

  const revoke = async (tx: Transaction | typeof db, id: string, why: NonNullable<(typeof staffSession.$inferSelect)['revokedFor']>) =>
    (
      await tx
        .update(staffSession)
        .set({ revokedAt: sql`now()`, revokedFor: why })
        .where(and(eq(staffSession.id, id), sql`${staffSession.revokedAt} is null`))
        .returning({ id: staffSession.id })
    ).length === 1;

  return {
    async begin(row: { secretHash: Buffer; goTo: string; isFresh: boolean; replaces: string | null }) {
      await db.insert(staffSignIn).values(row);
    },
    /** Takes a log-in that left for the provider: once, and within ten minutes. */
    async take(secretHash: Buffer) {
      const [row] = await db
        .delete(staffSignIn)
        .where(eq(staffSignIn.secretHash, secretHash))
        .returning({
          goTo: staffSignIn.goTo,
          isFresh: staffSignIn.isFresh,
          replaces: staffSignIn.replaces,
          isOpen: sql<boolean>`${staffSignIn.startedAt} > now() - ${SIGN_IN_MINUTES} * interval '1 minute'`,
        });
      return row?.isOpen ? row : null;
    },

    /** Opens a session for a person whom we know, who is active and holds a role; any other is refused and written down (ID-23). */
    async open({
      issuer,
      subject,
      authenticatedAt,
      tokenHash,
      replaces,
      needsFresh,
      requestId,
    }: {
      issuer: string;
      subject: string;
      authenticatedAt: Date;
      tokenHash: Buffer;
      replaces: string | null;
      needsFresh: boolean;
      requestId: string;
    }): Promise<'opened' | 'no-role' | 'stale'> {
      const [known] = await raw<{ id: string; seen: string; isStale: boolean }[]>`
        select m.id, held.seen, ${authenticatedAt.toISOString()}::timestamptz < now() - ${SESSION_TIMES.freshMinutes} * interval '1 minute' as "isStale"
        from staff_member m cross join lateral (${grantsOf(raw`m.id`)}) held
        where m.issuer = ${issuer} and m.subject = ${subject} and m.is_active and held.seen <> ''`;
      return db.transaction(async (tx) => {
        if (!known || (needsFresh && known.isStale)) {
          await audit(tx, known ? `staff:${known.id}` : 'staff:unknown', 'staff.sign-in.refused', null, requestId);
          return known ? 'stale' : 'no-role';
        }
        const [session] = await tx
          .insert(staffSession)
          .values({ tokenHash, staffId: known.id, grantsSeen: known.seen, authenticatedAt })
          .returning({ id: staffSession.id });
        if (replaces) await revoke(tx, replaces, 'signed-in-again');
        await audit(tx, `staff:${known.id}`, 'staff.sign-in', session?.id ?? null, requestId);
        return 'opened';
      });
    },
    /** A log-in that the provider's answer did not carry. */
    noteRefusal: (requestId: string) => audit(db, 'staff:unknown', 'staff.sign-in.refused', null, requestId),

    /**
     * The session behind a token and what its person may do now, asked of the database for each request: who is switched off or idle
     * is out with the next one. A person whose roles changed gets a session of a new id by signing in again.
     */
    async find(tokenHash: Buffer): Promise<SessionRow | null> {
      const [row] = await raw<(SessionRow & { isSame: boolean; isQuiet: boolean })[]>`
        select s.id as "sessionId", m.id, m.name, held.list as grants, held.seen = s.grants_seen as "isSame",
               s.authenticated_at > now() - ${SESSION_TIMES.freshMinutes} * interval '1 minute' as "isFresh",
               s.last_seen_at < now() - ${SEEN_EVERY_SECONDS} * interval '1 second' as "isQuiet",
               s.authenticated_at::text as "authenticatedAt",
               (s.created_at + ${SESSION_TIMES.absoluteHours} * interval '1 hour')::text as "endsAt"
        from staff_session s join staff_member m on m.id = s.staff_id cross join lateral (${grantsOf(raw`m.id`)}) held
        where s.token_hash = ${tokenHash} and s.revoked_at is null and m.is_active
          and s.last_seen_at > now() - ${SESSION_TIMES.idleSeconds} * interval '1 second'
          and s.created_at > now() - ${SESSION_TIMES.absoluteHours} * interval '1 hour'`;
      if (!row) return null;
      const { isSame, isQuiet, ...session } = row;
      if (!isSame) {
        await revoke(db, session.sessionId, 'roles-changed');
        return null;
      }
      if (isQuiet) await db.update(staffSession).set({ lastSeenAt: sql`now()` }).where(eq(staffSession.id, session.sessionId));
      return session;
    },

    async signOut({ id, sessionId }: StaffActor, requestId: string) {
      await db.transaction(async (tx) => {
        if (await revoke(tx, sessionId, 'signed-out')) await audit(tx, `staff:${id}`, 'staff.sign-out', sessionId, requestId);
      });
    },

    /** Log-ins that never came back, and sessions 90 days after they began (PD-12). */
    async sweep() {
      await db.delete(staffSignIn).where(lt(staffSignIn.startedAt, sql`now() - interval '1 hour'`));
      await db.delete(staffSession).where(lt(staffSession.createdAt, sql`now() - interval '90 days'`));
    },
  };
}
export type StaffRepository = ReturnType<typeof createStaffRepository>;
