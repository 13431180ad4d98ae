import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Observe } from '../upstream.ts';

export type Verdict = 'clean' | 'infected' | 'unknown';
const BUDGET_MS = 30_000;
const CHUNK = 64 * 1024;

/**
 * The virus scanner (clamd, INSTREAM over a local socket). Everything that is not a clear OK or a clear FOUND is `unknown`:
 * down, slow, limit reached. Unknown never passes (UP-5). clamd must run with AlertExceedsMax, or it calls cut scans OK.
 *
 * @param address `unix:/run/clamd.sock` or `tcp:host:3310`
 * @param budgetMs for one conversation, connecting included.
 */
export function createClamd(address: string, { budgetMs = BUDGET_MS, observe = () => {} }: { budgetMs?: number; observe?: Observe } = {}) {
  const target = address.startsWith('unix:')
    ? { path: address.slice('unix:'.length) }
    : { host: address.split(':')[1] ?? '', port: Number(address.split(':')[2]) };
  /** One conversation: says `talk`, takes what comes up to the mark. @returns null when there was no whole answer in time. */
  const converse = (talk: (socket: Socket) => Promise<unknown>) =>
    new Promise<string | null>((resolve) => {
      const socket = connect(target as { path: string });
      let answer = '';
      let isOver = false;
      const end = (text: string | null) => {
        if (isOver) return;
        isOver = true;
        observe('clamd', answer === '' ? 'failed' : 'answered'); // a limit that was reached is an answer; silence is not
        clearTimeout(timer);
        socket.destroy();
        resolve(text);
      };
      const timer = setTimeout(() => end(null), budgetMs);
      socket.on('error', () => end(null));
      socket.on('close', () => end(null)); // an answer that ends without its mark was cut off
      socket.on('data', (data) => {
        answer = (answer + data.toString('latin1')).slice(0, 1_000);
        if (/[\0\n]$/.test(answer)) end(answer.slice(0, -1));
      });
      socket.on('connect', () => void talk(socket).catch(() => end(null)));
    });
  return {
    async scan(chunks: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<Verdict> {
      let failure: { error: unknown } | undefined;
      const answer = await converse(async (socket) => {
        socket.write('zINSTREAM\0');
        try {
          for await (const chunk of chunks) await send(socket, chunk);
        } catch (error) {
          failure = { error };
          throw error;
        }
        socket.write(Buffer.alloc(4));
      });
      if (failure) throw failure.error;
      return answer === null ? 'unknown' : verdictOf(answer);
    },
    /** When the signatures were made, by the scanner's clock, which runs in UTC; null when it does not say. */
    async signaturesAt(): Promise<Date | null> {
      const answer = await converse(async (socket) => socket.write('zVERSION\0'));
      const [, made = ''] = /^ClamAV [^/]+\/\d+\/\w{3} (\w{3} +\d+ [\d:]{8} \d{4})$/.exec(answer ?? '') ?? [];
      const at = new Date(`${made} UTC`);
      return Number.isNaN(at.getTime()) ? null : at;
    },
  };
}
export type Clamd = ReturnType<typeof createClamd>;

/** In pieces that the scanner takes; waits while it is slow, so that a file is not piled up in memory. */
async function send(socket: Socket, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; at += CHUNK) {
    if (socket.destroyed) return;
    const chunk = bytes.subarray(at, at + CHUNK);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    socket.write(length);
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {}); // broken: `converse` knows
  }
}

function verdictOf(text: string): Verdict {
  if (text === 'stream: OK') return 'clean';
  const [, name] = /^stream: ([^\0\n]+) FOUND$/.exec(text) ?? [];
  // A limit is reported in the words of a finding (AlertExceedsMax): nothing was found, but not all was looked at.
  return name === undefined || name.startsWith('Heuristics.Limits.Exceeded') ? 'unknown' : 'infected';
}
