import { isAllowedMove, isFinal, NATIONAL_STATUS, type NationalStatus } from '@tayninh/shared/features/dossiers/national-status';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayMoveOnSight } from './second-source.ts';

const ALL = Object.keys(NATIONAL_STATUS).map(Number) as NationalStatus[];
/** A life that the law allows; a supplement returns to where it was asked. */
const life = fc.infiniteStream(fc.nat()).map((draws) => {
  const walk: NationalStatus[] = [1];
  for (const draw of draws) {
    const at = walk.at(-1) as NationalStatus;
    if (isFinal(at) || walk.length > 12) return walk;
    const next = ALL.filter((to) => isAllowedMove(at, to) && (at !== 5 || isFinal(to) || to === walk.at(-2)));
    walk.push(next[draw % next.length] as NationalStatus);
  }
  return walk;
});

describe('a status seen by a second source', () => {
  it('never moves a dossier to where it has been, however far the source lags behind', () => {
    fc.assert(
      fc.property(life, fc.nat(), (walk, draw) => {
        const now = walk.at(-1) as NationalStatus;
        const seen = walk[draw % walk.length] as NationalStatus;
        expect(mayMoveOnSight(now, seen)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [1, 2, true],
    [2, 4, true],
    [4, 9, true],
    [5, 8, true],
    [4, 5, false],
    [4, 6, false],
    [5, 4, false],
    [6, 4, false],
    [10, 9, false],
  ] as const)('%i → %i: %s', (from, to, expected) => {
    expect(mayMoveOnSight(from, to)).toBe(expected);
  });
});
