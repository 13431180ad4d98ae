/**
 * Words typed while the Vietnamese keyboard was off: Telex (`giaays`, `ddaast`) and VNI (`giay61`, `d9a61t`).
 * Both put the marks after the letters they belong to, anywhere up to the end of the syllable.
 */

const GRAVE = '\u0300';
const ACUTE = '\u0301';
const TILDE = '\u0303';
const HOOK = '\u0309';
const DOT = '\u0323';
const CIRCUMFLEX = '\u0302';
const BREVE = '\u0306';
const HORN = '\u031b';

const TELEX_TONES: Readonly<Record<string, string>> = { s: ACUTE, f: GRAVE, r: HOOK, x: TILDE, j: DOT };
const VNI_TONES: Readonly<Record<string, string>> = { 1: ACUTE, 2: GRAVE, 3: HOOK, 4: TILDE, 5: DOT };

/** @param word lower case. @returns the syllable with its marks (decomposed), or undefined when no Telex key is in it. */
export function fromTelex(word: string): string | undefined {
  if (!/^[a-z]{2,12}$/.test(word)) return undefined;
  const letters: string[] = [];
  let tone = '';
  for (const sign of word) {
    const hasVowel = letters.some((letter) => /^[aeiouyư]/.test(letter));
    const doubled = letters.lastIndexOf(sign);
    if (hasVowel && TELEX_TONES[sign]) tone = TELEX_TONES[sign];
    else if (sign === 'w') putHorn(letters);
    else if ('aeo'.includes(sign) && doubled >= 0) letters[doubled] = sign + CIRCUMFLEX;
    else if (sign === 'd' && letters[0] === 'd') letters[0] = 'đ';
    else letters.push(sign);
  }
  return spelled(word, letters, tone);
}

/** Like `fromTelex`, for VNI: 1-5 are tones, 6 `^`, 7 the horn, 8 the breve, 9 the bar of `đ`. */
export function fromVni(word: string): string | undefined {
  if (!/^[a-z]+\d[a-z\d]*$/.test(word) || word.length > 12) return undefined;
  const letters: string[] = [];
  let tone = '';
  for (const sign of word) {
    if (VNI_TONES[sign]) tone = VNI_TONES[sign];
    else if (sign === '6') mark(letters, 'aeo', CIRCUMFLEX);
    else if (sign === '7') putHorn(letters);
    else if (sign === '8') mark(letters, 'a', BREVE);
    else if (sign === '9' && letters[0] === 'd') letters[0] = 'đ';
    else letters.push(sign);
  }
  return letters.some((letter) => /\d/.test(letter)) ? undefined : spelled(word, letters, tone);
}

function mark(letters: string[], among: string, sign: string) {
  const at = lastOf(letters, among);
  if (at >= 0) letters[at] += sign;
}

/** One key for three letters: `uo` takes it on both, `a` takes it as a breve, alone it is `ư`. */
function putHorn(letters: string[]) {
  const at = lastOf(letters, 'uoa');
  if (at < 0) letters.push(`u${HORN}`);
  else if (letters[at] === 'a') letters[at] = `a${BREVE}`;
  else {
    letters[at] += HORN;
    if (letters[at] === `o${HORN}` && letters[at - 1] === 'u') letters[at - 1] = `u${HORN}`;
  }
}

/** `findLastIndex` is younger than some phones. */
function lastOf(letters: readonly string[], among: string): number {
  let at = letters.length - 1;
  while (at >= 0 && !among.includes(letters[at] ?? '')) at--;
  return at;
}

function spelled(word: string, letters: readonly string[], tone: string): string | undefined {
  const text = letters.join('') + tone;
  return text === word ? undefined : text;
}
