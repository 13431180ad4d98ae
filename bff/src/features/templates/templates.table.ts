import type { Category } from '@tayninh/shared/features/notifications/categories';
import type { ProviderQuality, ProviderState, TemplateContent } from '@tayninh/shared/features/templates/template-content';
import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/columns.ts';

/** A message officers may send, by name; what it says stands in its versions. */
export const template = pgTable(
  'template',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** For notices that pick their template by a fixed word. */
    key: text().notNull().unique(),
    name: text().notNull(),
    category: text().$type<Category>().notNull(),
    unitCode: text().notNull(),
    archivedAt: instant(),
    /** Null: came with the product. */
    createdBy: uuid(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [index('template_unit_idx').on(table.unitCode, table.createdAt.desc(), table.id.desc())],
);

/**
 * One wording. Once a campaign or a notice has used it, `frozenHash` holds the hash of what it said: the CHECK refuses any later change,
 * also one made by hand.
 */
export const templateVersion = pgTable(
  'template_version',
  {
    id: uuid().primaryKey().defaultRandom(),
    templateId: uuid()
      .notNull()
      .references(() => template.id),
    no: integer().notNull(),
    content: jsonb().$type<TemplateContent>().notNull(),
    /** SHA-256 of `content`, hex; PostgreSQL keeps it. */
    contentHash: text().notNull().generatedAlwaysAs(sql`encode(sha256(decode(replace(content::text, '\\', '\\\\'), 'escape')), 'hex')`),
    /** Zalo's id of the approved template behind it; null while there is none. */
    zbsTemplateId: text(),
    providerState: text().$type<ProviderState>().notNull().default('none'),
    providerReason: text(),
    quality: text().$type<ProviderQuality>(),
    /** What Zalo asks for one message to a known account, to a number; null until it said so. */
    priceByUserVnd: integer(),
    priceByPhoneVnd: integer(),
    /** When Zalo last confirmed the four above. */
    providerSeenAt: instant(),
    /** Null: came with the product. */
    createdBy: uuid(),
    createdAt: instant().notNull().defaultNow(),
    frozenAt: instant(),
    frozenHash: text(),
    frozenZbsTemplateId: text(),
  },
  (table) => [
    unique('template_version_no').on(table.templateId, table.no),
    index('template_version_provider_idx').on(table.zbsTemplateId),
    check(
      'template_version_frozen',
      sql`(frozen_at is null) = (frozen_hash is null) and (frozen_hash is null or frozen_hash = content_hash)`,
    ),
    check('template_version_frozen_zbs', sql`frozen_at is null or frozen_zbs_template_id is not distinct from zbs_template_id`),
    check('template_version_provider_state', sql`provider_state in ('none', 'pending', 'enabled', 'rejected', 'disabled')`),
  ],
);
