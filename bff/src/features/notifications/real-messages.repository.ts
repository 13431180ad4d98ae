import { copiesOf, hashOfMessage } from '@tayninh/shared/features/notifications/real-message';
import type { Database } from '../../platform/database.ts';

/** The send log as far as anybody may know it: that a text went out, and when. It holds no person (`sent_text`). */
export const createRealMessageRepository = ({ sql }: Database) => ({
  /**
   * Notes that a message went out, under every text it may be copied as.
   * @param what `<category>|<name of the office>`; without an office the province sent it
   */
  async remember(message: { title: string; body: string }, what: string) {
    const hashes = await Promise.all(copiesOf(message).map(async (text) => Buffer.from(await hashOfMessage(text)).toString('hex')));
    await sql`
      insert into sent_text (hash, what) select decode(hash, 'hex'), ${what} from unnest(${hashes}::text[]) as copy (hash) order by hash
      on conflict (hash) do update set last_sent_at = now()`;
  },
  async find(hash: Uint8Array) {
    const rows = await sql<{ what: string; firstSentAt: Date; lastSentAt: Date }[]>`
      select what, first_sent_at as "firstSentAt", last_sent_at as "lastSentAt" from sent_text where hash = ${Buffer.from(hash)}`;
    return rows[0] ?? null;
  },
});
export type RealMessageRepository = ReturnType<typeof createRealMessageRepository>;
