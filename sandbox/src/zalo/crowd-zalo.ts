import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How it behaves; everything off at first. */
export interface CrowdFaults {
  /** How long each answer takes. */
  delayMs: number;
  /** Takes the message and hangs up without an answer, for one in so many calls. 0: never. */
  loseReplyOneIn: number;
  /** Refuses with `code`, for one in so many calls. 0: never. */
  refuseOneIn: number;
  refuseCode: number;
  /** After so many taken messages everything is refused with `refuseCode`. */
  refuseAfter: number;
}

export interface CrowdCounts {
  readonly calls: number;
  readonly taken: number;
  readonly people: number;
  /** People who were sent the same text twice. */
  readonly doubled: number;
  readonly lastTakenAtMs: number;
  /** Taken, and nobody heard the answer. */
  readonly repliesLost: number;
}

/**
 * Zalo's sending hosts for a crowd: knows everybody, keeps only how often each person was sent each text. For load and faults, where
 * the persons of the sandbox are too few; `/crowd` tells the counts (GET) and takes faults (POST).
 */
export async function startCrowdZalo({ port = 0, delayMs = 50 }: { port?: number; delayMs?: number } = {}) {
  const faults: CrowdFaults = { delayMs, loseReplyOneIn: 0, refuseOneIn: 0, refuseCode: -200, refuseAfter: Number.POSITIVE_INFINITY };
  const sent = new Map<string, number>();
  const people = new Set<string>();
  let calls = 0;
  let taken = 0;
  let lastTakenAtMs = 0;
  let repliesLost = 0;

  const answer = (response: ServerResponse, value: unknown) => {
    const text = JSON.stringify(value);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  };
  const isTurn = (oneIn: number) => oneIn > 0 && calls % oneIn === 0;
  function take(
    path: string,
    body: { user_id?: string; phone?: string; template_id: string; template_data: object },
    response: ServerResponse,
  ) {
    calls++;
    if (isTurn(faults.refuseOneIn) || taken >= faults.refuseAfter)
      return answer(response, { error: faults.refuseCode, message: 'Refused' });
    const person = body.user_id ?? body.phone ?? '';
    const key = `${person}|${body.template_id}|${JSON.stringify(body.template_data)}`;
    sent.set(key, (sent.get(key) ?? 0) + 1);
    people.add(person);
    taken++;
    lastTakenAtMs = Date.now();
    if (isTurn(faults.loseReplyOneIn)) {
      repliesLost++;
      return response.destroy();
    }
    const id = randomUUID();
    answer(response, { error: 0, message: 'Success', data: path.startsWith('/v3.0') ? { message_id: id } : { msg_id: id } });
  }
  const counts = (): CrowdCounts => ({
    calls,
    taken,
    people: people.size,
    doubled: [...sent.values()].filter((times) => times > 1).length,
    lastTakenAtMs,
    repliesLost,
  });

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const path = request.url ?? '';
      if (path === '/crowd') {
        if (request.method === 'POST') Object.assign(faults, JSON.parse(text));
        answer(response, counts());
      } else if (path === '/v4/oa/access_token')
        answer(response, { access_token: `crowd-${randomUUID()}`, refresh_token: `crowd-${randomUUID()}`, expires_in: '90000' });
      else setTimeout(() => take(path, JSON.parse(text), response), faults.delayMs);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    counts,
    isSent: (person: string) => people.has(person),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
export type CrowdZalo = Awaited<ReturnType<typeof startCrowdZalo>>;
