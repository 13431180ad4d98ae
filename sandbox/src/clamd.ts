import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname } from 'node:path';

/** The harmless test file of the antivirus makers, in two parts so that this source is not taken for it. */
const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));

/** A clamd look-alike on a local socket: PING, VERSION and INSTREAM, finds the test file and nothing else. */
export async function startFakeClamd(path: string): Promise<{ stop(): Promise<void> }> {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path)) rmSync(path); // left by a killed process
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => {});
    converse(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function converse(socket: Socket) {
  let command = '';
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let needBytes = 0;
  let isLength = true;
  const scanned: Buffer[] = [];

  const take = (bytes: Buffer) => {
    waiting.push(bytes);
    waitingBytes += bytes.length;
    while (waitingBytes >= needBytes) {
      const all = waiting.length === 1 ? (waiting[0] ?? Buffer.alloc(0)) : Buffer.concat(waiting);
      const piece = all.subarray(0, needBytes);
      waiting = [all.subarray(needBytes)];
      waitingBytes -= needBytes;
      if (!isLength) scanned.push(piece);
      else if (piece.readUInt32BE(0) === 0) {
        socket.end(Buffer.concat(scanned).includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
        return;
      }
      needBytes = isLength ? piece.readUInt32BE(0) : 4;
      isLength = !isLength;
    }
  };
  socket.on('data', (data) => {
    if (command === 'zINSTREAM') return take(data);
    const end = data.indexOf(0);
    command += data.subarray(0, end < 0 ? undefined : end).toString('latin1');
    if (end < 0) return;
    if (command === 'zPING') socket.end('PONG\0');
    else if (command === 'zVERSION') socket.end(`ClamAV 1.4.3/27800/${madeToday()}\0`);
    else if (command !== 'zINSTREAM') socket.end('UNKNOWN COMMAND\0');
    else {
      needBytes = 4;
      take(data.subarray(end + 1));
    }
  });
}

/** As the real one writes it: `Tue Nov 24 08:00:00 2026`. */
const madeToday = () => {
  const [day, date, month, year, time] = new Date().toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${Number(date)} ${time} ${year}`;
};
