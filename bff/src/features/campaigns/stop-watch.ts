import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '@tayninh/shared/features/notifications/channels';
import type { KillSwitchRepository } from './kill-switches.repository.ts';

/** News are pushed; this look is for those that a lost connection swallowed. Together: at most a second (NT-7). */
const LOOK_EVERY_MS = 500;

/**
 * What may go out, known in memory so that it can be asked before every single call. Until the first look, and while the database
 * cannot be asked for longer than a second, nothing may.
 */
export function createStopWatch(repository: Pick<KillSwitchRepository, 'stops' | 'listen'>) {
  let held = new Set<string>(['global/*']);
  let going = new Set<string>();
  let seenAt = 0;
  const wakers = new Set<() => void>();

  async function look() {
    const askedAt = performance.now();
    const { switches, going: ids } = await repository.stops();
    if (askedAt < seenAt) return; // a later look was faster
    held = new Set(switches.map(({ scope, key }) => `${scope}/${scope === 'global' ? '*' : key}`));
    going = new Set(ids);
    seenAt = askedAt;
  }
  const isFresh = () => performance.now() - seenAt < 1_000 + LOOK_EVERY_MS;
  const holds = (...names: string[]) => !isFresh() || held.has('global/*') || names.some((name) => held.has(name));

  return {
    look,
    /** For messages that belong to no campaign. */
    mayPush: (channel: Channel) => !holds(`channel/${channel}`),
    maySend: ({ campaignId, unitCode, channel }: { campaignId: string; unitCode: string; channel: Channel }) =>
      going.has(campaignId) && !holds(`channel/${channel}`, `unit/${unitCode}`, `campaign/${campaignId}`),
    /** Resolves when something changed, or after `ms`. */
    async changed(ms: number): Promise<void> {
      const waking = new AbortController();
      const wake = () => waking.abort();
      wakers.add(wake);
      await pause(ms, undefined, { signal: waking.signal }).catch(() => {});
      wakers.delete(wake);
    },
    start() {
      const ending = new AbortController();
      const listening = repository.listen(() => {
        void look()
          .catch(() => {})
          .finally(() => {
            for (const wake of wakers) wake();
          });
      });
      listening.catch(() => {});
      const loop = (async () => {
        while (!ending.signal.aborted) {
          await look().catch(() => {}); // not fresh any more: nothing goes out
          await pause(LOOK_EVERY_MS, undefined, { signal: ending.signal }).catch(() => {});
        }
      })();
      return {
        stop: async () => {
          ending.abort();
          for (const wake of wakers) wake();
          await loop;
          await listening.then(({ unlisten }) => unlisten()).catch(() => {});
        },
      };
    },
  };
}
export type StopWatch = ReturnType<typeof createStopWatch>;
