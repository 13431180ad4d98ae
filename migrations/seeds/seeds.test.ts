import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { GENERIC_CODE, genericFormOf, readGenericVersion } from '@tayninh/shared/features/forms/generic-form';
import { ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import { EForm, type FormField, PEOPLE_MAX } from '@tayninh/shared/features/procedures/e-form';
import { foldKey } from '@tayninh/shared/features/procedures/fold';
import { EVERYDAY_LANGUAGE } from '@tayninh/shared/features/procedures/search/everyday-language';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { default as addFormats } from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const read = (folder: string) => {
  const base = new URL(`./${folder}/`, import.meta.url);
  return readdirSync(base)
    .sort()
    .map((file) => ({ file, content: JSON.parse(readFileSync(new URL(file, base), 'utf8')) as unknown }));
};

const procedureFiles = read('procedures');
const records = procedureFiles.flatMap(({ content }) => z.array(ProcedureRecord).parse(content));
const generic = EForm.parse(read('generic-form')[0]?.content);
const forms = read('forms').map(({ file, content }) => ({ file, form: EForm.parse(content) }));

describe('procedure seeds', () => {
  it.each(procedureFiles)('$file keeps the contract', ({ content }) => {
    expect(() => z.array(ProcedureRecord).min(1).parse(content)).not.toThrow();
  });

  it('hold at least 115 procedures, each once', () => {
    expect(records.length).toBeGreaterThanOrEqual(115);
    expect(new Set(records.map((record) => record.code)).size).toBe(records.length);
  });

  it.each(records.map((record) => [record.code, record] as const))('%s can be found, understood and trusted', (_, record) => {
    expect(record.aliases.length, 'ways to say it').toBeGreaterThanOrEqual(4);
    expect(record.lifeEvents.length, 'life events').toBeGreaterThan(0);
    expect(record.papers.length, 'papers').toBeGreaterThan(0);
    for (const list of [record.targets, record.levels, record.channels]) expect(list.length, 'who, where and how').toBeGreaterThan(0);
    expect(new Set(record.papers.map((paper) => paper.id)).size, 'paper ids').toBe(record.papers.length);
    for (const paper of record.papers) expect(paper.when, paper.name).toMatch(/^always$|^(?!.*always)/);
    expect(record.summary, 'one sentence').toMatch(/^[^.]+\.$/);
    if (record.flags.includes('UNIT_MISSING') || record.flags.includes('TIME_NOT_STATED')) expect(record.timeLimit).toBeNull();
    if (record.flags.includes('FEE_BY_PROVINCE')) expect(record.feeVnd).toBeNull();
    if (record.feeVnd !== null && record.feeVnd > 0) expect(record.feeText).toContain(record.feeVnd.toLocaleString('vi-VN'));
  });

  it('are filed in the app with a form of their own or the generic one; online ones link out, the rest go to the counter', () => {
    expect(
      records
        .filter((record) => record.submitMode === 'api')
        .map((record) => record.code)
        .sort(),
    ).toEqual(['1.001193', '1.001612', '1.004845', '1.004873', '1.012817', '1.013225', '1.013949']);
    for (const record of records.filter((each) => each.submitMode !== 'api')) {
      expect(record.submitMode, record.code).toBe(record.channels.includes('online') ? 'deep-link' : 'counter');
    }
  });

  it('what has a checklist or a form, and what search brings first, is named in English too', () => {
    const most = new Set([
      ...Object.keys(EVERYDAY_LANGUAGE.weights),
      ...read('checklists').map(({ file }) => file.replace('.json', '')),
      ...forms.map(({ form }) => form.procedureCode),
    ]);
    const missing = records.filter(({ code, plainNameEn, summaryEn }) => most.has(code) && !(plainNameEn && summaryEn));
    expect(missing.map(({ code }) => code)).toEqual([]);
    const named = records.flatMap(({ plainNameEn }) => plainNameEn ?? []);
    expect(new Set(named).size).toBe(named.length);
    for (const { summaryEn } of records) if (summaryEn) expect(summaryEn).toMatch(/^[^.]+\.$/);
  });

  it('no two procedures share a plain name, so that a person can tell them apart', () => {
    expect(new Set(records.map((record) => record.plainName)).size).toBe(records.length);
  });
});

/** The national crawl (docs/sources/catalogue.md) is kept beside the project; where it is absent, only this comparison is skipped. */
const crawl = process.env.NATIONAL_PROCEDURES_FILE;
const Crawled = z.object({
  ma_thu_tuc: z.string(),
  ten_thu_tuc: z.string(),
  cap_thuc_hien: z.string(),
  cach_thuc_thuc_hien: z.string(),
  trinh_tu_thuc_hien: z.string(),
});

describe.skipIf(!crawl)('against the national data (set NATIONAL_PROCEDURES_FILE to its .ndjson.gz)', () => {
  const lines = crawl ? gunzipSync(readFileSync(crawl)).toString('utf8').trimEnd().split('\n') : [];
  const national = new Map(lines.map((line) => Crawled.parse(JSON.parse(line))).map((row) => [row.ma_thu_tuc, row]));
  const LEVELS = { 'Cấp bộ': 'ministry', 'Cấp tỉnh': 'province', 'Cấp xã': 'commune', 'Cơ quan khác': 'other' };
  const CHANNELS = { 'Trực tiếp': 'counter', 'Trực tuyến': 'online', 'Dịch vụ bưu chính': 'post' };
  const named = (words: Record<string, string>, text: string) =>
    Object.entries(words)
      .filter(([word]) => text.includes(word))
      .map(([, name]) => name)
      .sort();
  const bare = (name: string) => foldKey(name).replace(/^thu tuc /, '');

  it.each(records.filter((record) => !record.flags.includes('UNVERIFIED')).map((record) => [record.code, record] as const))(
    '%s says the same',
    (code, record) => {
      const row = national.get(code);
      expect(row, 'exists').toBeDefined();
      expect(bare(row?.ten_thu_tuc ?? '').slice(0, 25), 'name').toBe(bare(record.name).slice(0, 25));
      // the ministry stands beside some levels where nobody of ours goes; we may leave it out, never add one
      expect(named(LEVELS, row?.cap_thuc_hien ?? ''), 'levels').toEqual(expect.arrayContaining(record.levels));
      const rows = row?.cach_thuc_thuc_hien ?? '';
      // channel words stand glued before the number or the phrase of the time cell
      const methods = rows.match(/(?:Trực tuyến|Trực tiếp|Dịch vụ bưu chính)(?=\d|Không)/g)?.join(' ') ?? '';
      // a counter takes what the source lists as online only; the other two are never ours to add
      const channels = new Set([...named(CHANNELS, methods), ...record.channels.filter((channel) => channel === 'counter')]);
      expect([...channels].sort(), 'channels').toEqual([...record.channels].sort());
      if (record.timeLimit) {
        const { value, unit, cutOff } = record.timeLimit;
        const said = record.flags.includes('TIME_FROM_STEPS') ? row?.trinh_tu_thuc_hien : rows;
        const words = unit === 'same_day' ? `sau ${Number(cutOff?.slice(0, 2))} giờ` : `(?<!\\d)0?${value} ?(?:ngày|Ngày|giờ|Giờ)`;
        expect(said, 'time').toMatch(new RegExp(words));
      }
    },
  );

  it('does not know the unverified ones, which is why they are marked', () => {
    for (const record of records.filter((each) => each.flags.includes('UNVERIFIED')))
      expect(national.has(record.code), record.code).toBe(false);
  });
});

const PeopleSchema = z.object({
  maxItems: z.int().positive(),
  items: z.object({ additionalProperties: z.literal(false), properties: z.record(z.string(), z.unknown()) }),
});

it('the generic form accepts its sample, asks for each property once and is found under its own code', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  addFormats.default(ajv);
  expect(ajv.validate(generic.schema, generic.sample), JSON.stringify(ajv.errors)).toBe(true);
  expect(generic.layout.flatMap((step) => step.fields.map((field) => field.name)).sort()).toEqual(
    Object.keys(z.object({ properties: z.record(z.string(), z.unknown()) }).parse(generic.schema).properties).sort(),
  );
  expect(generic.procedureCode).toBe(GENERIC_CODE);
  expect(readGenericVersion(genericFormOf(generic, { code: '1.012817', papers: [] }, 1).formVersion)?.template).toBe(generic.formVersion);
});

