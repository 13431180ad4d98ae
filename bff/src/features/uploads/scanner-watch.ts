import type { Clamd, Verdict } from '../../connectors/clamd/clamd.ts';

/** The harmless test file of the antivirus makers, in two parts so that this source is not taken for it. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const HOUR_MS = 3_600_000;
/** Signatures older than a day are reported (UP-5); from three days on nothing passes by them. */
const OLD_MS = 24 * HOUR_MS;
const TOO_OLD_MS = 3 * OLD_MS;

/**
 * Trusts the scanner's "clean" only while it finds the test file and its signatures are fresh (UP-5).
 *
 * Asked once an hour, and while it complains again after `retryMs`.
 */
export function createScannerWatch({ clamd, retryMs, now = Date.now }: { clamd: Clamd; retryMs: number; now?: () => number }) {
  let known: { trusted: boolean; complaint: string | null; until: number } | undefined;

  async function ask() {
    const found = await clamd.scan([Buffer.from(EICAR)]);
    const signaturesAt = await clamd.signaturesAt();
    const ageMs = signaturesAt === null ? null : now() - signaturesAt.getTime();
    const complaint =
      found !== 'infected'
        ? 'the virus scanner does not find the test file'
        : ageMs === null
          ? 'the virus scanner does not tell the age of its signatures'
          : ageMs > OLD_MS
            ? 'the signatures of the virus scanner are older than a day'
            : null;
    return { trusted: found === 'infected' && ageMs !== null && ageMs <= TOO_OLD_MS, complaint };
  }
  async function look() {
    if (known && now() < known.until) return known;
    const answer = await ask();
    known = { ...answer, until: now() + (answer.complaint === null ? HOUR_MS : retryMs) };
    return known;
  }
  return {
    /** As the scanner says; what it does not find counts for nothing while it is not trusted. */
    async scan(chunks: AsyncIterable<Buffer>): Promise<Verdict> {
      const { trusted } = await look();
      return trusted ? clamd.scan(chunks) : 'unknown';
    },
    /** @throws ScannerError for the operator (docs/runbooks/virus-scanner.md). */
    async alarm(): Promise<void> {
      const { complaint } = await look();
      if (complaint) throw new ScannerError(complaint);
    },
  };
}

export class ScannerError extends Error {
  override name = 'ScannerError';
}
