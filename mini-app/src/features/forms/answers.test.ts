import { describe, expect, it } from 'vitest';
import { dateFrom, withSlashes } from './answers.ts';

describe('dates as people type them', () => {
  it.each([
    ['28/2/2019', '2019-02-28'],
    ['1.12.1990', '1990-12-01'],
    ['01-02-2003', '2003-02-01'],
    ['31/02/2019', '2019-02-31'],
    ['28/2/19', '28/2/19'],
    ['', ''],
  ])('reads %s as %s', (typed, value) => expect(dateFrom(typed)).toBe(value));

  it('puts the slashes in while somebody types only digits', () => {
    let shown = '';
    for (const digit of '28022019') shown = withSlashes(shown + digit, shown);
    expect(shown).toBe('28/02/2019');
  });

  it('leaves slashes alone that somebody types, and lets delete', () => {
    expect(withSlashes('2/', '2')).toBe('2/');
    expect(withSlashes('2/3/', '2/3')).toBe('2/3/');
    expect(withSlashes('28', '28/')).toBe('28');
  });
});
