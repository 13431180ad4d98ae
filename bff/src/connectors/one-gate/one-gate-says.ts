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

/** Who works on a step (a row of Mẫu 06, the fields of `CapNhatTienDoHoSoMC`). Instants are ISO 8601. */
export interface StepHolder {
  /** A person's name: for form 01 only, never for a timeline. */
  readonly officer: string | null;
  readonly title: string | null;
  readonly department: string | null;
  readonly startedAt: string | null;
  readonly dueAt: string | null;
}
/** What the reception desk wrote down: the part of Mẫu 01 that only the authority knows. */
export interface Reception {
  readonly agency: string | null;
  readonly place: string | null;
  readonly number: string | null;
  readonly officer: string | null;
  readonly sets: number | null;
  readonly timeText: string | null;
  readonly feeText: string | null;
  readonly resultAt: string | null;
  readonly supportPhone: string | null;
  readonly papers: readonly { componentId: string | null; name: string; originals: number; copies: number; digital: number }[];
}

/** What a report and a look-up may carry beside the status: to be agreed with the province (docs/sources/one-gate.md). */
export const SAYS = {
  ghiChu: z.string().max(4000).nullish().catch(null),
  yeuCauBoSung: z.unknown(),
  traLoiRut: z.unknown(),
  xuLy: z.unknown(),
  tiepNhan: z.unknown(),
};

const Words = (max: number) =>
  z
    .string()
    .transform((text) => text.trim().slice(0, max) || null)
    .nullish()
    .catch(null);
const Count = z.coerce.number().int().min(0).max(999);
const Holder = z.object({
  NguoiXuLy: Words(200),
  ChucDanh: Words(200),
  PhongBanXuLy: Words(300),
  NgayBatDau: Words(40),
  NgayKetThucTheoQuyDinh: Words(40),
});
const Desk = z.object({
  CoQuan: Words(300),
  NoiTiepNhan: Words(500),
  SoPhieu: Words(60),
  NguoiTiepNhan: Words(200),
  SoBoHoSo: Count.nullish().catch(null),
  ThoiGianGiaiQuyet: Words(200),
  LePhi: Words(200),
  NoiTraKetQua: Words(300),
  DienThoaiHoTro: Words(40),
  ThanhPhan: z
    .array(
      z.object({
        MaThanhPhan: Words(40),
        Ten: z.string().max(1000),
        BanChinh: Count.catch(0),
        BanSao: Count.catch(0),
        BanDienTu: Count.catch(0),
      }),
    )
    .max(60)
    .nullish()
    .catch(null),
});

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

/**
 * @param parseTime local time of the province.
 * @returns null when the step names nobody.
 */
export function readHolder(value: unknown, parseTime: (text: string | null) => Date | null): StepHolder | null {
  const { data } = Holder.safeParse(value);
  if (!data?.PhongBanXuLy && !data?.ChucDanh && !data?.NguoiXuLy) return null;
  return {
    officer: data.NguoiXuLy ?? null,
    title: data.ChucDanh ?? null,
    department: data.PhongBanXuLy ?? null,
    startedAt: parseTime(data.NgayBatDau ?? null)?.toISOString() ?? null,
    dueAt: parseTime(data.NgayKetThucTheoQuyDinh ?? null)?.toISOString() ?? null,
  };
}

/** @returns null when the desk said nothing. */
export function readReception(value: unknown): Reception | null {
  const { data } = Desk.safeParse(value);
  if (!data) return null;
  return {
    agency: data.CoQuan ?? null,
    place: data.NoiTiepNhan ?? null,
    number: data.SoPhieu ?? null,
    officer: data.NguoiTiepNhan ?? null,
    sets: data.SoBoHoSo ?? null,
    timeText: data.ThoiGianGiaiQuyet ?? null,
    feeText: data.LePhi ?? null,
    resultAt: data.NoiTraKetQua ?? null,
    supportPhone: data.DienThoaiHoTro ?? null,
    papers: (data.ThanhPhan ?? []).map(({ MaThanhPhan, Ten, BanChinh, BanSao, BanDienTu }) => ({
      componentId: MaThanhPhan ?? null,
      name: Ten,
      originals: BanChinh,
      copies: BanSao,
      digital: BanDienTu,
    })),
  };
}

/** @returns null when it is none. */
export function readWithdrawalAnswer(value: unknown): WithdrawalAnswer | null {
  const answer = Answer.safeParse(value);
  return answer.success ? { requestId: answer.data.maYeuCau, isAgreed: answer.data.dongY, reason: answer.data.lyDo ?? null } : null;
}
