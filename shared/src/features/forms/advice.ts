import { readPersonalNumber } from '../identity/personal-number.ts';
import type { Answers, FormField, PersonField } from '../procedures/e-form.ts';
import { type NameOddity, nameOddity } from './person-name.ts';

/** Something to look at again. Never a refusal: the law allows each of them (docs/sources/identifiers.md). */
export type Advice = 'birth-year-differs' | 'sex-differs' | `name-${NameOddity}`;

const SEX: Readonly<Record<string, 'male' | 'female'>> = { nam: 'male', nu: 'female' };

/**
 * What is odd about the answers, by field name. The number of a person is compared with the birth date and sex asked beside it:
 * in all our forms they are called `xPersonalNumber`, `xBirthDate` and `xSex`, or the same without x for one of a list. A number
 * keeps the sex of its issue, so a difference may be lawful.
 */
export function adviceOn(fields: readonly (FormField | PersonField)[], answers: Answers): Map<string, Advice> {
  const advice = new Map<string, Advice>();
  for (const { name, kind } of fields) {
    const value = answers[name];
    if (typeof value !== 'string') continue;
    if (kind === 'name') {
      const oddity = nameOddity(value);
      if (oddity) advice.set(name, `name-${oddity}`);
    }
    const facts = kind === 'personal-number' ? readPersonalNumber(value) : null;
    if (!facts) continue;
    const beside = (what: string) =>
      String(answers[name.replace(/[Pp]ersonalNumber$/, (end) => (end[0] === 'P' ? what : lower(what)))] ?? '');
    const [, birthYear] = /^(\d{4})-\d{2}-\d{2}$/.exec(beside('BirthDate')) ?? [];
    const sex = SEX[beside('Sex')];
    if (birthYear && Number(birthYear) !== facts.birthYear) advice.set(name, 'birth-year-differs');
    else if (sex && sex !== facts.sexAtIssue) advice.set(name, 'sex-differs');
  }
  return advice;
}

const lower = (word: string) => word.charAt(0).toLowerCase() + word.slice(1);
