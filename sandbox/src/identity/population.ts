import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SandboxCredentials } from '../credentials.ts';
import type { Faults } from '../faults.ts';
import { PERSONAS } from '../personas.ts';
import { birthDay } from './identity.ts';

const Query = z.object({
  SoDinhDanh: z.string(),
  HoVaTen: z.string(),
  NgayThangNamSinh: z.string().regex(/^\d{8}$/),
  /** Who asks and what for: without them it does not answer. */
  MaCanBo: z.string().min(1),
  MaDonVi: z.string().min(1),
  MucDich: z.string().min(1),
});

/** The population database as agencies ask it: three keys have to fit, then it tells all it has; otherwise nothing. */
export function createFakePopulation({ credentials: { population }, faults }: { credentials: SandboxCredentials; faults: Faults }) {
  const asked: z.infer<typeof Query>[] = [];
  return {
    /** The queries so far: tests look at who was asked about. */
    asked: () => asked,
    async routes(app: FastifyInstance) {
      app.get('/control/population/queries', async () => ({ items: asked }));
      app.post('/api/CSDLDC/TraCuuCongDan', async (request, reply) => {
        if (await faults.before('population', request, reply)) return reply;
        if (request.headers.authorization !== `Bearer ${population.token}`) return reply.code(401).send({ message: 'Chưa xác thực' });
        const query = Query.safeParse(request.body);
        if (!query.success) return reply.code(400).send({ message: 'Thiếu khoá tra cứu' });
        asked.push(query.data);
        const { SoDinhDanh, HoVaTen, NgayThangNamSinh } = query.data;
        const persona = PERSONAS.find(({ personalNumber }) => personalNumber === SoDinhDanh);
        if (!persona) return answer('KHONG_TIM_THAY', []);
        const fits = same(persona.name, HoVaTen) && birthDay(persona).replaceAll('-', '') === NgayThangNamSinh;
        if (!fits) return answer('KHONG_KHOP', []);
        const [Ho, ...rest] = persona.name.split(' ');
        const day = birthDay(persona).replaceAll('-', '');
        return answer('KHOP', [
          {
            SoDinhDanh,
            HoVaTen: { Ho, ChuDem: rest.slice(0, -1).join(' '), Ten: rest.at(-1) },
            NgayThangNamSinh: { Nam: day.slice(0, 4), NgayThangNam: day },
            NhomMau: 'O',
            TinhTrangHonNhan: '1',
            ThuongTru: { MaTinhThanh: '80', MaQuanHuyen: '', QuocGia: 'VN', ChiTiet: persona.commune },
          },
        ]);
      });
    },
  };
}

const same = (one: string, other: string) => one.normalize('NFC').toUpperCase() === other.normalize('NFC').toUpperCase();
const answer = (KetQua: string, CongDan: object[]) => ({ Envelope: { Body: { KetQua, CongdanCollection: { CongDan } } } });
