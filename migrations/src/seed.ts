import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import { problemsOf } from '@tayninh/shared/features/procedures/checklist/check-table';
import { ChecklistTable } from '@tayninh/shared/features/procedures/checklist/checklist-table';
import { EForm } from '@tayninh/shared/features/procedures/e-form';
import { foldKey } from '@tayninh/shared/features/procedures/fold';
import { CalendarYear, OfficeProfile } from '@tayninh/shared/features/promise-dates/work-calendar';
import postgres, { type TransactionSql } from 'postgres';
import { z } from 'zod';
import { createCatalogueRepository } from '../../bff/src/features/procedures/catalogue.repository.ts';
import { seedPlaces } from './places.ts';

const SEEDS = new URL('../seeds/', import.meta.url);
const readAll = (folder: string): unknown[] => {
  const url = new URL(`${folder}/`, SEEDS);
  return readdirSync(fileURLToPath(url))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, url), 'utf8')) as unknown);
};

/** The province's words as observed (docs/sources/one-gate.md), the same to begin with for each system. Staff add what is missing; nothing is guessed. */
const PROVINCE_WORDS: Record<string, number> = {
  'Mới đăng ký': 1,
  'Chờ tiếp nhận': 1,
  'Được tiếp nhận': 2,
  'Đã tiếp nhận': 2,
  'Không được tiếp nhận': 3,
  'Từ chối tiếp nhận': 3,
  'Đang xử lý': 4,
  'Đang giải quyết': 4,
  'Xin lỗi và hẹn lại ngày trả': 4,
  'Yêu cầu bổ sung giấy tờ': 5,
  'Yêu cầu công dân bổ sung': 5,
  'Yêu cầu một cửa bổ sung': 5,
  'Yêu cầu thực hiện nghĩa vụ tài chính': 6,
  'Công dân yêu cầu rút hồ sơ': 7,
  'Đã rút hồ sơ': 7,
  'Dừng xử lý': 8,
  'Đã xử lý xong': 9,
  'Đã có kết quả': 9,
  'Đã trả kết quả': 10,
};

/** @throws ZodError or Error naming the table that cannot be published */
function readChecklists(): ChecklistTable[] {
  return readAll('checklists').map((file) => {
    const table = ChecklistTable.parse(file);
    const problems = problemsOf(table);
    if (problems.length > 0) throw new Error(`checklist ${table.procedureCode}: ${problems.join('; ')}`);
    return table;
  });
}

/** A changed table becomes a new version, an existing one is never touched. */
async function seedChecklists(tx: TransactionSql, tables: readonly ChecklistTable[]) {
  for (const table of tables) {
    const text = JSON.stringify(table);
    const hash = createHash('sha256').update(text).digest('hex');
    await tx`
      insert into checklist_table (code, version_no, content, content_hash)
      select ${table.procedureCode}, coalesce(known.version_no, 0) + 1, ${text}::text::jsonb, ${hash}
      from (select 1) one
      left join lateral (select version_no, content_hash from checklist_table where code = ${table.procedureCode} order by version_no desc limit 1) known on true
      where known.content_hash is distinct from ${hash}`;
  }
}

/**
 * Reference data: our own layer of the catalogue, its checklists, the e-forms, the words of the province, communes and offices, calendars and office hours.
 * Repeatable; a changed procedure becomes a new version, an existing one is never touched; a calendar year is replaced as a whole.
 * @throws ZodError naming the record that breaks the contract.
 */
export async function seed(url: string): Promise<{ procedures: number; newVersions: number; forms: number }> {
  const records = readAll('procedures').flatMap((file) => z.array(ProcedureRecord).parse(file));
  const forms = [...readAll('forms'), ...readAll('generic-form')].map((file) => EForm.parse(file));
  const calendars = readAll('calendar').map((file) => CalendarYear.parse(file));
  const offices = readAll('office-hours').map((file) => OfficeProfile.parse(file));
  const checklists = readChecklists();
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const { versions } = await createCatalogueRepository(client).putCurated(records);
    await client.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(8020003)`;
      await seedChecklists(tx, checklists);
      for (const form of forms)
        await tx`insert into e_form (procedure_code, case_id, form_version, content) values (${form.procedureCode}, ${form.caseId}, ${form.formVersion}, ${JSON.stringify(form)}::text::jsonb) on conflict do nothing`;
      for (const system of ['one-gate', 'igate'])
        for (const [text, status] of Object.entries(PROVINCE_WORDS))
          await tx`insert into status_mapping (system, text_folded, status) values (${system}, ${foldKey(text)}, ${status}) on conflict do nothing`;
      for (const { year, provisional, source, days } of calendars) {
        await tx`insert into calendar_year (year, provisional, source) values (${year}, ${provisional}, ${source}) on conflict (year) do update set provisional = excluded.provisional, source = excluded.source`;
        await tx`delete from calendar_day where year = ${year}`;
        await tx`
          insert into calendar_day (date, year, kind, name, source, provisional)
          select day.date, ${year}, day.kind, day.name, day.source, day.provisional
          from jsonb_to_recordset(${JSON.stringify(days)}::text::jsonb) as day (date date, kind text, name text, source text, provisional boolean)`;
      }
      for (const office of offices)
        await tx`insert into office_profile (id, content) values (${office.id}, ${JSON.stringify(office)}::text::jsonb) on conflict (id) do update set content = excluded.content`;
      await seedPlaces(tx, readAll('units')[0], readAll('offices')[0]);
    });
    return { procedures: records.length, newVersions: versions, forms: forms.length };
  } finally {
    await client.end();
  }
}
