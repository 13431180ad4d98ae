import type { Observe } from '../../connectors/upstream.ts';
import type { Seen, StatusRepository } from './status.repository.ts';

/** Calls are many, the row is one: a process writes it at most this often. */
const WRITE_EVERY_MS = 2_000;
const NOTHING: Seen = { answered: 0, slow: 0, failed: 0, failedLast: 0, isBroken: false };

/**
 * Takes notes of the calls that are made anyway; nothing is called to find out. A crash loses two seconds of them, which the next
 * calls say again.
 */
export function createOutcomes({ add }: Pick<StatusRepository, 'add'>, writeEveryMs = WRITE_EVERY_MS) {
  let seen = new Map<string, Seen>();
  let timer: NodeJS.Timeout | undefined;

  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const batch = seen;
    seen = new Map();
    // Without the database there is nobody to tell either: these notes are dropped.
    await Promise.all([...batch].map(([system, what]) => add(system, what).catch(() => {})));
  }

  const observe: Observe = (system, outcome) => {
    const before = seen.get(system) ?? NOTHING;
    seen.set(
      system,
      outcome === 'broken'
        ? { ...before, isBroken: true }
        : outcome === 'failed'
          ? { ...before, failed: before.failed + 1, failedLast: before.failedLast + 1 }
          : {
              ...before,
              answered: before.answered + 1,
              slow: before.slow + (outcome === 'slow' ? 1 : 0),
              failedLast: 0,
              isBroken: false,
            },
    );
    timer ??= setTimeout(() => void write(), writeEveryMs).unref();
  };
  return { observe, write };
}
