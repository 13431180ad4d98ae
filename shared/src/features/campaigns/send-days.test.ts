import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNEL } from '../notifications/channels.ts';
import { clockOf, instantOf } from '../promise-dates/vietnam-time.ts';
import { nextOpenMinute, openParts, PROVINCE_HOURS } from './open-hours.ts';
import { liesIn, type SendGroup, sendDays, startMinute } from './send-days.ts';

const at = (local: string) => startMinute(new Date(`${local}+07:00`));
const pace = { fromMinute: at('2026-11-26T08:00:00'), untilMinute: null, perMinute: () => 3_000, budgetOf: () => 5_000 };
const aGroup = (group: Partial<SendGroup> = {}): SendGroup => ({
  channel: 'zbs-uid',
  count: 100,
  parts: [PROVINCE_HOURS],
  budgets: ['oa'],
  ...group,
});
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

describe('the days of a campaign', () => {
  it('spills over what a day’s quota does not carry, and says on which day the last one is told', () => {
    const { slices } = sendDays([aGroup({ count: 11_204 }), aGroup({ channel: 'zbs-phone', count: 3_917 })], pace);
    const byDay = Map.groupBy(slices, ({ day }) => day);
    expect([...byDay].map(([day, those]) => [day, sum(those.map(({ count }) => count))])).toEqual([
      ['2026-11-26', 5_000],
      ['2026-11-27', 5_000],
      ['2026-11-28', 5_000],
      ['2026-11-29', 121],
    ]);
  });

  it('sends nothing ordinary at 20:59:59 or 21:55 any more, and an emergency at once', () => {
    const beginsAt = (local: string, parts = openParts(CHANNEL['zbs-uid'].openHours, null)) =>
      instantOf(sendDays([aGroup({ parts })], { ...pace, fromMinute: at(local) }).slices[0]?.fromMinute ?? 0);
    expect(beginsAt('2026-11-26T20:59:00')).toBe('2026-11-26T20:59:00+07:00');
    expect(beginsAt('2026-11-26T20:59:59')).toBe('2026-11-27T07:00:00+07:00');
    expect(beginsAt('2026-11-26T21:55:00')).toBe('2026-11-27T07:00:00+07:00');
    expect(beginsAt('2026-11-26T21:55:00', openParts(null, null, { isUrgent: true }))).toBe('2026-11-26T21:55:00+07:00');
  });

  it('keeps to Zalo’s own hours at 21:59:59, where the province’s would allow it', () => {
    const parts = openParts(CHANNEL['zbs-uid'].openHours, null, { province: { fromMinute: 0, toMinute: 1_440 } });
    const first = sendDays([aGroup({ parts })], { ...pace, fromMinute: at('2026-11-26T21:59:59') }).slices[0];
    expect(instantOf(first?.fromMinute ?? 0)).toBe('2026-11-27T06:00:00+07:00');
  });

  it('leaves what comes after the expiry unsent and counted', () => {
    const until = at('2026-11-27T07:01:00');
    expect(sendDays([aGroup({ count: 9_500 })], { ...pace, untilMinute: until }).left).toEqual({ 'no-hour': 0, expired: 1_500 });
  });

  it('rings nobody in their own quiet hours, also over midnight and in the middle of the day', () => {
    expect(openParts(null, { from: 20 * 60, to: 8 * 60 })).toEqual([{ fromMinute: 480, toMinute: 1_200 }]);
    expect(openParts(null, { from: 12 * 60, to: 14 * 60 })).toEqual([
      { fromMinute: 420, toMinute: 720 },
      { fromMinute: 840, toMinute: 1_260 },
    ]);
    expect(openParts(null, { from: 6 * 60, to: 22 * 60 })).toEqual([]);
    expect(sendDays([aGroup({ parts: [] })], pace).left).toEqual({ 'no-hour': 100, expired: 0 });
  });

  const minute = fc.integer({ min: 0, max: 1_439 });
  const quiet = fc.option(fc.record({ from: minute, to: minute }));
  const groups = fc.array(
    fc.record({
      channel: fc.constantFrom('zbs-uid' as const, 'zbs-phone' as const, 'mini-app' as const),
      count: fc.integer({ min: 0, max: 30_000 }),
      quiet,
      budgets: fc.constantFrom(['oa'], ['oa', 'unit'], ['unit'], []),
    }),
    { maxLength: 8 },
  );

  it('always sums to all people, within every budget, and never in quiet hours', () => {
    fc.assert(
      fc.property(
        groups,
        fc.record({ oa: fc.integer({ min: 0, max: 9_000 }), unit: fc.integer({ min: 0, max: 20_000 }) }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 0, max: 3_000_000 }),
        fc.option(fc.integer({ min: 0, max: 20_000 })),
        (drawn, limits, perMinute, offset, life) => {
          const made = drawn.map((each) => ({ ...each, parts: openParts(CHANNEL[each.channel].openHours, each.quiet) }));
          const fromMinute = at('2026-01-01T00:00:00') + offset;
          const { slices, left } = sendDays(made, {
            fromMinute,
            untilMinute: life === null ? null : fromMinute + life,
            perMinute: () => perMinute,
            budgetOf: (key) => limits[key as keyof typeof limits],
          });
          expect(sum(slices.map(({ count }) => count)) + left.expired + left['no-hour']).toBe(sum(made.map(({ count }) => count)));
          for (const [, ofDay] of Map.groupBy(slices, ({ day }) => day)) {
            // a slice names its channel, not its group: at most what all budgets together give, plus who counts in none
            const counted = made.filter(({ budgets }) => budgets.length > 0);
            const free = sum(made.filter(({ budgets }) => budgets.length === 0).map(({ count }) => count));
            expect(sum(ofDay.map(({ count }) => count))).toBeLessThanOrEqual(free + (counted.length > 0 ? limits.oa + limits.unit : 0));
          }
          for (const slice of slices) {
            expect(slice.fromMinute).toBeGreaterThanOrEqual(fromMinute);
            expect(made.some(({ channel, parts }) => channel === slice.channel && liesIn(slice, parts))).toBe(true);
            expect(liesIn(slice, [PROVINCE_HOURS])).toBe(true);
          }
        },
      ),
    );
  });

  it('finds the next minute that rings, which is never in the past and never closed', () => {
    fc.assert(
      fc.property(quiet, fc.integer({ min: 0, max: 40_000_000 }), (hours, now) => {
        const parts = openParts(CHANNEL['mini-app'].openHours, hours);
        const next = nextOpenMinute(now, parts);
        expect(next === null).toBe(parts.length === 0);
        if (next === null) return;
        expect(next).toBeGreaterThanOrEqual(now);
        expect(next - now).toBeLessThan(1_440 * 2);
        expect(parts.some(({ fromMinute, toMinute }) => clockOf(next) >= fromMinute && clockOf(next) < toMinute)).toBe(true);
      }),
    );
  });
});
