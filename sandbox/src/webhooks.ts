import { randomUUID } from 'node:crypto';
import type { FaultSetting, Faults } from './faults.ts';
import type { Collection } from './journal.ts';

export interface PendingWebhook {
  readonly id: string;
  readonly system: FaultSetting['system'];
  readonly path: string;
  readonly body: string;
  /** Made anew for each try, since the time is signed. */
  readonly sign: 'one-gate' | 'zalo-oa' | 'zalo-mini-app' | 'in-body';
  readonly tries: number;
  readonly since: string;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const GIVE_UP_MS = 3_600_000;
const ANSWER_WITHIN_MS = 2_000;
/** How long a report waits to be overtaken. */
const HELD_MS = 2_000;

/**
 * Sends signed reports to the bff until one is answered 2xx: again after 1, 2, 4 … 60 seconds, for an hour. What is pending
 * survives a restart.
 */
export function createWebhooks({
  pending,
  faults,
  signers,
  bffUrl,
}: {
  pending: Collection<PendingWebhook>;
  faults: Faults;
  signers: Record<PendingWebhook['sign'], (body: string) => Record<string, string>>;
  bffUrl: () => string;
}) {
  const stopping = new AbortController();
  const timers = new Map<string, NodeJS.Timeout>();
  const held = new Map<PendingWebhook['system'], PendingWebhook>();

  const later = (webhook: PendingWebhook, ms: number) => {
    clearTimeout(timers.get(webhook.id));
    timers.set(
      webhook.id,
      setTimeout(() => void attempt(webhook), ms),
    );
  };
  async function attempt(webhook: PendingWebhook) {
    clearTimeout(timers.get(webhook.id));
    timers.delete(webhook.id);
    if (held.get(webhook.system)?.id === webhook.id) held.delete(webhook.system);
    const isTaken = await post(webhook);
    // Stopped or reset meanwhile: then it stays pending for the next start, or is nobody's any more.
    if (stopping.signal.aborted || !pending.get(webhook.id)) return;
    if (isTaken || Date.now() - Date.parse(webhook.since) > GIVE_UP_MS) return pending.delete(webhook.id);
    const next = { ...webhook, tries: webhook.tries + 1 };
    pending.set(webhook.id, next);
    later(next, Math.min(FIRST_PAUSE_MS * 2 ** webhook.tries, LONGEST_PAUSE_MS));
  }
  const post = (webhook: PendingWebhook) =>
    fetch(new URL(webhook.path, bffUrl()), {
      method: 'POST',
      body: webhook.body,
      headers: { 'content-type': 'application/json', ...signers[webhook.sign](webhook.body) },
      signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    }).then(
      async (answer) => {
        await answer.body?.cancel();
        return answer.ok;
      },
      () => false,
    );
  // Soon, not at once: the address of the bff may still be set.
  for (const [, webhook] of pending.entries()) later(webhook, FIRST_PAUSE_MS / 2);

  return {
    send(webhook: Omit<PendingWebhook, 'id' | 'tries' | 'since'>) {
      const made: PendingWebhook = { ...webhook, id: randomUUID(), tries: 0, since: new Date().toISOString() };
      pending.set(made.id, made);
      const mode = faults.hits(made.system, 'duplicate', 'reorder');
      const overtaken = held.get(made.system);
      if (mode === 'reorder' && !overtaken) {
        held.set(made.system, made);
        return later(made, HELD_MS);
      }
      const sent = attempt(made);
      if (mode === 'duplicate') void post(made);
      if (!overtaken) return;
      clearTimeout(timers.get(overtaken.id));
      held.delete(made.system);
      void sent.then(() => attempt(overtaken));
    },
    /** Nothing pending any more. */
    clear() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      held.clear();
    },
    stop() {
      stopping.abort();
      this.clear();
    },
  };
}
export type Webhooks = ReturnType<typeof createWebhooks>;
