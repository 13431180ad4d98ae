import type { Audience, SegmentDefinition } from '@tayninh/shared/features/audiences/audience';
import { type SQL, sql } from 'drizzle-orm';

/**
 * The communes that an officer's unit reaches: its subtree (AZ-6). A segment or a list never finds anybody outside of them,
 * whatever it says, because they stand in the statement itself.
 */
export interface UnitScope {
  readonly communes: 'all' | readonly string[];
}

/**
 * The people of an audience as a subquery `select citizen_id …`, each person once: who has two accounts (one phone, or one identity
 * of the national log-in) is the account seen last (NT-12). Without distinct, sort or aggregate, so that who asks for a piece
 * (`citizen_id > cursor order by citizen_id limit n`) has only that piece worked out.
 */
export function audienceSql(audience: Audience, scope: UnitScope): SQL {
  const belongs = (person: SQL) =>
    audience.kind === 'list' ? isListed(person, audience.listId, scope) : fulfils(person, audience.definition, scope);
  const c = sql.raw('aud');
  const other = sql.raw('other');
  const isLater = sql`(${other}.last_seen_at, ${other}.id) > (${c}.last_seen_at, ${c}.id)`;
  return sql`select ${c}.id as citizen_id from citizen ${c} where ${belongs(c)}
    and not exists (select 1 from citizen ${other} where ${other}.phone_index = ${c}.phone_index and ${isLater} and ${belongs(other)})
    and not exists (
      select 1 from identity_link own
      join identity_link theirs on theirs.personal_number_index = own.personal_number_index and theirs.revoked_at is null
      join citizen ${other} on ${other}.id = theirs.citizen_id
      where own.citizen_id = ${c}.id and own.revoked_at is null and ${isLater} and ${belongs(other)})`;
}

/** Nobody is found by a list but whom the officer wrote down, and the scope still holds. */
const isListed = (person: SQL, listId: string, scope: UnitScope) => sql`exists (
  select 1 from recipient_list_row r where r.list_id = ${listId}::uuid and r.citizen_id = ${person}.id
) and ${isWithin(person, scope)}`;

function fulfils(person: SQL, { communes, dossier, optedIn, seenWithinDays }: SegmentDefinition, scope: UnitScope): SQL {
  const places = reach(communes, scope);
  const conditions = [
    dossier
      ? hasDossier(person, [
          places && sql`d.unit_code = any(${textArray(places)})`,
          dossier.procedures && sql`d.procedure_code = any(${textArray(dossier.procedures)})`,
          dossier.states && sql`d.state = any(${textArray(dossier.states)})`,
          dossier.statuses && sql`d.status = any(${textArray(dossier.statuses.map(String))}::smallint[])`,
          // 3, 7, 8: ended; 9, 10: done. The date of those is no longer ahead of anybody.
          dossier.dueWithinDays !== undefined &&
            sql`d.status in (1, 2, 4, 5, 6) and d.due_at between now() and now() + ${dossier.dueWithinDays} * interval '1 day'`,
        ])
      : communes && places
        ? livesIn(person, places)
        : isWithin(person, scope),
    optedIn && sql`exists (select 1 from preference p where p.citizen_id = ${person}.id and p.wants && ${textArray(optedIn)})`,
    seenWithinDays !== undefined && sql`${person}.last_seen_at > now() - ${seenWithinDays} * interval '1 day'`,
  ].filter((condition) => condition !== false && condition !== undefined);
  return sql.join(conditions, sql` and `);
}

/** @returns null when every place counts. */
function reach(communes: readonly string[] | undefined, scope: UnitScope): readonly string[] | null {
  if (scope.communes === 'all') return communes ?? null;
  const own = new Set(scope.communes);
  return communes ? communes.filter((code) => own.has(code)) : scope.communes;
}

/** Of an officer's units is who lives there or has filed there. */
const isWithin = (person: SQL, { communes }: UnitScope) =>
  communes === 'all'
    ? sql`true`
    : sql`(${hasHome(person, sql`= any(${textArray(communes)})`)} or ${hasDossier(person, [sql`d.unit_code = any(${textArray(communes)})`])})`;

/** Where a person said they live; who said nothing is counted where they filed. */
const livesIn = (person: SQL, communes: readonly string[]) => sql`case when ${hasHome(person, sql`is not null`)}
  then ${hasHome(person, sql`= any(${textArray(communes)})`)} else ${hasDossier(person, [sql`d.unit_code = any(${textArray(communes)})`])} end`;

const hasHome = (person: SQL, condition: SQL) =>
  sql`exists (select 1 from preference p where p.citizen_id = ${person}.id and p.home_unit_code ${condition})`;

/** Own dossiers, and those that another account filed for the person. */
const hasDossier = (person: SQL, conditions: readonly (SQL | false | null | undefined)[]) =>
  sql`exists (select 1 from dossier d where (d.citizen_id = ${person}.id or d.for_citizen_id = ${person}.id) and ${sql.join(
    conditions.filter((condition) => condition !== false && condition !== null && condition !== undefined),
    sql` and `,
  )})`;

/** One parameter, however many values. */
const textArray = (values: readonly string[]) => sql`${sql.param(`{${values.join(',')}}`)}::text[]`;
