import { randomBytes, randomUUID } from 'node:crypto';
import type { CampaignContent } from '@tayninh/shared/features/campaigns/campaigns.contract';
import type { CampaignPlan } from '@tayninh/shared/features/campaigns/plan';
import type postgres from 'postgres';
import type { Officer } from '../src/features/campaigns/campaigns.service.ts';
import type { Encryption } from '../src/platform/encryption.ts';

/** What a campaign needs before it can run, made on a real database: people, a template, officers and a plan. */

export const UNIT = '25456';
export const officer = (roles: string[], unitCode = UNIT): Officer => ({
  staffId: randomUUID(),
  unitCodes: [unitCode],
  ownUnitCodes: [unitCode],
  roles,
});
/** Two people for every rule of four eyes, and a third. */
export const AN = officer(['officer']);
export const BINH = officer(['approver']);
export const CHI = officer(['approver']);

/** A day on which nothing is special: 24 November 2026, 10:00 in Asia/Ho_Chi_Minh. */
export const MORNING = new Date('2026-11-24T03:00:00Z');

export const aCampaign = (overrides: Partial<CampaignContent> = {}): CampaignContent => ({
  templateVersionId: null,
  values: { noi_nhan: 'Bộ phận Một cửa' },
  audience: { kind: 'segment', definition: {} },
  channels: ['zbs-uid', 'zbs-phone'],
  category: 'reminders',
  kind: 'ordinary',
  scheduledAt: null,
  expiresAt: null,
  cap: null,
  ...overrides,
});

export interface Person {
  readonly oaUserId: string | null;
  readonly phone: string | null;
}

/** Everybody, at no cost. */
export const aPlan = (matched: number): CampaignPlan => ({
  plannedAt: MORNING.toISOString(),
  matched,
  notTold: [],
  told: matched,
  inboxOnly: [],
  routes: [],
  totalVnd: 0,
  days: [],
  firstAt: null,
  lastAt: null,
  sentences: [],
  left: { noHour: 0, expired: 0 },
  hours: { fromMinute: 420, toMinute: 1260, ownHoursPeople: 0 },
  risk: { level: 'unknown', expectedShare: null, campaigns: 0, text: '', weekendPeople: 0 },
  canaryPeople: 0,
  needsReason: false,
  samples: [],
  blockers: [],
});

export const countOf = async (sql: postgres.Sql) => (await sql<{ n: number }[]>`select count(*)::int as n from citizen`)[0]?.n ?? 0;

/** So many people with a Zalo account and a phone; `oaUserId: null` takes the account away. */
export async function makePeople(sql: postgres.Sql, encryption: Encryption, count: number, with_: Partial<Person> = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let done = 0; done < count; done += 500) {
    const rows = await Promise.all(
      Array.from({ length: Math.min(500, count - done) }, async () => {
        const id = randomUUID();
        const key = await encryption.keyFor(id);
        const seal = (column: string, value: string | null) =>
          value === null ? null : encryption.sealWith(key, { table: 'citizen', column, rowId: id }, value);
        const number = `849${randomBytes(4).readUInt32BE().toString().padStart(10, '0')}`;
        return {
          id,
          zalo_id_index: randomBytes(16),
          zalo_id_sealed: seal('zalo_id', `app-${id}`),
          oa_user_id_index: with_.oaUserId === null ? null : randomBytes(16),
          oa_user_id_sealed: with_.oaUserId === null ? null : seal('oa_user_id', `oa-${id}`),
          phone_index: with_.phone === null ? null : randomBytes(16),
          phone_sealed: with_.phone === null ? null : seal('phone', `+${number}`),
        };
      }),
    );
    await sql`insert into citizen ${sql(rows as never)}`;
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

export async function makeTemplate(sql: postgres.Sql): Promise<string> {
  const [made] = await sql<{ id: string }[]>`
    insert into template (key, name, category, unit_code) values (${randomUUID()}, 'Nhắc nhận kết quả', 'reminders', ${UNIT}) returning id`;
  const content = {
    variables: [{ name: 'noi_nhan', kind: 'text', maxLength: 60, label: 'Nơi nhận', source: 'fixed' }],
    texts: { vi: { title: 'Kết quả đã có', body: `Mời bạn nhận kết quả tại {{noi_nhan}}. Mã ${randomUUID().slice(0, 8)}` } },
    zbs: { params: { noi_nhan: '{{noi_nhan}}' }, kinds: {} },
  };
  const [version] = await sql<{ id: string }[]>`
    insert into template_version (template_id, no, content, zbs_template_id, provider_state) values (${made?.id ?? ''}, 1, ${sql.json(content)}, '380002', 'enabled') returning id`;
  return version?.id ?? '';
}
