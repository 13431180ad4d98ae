/**
 * Vietnamese mobile numbers. Zalo writes `84901234567`, people write `0901 234 567`; we keep E.164 (`+84901234567`).
 * Source: docs/sources/identifiers.md (number ranges in use, 2026).
 */
const MOBILE = /^(?:0|\+?84)((?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7})$/;

/** @returns E.164, or null when it is not a Vietnamese mobile number. */
export function parsePhone(text: string): string | null {
  const match = MOBILE.exec(text.replace(/[\s.()-]/g, ''));
  return match ? `+84${match[1]}` : null;
}

/** As people write it in forms: `0901234567`. */
export const nationalPhone = (e164: string) => e164.replace(/^\+84/, '0');

/** What may be shown: the last three digits (AZ-8). */
export const maskPhone = (e164: string) => `*****${e164.slice(-3)}`;
