import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SandboxCredentials } from '../credentials.ts';
import type { Faults } from '../faults.ts';
import { PERSONAS } from '../personas.ts';
import { makeResultPdf } from '../province/signed-pdf.ts';
import type { SigningAuthority } from '../province/signing-authority.ts';

const Query = z.object({
  SoDinhDanhChuSoHuu: z.string().regex(/^\d{12}$/),
  HoTenNguoiYeuCau: z.string().min(1),
  KenhThucHien: z.string().min(1),
  SoDinhDanhNguoiYeuCau: z.string(),
});
const FileQuery = z.object({ CoQuanChuQuan: z.string(), DuongDan: z.string() });

const AGENCY = 'Sở Tư pháp (bịa để thử)';
const SIGNED_AT = new Date('2026-03-12T02:00:00Z');

/** What each invented person has there; some rows are as untidy as those of a real register. */
function papersOf(owner: string) {
  const file = (name: string) => ({ TenTep: `${name}.pdf`, DuongDan: `/kho/${owner}/${encodeURIComponent(name)}` });
  const birth = {
    MaKetQua: 'KQ.1.001193',
    TenGiayTo: 'Giấy khai sinh',
    SoKyHieu: '118/2019',
    CoQuanChuQuan: AGENCY,
    DanhSachTepDinhKem: [file('Giấy khai sinh')],
  };
  return [
    birth,
    {
      MaKetQua: 'KQ.1.000894',
      TenGiayTo: 'Giấy chứng nhận kết hôn',
      SoKyHieu: '42/2016',
      CoQuanChuQuan: AGENCY,
      DanhSachTepDinhKem: [file('Giấy chứng nhận kết hôn')],
    },
    birth, // twice
    {
      MaKetQua: null,
      TenGiayTo: 'Giấy phép lái xe hạng A1',
      SoKyHieu: '',
      CoQuanChuQuan: 'Cục CSGT (bịa để thử)',
      DanhSachTepDinhKem: null,
    },
    { MaKetQua: 'KQ.0', TenGiayTo: '', SoKyHieu: null, CoQuanChuQuan: AGENCY },
  ];
}

/** The national store of people's electronic papers, in the observed shape of its list; only the owner may ask, under the own number. */
export function createFakeDocumentStore({
  credentials: { store },
  faults,
  authority,
}: {
  credentials: SandboxCredentials;
  faults: Faults;
  authority: SigningAuthority;
}) {
  const asked: string[] = [];
  return {
    async routes(app: FastifyInstance) {
      const guard = async (request: FastifyRequest, reply: FastifyReply) => {
        if (await faults.before('store', request, reply)) return reply;
        if (request.headers.authorization !== `Bearer ${store.token}`)
          return reply.code(401).send({ errorCode: '401', message: 'Sai khóa' });
      };
      app.get('/control/store/queries', async () => ({ items: asked }));
      app.post('/api/KhoDuLieu/DanhSachGiayTo', { preHandler: guard }, async (request) => {
        const query = Query.safeParse(request.body);
        if (!query.success || query.data.SoDinhDanhChuSoHuu !== query.data.SoDinhDanhNguoiYeuCau)
          return { errorCode: '1', message: 'Yêu cầu không hợp lệ', signature: '', result: null };
        const { SoDinhDanhChuSoHuu: owner } = query.data;
        asked.push(owner);
        const isKnown = PERSONAS.some(({ personalNumber }) => personalNumber === owner);
        return {
          errorCode: 0,
          message: 'Thành công',
          signature: 'c2FuIHRhcA==',
          result: { DanhSachGiayToKetQua: isKnown ? papersOf(owner) : [] },
        };
      });
      app.post('/api/KhoDuLieu/TaiTep', { preHandler: guard }, async (request) => {
        const { CoQuanChuQuan, DuongDan } = FileQuery.parse(request.body);
        const [, , owner = ''] = DuongDan.split('/');
        const paper = papersOf(owner).find((each) => each.DanhSachTepDinhKem?.some((file) => file.DuongDan === DuongDan));
        if (!paper || paper.CoQuanChuQuan !== CoQuanChuQuan) return { errorCode: '2', message: 'Không có tệp', result: null };
        const lines = [paper.TenGiayTo, `Số: ${paper.SoKyHieu}`, `Cơ quan: ${CoQuanChuQuan}`, 'Dữ liệu bịa để thử'];
        const pdf = await makeResultPdf(lines, await authority.signer('good'), SIGNED_AT);
        return { errorCode: '0', message: 'Thành công', result: { NoiDung: pdf.toString('base64') } };
      });
    },
  };
}
