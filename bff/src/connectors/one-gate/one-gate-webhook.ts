import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { parseLocalTime } from '../local-time.ts';
import { type AskedFee, FEE_FIELDS, readFee } from './asked-fee.ts';
import { type IssuedPaper, RESULT_FIELDS, readResults } from './issued-papers.ts';
import {
  type Reception,
  readAsk,
  readHolder,
  readReception,
  readWithdrawalAnswer,
  SAYS,
  type StepHolder,
  type SupplementAsk,
  type WithdrawalAnswer,
} from './one-gate-says.ts';

/** A report older than this is recorded, not believed (WH-5). */
const OLDEST_MS = 24 * 3_600_000;
const AHEAD_MS = 5 * 60_000;

/** `x-signature: sha256=<hex HMAC-SHA256(secret, timestamp "." raw body)>`: agreed with the province (docs/sources/one-gate.md). */
export function isSignedByOneGate({
  secret,
  timestamp,
  signature,
  raw,
  nowMs,
  oldestMs = OLDEST_MS,
}: {
  secret: string;
  timestamp: string | undefined;
  signature: string | undefined;
  raw: Buffer;
  nowMs: number;
  /** Signed longer ago than this is worth nothing. */
  oldestMs?: number;
}): boolean {
  if (!timestamp || !/^\d{10,16}$/.test(timestamp) || !signature || !/^sha256=[0-9a-f]{64}$/.test(signature)) return false;
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(raw).digest();
  if (!timingSafeEqual(expected, Buffer.from(signature.slice(7), 'hex'))) return false;
  const age = nowMs - Number(timestamp);
  return age < oldestMs && age > -AHEAD_MS;
}

const Report = z.object({
  maSuKien: z.string().min(8).max(64),
  soBienNhan: z.string().min(3).max(64),
  maHoSoKhac: z.string().max(64).nullish(),
  tenTinhTrang: z.string().min(1).max(300),
  ngayHentra: z.string().max(40).nullish(),
  ...SAYS,
  thoiDiem: z.string().max(40),
  thuTu: z.coerce.number().int().min(0),
  ...FEE_FIELDS,
  ...RESULT_FIELDS,
});

export interface ProvinceReport {
  readonly system: 'one-gate';
  readonly status: null;
  readonly eventId: string;
  readonly code: string;
  readonly reference: string | null;
  readonly statusText: string;
  readonly note: string | null;
  readonly dueAt: Date | null;
  readonly occurredAt: Date;
  readonly step: number;
  readonly fee: AskedFee;
  readonly results: readonly IssuedPaper[];
  readonly ask: SupplementAsk | null;
  readonly withdrawal: WithdrawalAnswer | null;
  readonly holder: StepHolder | null;
  readonly reception: Reception | null;
}

/** @returns null when the body is not a report. */
export function readReport(raw: string): ProvinceReport | null {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return null;
  }
  const parsed = Report.safeParse(value);
  if (!parsed.success) return null;
  const { maSuKien, soBienNhan, maHoSoKhac, tenTinhTrang, ngayHentra, ghiChu, thoiDiem, thuTu, yeuCauBoSung, traLoiRut, xuLy, tiepNhan } =
    parsed.data;
  const occurredAt = parseLocalTime(thoiDiem);
  if (!occurredAt) return null;
  return {
    system: 'one-gate',
    status: null,
    eventId: maSuKien,
    code: soBienNhan,
    reference: maHoSoKhac ?? null,
    statusText: tenTinhTrang,
    note: ghiChu ?? null,
    dueAt: parseLocalTime(ngayHentra ?? null),
    occurredAt,
    step: thuTu,
    fee: readFee(parsed.data),
    results: readResults(parsed.data),
    ask: readAsk(yeuCauBoSung, parseLocalTime),
    withdrawal: readWithdrawalAnswer(traLoiRut),
    holder: readHolder(xuLy, parseLocalTime),
    reception: readReception(tiepNhan),
  };
}
