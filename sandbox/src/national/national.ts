import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SandboxCredentials } from '../credentials.ts';
import type { Faults } from '../faults.ts';
import { packedTime } from '../province/local-time.ts';
import type { NationalDossiers } from './dossiers.ts';
import { NATIONAL_RECORDS } from './records.ts';

const Login = z.object({ username: z.string(), password: z.string() });
const Call = z.object({
  session: z.string(),
  madonvi: z.string().min(1),
  service: z.string(),
  maTTHC: z.string().optional(),
  mahoso: z.string().optional(),
});

/** So few that every sync meets the end of a session. */
const CALLS_OF_A_SESSION = 4;

/** The national portal's adapter, with what was observed of it: sessions that end, codes as numbers or texts, an answer inside a text. */
export function createFakeNationalPortal({
  credentials,
  dossiers,
  faults,
}: {
  credentials: SandboxCredentials;
  dossiers: NationalDossiers;
  faults: Faults;
}) {
  const callsLeft = new Map<string, number>();

  /** A found dossier comes as a text inside the message, and none as an empty result. */
  const lookUp = (code: string) => {
    const rows = dossiers.list(code).map(({ code: MaHoSo, status, dueAt }) => ({
      MaHoSo,
      TrangThaiHoSo: String(status),
      NgayHenTra: dueAt && packedTime(dueAt),
    }));
    const result = faults.hits('national', 'duplicate') ? [...rows, ...rows] : rows;
    return result.length === 0
      ? { error_code: '00', message: 'OK', result }
      : { error_code: 0, message: JSON.stringify({ error_code: '0', message: 'OK', result }) };
  };

  const serve = ({ service, maTTHC, mahoso }: z.infer<typeof Call>, body: unknown): unknown => {
    if (service === 'TraCuuHoSo') return lookUp(mahoso ?? '');
    if (service === 'DongBoHoSoMC') return dossiers.sync(body);
    if (service === 'CapNhatTienDoHoSoMC') return dossiers.addProgress(body);
    if (service === 'LayDanhSachTTHC')
      return { error_code: '0', message: 'OK', result: NATIONAL_RECORDS.map(({ MATTHC, TENTTHC }) => ({ MATTHC, TENTTHC })) };
    if (service !== 'LayThuTuc') return { error_code: '3', message: 'Không có dịch vụ này', result: [] };
    const at = NATIONAL_RECORDS.findIndex((record) => record.MATTHC === maTTHC);
    const answer = { error_code: at % 2 === 0 ? '00' : 0, message: 'OK', result: NATIONAL_RECORDS.slice(at, at + 1) };
    if (at === -1) return { error_code: '3', message: 'Không tìm thấy', result: [] };
    return at === 2 ? { error_code: '00', message: JSON.stringify(answer) } : answer;
  };

  return {
    async routes(app: FastifyInstance) {
      app.addHook('preHandler', async (request: FastifyRequest, reply: FastifyReply) => {
        if (await faults.before('national', request, reply)) return reply;
        if (request.headers.dstcode !== credentials.national.dstcode) return { error_code: '3', message: 'Sai dstcode' };
      });
      app.post('/mapi/login', async (request) => {
        const { username, password } = Login.parse(request.body);
        if (username !== credentials.national.username || password !== credentials.national.password)
          return { error_code: '3', message: 'Sai tài khoản', session: '' };
        const session = randomUUID();
        callsLeft.set(session, CALLS_OF_A_SESSION);
        return { error_code: 0, session };
      });
      app.post('/mapi/g', async (request, reply) => {
        const call = Call.parse(request.body);
        const left = callsLeft.get(call.session) ?? 0;
        if (left === 0) return { error_code: '-3', message: 'Phiên làm việc đã hết hạn' };
        callsLeft.set(call.session, left - 1);
        const answer = serve(call, request.body);
        const hasEffect = call.service === 'DongBoHoSoMC' || call.service === 'CapNhatTienDoHoSoMC';
        if (hasEffect && faults.after('national', request, reply)) return reply;
        return answer;
      });
    },
  };
}
