import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a worker meets while it looks at something once. */
export interface Weather {
  readonly scanner: 'up' | 'down';
  readonly upload: 'taken' | 'down' | 'crash';
  readonly sending: 'taken' | 'refused' | 'reply-lost' | 'request-lost' | 'not-carried' | 'crash-before' | 'crash-after';
  /** `not-yet`: the province has it but does not show it before absence settles. */
  readonly lookUp: 'answers' | 'down' | 'not-yet' | 'crash';
  /** Age of the last attempt: less than absence needs to settle, or more. */
  readonly attempt: 'young' | 'settled';
}
export const CALM: Weather = { scanner: 'up', upload: 'taken', sending: 'taken', lookUp: 'answers', attempt: 'settled' };

/** The calls that have an effect: filing, and what follows it. */
const SENDING = ['NopHoSo', 'BoSungHoSo', 'RutHoSo'];

/**
 * The way to the sandbox's province in one weather. `crashed` comes when a request is held that nobody will wait for.
 * @param files how many are handed over before the sending; with none `not-carried` cannot be played.
 * @param meanwhile happens while the sending is on its way.
 */
export async function openWay(
  province: string,
  { upload, sending, lookUp }: Weather,
  { files, meanwhile }: { files: number; meanwhile?: () => Promise<void> },
) {
  const { promise: crashed, resolve: crash } = Promise.withResolvers<void>();
  let uploads = 0;
  const way = createServer(async (request, response) => {
    const body: Buffer[] = [];
    for await (const part of request) body.push(part as Buffer);
    const pass = () => forward(province, request, Buffer.concat(body));
    const lose = () => request.socket.destroy();
    const say = (text: string, headers = {}) => response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(text);
    const operation = request.url?.split('/').at(-1) ?? '';
    if (operation === 'UploadFile') {
      if (upload === 'crash') return crash();
      if (upload === 'down') return lose();
      const isLast = ++uploads === files && sending === 'not-carried';
      if (isLast) way.close(); // the next connection is refused
      return say(await pass(), isLast ? { connection: 'close' } : {});
    }
    if (SENDING.includes(operation)) {
      await meanwhile?.();
      if (sending === 'refused') return say('{"success":false,"message":"Dữ liệu hồ sơ chưa hợp lệ"}');
      if (sending === 'request-lost') return lose();
      if (sending === 'crash-before') return crash();
      const answer = await pass();
      if (sending === 'taken') return say(answer);
      return sending === 'reply-lost' ? lose() : crash();
    }
    if (lookUp === 'crash') return crash();
    if (lookUp === 'down') return lose();
    return say(lookUp === 'not-yet' ? '{"success":true,"data":[]}' : await pass());
  });
  await new Promise<void>((done) => way.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(way.address() as AddressInfo).port}`,
    crashed,
    close() {
      way.close();
      way.closeAllConnections();
    },
  };
}

/** To the sandbox's province, which counts what it was made to do. @returns the answer's text. */
async function forward(province: string, request: IncomingMessage, body: Buffer): Promise<string> {
  const answer = await fetch(province + request.url, {
    method: 'POST',
    headers: { authorization: request.headers.authorization ?? '', 'content-type': request.headers['content-type'] ?? '' },
    body: new Uint8Array(body),
  });
  return answer.text();
}
