/** Top-level names that people meet in links; a text such as "TP.HCM" or "ThS.Nguyen" is no link. */
const TOP_LEVEL =
  'vn|com|net|org|info|biz|edu|gov|io|me|co|cc|tv|xyz|top|site|online|shop|store|club|vip|win|bet|live|app|dev|link|click|page|asia|mobi|cn|ru|us|eu|uk|la|kh|to|ly|gl|gd|ws|su|tk|ml|ga|cf|gq|icu|pw|zip|mov';
const LINK = new RegExp(
  [
    // anything with a scheme, and the schemes that need no slashes
    String.raw`[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>)]*`,
    String.raw`(?:javascript|vbscript|data|mailto|tel|sms|intent|zalo):[^\s"'<>)]+`,
    String.raw`(?<![\p{L}\p{N}])www\.[^\s"'<>)]+`,
    // a bare host: of a known ending, or of any ending with a path
    String.raw`(?<![\p{L}\p{N}.])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.)+(?:${TOP_LEVEL})(?![\p{L}\p{N}])(?:[:/][^\s"'<>)]*)?`,
    String.raw`(?<![\p{L}\p{N}.])(?:[a-z0-9][a-z0-9-]{0,62}\.)+[a-z]{2,24}\/[^\s"'<>)]*`,
    String.raw`(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}[:/][^\s"'<>)]*`,
  ].join('|'),
  'giu',
);
/** Signs that phones read as a dot or a slash. */
const LOOK_ALIKES: readonly (readonly [RegExp, string])[] = [
  [/[\u3002\uff0e\uff61\u2024]/g, '.'],
  [/[\u2044\u2215\uff0f]/g, '/'],
  [/[\uff1a\ufe55\u2236]/g, ':'],
];

/** Hosts that a text may name: the national portal, the province's own pages. As of 24 November 2026; docs/sources/zalo.md. */
export const ALLOWED_HOSTS: readonly string[] = ['dichvucong.gov.vn', 'tayninh.gov.vn'];
/** Pages of the mini app opened from a Zalo message; what follows the id of the app is one of our own paths. */
const DEEP_LINK = /^https:\/\/zalo\.me\/s\/\d{1,30}(?:\/[\w./?=&%-]*)?$/i;

/** Everything in `text` that a phone could make tappable. */
export function linksIn(text: string): string[] {
  const plain = LOOK_ALIKES.reduce((made, [sign, usual]) => made.replace(sign, usual), text.normalize('NFKC'));
  return plain.match(LINK) ?? [];
}

/** True for an `https` page of an allowed host (or below it) and for pages of the mini app. Everything else is no. */
export function isAllowedLink(link: string): boolean {
  const trimmed = link.replace(/[.,;:!?]+$/, '');
  if (DEEP_LINK.test(trimmed)) return true;
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) && !/^[\w.-]+:\d/.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(withScheme)) return false;
  const { protocol, hostname, username, password, port } = new URL(withScheme);
  if (protocol !== 'https:' || username || password || port) return false;
  return ALLOWED_HOSTS.some((host) => hostname === host || hostname.endsWith(`.${host}`));
}
