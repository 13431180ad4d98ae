/** Campaign and person in one id of 43 characters: Zalo takes 48. */
export const trackingId = (campaignId: string, citizenId: string): string =>
  Buffer.from((campaignId + citizenId).replaceAll('-', ''), 'hex').toString('base64url');

/** @returns null for an id that is none of ours. */
export function readTrackingId(text: string): { campaignId: string; citizenId: string } | null {
  if (!/^[\w-]{43}$/.test(text)) return null;
  const hex = Buffer.from(text, 'base64url').toString('hex');
  const uuid = (from: number) => hex.slice(from, from + 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return hex.length === 64 ? { campaignId: uuid(0), citizenId: uuid(32) } : null;
}
