import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { everyPath, problemsOf } from './check-table.ts';
import { ChecklistTable } from './checklist-table.ts';
import { inLanguage, textsOf } from './in-language.ts';
import { answersInForce, askedQuestions, nextStep } from './next-step.ts';

type Raw = z.input<typeof ChecklistTable>;

/** Registering a birth, invented and small: married or not, and only the unmarried are asked about the father. */
const aTable = (part: Partial<Raw> = {}) => inEnglishToo(ChecklistTable.parse(aRawTable(part)));
const inEnglishToo = (table: ChecklistTable) => ({
  ...table,
  english: Object.fromEntries([...textsOf(table)].map((text) => [text, `${text} in English`])),
});
const aRawTable = (part: Partial<Raw>): Raw => ({
  procedureCode: '1.001193',
  verified: true,
  source: 'bịa ra để thử',
  checkedOn: '2026-11-24',
  channels: ['counter', 'online'],
  questions: [
    { id: 'cha-me', text: 'Cha mẹ đã kết hôn chưa?', options: ['roi', 'chua', 'nuoc-ngoai'].map((id) => ({ id, text: id })) },
    {
      id: 'ten-cha',
      text: 'Ghi tên cha không?',
      askWhen: { 'cha-me': ['chua'] },
      options: ['co', 'khong'].map((id) => ({ id, text: id })),
    },
  ],
  groups: [{ id: 'quan-he', text: 'Một trong hai giấy' }],
  documents: ['to-khai', 'ket-hon', 'adn', 'cam-doan'].map((id) => ({ id, name: `Giấy ${id}` })),
  rules: [
    { document: 'to-khai', need: 'digital', because: 'Ai cũng cần.' },
    { document: 'ket-hon', need: 'not-needed', when: { 'cha-me': ['roi'] }, because: 'Dữ liệu đã có.', law: 'Luật bịa, điều 1' },
    ...['adn', 'cam-doan'].map((document) => ({
      document,
      need: 'original' as const,
      group: 'quan-he',
      when: { 'ten-cha': ['co'] },
      because: 'Vì cha mẹ chưa kết hôn.',
    })),
  ],
  fees: [
    { id: 'le-phi', name: 'Lệ phí', channels: ['counter', 'online'], amountVnd: 25_000, until: '2026-12-31', because: 'Giảm một nửa.' },
    { id: 'le-phi', name: 'Lệ phí', channels: ['counter', 'online'], amountVnd: 50_000, from: '2027-01-01', because: 'Hết giảm.' },
  ],
  times: [{ channels: ['counter', 'online'], limit: { value: 1, unit: 'same_day', cutOff: '15:00' }, text: 'Trong ngày.' }],
  offices: [{ kind: 'commune', text: 'UBND xã.' }],
  elsewhere: [{ when: { 'cha-me': ['nuoc-ngoai'] }, procedureCode: '2.000528', because: 'Vì có người nước ngoài.' }],
  ...part,
});

const TODAY = '2026-11-24';
const result = (answers: Record<string, string>, on = TODAY) => {
  const step = nextStep(aTable(), answers, on);
  if (step.kind !== 'result') throw new Error(step.kind);
  return step.result;
};

