import { randomUUID } from 'node:crypto';
import type { FaultSetting, Faults } from './faults.ts';
import type { Collection } from './journal.ts';

export interface PendingWebhook {
  readonly id: string;
  readonly system: FaultSetting['system'];
  readonly path: string;
  readonly body: string;
  /** Made anew for each try, since the time is signed. */
  readonly sign: 'one-gate' | 'zalo-oa';
  readonly tries: number;
}

const GIVE_UP_TRIES = 60;

/** Sends signed reports to the bff until they are taken: after 1, 2, 4 … 30 seconds. What is pending survives a restart. */
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
  let isStopped = false;
  const timers = new Set<NodeJS.Timeout>();
  const held = new Map<string, PendingWebhook>();

  const later = (webhook: PendingWebhook, ms: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attempt(webhook);
    }, ms);
    timers.add(timer);
  };
  async function attempt(webhook: PendingWebhook) {
    if (isStopped) return;
    const taken = await post(webhook);
    if (isStopped || taken || webhook.tries >= GIVE_UP_TRIES) return pending.delete(webhook.id);
    const next = { ...webhook, tries: webhook.tries + 1 };
    pending.set(webhook.id, next);
    later(next, Math.min(1_000 * 2 ** webhook.tries, 30_000));
  }
  const post = (webhook: PendingWebhook) =>
    fetch(new URL(webhook.path, bffUrl()), {
      method: 'POST',
      body: webhook.body,
      headers: { 'content-type': 'application/json', ...signers[webhook.sign](webhook.body) },
      signal: AbortSignal.timeout(2_000),
    }).then(
      (answer) => answer.ok,
      () => false,
    );
  for (const webhook of pending.values()) later(webhook, 500);

  return {
    send(webhook: Omit<PendingWebhook, 'id' | 'tries'>) {
      const made: PendingWebhook = { ...webhook, id: randomUUID(), tries: 0 };
      pending.set(made.id, made);
      const mode = faults.hits(made.system, 'duplicate', 'reorder');
      if (mode === 'reorder' && !held.has(made.system)) {
        held.set(made.system, made);
        later(made, 2_000); // the next one overtakes it
        return;
      }
      held.delete(made.system);
      void attempt(made);
      if (mode === 'duplicate') void post(made);
    },
    stop() {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
export type Webhooks = ReturnType<typeof createWebhooks>;
