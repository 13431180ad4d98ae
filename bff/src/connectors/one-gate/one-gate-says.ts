import { z } from 'zod';

/** One paper that the authority asks for. `componentId` is null where its words name no paper of ours. */
export interface AskedPaper {
  readonly componentId: string | null;
  readonly name: string | null;
  readonly reason: string;
  /** Pages of the old file that the officer marked, from 1. */
  readonly markedPages: readonly number[];
}
export interface SupplementAsk {
  readonly until: Date | null;
  readonly papers: readonly AskedPaper[];
  readonly fields: readonly { name: string; reason: string }[];
}
/** The authority's answer to a withdrawal; an agreement also comes as status 7. */
export interface WithdrawalAnswer {
  readonly requestId: string;
  readonly isAgreed: boolean;
  readonly reason: string | null;
}

/** What a report and a look-up may carry beside the status: to be agreed with the province (docs/sources/one-gate.md). */
export const SAYS = {
  ghiChu: z.string().max(4000).nullish().catch(null),
  yeuCauBoSung: z.unknown(),
  traLoiRut: z.unknown(),
};

const Paper = z.object({
  hoSoKemTheoId: z.string().nullish(),
  tenGiayTo: z.string().max(300).nullish(),
  lyDo: z.string().max(2000).nullish(),
  trangDanhDau: z.array(z.coerce.number().int().min(1).max(500)).max(100).nullish(),
});
const Field = z.object({ truong: z.string().regex(/^[a-z][A-Za-z0-9]{1,40}$/), lyDo: z.string().max(2000).nullish() });
const Ask = z.object({
  hanBoSung: z.string().max(40).nullish().catch(null),
  danhSach: z.array(z.unknown()).max(40).nullish(),
  duLieu: z.array(z.unknown()).max(40).nullish(),
});
const Answer = z.object({ maYeuCau: z.string().min(1).max(64), dongY: z.boolean(), lyDo: z.string().max(2000).nullish() });
const ID = /^[\w.-]{1,40}$/;

/**
 * Reads a request for what is missing. What cannot be understood is kept as words: an officer wrote it for a person to read.
 * @param parseTime local time of the province.
 * @returns null when nothing was asked.
 */
export function readAsk(value: unknown, parseTime: (text: string | null) => Date | null): SupplementAsk | null {
  if (value === null || value === undefined) return null;
  const ask = Ask.safeParse(value);
  if (!ask.success) return { until: null, papers: [inWords(value)], fields: [] };
  const { hanBoSung, danhSach, duLieu } = ask.data;
  const fields = (duLieu ?? []).map((item) => Field.safeParse(item));
  return {
    until: parseTime(hanBoSung ?? null),
    papers: [...(danhSach ?? []).map(readPaper), ...fields.flatMap((field, at) => (field.success ? [] : [inWords(duLieu?.[at])]))],
    fields: fields.flatMap(({ data }) => (data ? [{ name: data.truong, reason: data.lyDo ?? '' }] : [])),
  };
}

function readPaper(item: unknown): AskedPaper {
  const parsed = Paper.safeParse(item);
  if (!parsed.success) return inWords(item);
  const { hoSoKemTheoId, tenGiayTo, lyDo, trangDanhDau } = parsed.data;
  const isId = hoSoKemTheoId ? ID.test(hoSoKemTheoId) : false;
  return {
    componentId: isId ? (hoSoKemTheoId ?? null) : null,
    name: tenGiayTo ?? (isId ? null : (hoSoKemTheoId?.slice(0, 300) ?? null)),
    reason: lyDo ?? '',
    markedPages: trangDanhDau ?? [],
  };
}

const inWords = (item: unknown): AskedPaper => ({
  componentId: null,
  name: null,
  reason: (typeof item === 'string' ? item : JSON.stringify(item)).slice(0, 2000),
  markedPages: [],
});

/** @returns null when it is none. */
export function readWithdrawalAnswer(value: unknown): WithdrawalAnswer | null {
  const answer = Answer.safeParse(value);
  return answer.success ? { requestId: answer.data.maYeuCau, isAgreed: answer.data.dongY, reason: answer.data.lyDo ?? null } : null;
}
