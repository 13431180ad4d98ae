import { createHash, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SandboxCredentials } from '../credentials.ts';
import type { Faults } from '../faults.ts';
import type { Collection } from '../journal.ts';
import { PERSONAS } from '../personas.ts';
import type { Webhooks } from '../webhooks.ts';
import { type CounterNumber, counterNumberRoutes } from './counter-numbers.ts';
import { packedTime, shortDay, slashedTime, threeWorkingDaysAfter } from './local-time.ts';
import { ResultAsked, type ResultPaper, resultFields, resultFile, resultOf } from './results.ts';
import type { SigningAuthority } from './signing-authority.ts';

export interface ProvinceDossier {
  readonly code: string;
  /** MaHoSoKhac: the sender's reference. */
  readonly reference: string;
  /** MaThamChieu: the sender's dossier id. */
  readonly senderId: string | null;
  readonly procedureCode: string;
  readonly applicantName: string;
  /** SoGiayToTuyThan: absent in a journal written before it was kept. */
  readonly personalNumber?: string | null;
  /** HinhThuc: 1 at the counter, 4 by this mini app. */
  readonly channel?: number;
  /** Who stands between the applicant and the office; absent in an older journal. */
  readonly behalf?: Behalf | null;
  readonly answers: Record<string, unknown>;
  readonly files: { readonly componentId: string; readonly name: string; readonly sha256: string }[];
  readonly statusText: string;
  readonly status: number;
  readonly receivedAt: string | null;
  readonly dueAt: string | null;
  readonly fee?: AskedFee | null;
  readonly history: readonly ProvinceStep[];
  /** What the authority issued, once it is finished. */
  readonly result?: ResultPaper | null;
  /** What came after filing, as often as it came. */
  readonly requests: readonly ProvinceRequest[];
}
interface ProvinceStep {
  readonly text: string;
  readonly note: string | null;
  readonly at: string;
  readonly ask?: Ask | undefined;
  readonly holder?: z.infer<typeof Holder> | undefined;
  readonly withdrawal?: { readonly maYeuCau: string; readonly dongY: boolean; readonly lyDo: string | null } | undefined;
}
export interface ProvinceRequest {
  /** MaYeuCau: the sender's reference of it. */
  readonly id: string;
  readonly kind: 'supplement' | 'withdrawal' | 'rating' | 'delivery';
  readonly at: string;
  readonly files: ProvinceDossier['files'];
  readonly content: Record<string, unknown>;
}
type Ask = z.infer<typeof Ask>;
/** What the clerk asks to be paid; the amount may be forgotten. */
export interface AskedFee {
  readonly amountVnd: number | null;
  readonly purpose: string | null;
  readonly payee: string;
  readonly dueAt: string | null;
}
/** One report that a fee was paid. Not idempotent: the same reference twice is two. */
export interface FeePayment {
  readonly dossierCode: string;
  readonly reference: string;
  readonly amountVnd: number;
  readonly transactionId: string | null;
}
interface StoredFile {
  readonly link: string;
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** What a clerk can do, with the province's own words. */
const ACTIONS: Record<string, { text: string; status: number }> = {
  accept: { text: 'Đã tiếp nhận', status: 2 },
  process: { text: 'Đang xử lý', status: 4 },
  'ask-supplement': { text: 'Yêu cầu công dân bổ sung', status: 5 },
  'ask-fee': { text: 'Yêu cầu thực hiện nghĩa vụ tài chính', status: 6 },
  finish: { text: 'Đã có kết quả', status: 9 },
  deliver: { text: 'Đã trả kết quả', status: 10 },
  reject: { text: 'Không được tiếp nhận', status: 3 },
  stop: { text: 'Dừng xử lý', status: 8 },
  /** Form 04: an apology with a later date, told before the old one has passed. */
  apologise: { text: 'Xin lỗi và hẹn lại ngày trả', status: 4 },
  'agree-withdrawal': { text: 'Đã rút hồ sơ', status: 7 },
};
const Ask = z.strictObject({
  /** Hours until the answer is expected. */
  hours: z
    .number()
    .positive()
    .max(24 * 90)
    .optional(),
  papers: z
    .array(
      z.strictObject({
        componentId: z.string().nullish(),
        name: z.string().nullish(),
        reason: z.string(),
        markedPages: z.array(z.number()).optional(),
      }),
    )
    .default([]),
  fields: z.array(z.strictObject({ name: z.string(), reason: z.string() })).default([]),
});
/** A row of form 06. */
const Holder = z.strictObject({
  officer: z.string().max(200),
  title: z.string().max(200),
  department: z.string().max(300),
});
/** Invented people who work on a step, by status. */
const HOLDERS: Record<number, z.infer<typeof Holder>> = {
  2: { officer: 'Cao Thị Mai', title: 'Cán bộ Một cửa', department: 'Trung tâm Phục vụ hành chính công (bịa để thử)' },
  4: { officer: 'Tạ Văn Long', title: 'Chuyên viên', department: 'Bộ phận Tư pháp – Hộ tịch (bịa để thử)' },
  9: { officer: 'Cao Thị Mai', title: 'Cán bộ Một cửa', department: 'Trung tâm Phục vụ hành chính công (bịa để thử)' },
};
/** What the desk prints on form 01, once it has received the dossier. */
const deskFields = ({ code, receivedAt, files, answers, history }: ProvinceDossier) =>
  receivedAt === null
    ? null
    : {
        CoQuan: 'Ủy ban nhân dân phường Ninh Thạnh (bịa để thử)',
        NoiTiepNhan: 'Trung tâm Phục vụ hành chính công, quầy số 3',
        SoPhieu: `${code.split('-').at(-1)}/TNHS`,
        NguoiTiepNhan: history.find(({ holder }) => holder)?.holder?.officer ?? null,
        SoBoHoSo: 1,
        ThoiGianGiaiQuyet: '03 ngày làm việc',
        LePhi: 'Không thu',
        NoiTraKetQua: answers.resultBy === 'post' ? 'Qua bưu chính' : 'Bản điện tử trên Tây Ninh Smart; bản giấy nhận tại quầy',
        DienThoaiHoTro: '1022',
        ThanhPhan: [...new Set(files.map(({ componentId }) => componentId))].map((id) => ({
          MaThanhPhan: id,
          Ten: id,
          BanChinh: 0,
          BanSao: 0,
          BanDienTu: files.filter(({ componentId }) => componentId === id).length,
        })),
      };
export const Action = z.strictObject({
  action: z.string(),
  note: z.string().max(2000).optional(),
  text: z.string().max(300).optional(),
  /** With `ask-fee`. */
  amountVnd: z.int().positive().optional(),
  purpose: z.string().max(500).optional(),
  dueAt: z.iso.datetime({ offset: true }).optional(),
  ask: Ask.optional(),
  /** With `finish`; left out: a result with an electronic copy, signed as it should be. */
  result: ResultAsked.optional(),
  /** Who works on it now; without it somebody whom the step calls for. */
  holder: Holder.optional(),
  /** For rehearsing lateness: moves the promised date by so many hours from now. */
  dueInHours: z.number().optional(),
});
const FeeReport = z.object({
  SoBienNhan: z.string(),
  MaThamChieu: z.string().min(1),
  SoTien: z.number().int().positive(),
  MaGiaoDich: z.string().nullish(),
  ThoiGianGD: z.string().regex(/^\d{14}$/),
});
const PAYEE = 'Kho bạc Nhà nước (bịa để thử)';
/** As reports and look-ups say it, while the fee is what the dossier waits for. */
const feeFields = ({ status, fee }: ProvinceDossier) =>
  status === 6 && fee ? { soTien: fee.amountVnd, noiDungThu: fee.purpose, donViThu: fee.payee, hanNop: slashedTime(fee.dueAt) } : {};

/** Who is authorised by the applicant, and the organisation that the applicant stands for. */
export const Behalf = z.object({
  /** 1 a citizen, 2 an enterprise */
  LoaiDoiTuong: z.union([z.literal(1), z.literal(2)]).optional(),
  TenToChuc: z.string().optional(),
  MaSoThue: z.string().optional(),
  NguoiDuocUyQuyen: z.object({ HoTen: z.string(), HinhThuc: z.string(), DenNgay: z.string() }).optional(),
});
export type Behalf = z.infer<typeof Behalf>;
export const behalfOf = ({ LoaiDoiTuong, TenToChuc, MaSoThue, NguoiDuocUyQuyen }: Behalf): Behalf | null =>
  TenToChuc || NguoiDuocUyQuyen ? { LoaiDoiTuong, TenToChuc, MaSoThue, NguoiDuocUyQuyen } : null;

const Filing = z.object({
  MaHoSoKhac: z.string().min(1).max(64),
  MaThamChieu: z.string().max(64).nullish(),
  LoaiHoSoID: z.string(),
  HoTenNguoiNop: z.string().nullish(),
  SoGiayToTuyThan: z.string().nullish(),
  ChuHoSo: z.string().nullish(),
  ...Behalf.shape,
  dsHoSoKemTheo: z.array(z.object({ hoSoKemTheoId: z.string(), tenTiepDinhKem: z.string(), lienKet: z.string() })),
  duLieuBieuMau: z.record(z.string(), z.unknown()).nullish(),
});

const Request = z.object({
  SoBienNhan: z.string().min(3),
  MaYeuCau: z.string().min(1).max(64),
  dsHoSoKemTheo: Filing.shape.dsHoSoKemTheo.optional(),
});
const OPERATIONS: Record<string, ProvinceRequest['kind']> = {
  BoSungHoSo: 'supplement',
  RutHoSo: 'withdrawal',
  DanhGiaHoSo: 'rating',
  DangKyTraKetQua: 'delivery',
};

const Lookup = z.object({ SoBienNhan: z.string().nullish(), MaHoSoKhac: z.string().nullish() });

/** A dossier that somebody brought to the counter; the clerk types it in. */
export const CounterFiling = z.strictObject({ personaId: z.string(), procedureCode: z.string().min(3) });

const CODE_COUNTER = 'dossier-code';
/** As many as the desk shows when nothing is asked for. */
const NEWEST = 200;

/** The one-stop system of the province, with the oddities that were observed: texts for states, local times, no idempotency. */
export function createFakeProvince({
  credentials,
  dossiers,
  files,
  feePayments,
  numbers,
  counters,
  faults,
  webhooks,
  authority,
}: {
  credentials: SandboxCredentials;
  dossiers: Collection<ProvinceDossier>;
  files: Collection<StoredFile>;
  feePayments: Collection<FeePayment>;
  numbers: Collection<CounterNumber>;
  counters: Collection<number>;
  faults: Faults;
  webhooks: () => Webhooks;
  authority: SigningAuthority;
}) {
  const inOrder: string[] = [];
  const byReference = new Map<string, string[]>();
  const remember = ({ code, reference, senderId }: ProvinceDossier) => {
    inOrder.push(code);
    for (const key of [reference, senderId]) {
      if (!key) continue;
      const codes = byReference.get(key);
      if (codes) codes.push(code);
      else byReference.set(key, [code]);
    }
  };
  for (const [code, dossier] of dossiers.entries()) {
    remember(dossier);
    // a journal written before there were requests
    if (!dossier.requests) dossiers.set(code, { ...dossier, requests: [] });
  }
  const dossiersOf = (codes: readonly string[]) => codes.flatMap((code) => dossiers.get(code) ?? []);
  const find = (reference: string) => dossiersOf(dossiers.get(reference) ? [reference] : (byReference.get(reference) ?? []));
  const timesFiled = (reference: string) => byReference.get(reference)?.length ?? 0;
  /** Never handed out twice, also after a reset: the bff may still hold the earlier one. */
  const nextNumber = () => {
    const last = Math.max(counters.get(CODE_COUNTER) ?? 0, dossiers.size);
    counters.set(CODE_COUNTER, last + 1);
    return String(last + 1).padStart(4, '0');
  };

  const papersOf = (attached: z.infer<typeof Filing>['dsHoSoKemTheo']) =>
    attached.map((file) => ({
      componentId: file.hoSoKemTheoId,
      name: file.tenTiepDinhKem,
      sha256: files.get(file.lienKet)?.sha256 ?? 'missing',
    }));

  const report = (dossier: ProvinceDossier) => {
    const last = dossier.history.at(-1);
    const body = JSON.stringify({
      maSuKien: randomUUID(),
      soBienNhan: dossier.code,
      maHoSoKhac: dossier.reference,
      tenTinhTrang: dossier.statusText,
      ngayHentra: slashedTime(dossier.dueAt),
      ...saysBeside(dossier),
      thoiDiem: packedTime(last?.at ?? new Date().toISOString()),
      thuTu: dossier.history.length,
      ...feeFields(dossier),
      ...resultFields(dossier),
    });
    webhooks().send({ system: 'province', path: '/hooks/province/one-gate', body, sign: 'one-gate' });
  };

  const writeDown = (
    content: Pick<
      ProvinceDossier,
      'reference' | 'senderId' | 'procedureCode' | 'applicantName' | 'personalNumber' | 'channel' | 'behalf' | 'answers' | 'files'
    >,
  ): ProvinceDossier => {
    const now = new Date();
    const dossier: ProvinceDossier = {
      code: `H80.05-${shortDay(now)}-${nextNumber()}`,
      ...content,
      statusText: 'Chờ tiếp nhận',
      status: 1,
      receivedAt: null,
      dueAt: null,
      history: [{ text: 'Chờ tiếp nhận', note: null, at: now.toISOString() }],
      requests: [],
    };
    dossiers.set(dossier.code, dossier);
    remember(dossier);
    return dossier;
  };

  const paymentsOf = (code: string) => [...feePayments.entries()].map(([, paid]) => paid).filter(({ dossierCode }) => dossierCode === code);

  const numbersOf = (code: string) => [...numbers.entries()].flatMap(([, taken]) => (taken.dossierCode === code ? taken : []));

  const province = {
    /** As the control interface shows it; without a reference the newest 200. */
    list(reference?: string) {
      const found = reference ? find(reference) : dossiersOf(inOrder.slice(-NEWEST).reverse());
      return found.map((dossier) => ({
        ...dossier,
        timesFiled: timesFiled(dossier.reference),
        feePayments: paymentsOf(dossier.code),
        numbers: numbersOf(dossier.code),
      }));
    },
    /** What a clerk types in at the counter: received at once. @returns null for an unknown person. */
    fileAtCounter({ personaId, procedureCode }: z.infer<typeof CounterFiling>): ProvinceDossier | null {
      const persona = PERSONAS.find(({ id, personalNumber }) => id === personaId && personalNumber);
      if (!persona) return null;
      const now = new Date();
      const code = `H80.05-${shortDay(now)}-${nextNumber()}`;
      const dossier: ProvinceDossier = {
        code,
        reference: code,
        senderId: null,
        procedureCode,
        applicantName: persona.name,
        personalNumber: persona.personalNumber ?? null,
        channel: 1,
        answers: {},
        files: [],
        statusText: 'Đã tiếp nhận',
        status: 2,
        receivedAt: now.toISOString(),
        dueAt: threeWorkingDaysAfter(now),
        history: [{ text: 'Đã tiếp nhận', note: null, at: now.toISOString() }],
        requests: [],
      };
      dossiers.set(code, dossier);
      remember(dossier);
      return dossier;
    },
    /** @returns null for an unknown code or action. */
    act(
      code: string,
      { action, note, text, ask, result, holder, dueInHours, amountVnd, purpose, dueAt }: z.infer<typeof Action>,
    ): ProvinceDossier | null {
      const dossier = dossiers.get(code);
      if (!dossier) return null;
      const step = action === 'refuse-withdrawal' ? { text: dossier.statusText, status: dossier.status } : ACTIONS[action];
      if (!step && !text) return null;
      const now = new Date();
      const isAccepted = action === 'accept';
      // After a supplement the clock begins anew, as some provincial systems do; an apology gives three days more.
      const startsAnew = isAccepted || action === 'apologise' || (dossier.status === 5 && dossier.dueAt !== null && step?.status === 4);
      const withdrawal = dossier.requests.findLast(({ kind }) => kind === 'withdrawal');
      const isAnswer = withdrawal && (action === 'agree-withdrawal' || action === 'refuse-withdrawal');
      const next: ProvinceDossier = {
        ...dossier,
        statusText: text ?? step?.text ?? '',
        status: step?.status ?? dossier.status,
        receivedAt: isAccepted ? now.toISOString() : dossier.receivedAt,
        dueAt: startsAnew ? threeWorkingDaysAfter(action === 'apologise' ? latest(now, dossier.dueAt) : now) : dossier.dueAt,
        fee:
          action === 'ask-fee'
            ? { amountVnd: amountVnd ?? null, purpose: purpose ?? null, payee: PAYEE, dueAt: dueAt ?? null }
            : (dossier.fee ?? null),
        result: action === 'finish' ? resultOf(dossier, result, now) : (dossier.result ?? null),
        history: [
          ...dossier.history,
          {
            text: text ?? step?.text ?? '',
            note: note ?? null,
            at: now.toISOString(),
            ask: action === 'ask-supplement' ? ask : undefined,
            holder: holder ?? HOLDERS[step?.status ?? dossier.status],
            withdrawal: isAnswer ? { maYeuCau: withdrawal.id, dongY: action === 'agree-withdrawal', lyDo: note ?? null } : undefined,
          },
        ],
        ...(dueInHours !== undefined && { dueAt: new Date(now.getTime() + dueInHours * 3_600_000).toISOString() }),
      };
      dossiers.set(code, next);
      if (next.channel !== 1) report(next); // nobody asked to hear of what came over the counter
      return next;
    },
    /** A clerk writes down what was prepared on the phone, the citizen present; once per reference. Received at once. */
    receiveAtCounter(draft: Pick<ProvinceDossier, 'reference' | 'procedureCode' | 'answers' | 'files' | 'behalf'>): ProvinceDossier {
      const [known] = find(draft.reference);
      if (known) return known;
      const { applicantName, ownerName } = draft.answers;
      const name = [applicantName, ownerName].find((value) => typeof value === 'string');
      const { code } = writeDown({ ...draft, senderId: null, applicantName: String(name ?? '') });
      return province.act(code, { action: 'accept', note: 'Nhận tại quầy' }) as ProvinceDossier;
    },
    clear() {
      byReference.clear();
      inOrder.length = 0;
    },
    async routes(app: FastifyInstance) {
      app.addHook('preHandler', async (request: FastifyRequest, reply: FastifyReply) => {
        if (await faults.before('province', request, reply)) return reply;
        if (request.headers.authorization !== `Bearer ${credentials.oneGate.token}`)
          return reply.code(401).send({ success: false, message: 'Chưa xác thực' });
      });
      app.post('/api/MotCuaDienTu/UploadFile', async (request, reply) => {
        let componentId = '';
        let stored: StoredFile | null = null;
        for await (const part of request.parts()) {
          if (part.type === 'field' && part.fieldname === 'HSKemTheoID') componentId = String(part.value);
          if (part.type === 'file') {
            const bytes = await part.toBuffer();
            stored = {
              link: `/tep/${randomUUID()}`,
              name: part.filename,
              sha256: createHash('sha256').update(bytes).digest('hex'),
              sizeBytes: bytes.length,
            };
          }
        }
        if (!stored) return { success: false, message: 'Thiếu tệp' };
        files.set(stored.link, stored);
        if (faults.after('province', request, reply)) return reply;
        return {
          success: true,
          data: {
            lienKet: stored.link,
            tenTiepDinhKem: stored.name,
            dungLuong: stored.sizeBytes,
            isSign: false,
            hoSoKemTheoId: componentId,
          },
          thumbnailUrl: null,
        };
      });
      app.post('/api/MotCuaDienTu/NopHoSo', async (request, reply) => {
        const parsed = Filing.safeParse(request.body);
        if (!parsed.success) return { success: false, message: 'Dữ liệu hồ sơ chưa hợp lệ' };
        const filing = parsed.data;
        writeDown({
          reference: filing.MaHoSoKhac,
          senderId: filing.MaThamChieu ?? null,
          procedureCode: filing.LoaiHoSoID,
          applicantName: filing.ChuHoSo ?? filing.HoTenNguoiNop ?? '',
          behalf: behalfOf(filing),
          personalNumber: filing.SoGiayToTuyThan ?? null,
          channel: 4,
          answers: filing.duLieuBieuMau ?? {},
          files: papersOf(filing.dsHoSoKemTheo),
        });
        if (faults.after('province', request, reply)) return reply;
        return { success: true, message: 'Nộp hồ sơ thành công' };
      });
      // What comes after filing is no more idempotent than filing: each call is one more request.
      for (const [operation, kind] of Object.entries(OPERATIONS))
        app.post(`/api/MotCuaDienTu/${operation}`, async (request, reply) => {
          const parsed = Request.safeParse(request.body);
          const dossier = parsed.success ? dossiers.get(parsed.data.SoBienNhan) : undefined;
          if (!parsed.success || !dossier) return { success: false, message: 'Không tìm thấy hồ sơ' };
          const { SoBienNhan: _code, MaYeuCau: id, dsHoSoKemTheo = [], ...content } = request.body as z.infer<typeof Request>;
          if (kind === 'supplement' && dossier.status !== 5) return { success: false, message: 'Hồ sơ không ở bước bổ sung' };
          const made: ProvinceRequest = { id, kind, at: new Date().toISOString(), files: papersOf(dsHoSoKemTheo), content };
          dossiers.set(dossier.code, { ...dossier, requests: [...dossier.requests, made] });
          if (faults.after('province', request, reply)) return reply;
          return { success: true, message: 'Đã nhận' };
        });
      app.post('/api/MotCuaDienTu/TraCuuYeuCau', async (request) => {
        const { MaYeuCau } = request.body as { MaYeuCau?: unknown };
        const data = [...dossiers.entries()].flatMap(([, dossier]) =>
          dossier.requests.filter(({ id }) => id === MaYeuCau).map(({ id }) => ({ maYeuCau: id, soBienNhan: dossier.code })),
        );
        return { success: true, data };
      });
      app.post('/api/MotCuaDienTu/TraCuuHoSo', async (request) => {
        const parsed = Lookup.safeParse(request.body);
        if (!parsed.success) return { success: false, message: 'Thiếu số biên nhận' };
        const { SoBienNhan, MaHoSoKhac } = parsed.data;
        const data = find(SoBienNhan ?? MaHoSoKhac ?? '').map((dossier) => ({
          soBienNhan: dossier.code,
          maHoSoKhac: dossier.reference,
          nguoiDungTenHoSo: dossier.applicantName,
          tenThuTuc: dossier.procedureCode,
          ngayNhan: slashedTime(dossier.receivedAt),
          ngayHentra: slashedTime(dossier.dueAt),
          tenTinhTrang: dossier.statusText,
          lePhi: 0,
          mucPhi: 0,
          thuTu: dossier.history.length,
          ...feeFields(dossier),
          ...resultFields(dossier),
          ...saysBeside(dossier),
        }));
        return { success: true, data };
      });
      const copies = new Map<string, Promise<Buffer>>();
      app.post('/api/MotCuaDienTu/TaiTepKetQua', async (request) => {
        const { DuongDan } = z.object({ DuongDan: z.string() }).parse(request.body);
        const found = [...dossiers.entries()].map(([, dossier]) => dossier).find(({ result }) => result?.link === DuongDan);
        if (!found?.result) return { success: false, message: 'Không có tệp này' };
        const bytes = copies.get(DuongDan) ?? resultFile(found.result, authority);
        copies.set(DuongDan, bytes);
        return { success: true, data: { tenTep: 'ket-qua.pdf', noiDung: (await bytes).toString('base64') } };
      });
      app.post('/api/MotCuaDienTu/TraCuuHoSoCongDan', async (request) => {
        const parsed = z.object({ SoGiayToTuyThan: z.string().regex(/^\d{12}$/) }).safeParse(request.body);
        if (!parsed.success) return { success: false, message: 'Thiếu số giấy tờ' };
        const own = [...dossiers.entries()].filter(([, { personalNumber }]) => personalNumber === parsed.data.SoGiayToTuyThan);
        const data = own.map(([code, dossier]) => ({
          soBienNhan: code,
          hinhThuc: dossier.channel ?? 4,
          nguoiDungTenHoSo: dossier.applicantName,
          maThuTuc: dossier.procedureCode,
          tenThuTuc: dossier.procedureCode,
          ngayNhan: slashedTime(dossier.receivedAt),
          ngayHentra: slashedTime(dossier.dueAt),
          tenTinhTrang: dossier.statusText,
        }));
        return { success: true, data };
      });
      app.post('/api/MotCuaDienTu/XacNhanThanhToan', async (request, reply) => {
        const parsed = FeeReport.safeParse(request.body);
        const dossier = parsed.success ? dossiers.get(parsed.data.SoBienNhan) : undefined;
        if (!parsed.success || !dossier) return { success: false, message: 'Không có hồ sơ này' };
        const { MaThamChieu: reference, SoTien: amountVnd, MaGiaoDich } = parsed.data;
        feePayments.set(randomUUID(), { dossierCode: dossier.code, reference, amountVnd, transactionId: MaGiaoDich ?? null });
        if (dossier.status === 6) province.act(dossier.code, { action: 'process', note: 'Đã ghi nhận nộp phí, lệ phí' });
        if (faults.after('province', request, reply)) return reply;
        return { success: true, message: 'Đã ghi nhận' };
      });
      counterNumberRoutes(app, { numbers, faults, procedureOf: (code) => dossiers.get(code)?.procedureCode ?? null });
      app.post('/api/MotCuaDienTu/TraCuuThanhToan', async (request) => {
        const { MaThamChieu } = z.object({ MaThamChieu: z.string() }).parse(request.body);
        const data = [...feePayments.entries()].map(([, paid]) => paid).filter(({ reference }) => reference === MaThamChieu);
        return { success: true, data: data.map(({ reference, amountVnd }) => ({ maThamChieu: reference, soTien: amountVnd })) };
      });
    },
  };
  return province;
}
/** What a report and a look-up carry beside the status. */
const saysBeside = (dossier: ProvinceDossier) => {
  const step = dossier.history.at(-1);
  return {
    ...saysOfStep(step),
    xuLy: step?.holder
      ? {
          MaHoSo: dossier.code,
          NguoiXuLy: step.holder.officer,
          ChucDanh: step.holder.title,
          PhongBanXuLy: step.holder.department,
          NgayBatDau: slashedTime(step.at),
          NgayKetThucTheoQuyDinh: slashedTime(dossier.dueAt),
        }
      : null,
    tiepNhan: deskFields(dossier),
  };
};
const saysOfStep = (step: ProvinceStep | undefined) => ({
  ghiChu: step?.note ?? null,
  yeuCauBoSung: step?.ask
    ? {
        hanBoSung:
          step.ask.hours === undefined ? null : slashedTime(new Date(Date.parse(step.at) + step.ask.hours * 3_600_000).toISOString()),
        danhSach: step.ask.papers.map(({ componentId, name, reason, markedPages }) => ({
          hoSoKemTheoId: componentId ?? null,
          tenGiayTo: name ?? null,
          lyDo: reason,
          trangDanhDau: markedPages ?? [],
        })),
        duLieu: step.ask.fields.map(({ name, reason }) => ({ truong: name, lyDo: reason })),
      }
    : null,
  traLoiRut: step?.withdrawal ?? null,
});

const latest = (now: Date, iso: string | null) => (iso && Date.parse(iso) > now.getTime() ? new Date(iso) : now);

export type FakeProvince = ReturnType<typeof createFakeProvince>;
export type { StoredFile };
