import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Capabilities, onDoubt } from '../connectors/capabilities.ts';
import { UpstreamError } from '../connectors/upstream.ts';
import { createExactlyOnce, type SendState, type SendStore, UNFINISHED } from './exactly-once.ts';

describe('what follows a call whose effect is unknown', () => {
  it.each([
    [{ idempotent: true, lookupByReference: true }, 'send-again'],
    [{ idempotent: true, lookupByReference: false }, 'send-again'],
    [{ idempotent: false, lookupByReference: true }, 'ask'],
    [{ idempotent: false, lookupByReference: false }, 'leave-to-staff'],
  ] as const)('%j: %s', (capabilities, decision) => {
    expect(onDoubt(capabilities)).toBe(decision);
  });
});

/** How one look at the row goes. A crash is the end of that worker; what it had written stays. */
interface Luck {
  readonly call: 'answered' | 'refused-connection' | 'request-lost' | 'reply-lost' | 'crash-before' | 'crash-after';
  readonly lookUp: 'answered' | 'lost' | 'crash';
}
const GOOD: Luck = { call: 'answered', lookUp: 'answered' };
class Crash extends Error {}
const TIMES = { leaseMs: 60_000, absenceSettlesMs: 1_000, retryBaseMs: 1, retryMaxMs: 1, giveUpMs: Number.MAX_SAFE_INTEGER };

/** One row in memory and an outside system with just these abilities, which counts what it was made to do. */
function createWorld(capabilities: Capabilities) {
  let luck = GOOD;
  const row = { id: 'a', fence: 0, attemptNo: 0, acceptedAt: new Date(), files: [], state: 'accepted' as SendState };
  const outside = { effects: 0, effectsWhenNowhere: 0, calls: 0, lookUps: 0 };
  const store: SendStore<typeof row> = {
    async claim() {
      if (!UNFINISHED.some((state) => state === row.state)) return null;
      row.fence += 1;
      return { ...row };
    },
    async step({ fence, state }, to) {
      if (fence !== row.fence || state !== row.state) return false;
      row.state = to;
      return true;
    },
    async beginSending({ fence, state }) {
      if (fence !== row.fence || row.state !== state) return false;
      row.state = 'sending';
      row.attemptNo += 1;
      return row.attemptNo;
    },
    lastAttempt: async () => ({ ageMs: TIMES.absenceSettlesMs }),
    async settle({ fence }, { from, to }) {
      if (fence !== row.fence || row.state !== from) return;
      row.state = to;
      if (to === 'ready') outside.effectsWhenNowhere += outside.effects; // here a waiting withdrawal would end it for good
    },
  };
  const { advance } = createExactlyOnce({
    store,
    checkFile: async () => 'clean',
    times: TIMES,
    destination: {
      capabilities: async () => capabilities,
      prepare: async () => null,
      async send() {
        if (luck.call === 'refused-connection') throw new UpstreamError('outside', 'ECONNREFUSED', { wasSent: false });
        if (luck.call === 'crash-before') throw new Crash();
        outside.calls += 1;
        if (luck.call === 'request-lost') throw new UpstreamError('outside', 'reset', { wasSent: true });
        if (!capabilities.idempotent || outside.effects === 0) outside.effects += 1;
        if (luck.call === 'reply-lost') throw new UpstreamError('outside', 'timeout', { wasSent: true });
        if (luck.call === 'crash-after') throw new Crash();
        return 'accepted';
      },
      async findAndConfirm() {
        outside.lookUps += 1;
        if (luck.lookUp === 'lost') throw new UpstreamError('outside', 'timeout', { wasSent: true });
        if (luck.lookUp === 'crash') throw new Crash();
        if (outside.effects > 0) row.state = 'confirmed';
        return outside.effects > 0;
      },
    },
  });
  return {
    row,
    outside,
    async look(next: Luck) {
      luck = next;
      await advance('a').catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
      });
    },
  };
}

const lucks = fc.array(
  fc.record<Luck>({
    call: fc.constantFrom('answered', 'refused-connection', 'request-lost', 'reply-lost', 'crash-before', 'crash-after'),
    lookUp: fc.constantFrom('answered', 'lost', 'crash'),
  }),
  { maxLength: 12 },
);
const abilities = fc.record<Capabilities>({ idempotent: fc.boolean(), lookupByReference: fc.boolean() });

describe('sending, whatever the system on the other side can do', () => {
  it('has its effect once, or a person looks at it; never twice', async () => {
    await fc.assert(
      fc.asyncProperty(abilities, lucks, async (capabilities, drawn) => {
        const { row, outside, look } = createWorld(capabilities);
        for (const luck of drawn) await look(luck);
        for (let looks = 0; looks < 4; looks++) await look(GOOD);
        expect(outside.effects).toBeLessThanOrEqual(1);
        expect(outside.effectsWhenNowhere).toBe(0);
        if (row.state === 'confirmed') expect(outside.effects).toBe(1);
        else expect(row.state).toBe('needs_staff');
        if (!capabilities.lookupByReference) expect(outside.lookUps).toBe(0);
        if (onDoubt(capabilities) === 'leave-to-staff') expect(outside.calls).toBeLessThanOrEqual(1);
        else expect(row.state).toBe('confirmed');
      }),
      { numRuns: 2_000 },
    );
  });
});
