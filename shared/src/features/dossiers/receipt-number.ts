/**
 * Our receipt number: `TNS-7K3M-94QX`. Eight signs of an alphabet without 0/O, 1/I/L and U (read aloud, written by hand),
 * the last one a check sign, so that a slip of the pen is noticed before anyone searches. It holds no personal fact.
 */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const BODY = 7;
const PREFIX = 'TNS';

/** @param random at least 7 uniformly random bytes; the caller retries on the rare collision (unique column). */
export function receiptNumber(random: Uint8Array): string {
  if (random.length < BODY) throw new RangeError(`receiptNumber needs ${BODY} random bytes`);
  let body = '';
  for (const byte of random.subarray(0, BODY)) body += ALPHABET[byte % ALPHABET.length];
  const all = body + checkSign(body);
  return `TNS-${all.slice(0, 4)}-${all.slice(4)}`;
}

/** Reads what a person typed: any case, spaces or dashes, with or without the prefix. @returns the canonical form, or null. */
export function parseReceiptNumber(text: string): string | null {
  const typed = text.toUpperCase().replace(/[\s\p{Pd}]/gu, '');
  // a body may itself begin with TNS: only what is too long by the prefix carries it
  const signs = typed.length === PREFIX.length + BODY + 1 && typed.startsWith(PREFIX) ? typed.slice(PREFIX.length) : typed;
  if (signs.length !== BODY + 1 || [...signs].some((sign) => !ALPHABET.includes(sign))) return null;
  if (checkSign(signs.slice(0, BODY)) !== signs[BODY]) return null;
  return `TNS-${signs.slice(0, 4)}-${signs.slice(4)}`;
}

/**
 * Weighted sum over the alphabet's 30 signs. The weights are coprime to 30, so one wrong sign always shows; neighbours'
 * weights differ by numbers with few common factors with 30, so most swaps show too.
 */
function checkSign(body: string): string {
  const weights = [1, 7, 11, 13, 17, 19, 23];
  const sum = [...body].reduce((total, sign, index) => total + (weights[index] ?? 1) * ALPHABET.indexOf(sign), 0);
  return ALPHABET[sum % ALPHABET.length] ?? '';
}
