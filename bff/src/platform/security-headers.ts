/** On every answer of the api host (HT-2). An API is never framed, never a document, never sniffed. */
export const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;

/**
 * The console's pages (HT-3): nothing from elsewhere, no code from strings, never framed. `nonce` lets in the style sheets that Ant
 * Design makes in the page, and nothing that somebody else put there; inline style attributes stay closed.
 */
export const consolePolicy = (nonce?: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce ? ` 'nonce-${nonce}'` : ''}`,
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');

/** On every answer of the console's host. */
export const CONSOLE_HEADERS = {
  ...SECURITY_HEADERS,
  'content-security-policy': consolePolicy(),
  'cross-origin-opener-policy': 'same-origin',
} as const;
