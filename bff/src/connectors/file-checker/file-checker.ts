import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { FILE_TROUBLES, type FileTrouble, UPLOAD_MAX_BYTES, type UploadType } from '@tayninh/shared/features/uploads/upload-rules';
import { bulkhead } from 'cockatiel';
import { z } from 'zod';

/** `isRedrawn`: the clean copy replaces the file; otherwise the file is good as it is. */
export type Finding = { is: 'fit'; isRedrawn: boolean } | { is: 'unfit'; trouble: FileTrouble };
const FindingLine = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('fit'), isRedrawn: z.boolean() }),
  z.strictObject({ is: z.literal('unfit'), trouble: z.enum(FILE_TROUBLES) }),
]);
const LINE_MAX_BYTES = 200;
/** A picture that was packed harder than ours grows a little. */
const CLEAN_MAX_BYTES = 2 * UPLOAD_MAX_BYTES;

const NODE_HEAP_MB = 192;
/** Writable memory. Node alone sets 0.6 GB of it aside without touching it; the largest honest picture needs 0.45 GB. */
const DATA_KB = 1_280 * 1024;
const CPU_SECONDS = 15;
const TIMEOUT_MS = 30_000;
const AT_ONCE = 2;
const WAITING_MAX = 100;
/** The kernel's limits: writable memory, processor time, no byte to any file, no core dump. Windows has none: there the clock alone. */
const LIMITED = `ulimit -d ${DATA_KB}; ulimit -t ${CPU_SECONDS}; ulimit -f 0; ulimit -c 0; exec "$0" "$@"`;

/** Beside this source, or beside the bundle that it became part of. */
const PROGRAM = fileURLToPath(new URL(`./check-process.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url));

/**
 * Opens a file of a stranger in a process of its own. A file that kills, stalls or confuses that process is `unknown`: never fit.
 *
 * @param timeoutMs for one file, from start to end.
 */
export function createFileChecker({ program = PROGRAM, timeoutMs = TIMEOUT_MS }: { program?: string; timeoutMs?: number } = {}) {
  const room = bulkhead(AT_ONCE, WAITING_MAX);

  async function check(
    type: UploadType,
    chunks: AsyncIterable<Buffer>,
    keep: (clean: AsyncIterable<Buffer>) => Promise<unknown>,
  ): Promise<Finding | { is: 'unknown' }> {
    const command = [process.execPath, `--max-old-space-size=${NODE_HEAP_MB}`, program, type];
    const [file = '', ...args] = process.platform === 'win32' ? command : ['/bin/sh', '-c', LIMITED, ...command];
    // No environment: keys and passwords of ours are not there to be read. Its own words are not logged: they may quote the file.
    const child = spawn(file, args, { env: {}, stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
    const ended = once(child, 'exit').then(
      ([code]) => code === 0,
      () => false,
    );
    child.stdin.on('error', () => {}); // one that is done, or dead, reads no further
    const watchdog = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    async function feed() {
      for await (const chunk of chunks) {
        if (child.stdin.destroyed) return;
        if (!child.stdin.write(chunk)) await Promise.race([once(child.stdin, 'drain').catch(() => {}), ended]);
      }
      child.stdin.end();
    }
    const fed = feed();
    fed.catch(() => child.kill('SIGKILL'));
    try {
      const finding = await read(child.stdout, keep).catch((error: unknown) => {
        if (!(error instanceof NonsenseError)) throw error;
        child.kill('SIGKILL');
        return null;
      });
      await fed;
      return (await ended) && finding ? finding : { is: 'unknown' };
    } finally {
      clearTimeout(watchdog);
      child.stdout.destroy();
      child.kill('SIGKILL');
    }
  }
  return {
    /**
     * @param keep is given the clean copy while it is made; what it kept counts only when the answer is `fit` and `isRedrawn`.
     * @throws what `chunks` or `keep` throw; BulkheadRejectedError when too many wait.
     */
    check: (...file: Parameters<typeof check>) => room.execute(() => check(...file)),
  };
}
export type FileChecker = ReturnType<typeof createFileChecker>;

class NonsenseError extends Error {
  override name = 'NonsenseError';
}

/** One line, then the clean copy. @throws NonsenseError */
async function read(output: Readable, keep: (clean: AsyncIterable<Buffer>) => Promise<unknown>): Promise<Finding> {
  const parts = (output as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (!head.includes('\n')) {
    const { value, done } = await parts.next();
    if (done || head.length > LINE_MAX_BYTES) throw new NonsenseError('no finding');
    head = Buffer.concat([head, value]);
  }
  const at = head.indexOf('\n');
  const finding = FindingLine.safeParse(jsonOf(head.subarray(0, at).toString()));
  if (!finding.success) throw new NonsenseError('not a finding');
  if (finding.data.is === 'unfit' || !finding.data.isRedrawn) return finding.data;
  async function* clean() {
    let bytes = 0;
    for (let part: Buffer = head.subarray(at + 1); ; ) {
      bytes += part.length;
      if (bytes > CLEAN_MAX_BYTES) throw new NonsenseError('more than a picture');
      if (part.length > 0) yield part;
      const { value, done } = await parts.next();
      if (done) break;
      part = value;
    }
    if (bytes === 0) throw new NonsenseError('an empty picture');
  }
  await keep(clean());
  return finding.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
