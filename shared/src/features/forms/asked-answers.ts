import type { Answer, Answers, FormField, FormStep, PersonField } from '../procedures/e-form.ts';
import { readLandCertificate } from './paper-numbers.ts';
import { cleanText } from './person-name.ts';

type Layout = readonly { readonly fields: readonly FormField[] }[];

export const isAsked = (field: FormField, answers: Answers) => !field.showWhen || answers[field.showWhen.field] === field.showWhen.equals;
export const askedFields = (step: Pick<FormStep, 'fields'>, answers: Answers) => step.fields.filter((field) => isAsked(field, answers));

/** What is sent: only answers to questions that are asked, cleaned, nothing empty. */
export function askedAnswers(form: { readonly layout: Layout }, answers: Answers): Answers {
  const asked = form.layout.flatMap(({ fields }) => fields.filter((field) => isAsked(field, answers)));
  return Object.fromEntries(
    asked.flatMap((field) => {
      const value = cleanAnswer(field, answers[field.name]);
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
}

/** The same answers as they are kept: what nobody can see in them is gone. The server does it too, whoever sends. */
export function cleanAnswers(form: { readonly layout: Layout }, answers: Answers): Answers {
  const fields = new Map(form.layout.flatMap((step) => step.fields.map((field) => [field.name, field] as const)));
  return Object.fromEntries(
    Object.entries(answers).flatMap(([name, value]) => {
      const field = fields.get(name);
      const clean = field ? cleanAnswer(field, value) : value;
      return clean === undefined ? [] : [[name, clean]];
    }),
  );
}

/** @returns undefined for what is no answer: nothing, blank, a list of nobody. A person who is still blank stays, to keep the order. */
function cleanAnswer(field: Pick<FormField, 'kind' | 'each'> | PersonField, value: Answer | undefined): Answer | undefined {
  if (Array.isArray(value)) {
    const parts = ('each' in field && field.each?.fields) || [];
    const people = value.map((person) =>
      Object.fromEntries(
        parts.flatMap((part) => {
          const clean = cleanAnswer(part, person[part.name]);
          return clean === undefined || Array.isArray(clean) ? [] : [[part.name, clean]];
        }),
      ),
    );
    return people.length > 0 ? people : undefined;
  }
  const clean = typeof value === 'string' ? cleanWords(field.kind, value) : value;
  return clean === undefined || clean === null || clean === '' ? undefined : clean;
}

function cleanWords(kind: FormField['kind'], text: string): string {
  if (kind === 'textarea') return text.split('\n').map(cleanText).join('\n').trim();
  const clean = cleanText(text);
  if (kind === 'personal-number') return clean.replace(/[ .]/g, '');
  if (kind === 'phone') return clean.replace(/[ .()-]/g, '');
  return kind === 'land-certificate' ? (readLandCertificate(clean) ?? clean) : clean;
}
