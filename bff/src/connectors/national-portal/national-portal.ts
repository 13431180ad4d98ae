import { z } from 'zod';
import { UpstreamError } from '../upstream.ts';
import { type NationalSession, parsed, SYSTEM } from './national-session.ts';

/** The service's own budget; LayThuTuc of a long procedure is slow. */
const TIMEOUT_MS = 60_000;
const MOST_CODES = 50_000;

const Listed = z.array(z.object({ MATTHC: z.string().regex(/^[1-6]\.\d{6}(\.[\w.]+)?$/) })).max(MOST_CODES);

/** The two services of the adapter that read the catalogue. */
export const createNationalPortal = ({ ask }: NationalSession) => ({
  /** Codes of all published procedures, each once. @throws UpstreamError */
  listCodes: async (): Promise<string[]> => [
    ...new Set(parsed(Listed, await ask('LayDanhSachTTHC', {}, TIMEOUT_MS)).map((row) => row.MATTHC.slice(0, 8))),
  ],
  /** The raw record of one procedure; whoever imports it parses it. @throws UpstreamError, also when there is none. */
  async procedure(code: string): Promise<unknown> {
    const result = await ask('LayThuTuc', { maTTHC: code }, TIMEOUT_MS);
    const record = Array.isArray(result) ? result[0] : result;
    if (record === undefined || record === null) throw new UpstreamError(SYSTEM, `no record of ${code}`, { wasSent: true });
    return record;
  },
});
