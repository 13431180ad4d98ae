import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../procedures/fold.ts';
import { createAddressConverter } from './convert-address.ts';
import { createUnitFinder } from './find-units.ts';
import { formerName, fullName } from './unit-names.ts';
import { readUnits } from './units.ts';

const seed = new URL('../../../../migrations/seeds/units/tay-ninh.json', import.meta.url);
const units = readUnits(JSON.parse(readFileSync(seed, 'utf8')));
const finder = createUnitFinder(units);
const convertAddress = createAddressConverter(finder, units);
const codeOf = (kind: string, name: string) => units.communes.find((unit) => unit.kind === kind && fold(unit.name) === fold(name))?.code;
const names = (text: string) => finder.find(text).matches.map(({ code }) => units.communes.find((unit) => unit.code === code)?.name);
const asks = (text: string) => finder.find(text).clarify?.options.map(({ label }) => label);

describe('the units of the province', () => {
  it('are 82 xã and 14 phường, made of 280 former communes of 24 districts', () => {
    expect(units.communes.filter(({ kind }) => kind === 'xã')).toHaveLength(82);
    expect(units.communes.filter(({ kind }) => kind === 'phường')).toHaveLength(14);
    expect(new Set(units.communes.map(({ code }) => code)).size).toBe(96);
    expect(units.former).toHaveLength(280);
    expect(new Set(units.former.map(formerName)).size).toBe(280);
    expect(new Set(units.former.map((each) => `${each.districtKind} ${each.district} ${each.province}`)).size).toBe(24);
    expect(new Set(units.former.flatMap(({ into }) => into)).size).toBe(96);
  });
});

describe('find by the name of today', () => {
  it.each(units.communes.map((unit) => [fullName(unit), unit] as const))('%s is found first, with and without diacritics', (_, unit) => {
    const same = unit.name === 'Tân Thành' || unit.name === 'Tân Thạnh' ? 2 : 1;
    for (const text of [unit.name, fullName(unit), unit.name.toUpperCase()]) {
      expect(finder.find(text).matches[0], text).toMatchObject({ code: unit.code, matchedBy: 'name', matchedOn: fullName(unit) });
      const plain = finder.find(fold(text)).matches.slice(0, same);
      expect(
        plain.map(({ code }) => code),
        fold(text),
      ).toContain(unit.code);
    }
  });

  it('tells Tân Thành from Tân Thạnh when the mark is typed, and shows both when it is not', () => {
    expect(names('xã Tân Thành')[0]).toBe('Tân Thành');
    expect(names('xã Tân Thạnh')[0]).toBe('Tân Thạnh');
    expect(names('xa tan thanh')).toEqual(expect.arrayContaining(['Tân Thành', 'Tân Thạnh']));
  });

  it('takes either spelling of the tone, and a name of which only the start is typed', () => {
    expect(names('phường Hòa Thành')).toEqual(['Hoà Thành']);
    expect(names('phường Hoà Thành')).toEqual(['Hoà Thành']);
    expect(names('bến l')[0]).toBe('Bến Lức');
    expect(names('xa ben')).toEqual(expect.arrayContaining(['Bến Lức', 'Bến Cầu']));
    expect(names('phường')).toHaveLength(14);
  });
});

describe('find by a former name', () => {
  it.each(units.former.map((each) => [formerName(each), each] as const))('%s leads to its commune, or asks', (name, former) => {
    for (const text of [name, fold(name), `${name}, tỉnh ${former.province}`]) {
      const { matches, clarify } = finder.find(text);
      expect(matches.map(({ code }) => code).sort(), text).toEqual([...former.into].sort());
      expect(clarify?.options.length ?? 1, text).toBe(former.into.length);
    }
  });

  it('asks when the name was split, and says why each is offered', () => {
    const { clarify, matches } = finder.find('xã suối dây');
    expect(clarify?.question).toBe('Xã Suối Dây (huyện Tân Châu) đã được chia vào 2 xã, phường. Nơi bạn hỏi thuộc đâu?');
    expect(clarify?.options.map(({ label }) => label)).toEqual([
      'Xã Tân Châu, trước là xã Suối Dây (huyện Tân Châu)',
      'Xã Tân Thành, trước là xã Suối Dây (huyện Tân Châu)',
    ]);
    expect(matches.map(({ matchedOn }) => matchedOn)).toEqual(['Xã Suối Dây (huyện Tân Châu)', 'Xã Suối Dây (huyện Tân Châu)']);
  });

  it('asks when several districts had a commune of this name', () => {
    expect(names('xã Tân Bình').sort()).toEqual(['Bình Minh', 'Nhựt Tảo', 'Tân Biên', 'Tân Thạnh'].sort());
    expect(asks('xã Tân Bình')).toHaveLength(4);
    expect(names('xa tan binh huyen tan bien')).toEqual(['Tân Biên']);
    expect(asks('tan binh tan tru')).toBeUndefined();
  });

  it('asks when a name is one of today and another of before', () => {
    expect(names('Tân Ninh')).toEqual(['Tân Ninh', 'Nhơn Ninh']);
    expect(asks('Tân Ninh')).toEqual(['Phường Tân Ninh', 'Xã Nhơn Ninh, trước là xã Tân Ninh (huyện Tân Thạnh)']);
    expect(names('phường Tân Ninh')).toEqual(['Tân Ninh']);
  });

  it.each([
    ['P1 TP Tân An', ['Long An']],
    ['p.3 tp tan an', ['Long An']],
    ['phường 04, tân an', ['Long An']],
    ['P.IV TP. Tây Ninh', ['Tân Ninh']],
    ['phường 4 tp tây ninh', ['Tân Ninh']],
    ['TT Bến Lức', ['Bến Lức']],
    ['thi tran hau nghia', ['Hậu Nghĩa']],
    ['x. An Thạnh, h. Bến Cầu', ['Bến Cầu']],
    ['xã An Thạnh huyện Bến Lức tỉnh Long An', ['Bến Lức']],
    ['tx Kiến Tường phường 2', ['Kiến Tường', 'Tân Ninh', 'Bình Hiệp', 'Tuyên Thạnh']],
  ])('reads "%s" as people write it', (text, expected) => {
    if (expected.length === 1) expect(names(text)).toEqual(expected);
    else expect(expected).toEqual(expect.arrayContaining(names(text)));
  });

  it.each([
    ['huyện Bến Lức', ['Bình Đức', 'Bến Lức', 'Lương Hoà', 'Mỹ Yên', 'Thạnh Lợi']],
    ['TP Tân An', ['Khánh Hậu', 'Long An', 'Tân An']],
    ['thị xã Hòa Thành', ['Hoà Thành', 'Long Hoa', 'Thanh Điền']],
    ['TX hoa thanh', ['Hoà Thành', 'Long Hoa', 'Thanh Điền']],
    ['tp. tay ninh', ['Bình Minh', 'Ninh Thạnh', 'Tân Ninh']],
  ])('"%s" gives the communes made from it, and asks which', (text, expected) => {
    expect(names(text).sort()).toEqual([...expected].sort());
    expect(asks(text)).toHaveLength(expected.length);
  });

  it('a former province gives its communes; the name of today’s gives all', () => {
    expect(names('tỉnh Long An')).toHaveLength(60);
    expect(names('tinh tay ninh')).toHaveLength(96);
  });
});

