import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SandboxCredentials } from '../credentials.ts';
import type { Faults } from '../faults.ts';
import type { FakeProvince } from '../province/province.ts';

const Query = z.object({ page: z.coerce.number(), size: z.coerce.number(), spec: z.literal('slice'), code: z.string().min(3) });

/** So few that tests and rehearsals meet the end of a token before its time. */
const CALLS_OF_A_TOKEN = 5;

interface Row {
  readonly code: string;
  readonly statusText: string;
  readonly appliedAt: string;
  readonly completedAt: string | null;
  readonly dueAt: string | null;
}
/** Handed in at a counter (invented): only this system knows them. */
const AT_THE_COUNTER: readonly Row[] = [
  {
    code: 'H80.05-261116-9001',
    statusText: 'Đang xử lý',
    appliedAt: '2026-11-16T08:30:00+07:00',
    completedAt: null,
    dueAt: '2026-12-01T17:00:00+07:00',
  },
  {
    code: 'H80.05-261116-9002',
    statusText: 'Đã trả kết quả',
    appliedAt: '2026-11-16T09:10:00+07:00',
    completedAt: '2026-11-20T15:00:00+07:00',
    dueAt: '2026-11-23T17:00:00+07:00',
  },
  {
    code: 'H80.05-261116-9003',
    statusText: 'Luân chuyển phòng chuyên môn',
    appliedAt: '2026-11-16T10:00:00+07:00',
    completedAt: null,
    dueAt: null,
  },
];

/** As Spring writes it: an offset without a colon. */
const spring = (iso: string | null) => iso && new Date(iso).toISOString().replace('Z', '+0000');

/** A provincial system of the iGate kind beside the one-gate: the same dossiers, its own search, tokens that end early, a page ("Slice") of what resembles. */
export function createFakeIgate({
  credentials: { igate },
  province,
  faults,
}: {
  credentials: SandboxCredentials;
  province: FakeProvince;
  faults: Faults;
}) {
  const callsLeft = new Map<string, number>();
  const rows = (): Row[] => [
    ...province.list().map(({ code, statusText, history, dueAt, status }) => ({
      code,
      statusText,
      appliedAt: history[0]?.at ?? new Date(0).toISOString(),
      completedAt: status === 9 || status === 10 ? (history.at(-1)?.at ?? null) : null,
      dueAt,
    })),
    ...AT_THE_COUNTER,
  ];

  return {
    async routes(app: FastifyInstance) {
      app.addHook('preHandler', async (request: FastifyRequest, reply: FastifyReply) => {
        if (await faults.before('igate', request, reply)) return reply;
      });
      app.post('/auth/realms/digo/protocol/openid-connect/token', async (request, reply) => {
        const basic = `Basic ${Buffer.from(`${igate.clientId}:${igate.clientSecret}`).toString('base64')}`;
        const { grant_type } = request.body as { grant_type?: string };
        if (request.headers.authorization !== basic || grant_type !== 'client_credentials')
          return reply.code(401).send({ error: 'unauthorized_client' });
        const token = randomUUID();
        callsLeft.set(token, CALLS_OF_A_TOKEN);
        if (faults.after('igate', request, reply)) return reply;
        return { access_token: token, expires_in: 300, token_type: 'Bearer', 'not-before-policy': 0, scope: 'profile' };
      });
      app.get('/pa/dossier-search/dvc', async (request, reply) => {
        const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
        const left = callsLeft.get(token) ?? 0;
        if (left === 0) return reply.code(401).send({ error: 'invalid_token' });
        callsLeft.set(token, left - 1);
        const { page, size, code } = Query.parse(request.query);
        const found = rows().filter((row) => row.code.startsWith(code.slice(0, -1))); // it finds neighbours too
        const shown = found.slice(page * size, (page + 1) * size);
        const content = shown.map((row) => ({
          id: row.code,
          code: row.code,
          applicant: { data: { fullname: 'Người nộp (bịa để thử)' } },
          procedure: { translate: [{ languageId: 228, name: 'Thủ tục (bịa để thử)' }] },
          statusCurrentTask: row.statusText,
          applyMethod: { name: 'Trực tiếp' },
          appliedDate: spring(row.appliedAt),
          completedDate: spring(row.completedAt),
          appointmentDate: spring(row.dueAt),
        }));
        if (faults.after('igate', request, reply)) return reply;
        const isTwice = faults.hits('igate', 'duplicate') !== null;
        return {
          content: isTwice ? [...content, ...content] : content,
          number: page,
          size,
          numberOfElements: content.length,
          first: page === 0,
          last: (page + 1) * size >= found.length,
          empty: content.length === 0,
        };
      });
    },
  };
}
