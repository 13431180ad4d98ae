import { isMarked, isSpelt, kindBefore, type Level, type Word, wordsOf } from './place-words.ts';
import { formerName, fullName } from './unit-names.ts';
import type { Commune, Units } from './units.ts';

/** By which name a commune was found. `beginning`: only the start of a name was typed so far. */
export type MatchedBy = 'name' | 'former-commune' | 'former-district' | 'province' | 'beginning';

export interface UnitMatch {
  readonly code: string;
  readonly matchedBy: MatchedBy;
  /** The name that matched, as it is or was: "Xã Suối Dây (huyện Tân Châu)". */
  readonly matchedOn: string;
}

export interface FoundUnits {
  /** Each commune once, the surest first. */
  readonly matches: readonly UnitMatch[];
  /** What to ask when a name leads to more than one commune; the answer is a person's, never ours. */
  readonly clarify?: { readonly question: string; readonly options: readonly { readonly label: string; readonly code: string }[] };
}

/** A name that stands for one or more communes of today. */
interface Place {
  readonly matchedBy: Exclude<MatchedBy, 'beginning'>;
  readonly level: Level;
  readonly kind: string;
  readonly label: string;
  readonly words: readonly Pick<Word, 'folded' | 'exact'>[];
  readonly codes: readonly string[];
  /** Former districts and provinces in which it lies. */
  readonly within: ReadonlySet<string>;
  /** Its own key, when it is one of those. */
  readonly key?: string;
}

interface Occurrence {
  readonly place: Place;
  readonly from: number;
  readonly to: number;
  /** Words that it explains: its name, and its kind when that is the one written. */
  readonly weight: number;
  /** Where it begins in the text, its kind included. */
  readonly start: number;
}

/** One way to read a text: a place, and the larger places named after it. */
export interface Reading {
  readonly place: Place;
  readonly start: number;
  readonly weight: number;
  readonly isInDistrict: boolean;
}

const ORDER = ['name', 'former-commune', 'former-district', 'province'] as const;

export function createUnitFinder(units: Units) {
  const places = placesOf(units);
  const byFirstWord = groupedBy(places, ({ words }) => words[0]?.folded ?? '');
  const communes = new Map(units.communes.map((commune) => [commune.code, commune]));
  const nameOf = (code: string) => fullName(communes.get(code) as Commune);

  /** The best ways to read a text, the surest kind of name first; none when it names no place of ours. */
  function read(text: string): Reading[] {
    const words = wordsOf(text);
    const strict = readingsOf(occurrences(words, true));
    // "TP Long An": a kind that was never right says less than the name
    return strict.length > 0 ? strict : readingsOf(occurrences(words, false));
  }

  function occurrences(words: readonly Word[], kindsCount: boolean): Occurrence[] {
    const bySpan = new Map<string, Occurrence[]>();
    words.forEach((word, from) => {
      const before = kindBefore(words, from);
      for (const place of byFirstWord.get(word.folded) ?? []) {
        const to = from + place.words.length;
        if (!place.words.every(({ folded }, i) => words[from + i]?.folded === folded)) continue;
        const isOwnKind = before?.kind === place.kind;
        if (place.words.length === 1 && !isOwnKind && !standsAlone(place, from)) continue;
        if (kindsCount && before && before.level !== place.level) continue;
        const kindLength = isOwnKind ? before.length : 0;
        const start = words[from - (before?.length ?? 0)]?.start ?? 0;
        const span = `${from}-${to}`;
        bySpan.set(span, [...(bySpan.get(span) ?? []), { place, from, to, weight: place.words.length + kindLength, start }]);
      }
    });
    return [...bySpan.values()].flatMap((same) => bestSpelt(same, words));
  }

  /** One match: what was typed is the start of a name, or of its later words. */
  function beginning(text: string): UnitMatch[] {
    const all = wordsOf(text);
    const skipped = [2, 1].find((at) => kindBefore(all, at)?.length === at) ?? 0;
    const before = kindBefore(all, skipped);
    const typed = all.slice(skipped);
    const last = typed.at(-1);
    const fits = ({ words }: Place, at: number) =>
      typed.every((word, i) => {
        const known = words[at + i];
        return known && (word === last ? known.folded.startsWith(word.folded) : isSpelt(known, word));
      });
    const at = (place: Place) => place.words.findIndex((_, i) => fits(place, i));
    const isTyped = (place: Place) => last !== undefined || (place.matchedBy === 'name' && place.kind === before?.kind);
    return places
      .filter(isTyped)
      .filter((place) => place.matchedBy !== 'province' && (!before || place.level === before.level))
      .map((place) => ({ place, at: at(place) }))
      .filter((each) => each.at >= 0)
      .sort((a, b) => a.at - b.at || ORDER.indexOf(a.place.matchedBy) - ORDER.indexOf(b.place.matchedBy))
      .flatMap(({ place }) => place.codes.map((code) => ({ code, matchedBy: 'beginning' as const, matchedOn: place.label })));
  }

  return {
    read,
    /**
     * Communes by a new or former name, as people type it: with or without diacritics, "TX Hòa Thành", "p3 tan an", "huyện Bến
     * Lức". Reads any text; an empty one finds nothing.
     */
    find(text: string): FoundUnits {
      const readings = read(text);
      if (readings.length === 0) return { matches: eachOnce(beginning(text)) };
      const matches = eachOnce(
        readings.flatMap(({ place: { matchedBy, label, codes } }) => codes.map((code) => ({ code, matchedBy, matchedOn: label }))),
      );
      const asked = matches.filter(({ matchedBy }) => matchedBy !== 'province');
      if (asked.length < 2) return { matches };
      const named = readings.filter(({ place }) => place.matchedBy !== 'province').map(({ place }) => place);
      const options = asked.map(({ code, matchedBy, matchedOn }) => ({
        code,
        label: matchedBy === 'former-commune' ? `${nameOf(code)}, trước là ${lowerFirst(matchedOn)}` : nameOf(code),
      }));
      return { matches, clarify: { question: questionFor(named), options } };
    },
  };
}
export type UnitFinder = ReturnType<typeof createUnitFinder>;

