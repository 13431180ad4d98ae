import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALL_STATUSES,
  isAllowedMove,
  isFinal,
  isNationalStatus,
  isReachable,
  NATIONAL_STATUS,
  type NationalStatus,
} from './national-status.ts';

const ALL = ALL_STATUSES;
const status = fc.constantFrom(...ALL);

describe('national status', () => {
  it('knows the ten codes and nothing else', () => {
    expect(ALL).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.double()), (value) => {
        expect(isNationalStatus(value)).toBe(ALL.includes(value as NationalStatus));
      }),
    );
  });

  it('a closed or delivered dossier stays so: refused, withdrawn, stopped, delivered', () => {
    expect(ALL.filter(isFinal)).toEqual([3, 7, 8, 10]);
    fc.assert(
      fc.property(status, status, (from, to) => {
        expect(isFinal(from) && (isAllowedMove(from, to) || isReachable(from, to))).toBe(false);
      }),
    );
  });

  it('counts as handled only with a result, as paused only when somebody else must act', () => {
    expect(ALL.filter((code) => NATIONAL_STATUS[code].phase === 'handled')).toEqual([9, 10]);
    expect(ALL.filter((code) => NATIONAL_STATUS[code].phase === 'paused')).toEqual([5, 6]);
  });

  it('can be withdrawn until there is a result', () => {
    expect(ALL.filter((code) => isAllowedMove(code, 7))).toEqual([1, 2, 4, 5, 6]);
  });

  it('a result is delivered only after it exists', () => {
    expect(ALL.filter((code) => isAllowedMove(code, 10))).toEqual([9]);
    expect(ALL.filter((code) => isAllowedMove(code, 9))).toEqual([4]);
  });
});

describe('steps missed between two looks', () => {
  it('one allowed move is always reachable', () => {
    fc.assert(
      fc.property(status, status, (from, to) => {
        expect(!isAllowedMove(from, to) || isReachable(from, to)).toBe(true);
      }),
    );
  });

  it('whatever the province really does can be followed, also when every step in between is missed', () => {
    fc.assert(
      fc.property(status, fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), (from, choices) => {
        for (const to of realWalk(from, choices)) expect(isReachable(from, to)).toBe(true);
      }),
    );
  });

  it.each([
    [4, 1],
    [4, 2],
    [2, 1],
    [6, 2],
    [9, 4],
    [10, 9],
    [9, 5],
  ] as const)('a late report of an earlier step is not followed: %i is not followed by %i', (from, to) => {
    expect(isReachable(from, to)).toBe(false);
  });

  it('after a supplement whose beginning was not seen, work goes on where it was', () => {
    for (const to of [1, 2, 4, 9, 10] as const) expect(isReachable(5, to)).toBe(true);
  });
});

/** A life of a dossier: allowed moves only, a supplement going back to where it was asked. */
function realWalk(from: NationalStatus, choices: readonly number[]): NationalStatus[] {
  const walk: NationalStatus[] = [];
  let at = from;
  let askedAt: NationalStatus | undefined;
  for (const choice of choices) {
    const next = ALL.filter((to) => isAllowedMove(at, to) && (at !== 5 || askedAt === undefined || to === askedAt || isFinal(to)));
    const to = next[choice % Math.max(1, next.length)];
    if (to === undefined) break;
    if (to === 5) askedAt = at;
    at = to;
    walk.push(at);
  }
  return walk;
}
