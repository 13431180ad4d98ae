/** 128 random bits in hex. `crypto.randomUUID` is missing in the web views of older phones. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
