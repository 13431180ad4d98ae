import type { Audience, SegmentDefinition } from '@tayninh/shared/features/audiences/audience';
import { and, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { StaffScope } from '../../platform/access.ts';
import type { Database } from '../../platform/database.ts';
import { auditEntry } from '../audit/audit.table.ts';
import { unit } from '../places/places.table.ts';
import { procedure, procedureVersion } from '../procedures/procedures.table.ts';
import { audienceSql, type UnitScope } from './audience-sql.repository.ts';
import { type recipientList, segment } from './audiences.table.ts';

/** The officer at work. */
export interface Officer {
  readonly staffId: string;
  /** Whose what they make is. */
  readonly unitCode: string;
  /** The units they reach (AZ-6). */
  readonly units: readonly string[];
}
/** Who holds a role in several units makes things for the first of them. */
export const officerOf = ({ staffId, ownUnitCodes, unitCodes }: Pick<StaffScope, 'staffId' | 'ownUnitCodes' | 'unitCodes'>): Officer => ({
  staffId,
  unitCode: ownUnitCodes[0] ?? '',
  units: unitCodes,
});
/** Rows of the officer's units, as a part of every WHERE (AZ-3). */
export const ofUnits = (column: typeof segment.unitCode | typeof recipientList.unitCode, { units }: Officer): SQL =>
  inArray(column, [...units]);

/** A count of a million may take this long; other statements of a request may not. */
const COUNT_MAX_MS = 20_000;
/** A commune with fewer people is not told apart. */
const FEW = 10;

export const createAudienceRepository = ({ drizzle: db }: Database) => ({
  /** What a unit reaches: everything for the province, itself for a commune; nothing for a unit that is not known here. */
  async unitScope(unitCode: string): Promise<UnitScope> {
    const rows = await db
      .select({ code: unit.code, parentCode: unit.parentCode })
      .from(unit)
      .where(sql`${unit.code} = ${unitCode} or ${unit.parentCode} = ${unitCode}`);
    const own = rows.find(({ code }) => code === unitCode);
    return { communes: own?.parentCode === null ? 'all' : rows.map(({ code }) => code) };
  },

  /** How many people, each once, and where most of them are. */
  async count(audience: Audience, scope: UnitScope): Promise<{ count: number; places: { unitCode: string; count: number }[]; at: Date }> {
    return db.transaction(async (tx) => {
      await tx.execute(sql.raw(`set local statement_timeout = ${COUNT_MAX_MS}`));
      const rows = await tx.execute<{ place: string | null; people: number; at: string }>(sql`
        select coalesce(p.home_unit_code, filed.unit_code) as place, count(*)::int as people, now() as at
        from (${audienceSql(audience, scope)}) found
        left join preference p on p.citizen_id = found.citizen_id
        left join lateral (
          select d.unit_code from dossier d where d.citizen_id = found.citizen_id and d.unit_code is not null and p.home_unit_code is null
          order by d.accepted_at desc limit 1
        ) filed on true
        group by 1 order by 2 desc`);
      return {
        count: rows.reduce((sum, { people }) => sum + people, 0),
        places: rows
          .flatMap(({ place, people }) => (place !== null && people >= FEW ? [{ unitCode: place, count: people }] : []))
          .slice(0, 6),
        at: rows[0] ? new Date(rows[0].at) : new Date(),
      };
    });
  },

  listSegments: (officer: Officer) =>
    db
      .select()
      .from(segment)
      .where(and(isNull(segment.archivedAt), ofUnits(segment.unitCode, officer)))
      .orderBy(desc(segment.updatedAt))
      .limit(200),
  async findSegment(id: string, officer: Officer) {
    return (await db.select().from(segment).where(oneSegment(id, officer)))[0] ?? null;
  },
  insertSegment: (row: SegmentValues & { unitCode: string }, officer: Officer, requestId: string) =>
    db.transaction(async (tx) => {
      const [made] = await tx
        .insert(segment)
        .values({ ...row, createdBy: officer.staffId })
        .returning();
      if (!made) throw new Error('the segment that was just written is not there');
      await tx.insert(auditEntry).values({ actor: `staff:${officer.staffId}`, action: 'segment.create', resourceId: made.id, requestId });
      return made;
    }),
  updateSegment: (id: string, row: Partial<SegmentValues>, officer: Officer, requestId: string) =>
    db.transaction(async (tx) => {
      const isEdit = row.definition !== undefined;
      const [changed] = await tx
        .update(segment)
        .set({ ...row, ...(isEdit && { updatedAt: sql`now()` }) })
        .where(oneSegment(id, officer))
        .returning();
      if (changed && isEdit)
        await tx.insert(auditEntry).values({ actor: `staff:${officer.staffId}`, action: 'segment.edit', resourceId: id, requestId });
      return changed ?? null;
    }),
  async archiveSegment(id: string, officer: Officer) {
    await db.update(segment).set({ archivedAt: sql`now()` }).where(oneSegment(id, officer));
  },

  /** The domains of procedures; of one that is not known nothing comes back. */
  async domainsOf(codes: readonly string[]): Promise<{ code: string; domain: string }[]> {
    if (codes.length === 0) return [];
    return db
      .select({ code: procedure.code, domain: sql<string>`${procedureVersion.content} ->> 'domain'` })
      .from(procedure)
      .innerJoin(
        procedureVersion,
        and(eq(procedureVersion.code, procedure.code), eq(procedureVersion.versionNo, procedure.currentVersionNo)),
      )
      .where(inArray(procedure.code, [...codes]));
  },
});
export type AudienceRepository = ReturnType<typeof createAudienceRepository>;

interface SegmentValues {
  name: string;
  definition: SegmentDefinition;
  reason: string | null;
  lastCount: number;
  countedAt: Date;
}

const oneSegment = (id: string, officer: Officer) =>
  and(eq(segment.id, id), isNull(segment.archivedAt), ofUnits(segment.unitCode, officer));