function placesOf({ province: today, communes, former }: Units): Place[] {
  const districtKey = (each: Units['former'][number]) => `${each.districtKind} ${each.district}, ${each.province}`;
  const formerBy = (key: (each: Units['former'][number]) => string) => [...groupedBy(former, key)];
  const codesOf = (group: readonly { into: readonly string[] }[]) => [...new Set(group.flatMap(({ into }) => into))];
  const provinces = formerBy(({ province }) => province).map(([name, group]) => ({
    name,
    // the province of today kept the name of one of the two: "Tây Ninh" is everywhere
    codes: name === today.name ? communes.map(({ code }) => code) : codesOf(group),
  }));
  return [
    ...communes.map(({ code, kind, name }) => ({
      matchedBy: 'name' as const,
      level: 'commune' as const,
      kind,
      label: fullName({ kind, name }),
      words: wordsOf(name),
      codes: [code],
      within: new Set([
        ...former.filter(({ into }) => into.includes(code)).map(districtKey),
        ...provinces.filter(({ codes }) => codes.includes(code)).map((each) => each.name),
      ]),
    })),
    ...former.map((each) => ({
      matchedBy: 'former-commune' as const,
      level: 'commune' as const,
      kind: each.kind,
      label: formerName(each),
      words: wordsOf(each.name),
      codes: each.into,
      within: new Set([districtKey(each), each.province, today.name]),
    })),
    ...formerBy(districtKey).map(([key, group]) => ({
      matchedBy: 'former-district' as const,
      level: 'district' as const,
      kind: group[0]?.districtKind ?? '',
      label: `${fullName({ kind: group[0]?.districtKind ?? '', name: group[0]?.district ?? '' })} (tỉnh ${group[0]?.province})`,
      words: wordsOf(group[0]?.district ?? ''),
      codes: codesOf(group),
      within: new Set([group[0]?.province ?? '', today.name]),
      key,
    })),
    ...provinces.map(({ name, codes }) => ({
      matchedBy: 'province' as const,
      level: 'province' as const,
      kind: 'tỉnh',
      label: `Tỉnh ${name}`,
      words: wordsOf(name),
      codes,
      within: new Set<string>(),
      key: name,
    })),
  ];
}

/** A name of one word is too common to be found inside a text: "Phan" at its start only, "Phường 1" never without its kind. */
const standsAlone = (place: Place, from: number) => from === 0 && !/\d/.test(place.words[0]?.folded ?? '');

/** Among names of the same letters, those whose marks were typed; when none was, those that no typed mark speaks against. */
function bestSpelt(same: readonly Occurrence[], words: readonly Word[]): readonly Occurrence[] {
  const typed = words.slice(same[0]?.from, same[0]?.to);
  if (!typed.some(isMarked)) return same;
  const exact = same.filter(({ place }) => place.words.every((known, i) => known.exact === typed[i]?.exact));
  if (exact.length > 0) return exact;
  const possible = same.filter(({ place }) => place.words.every((known, i) => isSpelt(known, typed[i])));
  return possible.length > 0 ? possible : same;
}

/** The readings that explain most words. Larger places follow smaller ones, as Vietnamese addresses are written. */
function readingsOf(found: readonly Occurrence[]): Reading[] {
  const larger = (level: Level, after: Occurrence, within: ReadonlySet<string>) =>
    found
      .filter(({ place, from }) => place.level === level && from >= after.to && within.has(place.key ?? ''))
      .reduce<Occurrence | undefined>((best, each) => (best && best.weight >= each.weight ? best : each), undefined);
  const readings = found.map((occurrence) => {
    const { place, start, weight } = occurrence;
    const district = place.level === 'commune' ? larger('district', occurrence, place.within) : undefined;
    const province = place.level === 'province' ? undefined : larger('province', district ?? occurrence, place.within);
    return { place, start, weight: weight + (district?.weight ?? 0) + (province?.weight ?? 0), isInDistrict: district !== undefined };
  });
  const most = Math.max(0, ...readings.map(({ weight }) => weight));
  const best = readings.filter(({ weight }) => weight === most);
  // Who writes a district means the commune of that time.
  const isOld = best.some(({ place, isInDistrict }) => isInDistrict && place.matchedBy === 'former-commune');
  return best
    .filter(({ place }) => !(isOld && place.matchedBy === 'name'))
    .sort((a, b) => ORDER.indexOf(a.place.matchedBy) - ORDER.indexOf(b.place.matchedBy));
}

function eachOnce(matches: readonly UnitMatch[]): UnitMatch[] {
  const once = new Map<string, UnitMatch>();
  for (const match of matches) if (!once.has(match.code)) once.set(match.code, match);
  return [...once.values()];
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

function questionFor(named: readonly Place[]): string {
  const [first, ...others] = named;
  if (!first || others.length > 0) return 'Có nhiều nơi mang tên này. Bạn hỏi nơi nào?';
  if (first.matchedBy === 'former-district') return `${first.label} nay thuộc ${first.codes.length} xã, phường. Nơi bạn hỏi thuộc đâu?`;
  return `${first.label} đã được chia vào ${first.codes.length} xã, phường. Nơi bạn hỏi thuộc đâu?`;
}

/** What `Map.groupBy` does, which older web views do not know. */
function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
