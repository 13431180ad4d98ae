/**
 * The public address that opens the page to accept an invitation; in the sandbox the copy's own. The code itself stays out of it:
 * addresses end up in logs.
 */
export function invitationLink(): string {
  const base = import.meta.env.VITE_MINI_APP_LINK ?? `${window.location.origin}/zapps/${window.APP_ID ?? ''}`;
  return `${base.replace(/\/+$/, '')}/me/people/accept`;
}
