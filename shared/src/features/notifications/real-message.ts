/**
 * "Tin này có phải của tỉnh không?": a message is known by the SHA-256 of its text. Only what copying changes by itself is made
 * equal (invisible signs, kinds of spaces, how letters are composed). Capitals, signs and links stay: one other letter in a link
 * is another link.
 */

/** Zero-width, bidi and other format signs. */
const FORMAT_SIGNS = /\p{Cf}/gu;
const CONTROL_SIGNS = /\p{Cc}/gu;

export const normaliseMessage = (text: string) =>
  text.normalize('NFC').replace(FORMAT_SIGNS, '').replace(/\s+/gu, ' ').replace(CONTROL_SIGNS, '').replace(/ +/g, ' ').trim();

/** SHA-256 of the normalised text, 32 bytes. */
export async function hashOfMessage(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(normaliseMessage(text))));
}

/** Shorter texts say too little to be told apart from anybody's words. */
export const MESSAGE_MIN_LENGTH = 12;

/**
 * The texts under which a message that goes out is to be remembered: people copy the whole or leave out its title.
 * Those that are too short are left out.
 */
export function copiesOf({ title, body }: { title: string; body: string }): string[] {
  return [`${title} ${body}`, body].map(normaliseMessage).filter((text) => text.length >= MESSAGE_MIN_LENGTH);
}
