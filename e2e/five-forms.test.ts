import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../scripts/browser.ts';
import {
  addPaper,
  begin,
  expectAccessible,
  expectReviewed,
  type Fields,
  fill,
  PATIENT,
  press,
  receiptNumber,
  sentPapers,
} from './hands.ts';
import { aPdf, aPhoto, type Paper } from './papers.ts';
import { useSharedCopy } from './shared-copy.ts';

const copy = useSharedCopy();

const OWNER = { 'Số điện thoại': '0972555104', 'Số căn cước': '072081005566' } as const satisfies Fields;

/** With the birth registration of citizen.test.ts, the five procedures whose whole form is here. */
const FORMS: {
  readonly code: string;
  readonly name: string;
  readonly words: string;
  readonly persona: string;
  readonly steps: readonly Fields[];
  readonly papers: Readonly<Record<string, Paper>>;
  /** Some of what the province must have been told, by the names of its form. */
  readonly told: Readonly<Record<string, unknown>>;
}[] = [
  {
    code: '1.004873',
    name: 'Giấy xác nhận độc thân',
    words: 'giay doc than',
    persona: 'van-binh',
    steps: [
      { 'Bạn cần giấy để làm gì?': { tap: 'Đăng ký kết hôn' }, 'Họ tên người sẽ kết hôn với bạn': 'Phạm Thị Bịa' },
      {
        'Từ trước đến nay bạn': { tap: 'Đã ly hôn' },
        'Số bản án hoặc quyết định ly hôn': '15/2024/QĐST-HNGĐ',
        'Ngày của quyết định': '17/05/2024',
      },
      { ...OWNER, 'Họ tên của bạn': 'Lê Minh Bịa', 'Ngày sinh': '14/06/1981', 'Nơi thường trú': 'Ấp Bịa, xã Tân Biên, tỉnh Tây Ninh' },
    ],
    papers: { 'Căn cước của bạn': aPhoto('can-cuoc.png'), 'Quyết định ly hôn hoặc giấy khai tử': aPdf('ly-hon.pdf') },
    told: { purpose: 'ket-hon', partnerName: 'Phạm Thị Bịa', decisionDate: '2024-05-17' },
  },
  {
    code: '1.001612',
    name: 'Mở hộ kinh doanh',
    words: 'mo tiem tap hoa',
    persona: 'van-binh',
    steps: [
      { 'Tên hộ kinh doanh': 'Hộ kinh doanh Tạp hóa Bịa', 'Địa chỉ bán hàng': 'Số 3 đường Bịa, phường Long Hoa, tỉnh Tây Ninh' },
      {
        'Ngành nghề chính': 'Bán tạp hóa',
        'Vốn kinh doanh (đồng)': '50.000.000',
        'Ngày bắt đầu bán': '15/12/2026',
        'Số người làm': '2',
      },
      {
        ...OWNER,
        'Ai bỏ vốn?': { tap: 'Nhiều người trong gia đình' },
        'Họ tên chủ hộ': 'Phạm Văn Bịa',
        'Ngày sinh': '20/01/1981',
        'Giới tính': { tap: 'Nam' },
        'Nơi ở của chủ hộ': 'Số 3 đường Bịa, phường Long Hoa, tỉnh Tây Ninh',
      },
    ],
    papers: { 'Căn cước của chủ hộ': aPhoto('can-cuoc.png'), 'Văn bản gia đình cử chủ hộ': aPdf('cu-chu-ho.pdf') },
    told: { capitalVnd: 50_000_000, members: [{ fullName: 'Trần Thị Bịa', relation: 'Vợ' }] },
  },
  {
    code: '1.013225',
    name: 'Giấy phép xây nhà',
    words: 'xin giay phep xay nha',
    persona: 'quoc-dung',
    steps: [
      {
        ...OWNER,
        'Họ tên chủ nhà': 'Trần Văn Bịa',
        'Ngày sinh': '02/09/1981',
        'Nơi ở hiện nay': 'Số 8 đường Bịa, phường Tân Ninh, tỉnh Tây Ninh',
      },
      {
        'Số thửa': '125',
        'Số tờ bản đồ': '17',
        'Diện tích thửa đất (m²)': '120,5',
        'Địa chỉ thửa đất': 'Khu phố Bịa, phường Tân Ninh, tỉnh Tây Ninh',
        'Giấy tờ về đất': { tap: 'Có sổ đỏ, sổ hồng' },
      },
      {
        'Diện tích xây tầng trệt (m²)': '80',
        'Tổng diện tích sàn (m²)': '160',
        'Chiều cao (m)': '8,5',
        'Số tầng': '2',
        'Có nhà sát bên không?': { tap: 'Không' },
      },
      { 'Người hoặc công ty thiết kế': 'Công ty thiết kế Bịa', 'Dự kiến xây trong mấy tháng?': '6' },
    ],
    papers: { 'Giấy tờ về đất': aPhoto('so-hong.png'), 'Bản vẽ thiết kế': aPdf('ban-ve.pdf') },
    told: { plotArea: 120.5, height: 8.5, hasNeighbour: 'khong' },
  },
  {
    code: '1.013949',
    name: 'Chuyển đất vườn, đất ruộng lên thổ cư',
    words: 'chuyen dat vuon len tho cu',
    persona: 'minh-tam',
    steps: [
      {
        ...OWNER,
        'Họ tên người đứng tên sổ': 'Lê Minh Tâm',
        'Ngày sinh': '12/03/1981',
        'Nơi ở hiện nay': 'Ấp Bịa, xã Tân Biên, tỉnh Tây Ninh',
      },
      {
        'Số giấy chứng nhận': 'DA 123456',
        'Số thửa': '88',
        'Số tờ bản đồ': '9',
        'Diện tích thửa đất (m²)': '1.250,5',
        'Địa chỉ thửa đất': 'Ấp Bịa, xã Tân Biên, tỉnh Tây Ninh',
      },
      {
        'Đất đang dùng làm gì?': { tap: 'Trồng cây lâu năm, đất vườn' },
        'Xin chuyển sang': { tap: 'Đất ở (thổ cư)' },
        'Diện tích xin chuyển (m²)': '300',
        'Lý do xin chuyển': 'Xây nhà cho con ra riêng',
      },
    ],
    papers: { 'Giấy chứng nhận (sổ đỏ, sổ hồng)': aPhoto('so-do.png') },
    told: { plotArea: 1250.5, currentUse: 'lau-nam', wantedUse: 'o', changedArea: 300 },
  },
];