describe('convert an address', () => {
  it('keeps house and street, and writes the commune and province of today', () => {
    expect(convertAddress('12 Nguyễn Trãi, khu phố 3, phường 2, TP Tây Ninh, tỉnh Tây Ninh')).toMatchObject({
      outcome: 'converted',
      address: '12 Nguyễn Trãi, khu phố 3, Phường Tân Ninh, tỉnh Tây Ninh',
      unit: { code: codeOf('phường', 'Tân Ninh') },
    });
    expect(convertAddress('ấp 4 xa nhut chanh ben luc long an')).toMatchObject({ address: 'ấp 4, Xã Bình Đức, tỉnh Tây Ninh' });
  });

  it('never guesses: a split commune, a district alone and a name of several districts are ambiguous', () => {
    const answer = convertAddress('tổ 5, ấp 2, xã Suối Dây, huyện Tân Châu, tỉnh Tây Ninh');
    expect(answer.outcome === 'ambiguous' && answer.candidates.map(({ address }) => address)).toEqual([
      'tổ 5, ấp 2, Xã Tân Châu, tỉnh Tây Ninh',
      'tổ 5, ấp 2, Xã Tân Thành, tỉnh Tây Ninh',
    ]);
    expect(convertAddress('huyện Bến Lức, tỉnh Long An').outcome).toBe('ambiguous');
    expect(convertAddress('5 Trần Phú, xã Tân Lập, tỉnh Long An').outcome).toBe('ambiguous');
  });

  it('an address of today stays what it is; one of elsewhere is unknown', () => {
    expect(convertAddress('83 Phạm Tung, phường Tân Ninh, tỉnh Tây Ninh')).toMatchObject({
      address: '83 Phạm Tung, Phường Tân Ninh, tỉnh Tây Ninh',
    });
    expect(convertAddress('quận Hoàn Kiếm, Hà Nội').outcome).toBe('unknown');
    expect(convertAddress('').outcome).toBe('unknown');
  });
});

describe('whatever is typed', () => {
  const spelt = fc.constantFrom(...units.communes.map(fullName), ...units.former.map(formerName));
  it('case, composition, tone place and spaces change nothing', () => {
    fc.assert(
      fc.property(spelt, fc.constantFrom<'NFC' | 'NFD'>('NFC', 'NFD'), fc.nat(2), (name, form, how) => {
        const written = [name.toUpperCase(), `  ${name.replaceAll(' ', '\u00a0 ')} ‼`, name.replaceAll('oà', 'òa')][how] as string;
        expect(finder.find(written.normalize(form))).toEqual(finder.find(name));
      }),
    );
  });

  it('marks only narrow down: what is found with them is also found without', () => {
    fc.assert(
      fc.property(spelt, (name) => {
        const plain = finder.find(fold(name)).matches.map(({ code }) => code);
        expect(plain).toEqual(expect.arrayContaining(finder.find(name).matches.map(({ code }) => code)));
      }),
    );
  });

  it('2,000 odd signs never throw, and every answer is one of the 96, each once', () => {
    const pieces = ['tân', 'an', 'xã', 'tp', '\u202e', '👨‍👩‍👧', '\ud800', '\u0301', 'p', '1', ',', 'IV'];
    const sign = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));
    const odd = fc
      .oneof(
        fc.array(sign, { maxLength: 100 }).map((all) => all.join('')),
        fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((all) => all.join(' ')),
      )
      .map((text) => text.repeat(Math.ceil(2_000 / (text.length || 1))).slice(0, 2_000));
    const known = new Set(units.communes.map(({ code }) => code));
    fc.assert(
      fc.property(odd, (text) => {
        const codes = finder.find(text).matches.map(({ code }) => code);
        expect(new Set(codes).size).toBe(codes.length);
        expect(codes.every((code) => known.has(code))).toBe(true);
        convertAddress(text);
      }),
      { numRuns: 100 },
    );
  });
});
