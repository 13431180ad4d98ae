import { afterAll, beforeAll, inject } from 'vitest';
import { hasBrowser } from '../scripts/browser.ts';
import { type Copy, openCopy } from './running-copy.ts';

/** A browser of this file's own on the copy that all journeys share. Called once, at the top of a file; there to use inside its tests. */
export function useSharedCopy(): Copy {
  const copy = {} as Copy; // filled before the first test
  beforeAll(async () => {
    if (hasBrowser()) Object.assign(copy, await openCopy(inject('copy')));
  });
  afterAll(() => copy.close?.());
  return copy;
}
