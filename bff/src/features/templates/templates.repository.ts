import type { Category } from '@tayninh/shared/features/notifications/categories';
import type { ProviderQuality, ProviderState, TemplateContent } from '@tayninh/shared/features/templates/template-content';
import { and, desc, eq, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import { readCursor } from '../../platform/cursor.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import { unit } from '../places/places.table.ts';
import { template, templateVersion } from './templates.table.ts';

/** How far somebody at the console reaches (AZ-6); a part of the policy's own scope. */
export interface TemplateScope {
  readonly staffId: string;
  /** Own units and all below them. */
  readonly unitCodes: readonly string[];
}
export type TemplateVersionRow = typeof templateVersion.$inferSelect;
export interface TemplateRow {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly category: Category;
  readonly unitCode: string;
  readonly unitName: string;
  readonly canChange: boolean;
  readonly archivedAt: Date | null;
  readonly createdAt: Date;
}
/** What Zalo says of one of its templates. */
export interface ProviderFacts {
  readonly state: ProviderState;
  readonly reason: string | null;
  readonly quality: ProviderQuality;
  readonly priceByUserVnd: number | null;
  readonly priceByPhoneVnd: number | null;
}

const UNIQUE_VIOLATION = '23505';

export function createTemplateRepository({ drizzle: db }: Database) {
  const within = ({ unitCodes }: TemplateScope) => (unitCodes.length === 0 ? sql`false` : inArray(template.unitCode, [...unitCodes]));
  /** Templates of a unit above are for everybody below it. */
  const readable = (scope: TemplateScope): SQL => sql`(${within(scope)} or ${template.unitCode} in (
    with recursive above as (
      select u.parent_code as code from unit u where u.code = any(${sql.param(`{${scope.unitCodes.join(',')}}`)}::text[])
      union select u.parent_code from unit u join above on u.code = above.code
    ) select code from above where code is not null))`;
  const columns = (scope: TemplateScope) => ({
    id: template.id,
    key: template.key,
    name: template.name,
    category: template.category,
    unitCode: template.unitCode,
    unitName: sql<string>`coalesce(${unit.name}, ${template.unitCode})`,
    canChange: sql<boolean>`${within(scope)}`,
    archivedAt: template.archivedAt,
    createdAt: template.createdAt,
  });
  const rows = (scope: TemplateScope, where: SQL | undefined) =>
    db
      .select(columns(scope))
      .from(template)
      .leftJoin(unit, eq(unit.code, template.unitCode))
      .where(and(readable(scope), where))
      .$dynamic();

  return {
    /** One page, newest first; one row more than `limit` when there is another page. */
    async list(
      scope: TemplateScope,
      { q, isArchived, limit, cursor }: { q: string | undefined; isArchived: boolean; limit: number; cursor: string | undefined },
    ): Promise<(TemplateRow & { latest: TemplateVersionRow })[]> {
      const before = readCursor(cursor);
      const found = await rows(
        scope,
        and(
          isArchived ? isNotNull(template.archivedAt) : isNull(template.archivedAt),
          q ? sql`strpos(lower(${template.name}), lower(${q})) > 0` : undefined,
          before ? sql`(${template.createdAt}, ${template.id}) < (${before.at}::timestamptz, ${before.id}::uuid)` : undefined,
        ),
      )
        .orderBy(desc(template.createdAt), desc(template.id))
        .limit(limit + 1);
      if (found.length === 0) return [];
      const versions = await db
        .selectDistinctOn([templateVersion.templateId])
        .from(templateVersion)
        .where(
          inArray(
            templateVersion.templateId,
            found.map(({ id }) => id),
          ),
        )
        .orderBy(templateVersion.templateId, desc(templateVersion.no));
      const latest = new Map(versions.map((version) => [version.templateId, version]));
      return found.flatMap((row) => {
        const version = latest.get(row.id);
        return version ? [{ ...row, latest: version }] : [];
      });
    },

    /** With its versions, newest first. @returns null for one that is not there or out of reach. */
    async find(scope: TemplateScope, id: string): Promise<(TemplateRow & { versions: TemplateVersionRow[] }) | null> {
      const [row] = await rows(scope, eq(template.id, id)).limit(1);
      if (!row) return null;
      const versions = await db
        .select()
        .from(templateVersion)
        .where(eq(templateVersion.templateId, id))
        .orderBy(desc(templateVersion.no))
        .limit(200);
      return { ...row, versions };
    },

    /** @returns null when the key is taken. */
    async create(
      scope: TemplateScope,
      values: { key: string; name: string; category: Category; unitCode: string; content: TemplateContent; zbsTemplateId: string | null },
    ): Promise<string | null> {
      const { content, zbsTemplateId, ...rest } = values;
      try {
        return await db.transaction(async (tx) => {
          const [made] = await tx
            .insert(template)
            .values({ ...rest, createdBy: scope.staffId })
            .returning({ id: template.id });
          const id = made?.id ?? '';
          await tx
            .insert(templateVersion)
            .values({ templateId: id, no: 1, content, zbsTemplateId, ...waiting(zbsTemplateId), createdBy: scope.staffId });
          return id;
        });
      } catch (error) {
        if (isUniqueViolation(error)) return null;
        throw error;
      }
    },

    /** @returns the number of the new version; null when the template is out of reach or archived. */
    addVersion: (
      scope: TemplateScope,
      id: string,
      { content, zbsTemplateId }: { content: TemplateContent; zbsTemplateId: string | null },
    ) =>
      db.transaction(async (tx) => {
        // The row lock makes the numbers of two people at once follow each other.
        const [locked] = await tx
          .select({ id: template.id })
          .from(template)
          .where(and(eq(template.id, id), within(scope), isNull(template.archivedAt)))
          .for('update');
        if (!locked) return null;
        const [made] = await tx
          .insert(templateVersion)
          .values({
            templateId: id,
            no: sql`(select coalesce(max(no), 0) + 1 from template_version where template_id = ${id}::uuid)` as never,
            content,
            zbsTemplateId,
            ...waiting(zbsTemplateId),
            createdBy: scope.staffId,
          })
          .returning({ no: templateVersion.no });
        return made?.no ?? null;
      }),

    /** Writes over a version nobody uses. @returns false when it is frozen, another than was read, or out of reach. */
    async changeVersion(
      scope: TemplateScope,
      {
        id,
        no,
        contentHash,
        content,
        zbsTemplateId,
      }: { id: string; no: number; contentHash: string; content: TemplateContent; zbsTemplateId: string | null },
    ): Promise<boolean> {
      const isOther = sql`${templateVersion.zbsTemplateId} is distinct from ${zbsTemplateId}`;
      const kept = <T>(column: T, otherwise: unknown) => sql`case when ${isOther} then ${otherwise} else ${column} end` as never;
      const changed = await db
        .update(templateVersion)
        .set({
          content,
          zbsTemplateId,
          providerState: kept(templateVersion.providerState, zbsTemplateId === null ? 'none' : 'pending'),
          providerReason: kept(templateVersion.providerReason, null),
          quality: kept(templateVersion.quality, null),
          priceByUserVnd: kept(templateVersion.priceByUserVnd, null),
          priceByPhoneVnd: kept(templateVersion.priceByPhoneVnd, null),
          providerSeenAt: kept(templateVersion.providerSeenAt, null),
        })
        .where(
          and(
            eq(templateVersion.templateId, id),
            eq(templateVersion.no, no),
            eq(templateVersion.contentHash, contentHash),
            isNull(templateVersion.frozenAt),
            sql`exists (select 1 from ${template} where ${template.id} = ${templateVersion.templateId} and ${template.archivedAt} is null and ${within(scope)})`,
          ),
        )
        .returning({ id: templateVersion.id });
      return changed.length === 1;
    },

    /** Repeating it changes nothing. @returns false when it is out of reach. */
    async archive(scope: TemplateScope, id: string): Promise<boolean> {
      const changed = await db
        .update(template)
        .set({ archivedAt: sql`coalesce(${template.archivedAt}, now())` as never })
        .where(and(eq(template.id, id), within(scope)))
        .returning({ id: template.id });
      return changed.length === 1;
    },

    /** One version for whoever sends: no scope, since the campaign that names it was checked. */
    async version(id: string): Promise<TemplateVersionRow | null> {
      const [row] = await db.select().from(templateVersion).where(eq(templateVersion.id, id)).limit(1);
      return row ?? null;
    },

    /** From now on it never changes (the CHECK holds it). Inside the transaction that begins to use it. @returns null: there is none. */
    async freeze(tx: Transaction, versionId: string): Promise<{ contentHash: string } | null> {
      const [row] = await tx
        .update(templateVersion)
        .set({
          frozenAt: sql`coalesce(${templateVersion.frozenAt}, now())` as never,
          frozenHash: sql`${templateVersion.contentHash}` as never,
          frozenZbsTemplateId: sql`${templateVersion.zbsTemplateId}` as never,
        })
        .where(eq(templateVersion.id, versionId))
        .returning({ contentHash: templateVersion.contentHash });
      return row ?? null;
    },

    /** Zalo's ids that versions of ours stand on. */
    async providerIds(): Promise<string[]> {
      const found = await db
        .selectDistinct({ id: templateVersion.zbsTemplateId })
        .from(templateVersion)
        .where(isNotNull(templateVersion.zbsTemplateId))
        .orderBy(templateVersion.zbsTemplateId)
        .limit(5_000);
      return found.flatMap(({ id }) => (id === null ? [] : [id]));
    },

    /**
     * What Zalo said at `at`, for all versions on one of its templates. Older words than those already heard change nothing: events come
     * late and twice.
     *
     * @returns what changed its state.
     */
    async applyProvider(
      zbsTemplateId: string,
      facts: Partial<ProviderFacts>,
      at: Date,
    ): Promise<{ versionId: string; isFrozen: boolean }[]> {
      const state = facts.state;
      const before = await db
        .select({ id: templateVersion.id })
        .from(templateVersion)
        .where(and(eq(templateVersion.zbsTemplateId, zbsTemplateId), state ? ne(templateVersion.providerState, state) : sql`false`));
      const changed = await db
        .update(templateVersion)
        .set({
          ...(state && { providerState: state }),
          ...(facts.reason !== undefined && { providerReason: facts.reason }),
          ...(facts.quality && { quality: facts.quality }),
          ...(facts.priceByUserVnd !== undefined && { priceByUserVnd: facts.priceByUserVnd }),
          ...(facts.priceByPhoneVnd !== undefined && { priceByPhoneVnd: facts.priceByPhoneVnd }),
          providerSeenAt: at,
        })
        .where(
          and(
            eq(templateVersion.zbsTemplateId, zbsTemplateId),
            or(isNull(templateVersion.providerSeenAt), lt(templateVersion.providerSeenAt, at)),
          ),
        )
        .returning({ id: templateVersion.id, frozenAt: templateVersion.frozenAt });
      const others = new Set(before.map(({ id }) => id));
      return changed.filter(({ id }) => others.has(id)).map(({ id, frozenAt }) => ({ versionId: id, isFrozen: frozenAt !== null }));
    },
  };
}
export type TemplateRepository = ReturnType<typeof createTemplateRepository>;

const waiting = (zbsTemplateId: string | null) => ({ providerState: zbsTemplateId === null ? ('none' as const) : ('pending' as const) });

const isUniqueViolation = (error: unknown): boolean =>
  (error as { code?: string; cause?: { code?: string } }).code === UNIQUE_VIOLATION ||
  (error as { cause?: { code?: string } }).cause?.code === UNIQUE_VIOLATION;
