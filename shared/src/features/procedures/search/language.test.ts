import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fold, syllables } from '../fold.ts';
import { createProcedureSearch } from '../search.ts';
import type { ProcedureEntry } from './entry.ts';
import { EVERYDAY_LANGUAGE } from './everyday-language.ts';
import { SearchLanguage } from './language.ts';
import { createWording } from './wording.ts';

const SEEDS = new URL('../../../../../migrations/seeds/procedures/', import.meta.url);
const catalogue = readdirSync(SEEDS).flatMap((file) => JSON.parse(readFileSync(new URL(file, SEEDS), 'utf8')) as ProcedureEntry[]);
const { search } = createProcedureSearch(catalogue);

const NOTHING: SearchLanguage = {
  shortForms: {},
  sayings: [],
  alsoMeans: {},
  silent: [],
  places: [],
  light: [],
  lightUnmarked: [],
  outOfScope: [],
  phrases: {},
  weights: {},
  families: [],
};

describe('the language data', () => {
  it('has the shape an officer may edit', () => {
    expect(SearchLanguage.parse(EVERYDAY_LANGUAGE)).toEqual(EVERYDAY_LANGUAGE);
  });

  it('names only procedures that exist', () => {
    const codes = new Set(catalogue.map(({ code }) => code));
    const { phrases, weights, families } = EVERYDAY_LANGUAGE;
    for (const code of [...Object.keys(phrases), ...Object.keys(weights), ...families.flatMap((family) => family.codes)])
      expect(codes).toContain(code);
  });

  it.each(Object.entries(EVERYDAY_LANGUAGE.phrases))('%s is among the first three for each of its phrases', (code, phrases) => {
    for (const phrase of phrases) {
      for (const query of [phrase, fold(phrase)]) {
        const { codes, clarify } = search(query);
        const shown = [...codes.slice(0, 3), ...(clarify?.options.map((option) => option.code) ?? [])];
        expect(shown, query).toContain(code);
      }
    }
  });

  it('never takes away words that tell procedures apart', () => {
    const wording = createWording(EVERYDAY_LANGUAGE);
    for (const { plainName } of catalogue) expect(wording.readQuery(plainName).length, plainName).toBeGreaterThan(0);
  });
});

describe('one line of language data', () => {
  const entries = [
    anEntry({ code: '9.000001', plainName: 'Đăng ký kết hôn' }),
    anEntry({ code: '9.000002', plainName: 'Kết hôn có yếu tố nước ngoài' }),
    anEntry({ code: '9.000003', plainName: 'Giấy phép lái xe' }),
  ];
  const first = (query: string, language: Partial<SearchLanguage>) =>
    createProcedureSearch(entries, { ...NOTHING, ...language }).search(query).codes[0];

  it('a short form is read as its long one', () => {
    expect(first('gplx', {})).toBeUndefined();
    expect(first('gplx', { shortForms: { gplx: 'giấy phép lái xe' } })).toBe('9.000003');
  });

  it('a saying is read as what it means, with marks or without', () => {
    const language = { sayings: [{ say: ['hôn thú'], mean: 'kết hôn' }] };
    expect(first('hôn thú', {})).toBeUndefined();
    for (const query of ['hôn thú', 'hon thu', 'Hôn Thú']) expect(first(query, language)).toBe('9.000001');
  });

  it('a weight brings the usual one before its rare sibling', () => {
    expect(first('kết hôn', { weights: { '9.000002': 1.5 } as never })).toBe('9.000002');
    expect(first('kết hôn', { weights: { '9.000002': 0.5 } as never })).toBe('9.000001');
  });

  it('silent words leave the wish alone', () => {
    const query = 'cho em hỏi bao nhiêu tiền vậy gplx lái xe';
    expect(first(query, {})).toBeUndefined();
    expect(first(query, { silent: ['cho em hỏi', 'bao nhiêu tiền vậy'], shortForms: { gplx: 'giấy phép' } })).toBe('9.000003');
  });
});

describe('words out of scope', () => {
  const language = { ...NOTHING, outOfScope: ['xổ số'] };

  it('are not answered by a near miss', () => {
    const near = createProcedureSearch([anEntry({ code: '9.000001', plainName: 'Xác nhận kết quả học tập' })], language);
    expect(near.search('kết quả xổ số')).toEqual({ codes: [], suggestions: ['Xác nhận kết quả học tập'] });
  });

  it('are answered by a procedure that is about them', () => {
    const about = createProcedureSearch([anEntry({ code: '9.000001', plainName: 'Giấy phép kinh doanh xổ số' })], language);
    expect(about.search('kinh doanh xo so').codes).toEqual(['9.000001']);
  });
});

describe('syllables with marks', () => {
  it.each([
    ['giaays', 'giấy'],
    ['ddaast', 'đất'],
    ['nguwowif', 'người'],
    ['giay61', 'giấy'],
    ['d9a61t', 'đất'],
    ['quye62n', 'quyền'],
  ])('"%s" typed with the keyboard off is "%s"', (typed, meant) => {
    const entries = [anEntry({ code: '9.000001', plainName: meant }), anEntry({ code: '9.000002', plainName: 'Việc khác' })];
    expect(createProcedureSearch(entries, NOTHING).search(`${typed} `).codes).toEqual(['9.000001']);
    expect(syllables(meant)).toHaveLength(1);
  });
});

function anEntry(over: Partial<ProcedureEntry>): ProcedureEntry {
  return {
    code: '9.000000',
    name: over.plainName ?? 'Thủ tục',
    plainName: 'Thủ tục',
    summary: '',
    aliases: [],
    domain: '',
    lifeEvents: [],
    targets: ['citizen'],
    submitMode: 'counter',
    channels: ['counter'],
    ...over,
  };
}
