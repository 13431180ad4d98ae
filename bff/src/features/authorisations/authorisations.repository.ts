import { randomUUID } from 'node:crypto';
import { and, desc, eq, gt, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import type { CitizenScope } from '../../platform/access.ts';
import type { Relation } from '../../platform/acting-for.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import type { BlindIndex, Encryption } from '../../platform/encryption.ts';
import { auditEntry } from '../audit/audit.table.ts';
import { consentEntry } from '../consents/consents.table.ts';
import { authorisation, HOLDS_FOR_DOSSIER, organisation } from './authorisations.table.ts';

export type AuthorisationRow = typeof authorisation.$inferSelect;
/** How many invitations and authorisations one person may have made that still count. */
const MAX_OPEN = 30;
const MAX_ORGANISATIONS = 20;

const namePlace = (rowId: string) => ({ table: 'authorisation', column: 'person_name', rowId });
const organisationPlace = (rowId: string, column: 'name' | 'tax_code') => ({ table: 'organisation', column, rowId });

/** @param index keyed: without the key six digits cannot be guessed from their hash. */
export function createAuthorisationRepository({
  database: { drizzle: db, sql: raw },
  encryption,
  index,
}: {
  database: Database;
  encryption: Encryption;
  index: BlindIndex;
}) {
  const isOpen = and(ne(authorisation.state, 'ended'), gt(authorisation.until, sql`now()`));
  const audit = (tx: Transaction, actorId: string, action: string, resourceId: string, requestId: string) =>
    tx.insert(auditEntry).values({ actor: `citizen:${actorId}`, action, resourceId, requestId });
  const isInvited = (code: string) =>
    and(eq(authorisation.codeHash, index(code)), gt(authorisation.acceptBy, sql`now()`), gt(authorisation.until, sql`now()`));

  return {
    /** @returns false when the person has too many, `taken` when another live invitation has this very code. */
    async insert(
      { citizenId }: CitizenScope,
      {
        personName,
        code,
        requestId,
        ...row
      }: Omit<typeof authorisation.$inferInsert, 'id' | 'inviterId' | 'codeHash' | 'personNameSealed'> & {
        personName: string | null;
        code: string | null;
        requestId: string;
      },
    ): Promise<AuthorisationRow | 'too-many' | 'taken'> {
      const id = randomUUID();
      const personNameSealed = personName === null ? null : await encryption.seal(citizenId, namePlace(id), personName);
      const codeHash = code === null ? null : index(code);
      return db.transaction(async (tx) => {
        // a code whose time is over is free again
        await tx
          .update(authorisation)
          .set({ codeHash: null, state: 'ended', endedAt: sql`now()` })
          .where(and(eq(authorisation.state, 'invited'), sql`${authorisation.acceptBy} < now()`));
        const open = await tx.$count(authorisation, and(eq(authorisation.inviterId, citizenId), isOpen));
        if (open >= MAX_OPEN) return 'too-many';
        const made = await tx
          .insert(authorisation)
          .values({ id, inviterId: citizenId, personNameSealed, codeHash, ...row })
          .onConflictDoNothing()
          .returning();
        if (!made[0]) return 'taken';
        await audit(tx, citizenId, 'authorisation.create', id, requestId);
        return made[0];
      });
    },

    /** Both ways. */
    list: ({ citizenId }: CitizenScope) =>
      db
        .select()
        .from(authorisation)
        .where(
          and(
            or(eq(authorisation.helperId, citizenId), eq(authorisation.principalId, citizenId), eq(authorisation.inviterId, citizenId)),
            // what ended long ago is nobody's concern
            sql`coalesce(${authorisation.endedAt}, ${authorisation.until}) > now() - interval '30 days'`,
          ),
        )
        .orderBy(desc(authorisation.createdAt))
        .limit(50),

    async findInvitation(code: string): Promise<AuthorisationRow | null> {
      return (
        (
          await db
            .select()
            .from(authorisation)
            .where(and(isInvited(code), eq(authorisation.state, 'invited')))
        )[0] ?? null
      );
    },

    /**
     * One person takes the empty side; the code keeps answering that person alone, so that a lost reply may be asked for again.
     * @returns null when the code is not worth anything, also to the one who made it.
     */
    async accept(
      { citizenId }: CitizenScope,
      code: string,
      { requestId, sessionId, consentText }: Record<'requestId' | 'sessionId' | 'consentText', string>,
    ) {
      return db.transaction(async (tx): Promise<AuthorisationRow | null> => {
        const row = (
          await tx
            .select()
            .from(authorisation)
            .where(and(isInvited(code), ne(authorisation.inviterId, citizenId)))
            .for('update')
        )[0];
        if (!row) return null;
        if (row.state === 'active') return [row.helperId, row.principalId].includes(citizenId) ? row : null;
        if (row.state !== 'invited') return null;
        const side = row.helperId === null ? { helperId: citizenId } : { principalId: citizenId };
        const accepted = await tx
          .update(authorisation)
          .set({ ...side, state: 'active', acceptedAt: sql`now()` })
          .where(eq(authorisation.id, row.id))
          .returning();
        await tx.insert(consentEntry).values({
          citizenId,
          purpose: 'act-for',
          textVersion: consentText,
          act: 'given',
          channel: 'mini-app',
          sessionId,
          subjectRef: row.id,
        });
        await audit(tx, citizenId, 'authorisation.accept', row.id, requestId);
        return accepted[0] ?? null;
      });
    },

    /** By either side, at once, for good. @returns false when there is none of theirs. */
    async end({ citizenId }: CitizenScope, id: string, requestId: string): Promise<boolean> {
      return db.transaction(async (tx) => {
        const own = and(
          eq(authorisation.id, id),
          or(eq(authorisation.helperId, citizenId), eq(authorisation.principalId, citizenId), eq(authorisation.inviterId, citizenId)),
        );
        const ended = await tx
          .update(authorisation)
          .set({ state: 'ended', codeHash: null, endedAt: sql`now()`, endedBy: citizenId })
          .where(and(own, ne(authorisation.state, 'ended')))
          .returning({ id: authorisation.id });
        if (ended[0]) await audit(tx, citizenId, 'authorisation.end', id, requestId);
        return ended[0] !== undefined || (await tx.$count(authorisation, own)) > 0;
      });
    },

    /** The authorisation under which this person may prepare this procedure now. */
    async usable({ actorId }: CitizenScope, id: string, procedureCode: string): Promise<AuthorisationRow | null> {
      const rows = await db
        .select()
        .from(authorisation)
        .where(
          and(
            eq(authorisation.id, id),
            eq(authorisation.helperId, actorId),
            eq(authorisation.state, 'active'),
            gt(authorisation.until, sql`now()`),
            or(isNull(authorisation.procedures), sql`${procedureCode} = any(${authorisation.procedures})`),
          ),
        );
      return rows[0] ?? null;
    },
    async findMany(ids: readonly string[]): Promise<Map<string, AuthorisationRow>> {
      if (ids.length === 0) return new Map();
      const rows = await db
        .select()
        .from(authorisation)
        .where(inArray(authorisation.id, [...ids]));
      return new Map(rows.map((row) => [row.id, row]));
    },
    personName: async (row: AuthorisationRow): Promise<string | null> =>
      row.personNameSealed === null ? null : encryption.open(row.inviterId, namePlace(row.id), row.personNameSealed),

    /** @returns null when the person has too many. */
    async insertOrganisation({ citizenId }: CitizenScope, { name, taxCode }: { name: string; taxCode: string }) {
      const id = randomUUID();
      const key = await encryption.keyFor(citizenId);
      if ((await db.$count(organisation, eq(organisation.citizenId, citizenId))) >= MAX_ORGANISATIONS) return null;
      await db.insert(organisation).values({
        id,
        citizenId,
        nameSealed: encryption.sealWith(key, organisationPlace(id, 'name'), name),
        taxCodeSealed: encryption.sealWith(key, organisationPlace(id, 'tax_code'), taxCode),
      });
      return id;
    },
    async findOrganisations(by: { ids: readonly string[] } | { of: CitizenScope }) {
      if ('ids' in by && by.ids.length === 0) return [];
      const rows = await db
        .select()
        .from(organisation)
        .where('ids' in by ? inArray(organisation.id, [...by.ids]) : eq(organisation.citizenId, by.of.citizenId))
        .orderBy(desc(organisation.createdAt))
        .limit(MAX_OPEN);
      return Promise.all(
        rows.map(async ({ id, citizenId, nameSealed, taxCodeSealed }) => ({
          id,
          citizenId,
          name: await encryption.open(citizenId, organisationPlace(id, 'name'), nameSealed),
          taxCode: await encryption.open(citizenId, organisationPlace(id, 'tax_code'), taxCodeSealed),
        })),
      );
    },

    /** Who hears of a dossier: who made it while they may see it, and for whom it is. */
    watchersOf: async (tx: Transaction, dossierId: string): Promise<string[]> => {
      const rows = await tx.execute<{ id: string }>(
        sql`select d.citizen_id as id from dossier d where d.id = ${dossierId} and (d.authorisation_id is null or ${sql.raw(HOLDS_FOR_DOSSIER)})
            union select d.for_citizen_id from dossier d where d.id = ${dossierId} and d.for_citizen_id is not null`,
      );
      return rows.map(({ id }) => id);
    },

    relations: {
      toDossier: async (actorId: string, dossierId: string) => relationToDossier(actorId, raw`d.id = ${dossierId}`),
      toPayment: async (actorId: string, paymentId: string) =>
        relationToDossier(actorId, raw`d.id = (select dossier_id from payment where id = ${paymentId})`),
      async toDraft(actorId: string, draftId: string) {
        const rows = await raw<Relation[]>`
          select f.citizen_id as "ownerId", case
            when f.citizen_id = ${actorId} and f.authorisation_id is null then 'self'
            when f.citizen_id = ${actorId} and a.state = 'active' and a.until > now() then case when a.may_submit then 'helper' else 'preparer' end
            when f.citizen_id = ${actorId} then 'former-helper'
            when f.sent_for_review_at is not null and a.kind = 'organisation' and a.principal_id = ${actorId} and a.state = 'active' and a.until > now() then 'representative'
            else 'stranger' end as role
          from draft f left join authorisation a on a.id = f.authorisation_id where f.id = ${draftId}`;
        return rows[0] ?? null;
      },
    },
  };

  async function relationToDossier(actorId: string, where: ReturnType<typeof raw>): Promise<Relation | null> {
    const rows = await raw<Relation[]>`
      select d.citizen_id as "ownerId", case
        when d.for_citizen_id = ${actorId} then 'principal'
        when d.citizen_id <> ${actorId} then 'stranger'
        when d.authorisation_id is null then 'self'
        when not ${raw.unsafe(HOLDS_FOR_DOSSIER)} then 'former-helper'
        when (select may_submit from authorisation where id = d.authorisation_id) then 'helper'
        else 'preparer' end as role
      from dossier d where ${where}`;
    return rows[0] ?? null;
  }
}
export type AuthorisationRepository = ReturnType<typeof createAuthorisationRepository>;