describe('nextStep', () => {
  it('asks one question after the other, and says how many there may be', () => {
    expect(nextStep(aTable(), {}, TODAY)).toMatchObject({ kind: 'question', ask: { question: { id: 'cha-me' }, at: 1, about: 2 } });
    expect(nextStep(aTable(), { 'cha-me': 'chua' }, TODAY)).toMatchObject({
      kind: 'question',
      ask: { question: { id: 'ten-cha' }, at: 2, about: 2 },
    });
    expect(nextStep(aTable(), { 'cha-me': 'roi' }, TODAY).kind).toBe('result');
  });

  it('gives other papers to parents who are not married, and says why', () => {
    expect(result({ 'cha-me': 'roi' }).documents.map(({ id, need }) => [id, need])).toEqual([
      ['to-khai', 'digital'],
      ['ket-hon', 'not-needed'],
    ]);
    expect(result({ 'cha-me': 'chua', 'ten-cha': 'co' }).documents).toMatchObject([
      { id: 'to-khai' },
      { id: 'adn', group: { text: 'Một trong hai giấy' }, because: 'Vì cha mẹ chưa kết hôn.' },
      { id: 'cam-doan', group: { id: 'quan-he' } },
    ]);
  });

  it('takes the fee of the day', () => {
    expect(result({ 'cha-me': 'roi' }, '2026-12-31').fee.lines[0]?.amountVnd).toBe(25_000);
    expect(result({ 'cha-me': 'roi' }, '2027-01-01').fee.lines[0]?.amountVnd).toBe(50_000);
  });

  it('says what to confirm only to those whom it concerns', () => {
    const table = aTable({ verified: false, toConfirm: 'Giấy ADN.' });
    for (const rule of table.rules) if (rule.document === 'adn') rule.confirm = true;
    const of = (answers: Record<string, string>) => {
      const step = nextStep(table, answers, TODAY);
      return step.kind === 'result' ? [step.result.verified, step.result.toConfirm] : [];
    };
    expect(of({ 'cha-me': 'roi' })).toEqual([true, null]);
    expect(of({ 'cha-me': 'chua', 'ten-cha': 'co' })).toEqual([false, 'Giấy ADN.']);
  });

  it('names the other procedure and no papers when the case belongs there', () => {
    expect(result({ 'cha-me': 'nuoc-ngoai' })).toMatchObject({ documents: [], where: [], elsewhere: { procedureCode: '2.000528' } });
  });

  it.each([
    [{ mau: 'xanh' }, 'mau', 'unknown-question'],
    [{ 'cha-me': 'ly-than' }, 'cha-me', 'unknown-option'],
    [{ 'cha-me': 'roi', 'ten-cha': 'co' }, 'ten-cha', 'not-asked'],
    [{ 'ten-cha': 'co' }, 'ten-cha', 'not-asked'],
    [JSON.parse('{"__proto__":"x"}'), '__proto__', 'unknown-question'],
    [{ constructor: 'x' }, 'constructor', 'unknown-question'],
  ])('refuses %j and says what is wrong', (answers, questionId, reason) => {
    expect(nextStep(aTable(), answers, TODAY)).toEqual({ kind: 'refused', refusals: [{ questionId, reason }] });
  });

  it('never breaks on any answers: it asks, answers or refuses, and what is in force is never refused', () => {
    const words = fc.constantFrom('cha-me', 'ten-cha', 'roi', 'chua', 'co', 'khong', 'toString', '');
    fc.assert(
      fc.property(fc.dictionary(words, words), (answers) => {
        const step = nextStep(aTable(), answers, TODAY);
        const kept = answersInForce(aTable(), answers);
        expect(nextStep(aTable(), kept, TODAY).kind).not.toBe('refused');
        if (step.kind !== 'refused') expect(kept).toEqual(answers);
      }),
    );
  });
});

describe('going back', () => {
  it('keeps the answers that still matter and drops the others', () => {
    expect(answersInForce(aTable(), { 'cha-me': 'chua', 'ten-cha': 'co' })).toEqual({ 'cha-me': 'chua', 'ten-cha': 'co' });
    expect(answersInForce(aTable(), { 'cha-me': 'roi', 'ten-cha': 'co' })).toEqual({ 'cha-me': 'roi' });
    expect(askedQuestions(aTable(), { 'cha-me': 'chua' }).map(({ id }) => id)).toEqual(['cha-me', 'ten-cha']);
  });
});

describe('in English', () => {
  it('everything is asked and answered in English, a paper under its official name with a gloss', () => {
    const english = inLanguage(aTable(), 'en');
    expect(nextStep(english, {}, TODAY)).toMatchObject({ ask: { question: { text: 'Cha mẹ đã kết hôn chưa? in English' } } });
    expect(nextStep(english, { 'cha-me': 'roi' }, TODAY)).toMatchObject({
      result: {
        documents: [{ name: 'Giấy to-khai (Giấy to-khai in English)', because: 'Ai cũng cần. in English' }, { law: 'Luật bịa, điều 1' }],
      },
    });
    expect(inLanguage(aTable(), 'vi')).toEqual(aTable());
  });

  it('what has no translation stays Vietnamese', () => {
    expect(inLanguage({ ...aTable(), english: {} }, 'en').questions).toEqual(aTable().questions);
  });
});

