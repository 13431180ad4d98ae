import { connect } from 'node:net';
import type { Observe } from '../upstream.ts';

export type Verdict = 'clean' | 'infected' | 'unknown';
const BUDGET_MS = 30_000;
const CHUNK = 64 * 1024;

/**
 * The virus scanner (clamd, INSTREAM over a local socket). Everything that is not a clear OK or a clear FOUND is `unknown`:
 * down, slow, limit reached. Unknown never passes (UP-5). clamd must run with AlertExceedsMax, or it calls cut scans OK.
 *
 * @param address `unix:/run/clamd.sock` or `tcp:host:3310`
 * @param budgetMs for one file, connecting included.
 */
export function createClamd(address: string, { budgetMs = BUDGET_MS, observe = () => {} }: { budgetMs?: number; observe?: Observe } = {}) {
  const target = address.startsWith('unix:')
    ? { path: address.slice('unix:'.length) }
    : { host: address.split(':')[1] ?? '', port: Number(address.split(':')[2]) };
  return {
    scan: (bytes: Buffer): Promise<Verdict> =>
      new Promise((resolve) => {
        const socket = connect(target as { path: string });
        let answer = '';
        let isOver = false;
        const end = (verdict: Verdict) => {
          if (isOver) return;
          isOver = true;
          clearTimeout(timer);
          socket.destroy();
          // a limit that was reached is an answer; silence and broken lines are not
          observe('clamd', answer === '' ? 'failed' : 'answered');
          resolve(verdict);
        };
        const timer = setTimeout(() => end('unknown'), budgetMs);
        socket.on('error', () => end('unknown'));
        socket.on('close', () => end('unknown')); // an answer that ends without its mark was cut off
        socket.on('data', (data) => {
          answer = (answer + data.toString('latin1')).slice(0, 1_000);
          if (/[\0\n]$/.test(answer)) end(verdictOf(answer));
        });
        socket.on('connect', () => {
          socket.write('zINSTREAM\0');
          for (let at = 0; at < bytes.length; at += CHUNK) {
            const chunk = bytes.subarray(at, at + CHUNK);
            const length = Buffer.alloc(4);
            length.writeUInt32BE(chunk.length);
            socket.write(length);
            socket.write(chunk);
          }
          socket.write(Buffer.alloc(4));
        });
      }),
  };
}
export type Clamd = ReturnType<typeof createClamd>;

function verdictOf(answer: string): Verdict {
  const text = answer.slice(0, -1);
  if (text === 'stream: OK') return 'clean';
  const [, name] = /^stream: ([^\0\n]+) FOUND$/.exec(text) ?? [];
  // A limit is reported in the words of a finding (AlertExceedsMax): nothing was found, but not all was looked at.
  return name === undefined || name.startsWith('Heuristics.Limits.Exceeded') ? 'unknown' : 'infected';
}
