import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormField, PersonField } from '../procedures/e-form.ts';
import { adviceOn } from './advice.ts';

const number = (name: string): PersonField => ({ name, kind: 'personal-number', label: 'Số căn cước' });

describe('advice', () => {
  it('is silent when number, birth date and sex agree, and speaks when one does not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2099 }), fc.constantFrom('nam', 'nu'), fc.stringMatching(/^\d{6}$/), (year, sex, tail) => {
        const century = (Math.floor(year / 100) - 19) * 2 + (sex === 'nu' ? 1 : 0);
        const digits = `072${century}${String(year % 100).padStart(2, '0')}${tail}`;
        const about = (birthDate: string, ownerSex: string) =>
          adviceOn([number('ownerPersonalNumber')], { ownerPersonalNumber: digits, ownerBirthDate: birthDate, ownerSex }).get(
            'ownerPersonalNumber',
          );
        expect(about(`${year}-05-01`, sex)).toBeUndefined();
        expect(about(`${year + 1}-05-01`, sex)).toBe('birth-year-differs');
        expect(about(`${year}-05-01`, sex === 'nam' ? 'nu' : 'nam')).toBe('sex-differs');
      }),
    );
  });

  it('of one of a list looks at what is asked of that person', () => {
    expect(adviceOn([number('personalNumber')], { personalNumber: '072095000001', birthDate: '1996-01-01' }).get('personalNumber')).toBe(
      'birth-year-differs',
    );
  });

  it('asks back about a name with a letter of another alphabet', () => {
    const name: FormField = { name: 'applicantName', kind: 'name', label: 'Họ tên' };
    expect(adviceOn([name], { applicantName: 'Lê Vаn An' }).get('applicantName')).toBe('name-mixed-scripts');
  });
});
