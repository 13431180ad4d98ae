import { type ClientRequest, createServer, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';

export interface SentUpload {
  readonly id: string;
  readonly sizeBytes: number;
  /** What went over the line, piece by piece; of the piece that was cut only what got through. */
  readonly parts: { readonly at: number; bytes: Buffer }[];
}

/** The phone's line to the bff, for uploads: sees each byte, breaks in the middle of one, and is mended. */
export async function aLine(bff: string) {
  const uploads: SentUpload[] = [];
  const silent: ClientRequest[] = [];
  let token = '';
  let cutAt: number | null = null;
  let isCut = false;
  let held: Promise<void> = Promise.resolve();
  let letGo = () => {};

  function pass(request: IncomingMessage, response: ServerResponse) {
    token = request.headers.authorization ?? token;
    const upload = uploads.find(({ id }) => request.url?.endsWith(`/${id}`));
    const part = { at: Number(request.headers['upload-offset']), bytes: Buffer.alloc(0) };
    if (request.method === 'PATCH') upload?.parts.push(part);
    const onward = openRequest(bff + request.url, { method: request.method, headers: request.headers }, (answer) => {
      const id = answer.headers.location?.split('/').pop();
      if (request.method === 'POST' && id) uploads.push({ id, sizeBytes: Number(request.headers['upload-length']), parts: [] });
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    /** The phone sees an error, the server nothing at all: what was on its way arrives, and then it waits. */
    const cut = () => {
      isCut = true;
      silent.push(onward);
      request.destroy();
    };
    onward.on('error', () => request.destroy());
    request.on('data', (chunk: Buffer) => {
      if (isCut) return;
      const room = cutAt !== null && upload === uploads[1] && upload ? upload.sizeBytes * cutAt - part.at - part.bytes.length : Infinity;
      const through = chunk.subarray(0, Math.max(0, Math.floor(room)));
      part.bytes = Buffer.concat([part.bytes, through]);
      onward.write(through, () => through.length < chunk.length && cut());
    });
    request.on('end', () => onward.end());
  }
  const server = createServer(async (request, response) => {
    if (request.method === 'PATCH') await held;
    if (isCut) return void request.destroy();
    pass(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    /** From now on this page's uploads take this line. */
    through: (page: Page) =>
      page.route('**/v1/uploads**', (route) => route.continue({ url: route.request().url().replace(new URL(bff).origin, origin) })),
    uploads: (): readonly SentUpload[] => uploads,
    /** @param share of the second file's bytes that get through; nothing does after them */
    cutSecondAt(share: number) {
      cutAt = share;
    },
    isCut: () => isCut,
    /** The line is there again; the bytes of files wait for `letGo`. */
    mend() {
      cutAt = null;
      isCut = false;
      held = new Promise((done) => {
        letGo = done;
      });
    },
    letGo: () => letGo(),
    /** How much the server holds, as it tells the phone. */
    async offset(id: string): Promise<number> {
      const headers = { authorization: token, 'tus-resumable': '1.0.0' };
      const answer = await fetch(`${bff}/v1/uploads/${id}`, { method: 'HEAD', headers });
      return Number(answer.headers.get('upload-offset') ?? Number.NaN);
    },
    [Symbol.asyncDispose]: async () => {
      for (const request of silent) request.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** The file as the server must have it: each piece where the phone said it belongs. */
export function bytesOf({ sizeBytes, parts }: SentUpload): Buffer {
  const whole = Buffer.alloc(sizeBytes);
  for (const { at, bytes } of parts) bytes.copy(whole, at);
  return whole;
}
