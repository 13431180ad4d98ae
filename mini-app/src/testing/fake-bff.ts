import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PROBLEMS, type Problem, type ProblemCode } from '@tayninh/shared/contract/problem';
import type { DossierDetail, Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { Me } from '@tayninh/shared/features/identity/identity.contract';
import type { Payment } from '@tayninh/shared/features/payments/payments.contract';
import type { CatalogueCopy } from '@tayninh/shared/features/procedures/catalogue-copy.contract';
import type { FormView, ProcedureDetail, ProcedureItem } from '@tayninh/shared/features/procedures/procedures.contract';
import type { SystemState, SystemStatus } from '@tayninh/shared/features/status/status.contract';

export interface Call {
  readonly route: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}
export type Handler = (
  call: Call & { url: URL },
) => { status?: number; json?: unknown; headers?: Record<string, string>; after?: Promise<void> } | 'no answer';

/** A refusal as the bff words it. */
export function problem(code: ProblemCode, extra: Partial<Problem> = {}) {
  const { status, title } = PROBLEMS[code];
  return {
    status,
    json: { type: `/problems/${code}`, title, status, detail: title, code, requestId: 'req-1', ...extra } satisfies Problem,
  };
}

/** The bff as the phone sees it, over real HTTP; also the two control calls that the stand-in for Zalo makes. */
export async function startFakeBff() {
  const handlers = new Map<string, Handler>(Object.entries(usual));
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const cors = {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
      'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE,HEAD',
      'access-control-expose-headers': 'Location,Upload-Length,Upload-Offset',
    };
    if (request.method === 'OPTIONS') return response.writeHead(204, cors).end();
    const route = `${request.method} ${url.pathname}`;
    const isJson = request.headers['content-type']?.includes('json');
    const call = { route, headers: request.headers, body: text && isJson ? JSON.parse(text) : text || undefined };
    calls.push(call);
    const handler: Handler = handlers.get(route) ?? (() => problem('not-found'));
    const answer = handler({ ...call, url });
    if (answer === 'no answer') return void request.socket.destroy();
    await answer.after;
    response.writeHead(answer.status ?? 200, { ...cors, 'content-type': 'application/json', ...answer.headers });
    response.end(answer.json === undefined ? undefined : JSON.stringify(answer.json));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    calls,
    on(route: string, handler: Handler) {
      handlers.set(route, handler);
    },
    times: (route: string) => calls.filter((call) => call.route === route).length,
    /** From now on nothing answers, as without a network. */
    cutOff() {
      for (const route of handlers.keys()) handlers.set(route, () => 'no answer');
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
export type FakeBff = Awaited<ReturnType<typeof startFakeBff>>;

let sessions = 0;
const session = () => ({
  accessToken: `access-${++sessions}`,
  refreshToken: `refresh-token-number-${sessions}`,
  expiresInSeconds: 900,
  level: 'L1',
});

export const ID = '2f6f0f5e-1f9c-4a53-9c55-5a0a4c1f0b11';
export const DRAFT_ID = '7a1d1c52-6d35-4c0b-8a7e-0f5f9a3f2c22';

/** Who is signed in. */
export const aMe = (part: Partial<Me> = {}): Me => ({
  id: ID,
  name: 'Huỳnh Thị Thu Hà',
  level: 'L1',
  levelUntil: null,
  phone: null,
  identity: null,
  offersIdentity: true,
  offersStoredPapers: true,
  ...part,
});

export const aProcedureItem = (part: Partial<ProcedureItem> = {}): ProcedureItem => ({
  code: '1.004873',
  name: 'Thủ tục cấp Giấy xác nhận tình trạng hôn nhân',
  plainName: 'Giấy xác nhận độc thân',
  summary: 'Xin giấy xác nhận hiện chưa kết hôn.',
  domain: 'Hộ tịch',
  levels: ['commune'],
  onlineLevel: 'full',
  timeText: '3 ngày làm việc',
  feeText: 'Miễn phí',
  submitMode: 'api',
  ...part,
});

/** Two procedures as the phone keeps them. */
export const aCatalogue = (): CatalogueCopy => ({
  shape: 1,
  version: 'AAAAAAAAAAAAAAAAAAAAAA',
  asOf: '2026-11-20T01:00:00.000Z',
  items: [
    aProcedureItem({
      code: '1.001193',
      name: 'Thủ tục đăng ký khai sinh',
      plainName: 'Làm giấy khai sinh',
      summary: 'Ghi tên bé vào sổ hộ tịch.',
    }),
    aProcedureItem(),
  ].map(({ code, plainName, name, ...item }) => ({
    code,
    plainName,
    name,
    aliases: [],
    summary: item.summary,
    domain: item.domain,
    lifeEvents: [],
    targets: ['citizen'],
    channels: ['online'],
    submitMode: item.submitMode,
    timeText: item.timeText,
    feeText: item.feeText,
    levels: item.levels,
    onlineLevel: item.onlineLevel,
  })),
});

export const aProcedure: ProcedureDetail = {
  ...aProcedureItem(),
  aliases: ['giấy độc thân'],
  lifeEvents: [],
  targets: ['citizen'],
  channels: ['online'],
  timeLimit: null,
  feeVnd: 0,
  papers: [],
  result: 'Giấy xác nhận',
  flags: [],
  source: 'bịa ra để thử',
  versionNo: 1,
  asOf: '2026-11-20T01:00:00Z',
  forms: [{ caseId: 'chung', caseName: 'Mọi trường hợp' }],
};

export const aForm: FormView = {
  formVersion: '1.004873-thu',
  caseId: 'chung',
  caseName: 'Mọi trường hợp',
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    required: ['applicantName', 'birthDate'],
    properties: {
      applicantName: { type: 'string', minLength: 2, maxLength: 100 },
      birthDate: { type: 'string', format: 'date', maxLength: 10 },
    },
    additionalProperties: false,
  },
  layout: [
    {
      id: 'ban',
      title: 'Bạn là ai?',
      fields: [
        { name: 'applicantName', kind: 'name', label: 'Họ tên của bạn' },
        { name: 'birthDate', kind: 'date', label: 'Ngày sinh' },
      ],
    },
  ],
  components: [],
};

export const aDraft = (part: Partial<Draft> = {}): Draft => ({
  id: DRAFT_ID,
  etag: '"1"',
  for: null,
  isHandedOver: false,
  procedureCode: '1.004873',
  caseId: 'chung',
  formVersion: '1.004873-thu',
  answers: {},
  checklist: null,
  files: [],
  problems: [],
  updatedAt: '2026-11-24T02:43:00Z',
  expiresAt: '2026-12-24T02:43:00Z',
  ...part,
});

export const aDossier = (part: Partial<DossierDetail> = {}): DossierDetail => ({
  id: ID,
  receiptNo: 'TNS-7K3M-94QX',
  code: null,
  procedure: { code: '1.004873', name: 'Thủ tục cấp Giấy xác nhận tình trạng hôn nhân', plainName: 'Giấy xác nhận độc thân' },
  state: 'accepted',
  status: 1,
  subStatus: null,
  submittedAt: new Date().toISOString(),
  behalf: null,
  channel: 'app',
  dueAt: null,
  needsAction: null,
  asOf: new Date().toISOString(),
  stale: false,
  caseId: 'chung',
  timeline: [
    { id: ID, kind: 'kept', status: null, title: 'Ứng dụng đã giữ hồ sơ', text: null, holder: null, at: new Date().toISOString() },
  ],
  answers: { applicantName: 'Người Bịa Ra' },
  files: [],
  supplements: [],
  withdrawal: { isPossible: true, state: null },
  rating: { isPossible: false, given: null },
  recount: null,
  holder: null,
  queue: null,
  usual: null,
  correctionOf: null,
  corrections: [],
  ...part,
});

export const aStatus = (
  systems: Partial<Record<string, SystemState>> = {},
  maintenance: SystemStatus['maintenance'] = [],
): SystemStatus => ({
  asOf: new Date().toISOString(),
  systems: (['province', 'notices', 'payments', 'scan'] as const).map((system) => {
    const state = systems[system] ?? 'ok';
    return { system, state, since: state === 'unknown' ? null : new Date(Date.now() - 600_000).toISOString() };
  }),
  maintenance,
});

export const aPayment = (part: Partial<Payment> = {}): Payment => ({
  id: DRAFT_ID,
  dossierId: ID,
  reference: 'TNP7K3M94QX2ABC',
  method: 'payment-platform',
  state: 'awaiting',
  amountVnd: 120_000,
  purpose: 'Lệ phí cấp đổi',
  createdAt: new Date().toISOString(),
  expiresAt: new Date(Date.now() + 900_000).toISOString(),
  paidAt: null,
  receipt: null,
  concern: null,
  receivedVnd: null,
  payUrl: 'https://bank.invalid/pay',
  ...part,
});

export function summaryOf({
  id,
  receiptNo,
  code,
  procedure,
  state,
  status,
  subStatus,
  submittedAt,
  behalf,
  channel,
  dueAt,
  needsAction,
  asOf,
  stale,
}: DossierDetail) {
  return { id, receiptNo, code, procedure, state, status, subStatus, submittedAt, behalf, channel, dueAt, needsAction, asOf, stale };
}

const usual: Record<string, Handler> = {
  'GET /control/personas': () => ({ json: { items: [{ id: 'thu-ha', name: 'Huỳnh Thị Thu Hà', kind: 'citizen' }] } }),
  'POST /control/zalo/tokens': () => ({ json: { accessToken: 'zalo-access-token', phoneToken: 'zalo-phone-token' } }),
  'POST /v1/sessions': () => ({ status: 201, json: session() }),
  'POST /v1/sessions/refresh': () => ({ json: session() }),
  'GET /v1/me': () => ({ json: aMe() }),
  'GET /v1/me/preferences': () => ({
    json: {
      zaloDossierUpdates: true,
      muted: [],
      wants: [],
      answered: ['news', 'surveys', 'mini-app'],
      quiet: null,
      homeUnitCode: null,
      language: null,
    },
  }),
  'GET /v1/inbox': () => ({ json: { items: [], nextCursor: null, unread: 0, unreadBy: {} } }),
  'GET /v1/dossiers': () => ({ json: { items: [], nextCursor: null } }),
  'GET /v1/authorisations': () => ({ json: { items: [], organisations: [] } }),
  [`GET /v1/dossiers/${ID}/pickup`]: () => ({
    json: { isOffered: false, office: null, days: [], number: null, wasRefused: false, asOf: '2026-11-24T02:00:00Z' },
  }),
  'GET /v1/drafts': () => ({ json: { items: [] } }),
  'GET /v1/status': () => ({ json: aStatus() }),
  'GET /v1/catalogue': () => ({ json: aCatalogue() }),
  'POST /v1/searches': () => ({ status: 204 }),
  'GET /v1/procedures': () => ({ json: { items: [aProcedureItem()], nextCursor: null, total: 1, suggestions: [] } }),
  'GET /v1/procedures/1.001193': () => ({ json: { ...aProcedure, code: '1.001193', plainName: 'Làm giấy khai sinh' } }),
  'GET /v1/procedures/1.004873': () => ({ json: aProcedure }),
  'GET /v1/procedures/1.004873/form': () => ({ json: aForm }),
  [`GET /v1/drafts/${DRAFT_ID}`]: () => ({ json: aDraft() }),
  [`GET /v1/drafts/${DRAFT_ID}/suggestions`]: () => ({ json: { items: [] } }),
  [`PUT /v1/drafts/${DRAFT_ID}`]: ({ body }) => ({ json: aDraft({ ...(body as Partial<Draft>), etag: '"2"' }) }),
};
