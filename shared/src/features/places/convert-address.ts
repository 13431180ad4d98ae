import type { UnitFinder } from './find-units.ts';
import { fullName } from './unit-names.ts';
import type { Commune, Units } from './units.ts';

/** `ambiguous`: the old name leads to several communes, a person has to say which; `unknown`: no place of the province is named. */
export type ConvertedAddress =
  | { readonly outcome: 'converted'; readonly address: string; readonly unit: Commune }
  | { readonly outcome: 'ambiguous'; readonly candidates: readonly { readonly address: string; readonly unit: Commune }[] }
  | { readonly outcome: 'unknown' };

/**
 * An address as it was written before 1 July 2025 ("12 Nguyễn Trãi, phường 2, TP Tây Ninh") in the form of today. House, street
 * and hamlet stay as they were written; an address that is already of today comes back in our spelling.
 */
export function createAddressConverter(finder: UnitFinder, { province, communes }: Units) {
  const byCode = new Map(communes.map((commune) => [commune.code, commune]));
  return (text: string): ConvertedAddress => {
    const candidates = new Map<string, { address: string; unit: Commune }>();
    for (const { place, start } of finder.read(text)) {
      if (place.matchedBy === 'province') continue;
      const street = withoutSignsAtTheEnd(text.slice(0, start));
      for (const code of place.codes) {
        const unit = byCode.get(code);
        if (unit && !candidates.has(code))
          candidates.set(code, { unit, address: [street, fullName(unit), `tỉnh ${province.name}`].filter(Boolean).join(', ') });
      }
    }
    const [first, ...others] = candidates.values();
    if (!first) return { outcome: 'unknown' };
    return others.length > 0 ? { outcome: 'ambiguous', candidates: [first, ...others] } : { outcome: 'converted', ...first };
  };
}

/** A loop and no pattern: a pattern at the end of a text looks at long rows of signs again and again. */
function withoutSignsAtTheEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ' ,;.–-\u00a0\n\t'.includes(text[end - 1] ?? 'x')) end -= 1;
  return text.slice(0, end).trimStart();
}
