import { describe, expect, it } from 'vitest';
import type { FormField, Person } from '../procedures/e-form.ts';
import { askedAnswers, cleanAnswers } from './asked-answers.ts';

const members: FormField = {
  name: 'members',
  kind: 'people',
  label: 'Người nhà',
  showWhen: { field: 'ownership', equals: 'gia-dinh' },
  each: { title: 'Người', fields: [{ name: 'fullName', kind: 'name', label: 'Họ và tên' }] },
};
const form = { layout: [{ fields: [members, { name: 'request', kind: 'textarea', label: 'Nội dung' } as const] }] };

describe('answers as they are sent', () => {
  it('leave out people who are not asked for', () => {
    expect(askedAnswers(form, { ownership: 'ca-nhan', members: [{ fullName: 'An' }] })).toEqual({});
  });

  it('clean each person, and keep a blank one in its place', () => {
    const people: Person[] = [{ fullName: ' \u200bAn\u00a0 Bịa ' }, {}, { fullName: '', gone: 'x' }];
    expect(askedAnswers({ layout: [{ fields: [{ ...members, showWhen: undefined } as FormField] }] }, { members: people })).toEqual({
      members: [{ fullName: 'An Bịa' }, {}, {}],
    });
  });

  it('keep the lines of a long text', () => {
    expect(cleanAnswers(form, { request: ' một  \nhai\u200b ', other: 1 })).toEqual({ request: 'một\nhai', other: 1 });
  });
});
