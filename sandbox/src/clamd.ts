import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname } from 'node:path';

/** The harmless test file of the antivirus makers, in two parts so that this source is not taken for it. */
const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));

/** A clamd look-alike on a local socket: PING and INSTREAM, finds the test file and nothing else. */
export async function startFakeClamd(path: string): Promise<{ stop(): Promise<void> }> {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path)) rmSync(path); // left by a killed process
  const server: Server = createServer((socket) => {
    let received = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (data) => {
      received = Buffer.concat([received, data]);
      const command = received.indexOf(0);
      if (command < 0) return;
      const name = received.subarray(0, command).toString('latin1');
      if (name === 'zPING') return void socket.end('PONG\0');
      if (name !== 'zINSTREAM') return void socket.end('UNKNOWN COMMAND\0');
      const chunks: Buffer[] = [];
      for (let at = command + 1; at + 4 <= received.length; ) {
        const length = received.readUInt32BE(at);
        if (length === 0)
          return void socket.end(Buffer.concat(chunks).includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
        if (at + 4 + length > received.length) return;
        chunks.push(received.subarray(at + 4, at + 4 + length));
        at += 4 + length;
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
