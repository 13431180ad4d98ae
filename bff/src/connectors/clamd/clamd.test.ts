import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createClamd } from './clamd.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A scanner that reads one whole INSTREAM conversation, then does what the test says. */
async function scanner(answer: (socket: Socket, scanned: Buffer) => void, where: 'unix' | 'tcp' = 'tcp'): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let read = Buffer.alloc(0);
    socket.on('data', (data) => {
      read = Buffer.concat([read, data]);
      const scanned = whole(read);
      if (scanned) answer(socket, scanned);
    });
  });
  const dir = mkdtempSync(join(tmpdir(), 'tns-clamd-'));
  const path = join(dir, 'clamd.sock');
  await new Promise<void>((resolve) => (where === 'unix' ? server.listen(path, resolve) : server.listen(0, '127.0.0.1', resolve)));
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    rmSync(dir, { recursive: true });
  });
  return where === 'unix' ? `unix:${path}` : `tcp:127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The scanned bytes once the closing zero chunk is there. */
function whole(read: Buffer): Buffer | null {
  const command = 'zINSTREAM\0';
  if (read.length < command.length) return null;
  expect(read.subarray(0, command.length).toString()).toBe(command);
  const parts: Buffer[] = [];
  for (let at = command.length; at + 4 <= read.length; ) {
    const length = read.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    parts.push(read.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}

describe('virus scanner', () => {
  it.each(['unix', 'tcp'] as const)('sends every byte over %s and tells clean from infected', async (where) => {
    const bytes = Buffer.alloc(300_000, 'giấy chứng sinh');
    const clean = await scanner((socket, scanned) => socket.end(scanned.equals(bytes) ? 'stream: OK\0' : 'stream: Changed FOUND\0'), where);
    expect(await createClamd(clean).scan([bytes])).toBe('clean');
    const infected = await scanner((socket) => socket.end('stream: Eicar-Test-Signature FOUND\0'), where);
    expect(await createClamd(infected).scan([bytes])).toBe('infected');
  });

  it('reads an answer that arrives in pieces', async () => {
    const address = await scanner((socket) => {
      socket.write('stream: Eicar-Test');
      setImmediate(() => socket.end('-Signature FOUND\0'));
    });
    expect(await createClamd(address).scan([Buffer.from('x')])).toBe('infected');
  });

  it.each([
    ['an error', 'INSTREAM size limit exceeded. ERROR\0'],
    ['a limit that ended the scan early', 'stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0'],
    ['an answer that was cut off', 'stream: OK'],
    ['an answer with more behind it', 'stream: OK\0stream: OK\0'],
    ['nonsense', '<html>OK</html>\0'],
    ['nothing', ''],
  ])('never takes %s for clean, and never for a virus', async (_what, answer) => {
    const address = await scanner((socket) => socket.end(answer));
    expect(await createClamd(address).scan([Buffer.from('x')])).toBe('unknown');
  });

  it('does not know while the scanner is down, hangs up, or is silent past its time', async () => {
    expect(await createClamd('unix:/nowhere/clamd.sock').scan([Buffer.from('x')])).toBe('unknown');
    expect(await createClamd(await scanner((socket) => socket.destroy())).scan([Buffer.from('x')])).toBe('unknown');
    expect(await createClamd(await scanner(() => {}), { budgetMs: 50 }).scan([Buffer.from('x')])).toBe('unknown');
  });
});
