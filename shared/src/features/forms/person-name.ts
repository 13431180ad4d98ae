/**
 * Names come from keyboards, papers and other apps: composed or not, with invisible marks between the letters, in full width.
 * Two people must not differ by what nobody can see (docs/sources/identifiers.md).
 */

/** Zero-width and direction marks, soft hyphen, byte-order mark, other controls: nothing that a name is written with. */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;

/**
 * The same text as people read it: composed (NFC), full-width letters and digits in their usual width, no invisible marks, any
 * kind of space as one plain space between words. Letters are never changed for others: "Đ" stays what was written.
 */
export function cleanText(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\t\r\n]/g, ' ')
    .replace(INVISIBLE, '')
    .replace(/\p{Zs}+/gu, ' ')
    .trim()
    .normalize('NFC');
}

export type NameOddity = 'mixed-scripts' | 'not-letters';

/**
 * What to ask back about a name; a question, never a refusal: foreigners and old papers have names that no rule foresees.
 * `mixed-scripts` is a letter of another alphabet among Latin ones, which looks the same and is found by no search.
 */
export function nameOddity(text: string): NameOddity | null {
  const name = cleanText(text);
  const hasLatin = /\p{Script=Latin}/u.test(name);
  if (hasLatin && /(?!\p{Script=Latin})\p{L}/u.test(name)) return 'mixed-scripts';
  return /^[\p{L}\p{M}' .’-]*$/u.test(name) ? null : 'not-letters';
}
