import { readdirSync, readFileSync } from 'node:fs';
import { ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import { everyPath, problemsOf } from '@tayninh/shared/features/procedures/checklist/check-table';
import { ChecklistTable } from '@tayninh/shared/features/procedures/checklist/checklist-table';
import { fullList } from '@tayninh/shared/features/procedures/checklist/full-list';
import { nextStep } from '@tayninh/shared/features/procedures/checklist/next-step';
import { EForm } from '@tayninh/shared/features/procedures/e-form';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const read = (folder: string) => {
  const base = new URL(`./${folder}/`, import.meta.url);
  return readdirSync(base).map((file) => ({ file, content: JSON.parse(readFileSync(new URL(file, base), 'utf8')) as unknown }));
};
const records = new Map(
  read('procedures')
    .flatMap(({ content }) => z.array(ProcedureRecord).parse(content))
    .map((record) => [record.code, record]),
);
const forms = read('forms').map(({ content }) => EForm.parse(content));
const tables = read('checklists').map(({ file, content }) => ({ file, table: ChecklistTable.parse(content) }));
const TODAY = '2026-11-24';

const resultOf = (table: ChecklistTable, answers: Record<string, string>, on = TODAY) => {
  const step = nextStep(table, answers, on);
  if (step.kind !== 'result') throw new Error(`${table.procedureCode} ${JSON.stringify(answers)}: ${step.kind}`);
  return step.result;
};
const tableOf = (code: string) => tables.find(({ table }) => table.procedureCode === code)?.table as ChecklistTable;

describe.each(tables)('checklist $file', ({ file, table }) => {
  const record = records.get(table.procedureCode);

  it('can be published: every path ends, nothing is unreachable, unknown or contradictory', () => {
    expect(problemsOf(table)).toEqual([]);
  });

  it('speaks of a procedure, papers, forms and neighbours that exist', () => {
    expect(file).toBe(`${table.procedureCode}.json`);
    expect(record, 'procedure').toBeDefined();
    expect([...table.channels].sort(), 'channels').toEqual([...(record?.channels ?? [])].sort());
    const papers = record?.papers.map((paper) => paper.id);
    for (const { paper } of table.documents) if (paper) expect(papers).toContain(paper);
    for (const { caseId } of table.forms)
      expect(forms.some((form) => form.procedureCode === table.procedureCode && form.caseId === caseId)).toBe(true);
    for (const { procedureCode } of table.elsewhere) expect(records.has(procedureCode), procedureCode).toBe(true);
  });

  it('explains each paper and fee, on every path, and refuses what it did not ask', () => {
    for (const answers of everyPath(table)) {
      const result = resultOf(table, answers);
      for (const { because } of [...result.documents, ...result.fee.lines]) expect(because).toMatch(/[.)]$/);
      expect(nextStep(table, { ...answers, 'khong-hoi': 'co' }, TODAY).kind).toBe('refused');
    }
  });

  it('fits the e-form of the case: the papers it demands are named, and nothing is filled in here without one', () => {
    for (const answers of everyPath(table)) {
      const { caseId, documents } = resultOf(table, answers);
      const required = forms.find((form) => form.procedureCode === table.procedureCode && form.caseId === caseId)?.components ?? [];
      if (caseId === null) expect(documents.map(({ need }) => need)).not.toContain('digital');
      for (const component of required.filter((each) => each.required))
        expect(
          documents.map(({ paper }) => paper),
          JSON.stringify(answers),
        ).toContain(component.id);
    }
  });
});

describe('the checklists together', () => {
  it('cover at least 25 procedures, each once', () => {
    expect(tables.length).toBeGreaterThanOrEqual(25);
    expect(new Set(tables.map(({ table }) => table.procedureCode)).size).toBe(tables.length);
  });

  it('ask unmarried parents for what married ones do not need, and say why', () => {
    const birth = tableOf('1.001193');
    const common = { 'noi-sinh': 'co-so-y-te', 'thoi-han': 'trong-60', 'nguoi-di': 'cha-me' };
    const married = resultOf(birth, { ...common, 'cha-me': 'da-ket-hon' });
    const unmarried = resultOf(birth, { ...common, 'cha-me': 'chua-ghi-ten-cha' });
    expect(married.documents.find(({ id }) => id === 'giay-ket-hon')).toMatchObject({ need: 'not-needed', because: /đã đăng ký kết hôn/ });
    const extra = unmarried.documents.filter(({ id }) => !married.documents.some((document) => document.id === id));
    expect(extra.map(({ id }) => id)).toEqual(['to-khai-nhan-con', 'xac-nhan-quan-he', 'cam-doan-quan-he']);
    for (const { because } of extra) expect(because).toMatch(/^Vì cha mẹ chưa đăng ký kết hôn/);
    expect([married.caseId, unmarried.caseId]).toEqual(['trong-nuoc', null]);
  });

  it('charge half for an identity card until the end of 2026, and say until when', () => {
    const fee = (on: string) => resultOf(tableOf('1.014064'), { tre: 'khong' }, on).fee.lines[0];
    expect(fee('2026-12-31')).toMatchObject({ amountVnd: 35_000, because: /31\/12\/2026/ });
    expect(fee('2027-01-01')?.amountVnd).toBe(70_000);
  });

  it('list what a sparse record from elsewhere has, so that no procedure is without an answer', () => {
    const [record] = records.values();
    const sparse = ProcedureRecord.parse({
      ...record,
      feeText: '0đ',
      papers: [{ id: 'don', name: 'x'.repeat(200), when: '', originals: 40, copies: 40 }],
    });
    expect(() => ChecklistTable.parse(fullList(sparse, TODAY))).not.toThrow();
    expect(resultOf(ChecklistTable.parse(fullList({ ...sparse, papers: [] }, TODAY)), {}).documents).toEqual([]);
  });

  it.each([...records.values()].map((record) => [record.code, record] as const))('%s has at least its full list', (_code, record) => {
    const table = ChecklistTable.parse(fullList(record, TODAY));
    expect(problemsOf(table)).toEqual([]);
    expect(resultOf(table, {})).toMatchObject({ isFullList: true, verified: false, documents: record.papers.map(({ id }) => ({ id })) });
  });
});
