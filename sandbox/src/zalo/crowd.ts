import { PERSONAS } from '../personas.ts';

/** Somebody whom the fake Zalo can carry a message to. */
export interface Receiver {
  /** A persona's id, or `crowd-<number>`. */
  readonly id: string;
  readonly oaUserId: string | undefined;
  readonly zaloId: string | undefined;
  /** As Zalo writes it: 84… */
  readonly phone: string | undefined;
}

const MOST = 10_000_000;
const OA = '78';
const APP = '33';
const PHONE = '8459';

/** One of the thousands without a name: the ids follow from the number, so nobody has to keep them. `number` from 0 to 9,999,999. */
export const crowdPerson = (number: number) => ({
  id: `crowd-${number}`,
  oaUserId: OA + String(number).padStart(17, '0'),
  zaloId: APP + String(number).padStart(17, '0'),
  phone: PHONE + String(number).padStart(7, '0'),
});

const numberIn = (text: string | undefined, prefix: string, digits: number): number | null =>
  text?.startsWith(prefix) && text.length === prefix.length + digits && /^\d+$/.test(text) ? Number(text.slice(prefix.length)) : null;

/** Who has one of these ids: a persona, or one of the crowd as long as there are that many. */
export function findReceiver(
  by: { oaUserId: string } | { zaloId: string } | { phone: string } | { id: string },
  crowdCount: number,
): Receiver | null {
  const persona = PERSONAS.find((one) => Object.entries(by).every(([name, value]) => one[name as 'id' | 'phone'] === value));
  if (persona) return { id: persona.id, oaUserId: persona.oaUserId, zaloId: persona.zaloId, phone: persona.phone };
  const number =
    'oaUserId' in by
      ? numberIn(by.oaUserId, OA, 17)
      : 'zaloId' in by
        ? numberIn(by.zaloId, APP, 17)
        : 'phone' in by
          ? numberIn(by.phone, PHONE, 7)
          : /^crowd-\d{1,7}$/.test(by.id)
            ? Number(by.id.slice('crowd-'.length))
            : null;
  return number !== null && number < Math.min(crowdCount, MOST) ? crowdPerson(number) : null;
}