describe('problemsOf', () => {
  const raw = (): Raw => structuredClone(aTable());
  const broken = (change: (table: Raw) => void) => {
    const table = raw();
    change(table);
    return problemsOf(ChecklistTable.parse(table)).join('\n');
  };

  it('finds nothing wrong with a good table', () => {
    expect(problemsOf(aTable())).toEqual([]);
    expect(everyPath(aTable())).toHaveLength(4);
  });

  it.each<[string, (table: Raw) => void, string]>([
    ['a paper that nobody defined', (table) => void Object.assign(table.rules[0] ?? {}, { document: 'la' }), 'document la is unknown'],
    ['a paper that is never asked for', (table) => void table.documents.push({ id: 'thua', name: 'Giấy thừa' }), 'thua is never asked for'],
    [
      'an option that nobody offers',
      (table) => void table.notes?.push({ text: 'Ghi chú', when: { 'cha-me': ['la'] } }),
      'cha-me=la is unknown',
    ],
    ['a question about a later one', (table) => void table.questions.reverse(), 'question cha-me is unknown here'],
    [
      'a rule that no path reaches',
      (table) => void table.notes?.push({ text: 'Ghi chú', when: { 'cha-me': ['roi'], 'ten-cha': ['co'] } }),
      'never applies',
    ],
    [
      'a paper by two rules',
      (table) => void table.rules.push({ document: 'to-khai', need: 'copy', because: 'Lần nữa.' }),
      'document to-khai by two rules',
    ],
    [
      'alternatives without a choice',
      (table) => void Object.assign(table.rules[3] ?? {}, { when: { 'cha-me': ['roi'] } }),
      'leaves no choice',
    ],
    [
      'an alternative that is not needed',
      (table) => void Object.assign(table.rules[3] ?? {}, { need: 'not-needed', law: 'Luật bịa' }),
      'not needed',
    ],
    [
      'a text without English',
      (table) => void Object.assign(table.rules[0] ?? {}, { because: 'Lý do mới.' }),
      'no English for “Lý do mới.”',
    ],
    [
      'English that nobody reads',
      (table) => void Object.assign(table.english ?? {}, { 'Câu cũ': 'An old sentence' }),
      'English for “Câu cũ”, which nobody reads',
    ],
    [
      'English that is longer than the screen has room for',
      (table) => void Object.assign(table.english ?? {}, { roi: 'x'.repeat(121) }),
      'in English questions.0.options.0.text',
    ],
    ['"not needed" without a law', (table) => void Object.assign(table.rules[1] ?? {}, { law: undefined }), 'no law says so'],
    [
      'a channel without a fee on some day',
      (table) => void Object.assign(table.fees[1] ?? {}, { from: '2027-02-01' }),
      'no fee for counter',
    ],
    ['two fees on the same day', (table) => void Object.assign(table.fees[1] ?? {}, { from: '2026-12-01' }), 'a fee twice for online'],
    ['two time limits', (table) => void table.times.push({ channels: ['online'], limit: null, text: 'Khác.' }), '2 time limits for online'],
    [
      'no office',
      (table) => void Object.assign(table.offices[0] ?? {}, { kind: 'commune', text: 'UBND xã.', when: { 'ten-cha': ['co'] } }),
      'no office',
    ],
    [
      'something uncertain in a verified table',
      (table) => void Object.assign(table.offices[0] ?? {}, { confirm: true }),
      'to be confirmed',
    ],
    [
      'an unverified table that is silent about it',
      (table) => void Object.assign(table, { verified: false }),
      'does not say what to confirm',
    ],
    [
      'two other procedures at once',
      (table) => void table.elsewhere?.push({ ...table.elsewhere[0], procedureCode: '1.000000' } as never),
      'two other procedures',
    ],
    [
      'a question that changes nothing',
      (table) =>
        void table.questions.push({ id: 'thua', text: 'Câu thừa?', options: ['a', 'b'].map((id) => ({ id: `${id}-1`, text: id })) }),
      'question thua changes nothing',
    ],
  ])('finds %s', (_what, change, words) => {
    expect(broken(change)).toContain(words);
  });
});
