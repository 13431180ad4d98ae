const PORTAL = 'https://dichvucong.gov.vn/';

/** A procedure's page on the national portal; the portal's home when the record names none, or an address that is not the portal's. */
export function portalAddress(url: string | null | undefined): string {
  try {
    const { protocol, hostname, href } = new URL(url ?? PORTAL);
    return protocol === 'https:' && hostname === 'dichvucong.gov.vn' ? href : PORTAL;
  } catch {
    return PORTAL;
  }
}

/** The public address that opens a procedure in the mini app (docs/sources/zalo.md); in the sandbox the copy's own. */
export function procedureLink(code: string): string {
  const base = import.meta.env.VITE_MINI_APP_LINK ?? `${window.location.origin}/zapps/${window.APP_ID ?? ''}`;
  return `${base.replace(/\/+$/, '')}/procedures/${code}`;
}