describe.each(forms)('form $file', ({ file, form }) => {
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  addFormats.default(ajv);
  const validate = ajv.compile(form.schema);
  const schema = z
    .object({
      additionalProperties: z.literal(false),
      properties: z.record(z.string(), z.record(z.string(), z.unknown())),
      required: z.array(z.string()),
    })
    .parse(form.schema);
  const fields: FormField[] = form.layout.flatMap((step) => step.fields);
  const procedure = records.find((record) => record.code === form.procedureCode);

  it('belongs to a procedure that is filed in the app, and is named after it', () => {
    expect(procedure?.submitMode).toBe('api');
    expect(file).toBe(`${form.procedureCode}.json`);
  });

  it('accepts its own sample', () => {
    expect(validate(form.sample), JSON.stringify(validate.errors)).toBe(true);
  });

  it('asks for every property once, and for nothing else', () => {
    expect(fields.map((field) => field.name).sort()).toEqual(Object.keys(schema.properties).sort());
  });

  it('asks of each person what the schema says of one, and says how many at most', () => {
    for (const field of fields.filter((each) => each.kind === 'people')) {
      const { maxItems, items } = PeopleSchema.parse(schema.properties[field.name]);
      expect(maxItems).toBeLessThanOrEqual(PEOPLE_MAX);
      expect(field.each?.fields.map((part) => part.name)).toEqual(Object.keys(items.properties));
    }
  });

  it('offers exactly the choices that the schema accepts', () => {
    for (const field of fields.filter((each) => each.kind === 'choice')) {
      expect(
        field.options?.map((option) => option.value),
        field.name,
      ).toEqual(schema.properties[field.name]?.enum);
    }
  });

  it('bounds every text', () => {
    for (const [name, property] of Object.entries(schema.properties)) {
      if (property.type === 'string') expect(property.maxLength, name).toBeGreaterThan(0);
      if (property.type === 'integer') expect(property.maximum, name).toBeGreaterThan(0);
    }
  });

  it('refuses each missing answer, each unknown one and a wrong personal number', () => {
    for (const name of schema.required) {
      const { [name]: _, ...rest } = form.sample;
      expect(validate(rest), name).toBe(false);
    }
    expect(validate({ ...form.sample, extra: 'x' })).toBe(false);
    const personalNumber = fields.find((field) => field.kind === 'personal-number');
    expect(validate({ ...form.sample, [personalNumber?.name ?? '']: '12345' })).toBe(false);
  });

  it('needs the conditional answers exactly when they are shown', () => {
    for (const field of fields) {
      if (!field.showWhen) continue;
      const shown = { ...form.sample, [field.showWhen.field]: field.showWhen.equals };
      delete shown[field.name];
      validate(shown);
      const missing = validate.errors?.filter((error) => error.keyword === 'required').map((error) => error.params.missingProperty);
      expect(missing, field.name).toContain(field.name);
      const other = fields
        .find((each) => each.name === field.showWhen?.field)
        ?.options?.find((option) => option.value !== field.showWhen?.equals);
      const hidden = { ...form.sample, [field.showWhen.field]: other?.value ?? false };
      delete hidden[field.name];
      validate(hidden);
      expect(validate.errors?.map((error) => error.params.missingProperty) ?? [], field.name).not.toContain(field.name);
    }
  });

  it('asks in two to four steps and attaches papers of the procedure, at least one required', () => {
    expect(form.layout.length).toBeGreaterThanOrEqual(2);
    expect(form.layout.length).toBeLessThanOrEqual(4);
    expect(form.components.length).toBeGreaterThanOrEqual(2);
    expect(form.components.some((component) => component.required)).toBe(true);
    const papers = procedure?.papers.map((paper) => paper.id);
    for (const component of form.components) expect(papers).toContain(component.id);
  });
});
