import { z } from 'zod';
import { Meaning } from '../forms/meanings.ts';

/** More than any paper form has lines for; a form's schema says less. */
export const PEOPLE_MAX = 30;

/**
 * An electronic form (e-form): data, never code. `schema` is JSON Schema 2020-12 over the answers and is the authority;
 * `layout` only says how a phone asks for them. Both come from our own seeds, never from outside (SC-7).
 */
export const FieldKind = z.enum([
  'text',
  'textarea',
  'name',
  'personal-number',
  'phone',
  'date',
  'choice',
  'address',
  'number',
  'tick',
  'land-certificate',
  'people',
]);

const Question = z.strictObject({
  /** Property of the schema: top level, or of one person in a list. */
  name: z.string().regex(/^[a-z][A-Za-z0-9]{1,40}$/),
  kind: FieldKind,
  label: z.string().min(2).max(120),
  hint: z.string().max(200).optional(),
  /** For `choice`: values with words; the schema's enum holds the same values. */
  options: z.array(z.strictObject({ value: z.string(), label: z.string() })).optional(),
});

/** One question about one person of a list; a list inside a list is not asked on a phone. */
export const PersonField = Question.extend({ kind: FieldKind.exclude(['people']) });
export type PersonField = z.infer<typeof PersonField>;

export const FormField = Question.extend({
  /** Asked only when another answer has this value; the schema says so too (if/then). */
  showWhen: z.strictObject({ field: z.string(), equals: z.union([z.string(), z.boolean()]) }).optional(),
  /** What the answer is about, so that another form can offer it again. */
  meaning: Meaning.optional(),
  /** For `people`: what one is called ("Người") and what is asked of each; how many is the schema's `maxItems`. */
  each: z.strictObject({ title: z.string().min(2).max(40), fields: z.array(PersonField).min(1) }).optional(),
});
export type FormField = z.infer<typeof FormField>;

export const FormStep = z.strictObject({
  id: z.string().regex(/^[a-z-]{2,40}$/),
  title: z.string().min(2).max(80),
  why: z.string().max(200).optional(),
  fields: z.array(FormField).min(1),
});
export type FormStep = z.infer<typeof FormStep>;

/** A paper that the form asks to attach: a photo or a PDF. */
export const FormComponent = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{2,40}$/),
  name: z.string().min(3).max(200),
  required: z.boolean(),
  hint: z.string().max(200).optional(),
});
export type FormComponent = z.infer<typeof FormComponent>;

/** Free-form by nature: a JSON Schema document. */
export const JsonSchema = z.record(z.string(), z.unknown());
const Scalar = z.union([z.string().max(4000), z.number(), z.boolean(), z.null()]);
const Name = z.string().max(60);
/** What is said of one person of a list. */
export const Person = z.record(Name, Scalar);
export type Person = z.infer<typeof Person>;
/** By field name: a scalar, or the people of a list in their order; the form's own schema says which. */
export const Answers = z.record(Name, z.union([Scalar, z.array(Person).max(PEOPLE_MAX)]));
export type Answers = z.infer<typeof Answers>;
export type Answer = Answers[string];

export const EForm = z.strictObject({
  procedureCode: z.string(),
  caseId: z.string().regex(/^[a-z0-9-]{2,40}$/),
  caseName: z.string().min(2).max(120),
  formVersion: z.string().regex(/^[\w.-]{3,40}$/),
  schema: JsonSchema,
  layout: z.array(FormStep).min(1),
  components: z.array(FormComponent),
  /** A valid invented answer; leaves the bff in development only. */
  sample: Answers,
});
export type EForm = z.infer<typeof EForm>;
