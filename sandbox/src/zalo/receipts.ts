import type { SandboxCredentials } from '../credentials.ts';
import { seeded } from '../faults.ts';
import type { Webhooks } from '../webhooks.ts';
import type { Receiver } from './crowd.ts';
import { oaEvent } from './oa-events.ts';
import { Receipts, type SendChannel } from './traffic.ts';

/** Tells the bff what became of messages, after a while: on the phone, opened; twice, late or in the wrong order on demand. */
export function createReceipts({ credentials, webhooks }: { credentials: SandboxCredentials; webhooks: () => Webhooks }) {
  let setting: Receipts = Receipts.parse({});
  let random = seeded(1);
  const timers = new Set<NodeJS.Timeout>();
  const { appId, oaId } = credentials.zalo;

  const later = (ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  };
  const tell = (event: string, { channel, receiver, id, trackingId }: Message) => {
    const message =
      channel === 'zbs-phone'
        ? { delivery_time: String(Date.now()), msg_id: id, tracking_id: trackingId }
        : event === 'user_seen_message'
          ? { msg_ids: [id] }
          : { msg_id: id };
    const follower = { oaUserId: channel === 'zbs-phone' ? (receiver.phone ?? '') : (receiver.oaUserId ?? ''), zaloId: receiver.zaloId };
    const body = JSON.stringify(oaEvent({ event, follower, appId, oaId, more: { message }, nowMs: Date.now() }));
    webhooks().send({ system: 'zalo', path: '/hooks/zalo/oa', body, sign: 'zalo-oa' });
  };

  return {
    set: (next: Receipts) => {
      setting = next;
      random = seeded(next.seed);
    },
    /** A message went out: its receipts come by and by. */
    follow(message: Message) {
      const { receivedAfterMs, seenAfterMs, rate, double, contradictory, late, lateByMs } = setting;
      if ((receivedAfterMs === null && seenAfterMs === null) || random() >= rate) return;
      const extraMs = random() < late ? lateByMs : 0;
      const isContradictory = random() < contradictory;
      const isDouble = random() < double;
      const say = (event: string, afterMs: number) => {
        later(afterMs + extraMs, () => tell(event, message));
        if (isDouble) later(afterMs + extraMs + 50, () => tell(event, message));
      };
      const received = receivedAfterMs ?? 0;
      // by phone there is no word of a message being read
      const seen = message.channel === 'zbs-phone' ? null : seenAfterMs;
      if (receivedAfterMs !== null) say('user_received_message', received + (isContradictory && seen !== null ? seen + 100 : 0));
      if (seen !== null) say('user_seen_message', isContradictory ? 0 : received + seen);
    },
    clear() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      setting = Receipts.parse({});
    },
  };
}
interface Message {
  readonly channel: SendChannel;
  readonly receiver: Receiver;
  readonly id: string;
  readonly trackingId?: string | undefined;
}
