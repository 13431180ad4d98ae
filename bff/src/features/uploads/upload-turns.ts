import { ERRORS, type Lock, type Locker } from '@tus/server';

interface Holder {
  readonly askToStop: () => void | Promise<void>;
  readonly waiting: (() => void)[];
}

/**
 * One request at a time for each upload of this process, in order of arrival. Who comes later asks the one at work to stop: it
 * is most often a connection that the phone gave up. The library's own lock spins while it waits, this one sleeps.
 *
 * Other processes are kept apart by the file itself (`platform/sealed-file`).
 */
export function createUploadTurns(waitMs = 30_000): Locker {
  const holders = new Map<string, Holder>();
  return {
    newLock: (id): Lock => ({
      async lock(signal, askToStop) {
        const holder = holders.get(id);
        if (!holder) {
          holders.set(id, { askToStop, waiting: [] });
          return;
        }
        await new Promise<void>((resolve, reject) => {
          const settle = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', giveUp);
          };
          const giveUp = () => {
            settle();
            holder.waiting.splice(holder.waiting.indexOf(go), 1);
            reject(ERRORS.ERR_LOCK_TIMEOUT);
          };
          const go = () => {
            settle();
            holders.set(id, { askToStop, waiting: holder.waiting });
            resolve();
            if (holder.waiting.length > 0) void askToStop();
          };
          const timer = setTimeout(giveUp, waitMs);
          signal.addEventListener('abort', giveUp);
          holder.waiting.push(go);
          void holder.askToStop();
        });
      },
      async unlock() {
        const holder = holders.get(id);
        const next = holder?.waiting.shift();
        if (next) next();
        else holders.delete(id);
      },
    }),
  };
}
