import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pausesOf } from './pauses.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 24) + hour * 3_600_000);
const happenings = (...statuses: (number | null)[]) => statuses.map((status, hour) => ({ status, occurredAt: at(hour) }));

describe('when the clock of a dossier stands still', () => {
  it('from the request until work goes on, whatever is said in between', () => {
    expect(pausesOf(happenings(1, 2, 4, 5, null, 5, 4))).toEqual({ receivedAt: at(1), pauses: [{ from: at(3), until: at(6) }] });
  });

  it('not before receipt, and not yet while the request is open', () => {
    expect(pausesOf(happenings(1, 5, 1))).toBeNull();
    expect(pausesOf(happenings(1, 5, 2, 4, 5))).toEqual({ receivedAt: at(2), pauses: [] });
  });

  it('not for less than a minute', () => {
    const soon = new Date(at(3).getTime() + 20_000);
    expect(pausesOf([...happenings(1, 2, 4, 5), { status: 4, occurredAt: soon }])?.pauses).toEqual([]);
  });

  it('never overlaps, never lies outside the life of the dossier', () => {
    const life = fc.array(fc.constantFrom(1, 2, 4, 5, 6, 9, null), { maxLength: 20 });
    fc.assert(
      fc.property(life, (statuses) => {
        const clock = pausesOf(happenings(...statuses));
        let last = clock?.receivedAt ?? at(0);
        for (const { from, until } of clock?.pauses ?? []) {
          expect(from.getTime()).toBeGreaterThanOrEqual(last.getTime());
          expect(until.getTime()).toBeGreaterThan(from.getTime());
          last = until;
        }
        expect(last.getTime()).toBeLessThanOrEqual(at(statuses.length).getTime());
      }),
    );
  });
});
