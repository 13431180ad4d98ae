import { createHash } from 'node:crypto';
import type { IdentityLinkRefusal } from '@tayninh/shared/features/identity/identity-links.contract';
import { and, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { CivilIdentity, LoginSecrets } from '../../connectors/national-login/national-login.ts';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import type { BlindIndex, Encryption, SubjectKey } from '../../platform/encryption.ts';
import { auditEntry } from '../audit/audit.table.ts';
import { consentEntry } from '../consents/consents.table.ts';
import { authSession } from './identity.table.ts';
import { identityLink, identityLinking } from './identity-links.table.ts';

/** What the national log-in said of a person; the source of values that are shown as "VNeID". */
export type IdentityFacts = Pick<CivilIdentity, 'personalNumber' | 'name' | 'birthOn'>;
export type LinkingRow = typeof identityLinking.$inferSelect;
interface Proven {
  readonly code: string;
  readonly identity: CivilIdentity;
}

/** The wording on the sheet before the log-in; a new one gets a new version. */
const CONSENT_TEXT = 'link-identity/2026-11';
/** Log-ins that one account may begin in an hour: each is three guesses at a code. */
const BEGUN_PER_HOUR = 10;

const hash = (state: string) => createHash('sha256').update(state).digest();
const linkPlace = (rowId: string) => ({ table: 'identity_link', column: 'facts', rowId });
const secretsPlace = (rowId: string) => ({ table: 'identity_linking', column: 'secrets', rowId });
const provenPlace = (rowId: string) => ({ table: 'identity_linking', column: 'proven', rowId });

export function createIdentityLinkRepository({
  database: { drizzle: db, sql: raw },
  encryption,
  index,
  freshMs,
}: {
  database: Database;
  encryption: Encryption;
  index: BlindIndex;
  /** How long a national log-in counts as recent. */
  freshMs: number;
}) {
  const isAlive = (citizenId: string) => and(eq(identityLink.citizenId, citizenId), isNull(identityLink.revokedAt));
  const audit = (tx: Transaction, citizenId: string, action: string, resourceId: string) =>
    tx.insert(auditEntry).values({ actor: `citizen:${citizenId}`, action, resourceId });
  const openFacts = async (row: Pick<typeof identityLink.$inferSelect, 'id' | 'citizenId' | 'factsSealed'>) =>
    JSON.parse(await encryption.open(row.citizenId, linkPlace(row.id), row.factsSealed)) as IdentityFacts;

  /** Writes the link anew or the log-in into the one that is there, and raises the session. @returns false when another person is linked. */
  async function link(tx: Transaction, row: LinkingRow, key: SubjectKey, { level, kind: _, ...facts }: CivilIdentity): Promise<boolean> {
    const { id, citizenId, sessionId } = row;
    const personalNumberIndex = index(facts.personalNumber);
    await tx
      .insert(identityLink)
      .values({
        id,
        citizenId,
        personalNumberIndex,
        level,
        factsSealed: encryption.sealWith(key, linkPlace(id), JSON.stringify(facts)),
      })
      .onConflictDoNothing();
    const proven = await tx
      .update(identityLink)
      .set({ lastAuthAt: sql`now()`, level })
      .where(and(isAlive(citizenId), eq(identityLink.personalNumberIndex, personalNumberIndex)))
      .returning({ id: identityLink.id });
    if (!proven[0]) return false;
    const linkId = proven[0].id;
    // names and birth days are corrected in the registry: what was said last counts
    if (linkId !== id)
      await tx
        .update(identityLink)
        .set({ factsSealed: encryption.sealWith(key, linkPlace(linkId), JSON.stringify(facts)) })
        .where(eq(identityLink.id, linkId));
    await tx
      .update(authSession)
      .set({ identityProvenAt: sql`now()` })
      .where(and(eq(authSession.id, sessionId), eq(authSession.citizenId, citizenId)));
    await audit(tx, citizenId, linkId === id ? 'identity.link' : 'identity.prove', linkId);
    return true;
  }
  const settle = async (
    tx: Transaction,
    { id, state }: Pick<LinkingRow, 'id' | 'state'>,
    to: Partial<Pick<LinkingRow, 'state' | 'reason' | 'provenSealed' | 'triesLeft'>>,
  ) =>
    (
      await tx
        .update(identityLinking)
        .set(to)
        .where(and(eq(identityLinking.id, id), eq(identityLinking.state, state)))
        .returning()
    )[0];
  const linkOrRefuse = async (tx: Transaction, row: LinkingRow, key: SubjectKey, identity: CivilIdentity) => {
    const isLinked = await link(tx, row, key, identity);
    return settle(tx, row, { provenSealed: null, ...(isLinked ? { state: 'done' } : { state: 'refused', reason: 'other-identity' }) });
  };

  return {
    /** The identity that this account is linked with. */
    async find({ citizenId }: CitizenScope) {
      const row = (await db.select().from(identityLink).where(isAlive(citizenId)))[0];
      return row ? { ...(await openFacts(row)), linkedAt: row.linkedAt } : null;
    },

    /** The linked identity when this very session proved it a short while ago (ID-7); asked of the database, not of a cache. */
    async proven({ citizenId }: CitizenScope, sessionId: string) {
      const row = (
        await db
          .select({ link: identityLink })
          .from(identityLink)
          .innerJoin(authSession, and(eq(authSession.citizenId, identityLink.citizenId), eq(authSession.id, sessionId)))
          .where(
            and(
              isAlive(citizenId),
              eq(identityLink.level, 2),
              gt(authSession.identityProvenAt, sql`now() - ${freshMs} * interval '1 millisecond'`),
              isNull(authSession.revokedAt),
            ),
          )
      )[0];
      return row ? { ...(await openFacts(row.link)), personalNumberIndex: row.link.personalNumberIndex } : null;
    },

    /** @returns null when the account began too many within the hour. */
    async begin(
      { citizenId }: CitizenScope,
      {
        id,
        sessionId,
        state,
        secrets,
        openMs,
        isConsent,
      }: { id: string; sessionId: string; state: string; secrets: LoginSecrets; openMs: number; isConsent: boolean },
    ): Promise<{ expiresAt: Date } | null> {
      const secretsSealed = await encryption.seal(citizenId, secretsPlace(id), JSON.stringify(secrets));
      return db.transaction(async (tx) => {
        const begun = await tx.$count(
          identityLinking,
          and(eq(identityLinking.citizenId, citizenId), gt(identityLinking.createdAt, sql`now() - interval '1 hour'`)),
        );
        if (begun >= BEGUN_PER_HOUR) return null;
        const [made] = await tx
          .insert(identityLinking)
          .values({
            id,
            citizenId,
            sessionId,
            stateHash: hash(state),
            secretsSealed,
            expiresAt: sql`now() + ${openMs} * interval '1 millisecond'`,
          })
          .returning({ expiresAt: identityLinking.expiresAt });
        if (isConsent)
          await tx.insert(consentEntry).values({
            citizenId,
            purpose: 'link-identity',
            textVersion: CONSENT_TEXT,
            act: 'given',
            channel: 'mini-app',
            sessionId,
            subjectRef: id,
          });
        return made ?? null;
      });
    },

    /** Takes what comes back with `state`, once: spent, too old and invented answer alike. */
    async take(state: string): Promise<{ row: LinkingRow; secrets: LoginSecrets } | null> {
      const row = (
        await db
          .update(identityLinking)
          .set({ state: 'returning' })
          .where(
            and(
              eq(identityLinking.stateHash, hash(state)),
              eq(identityLinking.state, 'waiting'),
              gt(identityLinking.expiresAt, sql`now()`),
            ),
          )
          .returning()
      )[0];
      if (!row) return null;
      const secrets = JSON.parse(await encryption.open(row.citizenId, secretsPlace(row.id), row.secretsSealed)) as LoginSecrets;
      return { row, secrets };
    },

    refuse: (row: Pick<LinkingRow, 'id' | 'state'>, reason: IdentityLinkRefusal) =>
      db.transaction((tx) => settle(tx, row, { state: 'refused', reason })),

    /**
     * What a log-in leads to: whoever is linked with this person already is proven anew; whoever is linked with nobody gets a code to
     * carry back by hand, because the browser that came back shares nothing with the session that began.
     */
    async settleIdentity(row: LinkingRow, identity: CivilIdentity, code: string) {
      const key = await encryption.keyFor(row.citizenId);
      return db.transaction(async (tx) => {
        const isLinked = (await tx.$count(identityLink, isAlive(row.citizenId))) > 0;
        if (isLinked) return linkOrRefuse(tx, row, key, identity);
        const provenSealed = encryption.sealWith(key, provenPlace(row.id), JSON.stringify({ code, identity } satisfies Proven));
        return settle(tx, row, { state: 'needs-code', provenSealed });
      });
    },

    /** One of this session's own; null for every other. */
    findLinking: async ({ citizenId }: CitizenScope, sessionId: string, id: string) =>
      (
        await db
          .select()
          .from(identityLinking)
          .where(and(eq(identityLinking.id, id), eq(identityLinking.citizenId, citizenId), eq(identityLinking.sessionId, sessionId)))
      )[0] ?? null,

    /** Tries a code on a linking that waits for one; with any other it does nothing. */
    async tryCode({ citizenId }: CitizenScope, sessionId: string, id: string, code: string) {
      const key = await encryption.keyFor(citizenId);
      await db.transaction(async (tx) => {
        const row = (
          await tx
            .select()
            .from(identityLinking)
            .where(
              and(
                eq(identityLinking.id, id),
                eq(identityLinking.citizenId, citizenId),
                eq(identityLinking.sessionId, sessionId),
                eq(identityLinking.state, 'needs-code'),
                gt(identityLinking.expiresAt, sql`now()`),
              ),
            )
            .for('update')
        )[0];
        if (!row?.provenSealed) return;
        const proven = JSON.parse(encryption.openWith(key, provenPlace(id), row.provenSealed)) as Proven;
        if (proven.code === code) return void (await linkOrRefuse(tx, row, key, proven.identity));
        const triesLeft = row.triesLeft - 1;
        await settle(tx, row, {
          triesLeft,
          ...(triesLeft === 0 && { state: 'refused', reason: 'wrong-code', provenSealed: null }),
        });
      });
    },

    /** Ends the link and every session of the account (ID-10). */
    revoke: ({ citizenId }: CitizenScope, sessionId: string) =>
      db.transaction(async (tx) => {
        const ended = await tx
          .update(identityLink)
          .set({ revokedAt: sql`now()` })
          .where(isAlive(citizenId))
          .returning({ id: identityLink.id });
        if (!ended[0]) return;
        await tx
          .update(authSession)
          .set({ revokedAt: sql`now()`, revokedFor: 'identity-unlinked' })
          .where(and(eq(authSession.citizenId, citizenId), isNull(authSession.revokedAt)));
        // What is on its way now must not link again behind the citizen's back.
        await tx
          .update(identityLinking)
          .set({ state: 'refused', reason: 'declined', provenSealed: null })
          .where(and(eq(identityLinking.citizenId, citizenId), inArray(identityLinking.state, ['waiting', 'returning', 'needs-code'])));
        await tx.insert(consentEntry).values({
          citizenId,
          purpose: 'link-identity',
          textVersion: CONSENT_TEXT,
          act: 'withdrawn',
          channel: 'mini-app',
          sessionId,
          subjectRef: ended[0].id,
        });
        await audit(tx, citizenId, 'identity.unlink', ended[0].id);
      }),

    /** Before and after each question to the population database: who, about what, what for, and how it ended; never a value. */
    noteQuery: async ({ citizenId }: CitizenScope, about: { draftId: string; requestId: string; what: string }) => {
      await raw`
        insert into audit_entry (actor, action, resource_id, request_id)
        values (${`citizen:${citizenId}`}, ${`population.${about.what}`}, ${about.draftId}, ${about.requestId})`;
    },

    /** Log-ins that nobody finished, also those that a dead process left half done. They are kept an hour, for the count. */
    async sweep() {
      await db.delete(identityLinking).where(lt(identityLinking.expiresAt, sql`now() - interval '1 hour'`));
    },
  };
}
export type IdentityLinkRepository = ReturnType<typeof createIdentityLinkRepository>;
