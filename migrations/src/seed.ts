import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import { EForm } from '@tayninh/shared/features/procedures/e-form';
import { foldKey } from '@tayninh/shared/features/procedures/fold';
import postgres from 'postgres';
import { z } from 'zod';
import { createCatalogueRepository } from '../../bff/src/features/procedures/catalogue.repository.ts';

const SEEDS = new URL('../seeds/', import.meta.url);
const readAll = (folder: string): unknown[] => {
  const url = new URL(`${folder}/`, SEEDS);
  return readdirSync(fileURLToPath(url))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, url), 'utf8')) as unknown);
};

/** The province's words as observed (docs/sources/one-gate.md). Staff add what is missing; nothing is guessed. */
const ONE_GATE_WORDS: Record<string, number> = {
  'Mới đăng ký': 1,
  'Chờ tiếp nhận': 1,
  'Được tiếp nhận': 2,
  'Đã tiếp nhận': 2,
  'Không được tiếp nhận': 3,
  'Từ chối tiếp nhận': 3,
  'Đang xử lý': 4,
  'Đang giải quyết': 4,
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

/**
 * Reference data: our own layer of the catalogue, the e-forms, the words of the province. Repeatable; a changed record becomes a
 * new version, an existing one is never touched. @throws ZodError naming the record that breaks the contract.
 */
export async function seed(url: string): Promise<{ procedures: number; newVersions: number; forms: number }> {
  const records = readAll('procedures').flatMap((file) => z.array(ProcedureRecord).parse(file));
  const forms = readAll('forms').map((file) => EForm.parse(file));
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const { versions } = await createCatalogueRepository(client).putCurated(records);
    await client.begin(async (tx) => {
      for (const form of forms)
        await tx`insert into e_form (procedure_code, case_id, form_version, content) values (${form.procedureCode}, ${form.caseId}, ${form.formVersion}, ${JSON.stringify(form)}::text::jsonb) on conflict do nothing`;
      for (const [text, status] of Object.entries(ONE_GATE_WORDS))
        await tx`insert into status_mapping (system, text_folded, status) values ('one-gate', ${foldKey(text)}, ${status}) on conflict do nothing`;
    });
    return { procedures: records.length, newVersions: versions, forms: forms.length };
  } finally {
    await client.end();
  }
}
