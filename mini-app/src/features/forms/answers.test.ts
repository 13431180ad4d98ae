import { describe, expect, it } from 'vitest';
import { dateFrom, numberFrom, numberWords, withSlashes } from './answers.ts';

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

describe('a number as it is typed', () => {
  it.each([
    ['5', 5],
    ['50.000.000', 50_000_000],
    ['50000000', 50_000_000],
    ['120,5', 120.5],
    ['1.250,25', 1_250.25],
    ['0,05', 0.05],
  ])('reads %s as %d', (typed, value) => expect(numberFrom(typed)).toBe(value));
  it.each(['', '120,', '120,0', '1.00', '12.5', '-3', '1e5', '１２', '12 m²', '1,2,3'])(
    'leaves "%s" as it is, to be asked about or typed on',
    (typed) => expect(numberFrom(typed)).toBe(typed),
  );
  it('is shown with the comma it was typed with, so that typing goes on', () => {
    let shown = '';
    for (const key of '1250,5') shown = ((value) => (typeof value === 'number' ? numberWords(value) : value))(numberFrom(shown + key));
    expect(shown).toBe('1250,5');
  });
});
