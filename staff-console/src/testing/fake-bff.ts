import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PROBLEMS, type ProblemCode } from '@tayninh/shared/contract/problem';
import type { StaffMe } from '@tayninh/shared/features/staff/staff.contract';

interface Answer {
  readonly status?: number;
  readonly json?: unknown;
}
/** Events of a stream that stays open, or breaks after them. */
interface Stream {
  readonly events: readonly unknown[];
  readonly isCut?: boolean;
}
export interface Call {
  readonly route: string;
  readonly csrf: string | undefined;
  readonly query?: string | undefined;
  readonly body?: unknown;
}
type Handler = (call: Call) => Answer | Stream | 'no answer';

export const problem = (code: ProblemCode): Answer => {
  const { status, title } = PROBLEMS[code];
  return { status, json: { type: `/problems/${code}`, title, status, detail: title, code, requestId: 'r-1' } };
};
export const aMe = (part: Partial<StaffMe> = {}): StaffMe => ({
  id: '2f6f0f5e-1f9c-4a53-9c55-5a0a4c1f0b11',
  name: 'Cao Thị Bịa',
  grants: [{ role: 'officer', unit: { code: '25459', name: 'phường Ninh Thạnh' }, until: '2027-11-24T17:00:00.000Z' }],
  csrfToken: 'csrf-of-this-session',
  authenticatedAt: '2026-11-24T01:00:00.000Z',
  endsAt: '2026-11-24T09:00:00.000Z',
  idleSeconds: 900,
  isRehearsal: true,
  ...part,
});

/** A server in the place of the bff's console host: real HTTP, answers of the test's choice. */
export async function startFakeBff(handlers: Record<string, Handler>) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const cors = {
      'access-control-allow-origin': 'http://localhost',
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'accept, content-type, x-csrf-token',
    };
    if (request.method === 'OPTIONS') return void response.writeHead(204, cors).end();
    const [path, query] = request.url?.split('?') ?? [];
    const route = `${request.method} ${path}`;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const call = {
      route,
      csrf: request.headers['x-csrf-token'] as string | undefined,
      query,
      body: text && request.headers['content-type'] === 'application/json' ? JSON.parse(text) : text || undefined,
    };
    calls.push(call);
    const answer = (handlers[route] ?? (() => problem('not-found')))(call);
    if (answer === 'no answer') return void request.socket.destroy();
    if ('events' in answer) {
      response.writeHead(200, { ...cors, 'content-type': 'text/event-stream' });
      for (const event of answer.events) response.write(`event: progress\ndata: ${JSON.stringify(event)}\n\n`);
      return void (answer.isCut && response.end());
    }
    response.writeHead(answer.status ?? 200, { ...cors, 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.json));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  window.CONSOLE_ORIGIN = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    calls,
    bodies: (route: string) => calls.filter((call) => call.route === route).map(({ body }) => body),
    on(route: string, handler: Handler) {
      handlers[route] = handler;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
