/** Numbers on papers, as people copy them. Source: docs/sources/identifiers.md. */

/** Serial of a land certificate: one or two letters and six to eight digits. @returns "AB 123456", or null when it is not one. */
export function readLandCertificate(text: string): string | null {
  const [, letters, digits] = /^([A-ZĐ]{1,2})[ .-]*(\d{6,8})$/.exec(text.trim().toUpperCase().normalize('NFC')) ?? [];
  return letters && digits ? `${letters} ${digits}` : null;
}

/**
 * A civil vehicle plate as its owner writes it: place, series, four or five digits.
 * @returns the parts, place 70 (former Tây Ninh) or 62 (former Long An) being ours since 1 July 2025; null when it is not one.
 */
export function readPlate(text: string): { place: string; series: string; digits: string; isOfProvince: boolean } | null {
  const written = text.trim().toUpperCase().replace(/\./g, '');
  // a gap ends the series; without one, five digits are tried before four, because a motorbike's series ends in a digit
  const [, place, series, digits] =
    /^(\d{2})[ -]*([A-ZĐ]{1,2}\d?)[ -]+(\d{4,5})$/.exec(written) ??
    /^(\d{2})[ -]*([A-ZĐ]{1,2}\d?)(\d{5})$/.exec(written) ??
    /^(\d{2})[ -]*([A-ZĐ]{1,2}\d?)(\d{4})$/.exec(written) ??
    [];
  return place && series && digits ? { place, series, digits, isOfProvince: place === '70' || place === '62' } : null;
}

/** Nine digits: the old chứng minh nhân dân, no identity paper any more (Law on Identification 2023, from 1 January 2025). */
export const isOldIdCard = (text: string): boolean => /^\d{9}$/.test(text.replace(/\s/g, ''));
