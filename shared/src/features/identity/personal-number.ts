/**
 * The 12-digit personal number (số định danh cá nhân, CCCD): three digits of place, one of century and sex, two of the
 * birth year, six random. There is no check digit. Source: docs/sources/identifiers.md.
 */
export interface PersonalNumberFacts {
  readonly placeCode: string;
  readonly birthYear: number;
  /** Sex at issue. It may differ from today's papers; warn, never refuse. */
  readonly sexAtIssue: 'male' | 'female';
}

/** @returns what the number says, or null when it is not 12 digits or names an unknown century. */
export function readPersonalNumber(text: string): PersonalNumberFacts | null {
  const digits = text.replace(/\s/g, '');
  if (!/^\d{12}$/.test(digits)) return null;
  const century = Number(digits[3]);
  if (century > 5) return null; // 0-1 is 19xx, 2-3 is 20xx, 4-5 is 21xx
  return {
    placeCode: digits.slice(0, 3),
    birthYear: 1900 + Math.floor(century / 2) * 100 + Number(digits.slice(4, 6)),
    sexAtIssue: century % 2 === 0 ? 'male' : 'female',
  };
}

/** What may be shown: the last four digits (AZ-8). */
export const maskPersonalNumber = (digits: string) => `********${digits.slice(-4)}`;
