import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Answers } from '../procedures/e-form.ts';
import { isSame, mergeAnswers, mergeFiles } from './merge-answers.ts';

const value = fc.oneof(
  fc.constantFrom('', 'a', 'b'),
  fc.integer({ min: 0, max: 2 }),
  fc.boolean(),
  fc.array(fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('', 'a', 'b')), { maxLength: 2 }),
);
const answers = fc.dictionary(fc.constantFrom('one', 'two', 'three'), value);

describe('two hands on one form', () => {
  it('lose nothing: each change is in the result or in question', () => {
    fc.assert(
      fc.property(answers, answers, answers, (base, mine, theirs) => {
        const merged = mergeAnswers({ base, mine, theirs });
        for (const name of ['one', 'two', 'three']) {
          for (const side of [mine, theirs])
            if (!isSame(side[name], base[name]))
              expect(merged.conflicts.includes(name) || isSame(merged.answers[name], side[name]), name).toBe(true);
        }
      }),
    );
  });

  it('ask only where both changed one answer differently, and the same for both', () => {
    fc.assert(
      fc.property(answers, answers, answers, (base, mine, theirs) => {
        expect([...mergeAnswers({ base, mine, theirs }).conflicts].sort()).toEqual(
          [...mergeAnswers({ base, mine: theirs, theirs: mine }).conflicts].sort(),
        );
        expect(mergeAnswers({ base, mine, theirs: base }).conflicts).toEqual([]);
        expect(mergeAnswers({ base, mine, theirs: mine }).conflicts).toEqual([]);
      }),
    );
  });

  it('give a draft that the contract takes', () => {
    fc.assert(
      fc.property(answers, answers, answers, (base, mine, theirs) => {
        expect(Answers.safeParse(mergeAnswers({ base, mine, theirs }).answers).success).toBe(true);
      }),
    );
  });

  it('keep the files that either added and none that either threw away', () => {
    const files = fc.uniqueArray(fc.constantFrom('f1', 'f2', 'f3', 'f4')).map((ids) => ids.map((fileId) => ({ fileId })));
    fc.assert(
      fc.property(files, files, files, (base, mine, theirs) => {
        const ids = (list: { fileId: string }[]) => new Set(list.map(({ fileId }) => fileId));
        const [was, here, there, merged] = [base, mine, theirs, mergeFiles({ base, mine, theirs })].map(ids);
        for (const id of ['f1', 'f2', 'f3', 'f4'])
          expect(merged?.has(id), id).toBe(was?.has(id) ? here?.has(id) && there?.has(id) : here?.has(id) || there?.has(id));
        expect(merged?.size).toBe(mergeFiles({ base, mine, theirs }).length);
      }),
    );
  });
});
