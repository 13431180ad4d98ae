import { createPrintedPage, GREEN, type Line, type PrintedPage } from '../../platform/printed-page.ts';

/** Who files, as the form says. */
interface Applicant {
  readonly name: string;
  readonly personalNumber: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly authorised: string | null;
}
interface ReceivedPaper {
  readonly name: string;
  readonly originals: number;
  readonly copies: number;
  readonly digital: number;
}

/** What both papers say. Instants are printed in Asia/Ho_Chi_Minh. */
interface Common {
  readonly receiptNo: string;
  readonly procedureName: string;
  readonly procedureCode: string;
  readonly applicant: Applicant;
  readonly papers: readonly ReceivedPaper[];
  readonly filedAt: Date;
  readonly timeText: string;
  readonly feeText: string;
  /** Opens the app, without a word of whose dossier. */
  readonly appLink: string;
}
/** Ours, at filing: what was handed in and when. No promise of the authority. */
export interface FilingReceipt extends Common {
  readonly kind: 'filing';
}
/** The data of form 01 (TT 03/2025/TT-VPCP, fields of docs/sources/receipts.md), once the authority has received the dossier. */
export interface ReceptionReceipt extends Common {
  readonly kind: 'reception';
  readonly code: string;
  readonly agency: string | null;
  readonly place: string | null;
  readonly number: string | null;
  readonly officer: string | null;
  readonly sets: number | null;
  readonly receivedAt: Date;
  readonly dueAt: Date | null;
  /** When another date has taken the place of the first. */
  readonly dueNowAt: Date | null;
  readonly resultAt: string | null;
  readonly supportPhone: string | null;
}
export type Receipt = FilingReceipt | ReceptionReceipt;

const PARTS = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
function partsOf(at: Date) {
  const parts = Object.fromEntries(PARTS.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: parts.day ?? '', month: parts.month ?? '', year: parts.year ?? '', hour: parts.hour ?? '', minute: parts.minute ?? '' };
}
/** "08 giờ 05 phút, ngày 24/11/2026", as form 01 writes it. */
function inWords(at: Date): string {
  const { day, month, year, hour, minute } = partsOf(at);
  return `${hour} giờ ${minute} phút, ngày ${day}/${month}/${year}`;
}
function dateline(at: Date): string {
  const { day, month, year } = partsOf(at);
  return `Tây Ninh, ngày ${day} tháng ${month} năm ${year}`;
}

/** What the authority or the person left open is said to be open, never made up. */
const OPEN = 'Chưa ghi';
const NONE = 'Không';

/** A4, one or two pages; the same facts give the same bytes. */
export function printReceipt(receipt: Receipt): Promise<Buffer> {
  return receipt.kind === 'filing' ? filingReceipt(receipt) : receptionReceipt(receipt);
}

const MOTTO: readonly Line[] = [
  ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { bold: true, size: 10 }],
  ['Độc lập - Tự do - Hạnh phúc', { bold: true, size: 11, ruled: true }],
];
const QR = 78;

function filingReceipt(receipt: FilingReceipt): Promise<Buffer> {
  const page = createPrintedPage({
    title: `Biên nhận điện tử ${receipt.receiptNo}`,
    madeAt: receipt.filedAt,
    footer: `Biên nhận điện tử ${receipt.receiptNo} · Tây Ninh Smart`,
  });
  code(page, receipt.receiptNo);
  page.sides([
    {
      width: page.width - QR,
      lines: [
        ['TÂY NINH SMART', { bold: true, size: 13, color: GREEN, align: 'left' }],
        ['Ứng dụng công dân số tỉnh Tây Ninh', { size: 9.5, align: 'left' }],
      ],
    },
  ]);
  page.gap(26);
  page.heading('BIÊN NHẬN ĐIỆN TỬ', 1);
  page.paragraph(`Số ${receipt.receiptNo}`, { align: 'center', bold: true, size: 12 });
  page.gap(8);
  page.notice(
    'Đây là xác nhận rằng ứng dụng đã giữ hồ sơ bạn nộp và sẽ gửi đến cơ quan. Đây chưa phải giấy tiếp nhận hồ sơ và hẹn trả kết quả: ngày hẹn trả chỉ có khi cơ quan đã tiếp nhận.',
  );
  applicant(page, receipt);
  request(page, receipt);
  page.fact('Thời điểm nộp', inWords(receipt.filedAt), { strong: true });
  page.fact('Thời hạn theo quy định', receipt.timeText);
  page.fact('Phí, lệ phí', receipt.feeText);
  papers(page, receipt.papers);
  lookUp(page, receipt);
  return page.end();
}

