import { randomInt } from 'node:crypto';
import { type Capabilities, onDoubt } from '../connectors/capabilities.ts';
import { UpstreamError } from '../connectors/upstream.ts';

/** How far the way to the province got (RL-4). */
export type SendState =
  | 'accepted'
  | 'scanning'
  | 'ready'
  | 'sending'
  | 'confirmed'
  | 'rejected'
  | 'uncertain'
  | 'needs_citizen'
  | 'needs_staff';
/** States in which something is left to do. */
export const UNFINISHED = ['accepted', 'scanning', 'ready', 'sending', 'uncertain'] as const satisfies SendState[];

export interface Sendable {
  readonly id: string;
  readonly fence: number;
  readonly attemptNo: number;
  readonly acceptedAt: Date;
  /** When the citizen mended it, if ever: sending began anew then. */
  readonly resentAt?: Date | null;
  readonly files: readonly { componentId: string; fileId: string }[];
}
export interface Settlement {
  readonly from: SendState;
  readonly to: SendState;
  readonly retryInMs?: number;
  readonly outcome?: 'accepted' | 'refused' | 'uncertain' | 'not-sent';
}

/** Rows of one kind; each write is one UPDATE guarded by state and fence, and says whether it was still ours to make. */
export interface SendStore<Row extends Sendable> {
  /** Takes the row for `leaseMs` when it is due and nobody holds it. */
  claim(id: string, leaseMs: number): Promise<(Row & { state: string }) | null>;
  step(row: Pick<Sendable, 'id' | 'fence'> & { state: SendState }, to: SendState): Promise<boolean>;
  /**
   * Writes the attempt before the call goes out (RL-5). `uncertain`: it may have arrived already and is only said again.
   * @returns its number; false when another took over or it must not go out.
   */
  beginSending(row: Pick<Sendable, 'id' | 'fence'> & { state: 'ready' | 'uncertain' }): Promise<number | false>;
  lastAttempt(id: string): Promise<{ ageMs: number } | null>;
  settle(row: Pick<Sendable, 'id' | 'fence' | 'attemptNo'>, settlement: Settlement): Promise<unknown>;
}

/** What the outside is asked, for rows of one kind. Each call throws UpstreamError when there is no clear answer. */
export interface Destination<Row extends Sendable, Prepared> {
  /** What the system promises that this row goes to: doubt is decided by these flags alone. */
  capabilities(row: Row): Promise<Capabilities>;
  /** Everything that may be repeated without an effect, files for one. */
  prepare(row: Row): Promise<Prepared>;
  /** The one call that has the effect. `refused` is the province's own no. */
  send(row: Row, prepared: Prepared): Promise<'accepted' | 'refused'>;
  /** Asks by our reference; `true` once the row is written as confirmed. Called only where the system can be asked. */
  findAndConfirm(row: Row): Promise<boolean>;
  /** False: somebody else sends it (a clerk at a counter), so that we only ask and never send. */
  isOursToSend?(row: Row): boolean;
}

export interface SendingTimes {
  readonly leaseMs: number;
  readonly absenceSettlesMs: number;
  readonly retryBaseMs: number;
  readonly retryMaxMs: number;
  readonly giveUpMs: number;
}

/**
 * Brings what was accepted from a citizen to the province exactly once (RL-4, RL-5, docs/adr/0004).
 *
 * Crash states and who repairs them: before `sending` is written, nothing had an effect and the sweep offers the row again;
 * after it, the row waits for its lease to end and is then treated as `uncertain`. What follows is decided by what the system
 * promises (`onDoubt`): send again, ask by our reference and send only when it surely does not know it, or leave it to a person.
 */
