/**
 * Tax codes (mã số thuế, MST) as docs/sources/identifiers.md has them: ten digits of which the last is a check digit
 * (an enterprise), ten and three with a hyphen (a dependent unit), or twelve (a household: since 1 July 2025 the personal number).
 */
import { readPersonalNumber } from '../identity/personal-number.ts';

export type TaxCodeKind = 'enterprise' | 'branch' | 'household';

const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/**
 * @param text as a person types it: spaces, dots and missing hyphens are forgiven.
 * @returns the code as it is written officially, and what has such a code; null when no office could have issued it. That it
 *   *was* issued is not known: no business register is asked.
 */
export function readTaxCode(text: string): { readonly code: string; readonly kind: TaxCodeKind } | null {
  const typed = text.normalize('NFKC').replace(/[\s.]/g, '');
  if (/^\d{12}$/.test(typed)) return readPersonalNumber(typed) ? { code: typed, kind: 'household' } : null;
  const [, main, unit] = /^(\d{10})(?:-?(\d{3}))?$/.exec(typed) ?? [];
  if (main === undefined || checkDigit(main) !== Number(main[9]) || unit === '000') return null;
  return unit === undefined ? { code: main, kind: 'enterprise' } : { code: `${main}-${unit}`, kind: 'branch' };
}

/** The tenth digit that belongs to the first nine; 10 when no such code exists. */
function checkDigit(digits: string): number {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return 10 - (sum % 11);
}