function receptionReceipt(receipt: ReceptionReceipt): Promise<Buffer> {
  const page = createPrintedPage({
    title: `Giấy tiếp nhận hồ sơ và hẹn trả kết quả ${receipt.code}`,
    madeAt: receipt.receivedAt,
    footer: `Mẫu 01 · Hồ sơ ${receipt.code} · Bản thể hiện dữ liệu của cơ quan tiếp nhận`,
  });
  page.sides([
    {
      width: page.width * 0.46,
      lines: [
        [(receipt.agency ?? 'CƠ QUAN TIẾP NHẬN').toUpperCase(), { bold: true, size: 10 }],
        [receipt.place ?? `Nơi tiếp nhận: ${OPEN.toLowerCase()}`, { size: 9.5 }],
        [`Số: ${receipt.number ?? OPEN.toLowerCase()}`, { size: 10 }],
      ],
    },
    { width: page.width * 0.54, lines: [...MOTTO, [dateline(receipt.receivedAt), { italic: true, size: 10 }]] },
  ]);
  page.gap(8);
  code(page, receipt.code);
  page.gap(12);
  page.heading('GIẤY TIẾP NHẬN HỒ SƠ\nVÀ HẸN TRẢ KẾT QUẢ', 1);
  page.paragraph(`Mã hồ sơ: ${receipt.code}`, { align: 'center', bold: true, size: 11.5 });
  page.gap(8);
  page.fact('Bộ phận tiếp nhận', [receipt.agency, receipt.place].filter(Boolean).join(', ') || OPEN);
  applicant(page, receipt);
  request(page, receipt);
  papers(page, receipt.papers);
  page.heading('Tiếp nhận và hẹn trả', 2);
  page.fact('Số lượng hồ sơ', receipt.sets === null ? OPEN : `${String(receipt.sets).padStart(2, '0')} bộ`);
  page.fact('Thời hạn giải quyết', receipt.timeText);
  page.fact('Thời điểm nhận hồ sơ', inWords(receipt.receivedAt), { strong: true });
  page.fact('Hẹn trả kết quả', receipt.dueAt ? inWords(receipt.dueAt) : OPEN, { strong: true });
  if (receipt.dueNowAt) page.fact('Cơ quan đã hẹn lại', inWords(receipt.dueNowAt), { strong: true });
  page.fact('Đăng ký nhận kết quả', receipt.resultAt ?? OPEN);
  page.fact('Phí, lệ phí', receipt.feeText);
  lookUp(page, receipt);
  signatures(page, receipt);
  return page.end();
}

const code = (page: PrintedPage, content: string) =>
  page.qr(content, `Mã QR của ${content}`, { x: page.left + page.width - QR, top: page.at(), size: QR });

function applicant(page: PrintedPage, { applicant: who }: Receipt) {
  page.heading('Người nộp hồ sơ', 2);
  page.fact('Họ và tên', who.name || OPEN, { strong: true });
  page.fact('Số căn cước, giấy tờ', who.personalNumber ?? OPEN);
  page.fact('Địa chỉ', who.address ?? OPEN);
  page.fact('Điện thoại', who.phone ?? OPEN);
  page.fact('Thư điện tử', who.email ?? NONE);
  page.fact('Người được ủy quyền', who.authorised ?? NONE);
}

function request(page: PrintedPage, { procedureName, procedureCode, receiptNo }: Receipt) {
  page.heading('Nội dung yêu cầu', 2);
  page.fact('Thủ tục', `${procedureName} (mã ${procedureCode})`);
  page.fact('Trích yếu', `Hồ sơ nộp trực tuyến qua Tây Ninh Smart, biên nhận ${receiptNo}`);
}

function papers(page: PrintedPage, list: Receipt['papers']) {
  page.heading('Thành phần hồ sơ', 2);
  if (list.length === 0) {
    page.paragraph('Không có giấy tờ kèm theo: nội dung khai trên mẫu đơn điện tử.');
    return;
  }
  const count = (value: number) => (value === 0 ? '–' : String(value));
  page.table(
    [
      { title: 'TT', width: 30, align: 'center' },
      { title: 'Tên giấy tờ', width: page.width - 216 },
      { title: 'Bản chính', width: 62, align: 'center' },
      { title: 'Bản sao', width: 57, align: 'center' },
      { title: 'Bản điện tử', width: 67, align: 'center' },
    ],
    list.map(({ name, originals, copies, digital }, at) => [String(at + 1), name, count(originals), count(copies), count(digital)]),
  );
}

function lookUp(page: PrintedPage, receipt: Receipt) {
  page.heading('Tra cứu và hỗ trợ', 2);
  const key = receipt.kind === 'filing' ? receipt.receiptNo : receipt.code;
  page.fact('Tra cứu hồ sơ', `${receipt.appLink} (mục Tra cứu, mã ${key})`);
  page.fact('Nộp phí trực tuyến', `${receipt.appLink} (mở hồ sơ khi có yêu cầu)`);
  page.fact('Điện thoại hỗ trợ', (receipt.kind === 'reception' && receipt.supportPhone) || '1022');
}

function signatures(page: PrintedPage, { applicant: who, officer }: ReceptionReceipt) {
  page.gap(10);
  page.keep(100);
  const half = page.width / 2;
  page.sides([
    {
      width: half,
      lines: [
        ['NGƯỜI NỘP HỒ SƠ', { bold: true }],
        ['(Nộp trực tuyến, không ký)', { italic: true, size: 9.5 }],
      ],
    },
    {
      width: half,
      lines: [
        ['NGƯỜI TIẾP NHẬN HỒ SƠ', { bold: true }],
        ['(Chữ ký trên bản của cơ quan)', { italic: true, size: 9.5 }],
      ],
    },
  ]);
  page.gap(26);
  page.sides([
    { width: half, lines: [[who.name, { bold: true }]] },
    { width: half, lines: [[officer ?? OPEN, { bold: true }]] },
  ]);
}