export function createExactlyOnce<Row extends Sendable, Prepared>({
  store,
  destination,
  checkFile,
  times,
}: {
  store: SendStore<Row>;
  destination: Destination<Row, Prepared>;
  checkFile: (fileId: string) => Promise<'clean' | 'refused' | 'unknown'>;
  times: SendingTimes;
}) {
  /** Exponential with full jitter (RL-8). */
  const backoff = (attemptNo: number) => randomInt(Math.min(times.retryBaseMs * 2 ** Math.min(attemptNo, 20), times.retryMaxMs)) + 250;
  const soon = () => Math.min(backoff(0), 2_000);
  const isOld = (row: Row) => Date.now() - (row.resentAt ?? row.acceptedAt).getTime() > times.giveUpMs;

  async function scan(row: Row, from: SendState): Promise<boolean> {
    if (from === 'accepted' && !(await store.step({ ...row, state: from }, 'scanning'))) return false;
    const verdicts = new Set<Awaited<ReturnType<typeof checkFile>>>();
    for (const { fileId } of row.files) verdicts.add(await checkFile(fileId)); // all of them: who has to mend one mends all at once
    if (verdicts.has('refused')) await store.settle(row, { from: 'scanning', to: 'needs_citizen' });
    // Unknown is never clean: the look at it is not over, or the scanner is down, so it waits (UP-5).
    else if (verdicts.has('unknown')) await store.settle(row, { from: 'scanning', to: 'scanning', retryInMs: backoff(2) });
    else return store.step({ ...row, state: 'scanning' }, 'ready');
    return false;
  }

  /** From doubt only where a second call changes nothing: then it stays in doubt until the answer is clear, for it may be there. */
  async function send(row: Row, from: 'ready' | 'uncertain' = 'ready'): Promise<void> {
    let prepared: Prepared;
    try {
      prepared = await destination.prepare(row);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      await store.settle(row, { from, to: isOld(row) ? 'needs_staff' : from, retryInMs: backoff(row.attemptNo + 1) });
      return;
    }
    const capabilities = await destination.capabilities(row);
    const attemptNo = await store.beginSending({ ...row, state: from });
    if (attemptNo === false) return;
    const sending = { ...row, attemptNo };
    try {
      if ((await destination.send(row, prepared)) === 'refused') {
        await store.settle(sending, { from: 'sending', to: 'rejected', outcome: 'refused' });
        return;
      }
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      await store.settle(
        sending,
        error.wasSent
          ? { from: 'sending', ...inDoubt(capabilities, attemptNo), outcome: 'uncertain' }
          : { from: 'sending', to: from, retryInMs: backoff(attemptNo), outcome: 'not-sent' },
      );
      return;
    }
    if (!capabilities.lookupByReference) {
      await store.settle(sending, { from: 'sending', to: 'confirmed', outcome: 'accepted' }); // its yes is all the proof there is
      return;
    }
    // The province said yes; the look-up is the proof we keep.
    if ((await lookUp(sending)) !== 'found')
      await store.settle(sending, { from: 'sending', to: 'uncertain', retryInMs: soon(), outcome: 'accepted' });
  }

  /** Who may ask does so soon; who may send again does not hurry a system that has just failed. */
  function inDoubt(capabilities: Capabilities, attemptNo: number): Pick<Settlement, 'to' | 'retryInMs'> {
    switch (onDoubt(capabilities)) {
      case 'send-again':
        return { to: 'uncertain', retryInMs: backoff(attemptNo) };
      case 'ask':
        return { to: 'uncertain', retryInMs: soon() };
      case 'leave-to-staff':
        return { to: 'needs_staff' };
    }
  }

  async function lookUp(row: Row): Promise<'found' | 'absent' | 'no-answer'> {
    try {
      return (await destination.findAndConfirm(row)) ? 'found' : 'absent';
    } catch (error) {
      if (error instanceof UpstreamError) return 'no-answer';
      throw error;
    }
  }

  async function resolve(row: Row, from: SendState): Promise<void> {
    const doubt = onDoubt(await destination.capabilities(row));
    if (doubt === 'leave-to-staff' || (doubt === 'send-again' && isOld(row))) {
      await store.settle(row, { from, to: 'needs_staff' });
      return;
    }
    if (doubt === 'send-again') {
      if (from === 'uncertain' || (await store.step({ ...row, state: from }, 'uncertain'))) await send(row, 'uncertain');
      return;
    }
    const answer = await lookUp(row);
    if (answer === 'found') return;
    const last = await store.lastAttempt(row.id);
    const isOurs = destination.isOursToSend?.(row) ?? true;
    if (isOurs && answer === 'absent' && last !== null && last.ageMs >= times.absenceSettlesMs) {
      await store.settle(row, { from, to: 'ready', retryInMs: 0 });
      return;
    }
    const wait =
      isOurs && answer === 'absent' && last !== null
        ? Math.max(500, times.absenceSettlesMs - last.ageMs)
        : backoff(isOurs ? row.attemptNo : 20);
    await store.settle(row, { from, to: isOld(row) ? 'needs_staff' : 'uncertain', retryInMs: wait });
  }

  return {
    /** One look at one row; safe to call at any time, also twice at once. */
    async advance(id: string): Promise<void> {
      const row = await store.claim(id, times.leaseMs);
      if (!row) return;
      const state = row.state as SendState;
      if (state === 'sending' || state === 'uncertain') return resolve(row, state);
      if ((state === 'accepted' || state === 'scanning') && !(await scan(row, state))) return;
      await send(row);
    },
  };
}
