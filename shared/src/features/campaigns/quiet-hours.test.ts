import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstLoudMoment, localDay, nextLocalDay, PROVINCE_QUIET } from './quiet-hours.ts';

const local = (text: string) => new Date(`${text}+07:00`);

describe('firstLoudMoment', () => {
  it('20:59:59.999 may go, 21:00 waits until 07:00, also after midnight', () => {
    expect(firstLoudMoment(local('2026-11-24T20:59:59.999'), [PROVINCE_QUIET])).toEqual(local('2026-11-24T20:59:59.999'));
    expect(firstLoudMoment(local('2026-11-24T21:00:00'), [PROVINCE_QUIET])).toEqual(local('2026-11-25T07:00:00'));
    expect(firstLoudMoment(local('2026-11-25T06:59:59.999'), [PROVINCE_QUIET])).toEqual(local('2026-11-25T07:00:00'));
    expect(firstLoudMoment(local('2026-11-25T07:00:00'), [PROVINCE_QUIET])).toEqual(local('2026-11-25T07:00:00'));
  });

  it('leaves one quiet span into another until it is in none', () => {
    const own = { fromMinute: 7 * 60, toMinute: 9 * 60 };
    expect(firstLoudMoment(local('2026-12-31T23:00:00'), [own, PROVINCE_QUIET])).toEqual(local('2027-01-01T09:00:00'));
  });

  it('says that there is none when spans cover the day', () => {
    const day = { fromMinute: 7 * 60, toMinute: 21 * 60 };
    expect(firstLoudMoment(local('2026-11-24T10:00:00'), [day, PROVINCE_QUIET])).toBeNull();
  });

  it('never answers with a moment in the past or in a quiet span, at most two days ahead', () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const span = fc.record({ fromMinute: minute, toMinute: minute });
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
        fc.array(span, { maxLength: 3 }),
        (at, spans) => {
          const found = firstLoudMoment(at, spans);
          if (!found) return;
          expect(found.getTime()).toBeGreaterThanOrEqual(at.getTime());
          expect(found.getTime() - at.getTime()).toBeLessThan(2 * 86_400_000);
          expect(firstLoudMoment(found, spans)).toEqual(found);
        },
      ),
    );
  });
});

it('a local day ends at 17:00 UTC', () => {
  expect(localDay(new Date('2026-11-24T16:59:59.999Z'))).toBe('2026-11-24');
  expect(localDay(new Date('2026-11-24T17:00:00Z'))).toBe('2026-11-25');
  expect(nextLocalDay(new Date('2026-11-24T16:59:59.999Z'))).toEqual(new Date('2026-11-24T17:00:00Z'));
});
