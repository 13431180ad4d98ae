interface Happening {
  readonly status: number | null;
  readonly occurredAt: Date;
}
const PAUSED = [5, 6];
/** Limits are counted in minutes: a shorter pause moves nothing. */
const minuteOf = (at: Date) => Math.floor(at.getTime() / 60_000);

/**
 * When the clock of a dossier began and when it stood still: from a request for papers or money until work went on. What was
 * asked before receipt stops no clock, and a pause without an end is not counted yet.
 * @param happenings in order.
 * @returns null before receipt. Source: docs/sources/dossier-status.md.
 */
export function pausesOf(happenings: readonly Happening[]): { receivedAt: Date; pauses: { from: Date; until: Date }[] } | null {
  const known = happenings.flatMap(({ status, occurredAt }) => (status === null ? [] : [{ status, occurredAt }]));
  const received = known.findIndex(({ status }) => status === 2 || status === 4);
  const start = known[received];
  if (!start) return null;
  const pauses: { from: Date; until: Date }[] = [];
  let from: Date | null = null;
  for (const { status, occurredAt } of known.slice(received)) {
    if (PAUSED.includes(status)) from ??= occurredAt;
    else if (from) {
      if (minuteOf(occurredAt) > minuteOf(from)) pauses.push({ from, until: occurredAt });
      from = null;
    }
  }
  return { receivedAt: start.occurredAt, pauses };
}
