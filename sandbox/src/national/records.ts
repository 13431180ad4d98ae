/** Five procedures in the raw shape of `LayThuTuc`, invented but for code and name, with the oddities of the real ones. */
const HO_TICH = { MALINHVUC: 'G15-TP01', TENLINHVUC: 'Hộ tịch' };
const commune = { CAPTHUCHIEN: [{ TENCAP: 'Cấp xã' }], COQUANTHUCHIEN: [{ MADONVI: 'mau', TENDONVI: 'Ủy ban nhân dân cấp xã' }] };
const decision = { SOQUYETDINH: '01/QĐ-MAU', NGAYQUYETDINH: '20260105000000', TRICHYEU: 'Quyết định mẫu', LOAITTHC: '', TUKHOA: '' };
const paper = (TENGIAYTO: string, SOBANCHINH: string | number = '1', TENMAUDON = '') => ({
  MAGIAYTO: '',
  TENGIAYTO,
  SOBANCHINH,
  SOBANSAO: '0',
  TENMAUDON,
  URL: '',
});
const method = (KENH: string, THOIGIANGIAIQUYET: string | number, DONVITINH: string, SOTIEN = 'Không') => ({
  KENH,
  THOIGIAN: [{ THOIGIANGIAIQUYET, DONVITINH, MOTA: '', PHILEPHI: [{ MAPHILEPHI: '', SOTIEN, DONVI: 'VNĐ', MOTA: '', URL: '' }] }],
});

export const NATIONAL_RECORDS: readonly { readonly MATTHC: string; readonly TENTTHC: string; readonly [field: string]: unknown }[] = [
  {
    ...decision,
    ...commune,
    MATTHC: '1.001193',
    TENTTHC: 'Thủ tục đăng ký khai sinh',
    LINHVUCTHUCHIEN: [HO_TICH],
    DOITUONGTHUCHIEN: [{ TENDOITUONG: 'Công dân Việt Nam' }, { TENDOITUONG: 'Người Việt Nam định cư ở nước ngoài' }],
    CACHTHUCTHUCHIEN: [method('1', 1, ''), method('2', 1, '')],
    THANHPHANHOSO: [{ TRUONGHOP: '', GIAYTO: [paper('Tờ khai mẫu', '1', 'to-khai-mau.docx'), paper('Giấy tờ mẫu (nếu có)')] }],
    CANCUPHAPLY: [{ SOVANBAN: '01/2030/QH99', TENVANBAN: 'Luật mẫu' }],
    KETQUATHUCHIEN: [{ MAKETQUA: 'KQ.G15.000031', TENKETQUA: 'Giấy khai sinh' }],
  },
  {
    ...decision,
    ...commune,
    MATTHC: '1.004873',
    TENTTHC: 'Thủ tục cấp Giấy xác nhận tình trạng hôn nhân',
    LINHVUCTHUCHIEN: [HO_TICH],
    DOITUONGTHUCHIEN: [{ TENDOITUONG: 'Công dân Việt Nam' }],
    CACHTHUCTHUCHIEN: [method('1', '3', 'Ngày làm việc', '15')],
    THANHPHANHOSO: [
      { TRUONGHOP: 'Trường hợp mẫu', GIAYTO: [paper('Tờ khai mẫu')] },
      { TRUONGHOP: 'Trường hợp trống', GIAYTO: [] },
    ],
    KETQUATHUCHIEN: [{ MAKETQUA: 'KQ.G15.000038', TENKETQUA: 'Giấy xác nhận tình trạng hôn nhân' }],
  },
  {
    ...decision,
    ...commune,
    MATTHC: '1.000656',
    TENTTHC: 'Thủ tục đăng ký khai tử',
    LINHVUCTHUCHIEN: HO_TICH,
    DOITUONGTHUCHIEN: [{ TENDOITUONG: 'Công dân Việt Nam' }],
    CACHTHUCTHUCHIEN: [method('1', '1', 'Ngày'), method('3', '2', 'Ngày')],
    THANHPHANHOSO: [{ TRUONGHOP: null, GIAYTO: [paper('Tờ khai mẫu')] }],
    KETQUATHUCHIEN: [{ MAKETQUA: 'KQ.G15.000034', TENKETQUA: 'Trích lục khai tử' }],
  },
  {
    ...decision,
    MATTHC: '2.000635',
    TENTTHC: 'Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh',
    CAPTHUCHIEN: [{ TENCAP: 'Cấp tỉnh' }, { TENCAP: 'Cấp xã' }],
    LINHVUCTHUCHIEN: [HO_TICH],
    DOITUONGTHUCHIEN: [{ TENDOITUONG: 'Công dân Việt Nam' }],
    CACHTHUCTHUCHIEN: [method('2', '', '', '8.000')],
    THANHPHANHOSO: [{ TRUONGHOP: null, GIAYTO: [paper('Tờ khai mẫu')] }],
    KETQUATHUCHIEN: [{ MAKETQUA: '', TENKETQUA: 'Bản sao trích lục' }],
  },
  {
    ...decision,
    ...commune,
    MATTHC: '6.999001',
    TENTTHC: 'Thủ tục mẫu của môi trường thử, không có thật',
    LINHVUCTHUCHIEN: [{ MALINHVUC: 'MAU', TENLINHVUC: 'Lĩnh vực mẫu' }],
    DOITUONGTHUCHIEN: [{ TENDOITUONG: 'Doanh nghiệp' }],
    CACHTHUCTHUCHIEN: [method('2', '5', 'Ngày làm việc', '120.000')],
    THANHPHANHOSO: [{ TRUONGHOP: null, GIAYTO: [paper('Đơn mẫu')] }],
    KETQUATHUCHIEN: [{ MAKETQUA: '', TENKETQUA: 'Giấy mẫu' }],
  },
];