const WIFE = {
  'Người 1: Họ và tên': 'Trần Thị Bịa',
  'Người 1: Ngày sinh': '03/04/1990',
  'Người 1: Giới tính': { tap: 'Nữ' },
  'Người 1: Số căn cước': '072190000003',
  'Người 1: Quan hệ với chủ hộ': 'Vợ',
} as const satisfies Fields;

describe.skipIf(!hasBrowser())('each form, from the first question to the day it is received', () => {
  it.each(FORMS)('$code $name', async ({ code, name, words, persona, steps, papers, told }) => {
    const app = await copy.phone(persona);
    await begin(app, words, name);
    for (const [index, fields] of steps.entries()) {
      await app.getByRole('progressbar', { name: new RegExp(`^Bước ${index + 1} trên`) }).waitFor();
      await fill(app, fields);
      if ('Ai bỏ vốn?' in fields) {
        await press(app, 'Thêm người đầu tiên');
        await fill(app, WIFE);
        await expectAccessible(app);
      }
      await press(app, 'Tiếp tục');
    }
    for (const [paper, file] of Object.entries(papers)) await addPaper({ page: app, app }, paper, file);
    await expect.poll(() => sentPapers(app).count(), PATIENT).toBe(Object.keys(papers).length);
    await press(app, 'Tiếp tục');

    await app.getByRole('heading', { name: 'Bạn xem lại một lần nhé' }).waitFor();
    await expectReviewed(app, steps);
    await app.getByRole('checkbox', { name: /Tôi đồng ý gửi hồ sơ này/ }).check();
    await press(app, 'Nộp hồ sơ');
    const receiptNo = await receiptNumber(app);
    await expect.poll(() => copy.inProvince(receiptNo), PATIENT).toMatchObject([{ timesFiled: 1, procedureCode: code, answers: told }]);

    const [kept] = await copy.inProvince(receiptNo);
    await copy.deskAction(kept?.code ?? '', 'accept');
    await app.getByRole('link', { name: 'Theo dõi hồ sơ' }).click();
    await app.getByRole('heading', { level: 1, name }).waitFor();
    await app.getByText('Đã được tiếp nhận', { exact: true }).waitFor(PATIENT);
    await app.getByRole('region', { name: 'Hẹn trả kết quả' }).waitFor();
    await app.context().close();
  });
});
