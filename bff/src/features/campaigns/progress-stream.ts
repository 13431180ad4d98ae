import { PassThrough } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { CampaignProgress } from '@tayninh/shared/features/campaigns/campaigns.contract';
import type { FastifyReply, FastifyRequest } from 'fastify';

const LOOK_EVERY_MS = 1_000;
/** Something is written at least so often, or proxies take the stream for dead. */
const SILENT_MOST_MS = 15_000;
/** Then the page asks again, and its session is looked at again (ID-22). */
const OPEN_MOST_MS = 10 * 60_000;
const HANDED_OVER = new Set(['sent', 'delivered', 'seen', 'uncertain', 'unknown']);

/** Writes how a campaign stands, at once and whenever it moved, until the page is closed or the campaign is over. Counts are read, never counted. */
export function streamProgress(request: FastifyRequest, reply: FastifyReply, read: () => Promise<Omit<CampaignProgress, 'perMinute'>>) {
  const stream = new PassThrough();
  const closing = new AbortController();
  request.raw.once('close', () => closing.abort());
  request.server.server.once('close', () => closing.abort());
  const history: { at: number; sent: number }[] = [];

  void (async () => {
    const endsAt = performance.now() + OPEN_MOST_MS;
    let before = '';
    let wroteAt = 0;
    while (!closing.signal.aborted && performance.now() < endsAt) {
      const { at, ...progress } = await read();
      const now = performance.now();
      const sent = progress.counts
        .filter(({ state, channel }) => channel !== 'inbox' && HANDED_OVER.has(state))
        .reduce((total, { count }) => total + count, 0);
      history.push({ at: now, sent });
      while ((history[0]?.at ?? now) < now - 60_000) history.shift();
      const oldest = history[0] ?? { at: now, sent };
      const perMinute = now > oldest.at ? Math.max(0, Math.round(((sent - oldest.sent) * 60_000) / (now - oldest.at))) : 0;
      const text = JSON.stringify({ ...progress, perMinute });
      if (text !== before) {
        stream.write(`event: progress\ndata: ${JSON.stringify({ ...progress, perMinute, at } satisfies CampaignProgress)}\n\n`);
        before = text;
        wroteAt = now;
      } else if (now - wroteAt > SILENT_MOST_MS) {
        stream.write(': still here\n\n');
        wroteAt = now;
      }
      if (progress.state === 'done' || progress.state === 'aborted') break;
      await pause(LOOK_EVERY_MS, undefined, { signal: closing.signal }).catch(() => {});
    }
    stream.end();
  })().catch(() => stream.end()); // the page connects again and gets the problem as an answer
  return reply
    .code(200)
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .serializer((payload: unknown) => payload as string)
    .send(stream as never);
}
