import { createParser } from 'eventsource-parser';

/** What the page shows of the line itself: `waiting` while it is down and being opened again. */
export type LineState = 'opening' | 'open' | 'waiting' | 'refused';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
/** A line on which not even a heartbeat came for so long is taken for dead. */
const SILENT_MS = 60_000;

/**
 * Listens to server-sent events until aborted. A line that breaks is opened again, each time later; one that the bff refuses (signed
 * out, out of reach, missing) is not. Read by fetch: the browser's own EventSource does not tell a refusal from a broken line.
 *
 * @param onEvent gets what was in an event of that name, when it was JSON
 */
export async function listen(
  path: string,
  {
    event,
    signal,
    onEvent,
    onLine,
  }: { event: string; signal: AbortSignal; onEvent: (data: unknown) => void; onLine: (state: LineState) => void },
): Promise<void> {
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted) {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), SILENT_MS);
    try {
      const response = await fetch((window.CONSOLE_ORIGIN ?? '') + path, {
        headers: { accept: 'text/event-stream' },
        credentials: 'same-origin',
        signal: AbortSignal.any([signal, silence.signal]),
      });
      if (response.status >= 400 && response.status < 500 && response.status !== 429) return onLine('refused');
      if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
      onLine('open');
      const parser = createParser({ onEvent: (heard) => void (heard.event === event && onEvent(readJson(heard.data))) });
      const words = new TextDecoder();
      const reader = response.body.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENT_MS);
        wait = FIRST_WAIT_MS;
        parser.feed(words.decode(part.value, { stream: true }));
      }
    } catch {
      // opened again below
    } finally {
      clearTimeout(timer);
    }
    if (signal.aborted) return;
    onLine('waiting');
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        done();
      },
      { once: true },
    );
  });
