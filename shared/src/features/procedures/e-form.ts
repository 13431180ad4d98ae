import { z } from 'zod';

/**
 * An electronic form (e-form): data, never code. `schema` is JSON Schema 2020-12 over the answers and is the authority;
 * `layout` only says how a phone asks for them. Both come from our own seeds, never from outside (SC-7).
 */
export const FieldKind = z.enum(['text', 'textarea', 'name', 'personal-number', 'phone', 'date', 'choice', 'address', 'number', 'tick']);

export const FormField = z.strictObject({
  /** Property of the schema, top level. */
  name: z.string().regex(/^[a-z][A-Za-z0-9]{1,40}$/),
  kind: FieldKind,
  label: z.string().min(2).max(120),
  hint: z.string().max(200).optional(),
  /** For `choice`: values with words; the schema's enum holds the same values. */
  options: z.array(z.strictObject({ value: z.string(), label: z.string() })).optional(),
  /** Asked only when another answer has this value; the schema says so too (if/then). */
  showWhen: z.strictObject({ field: z.string(), equals: z.union([z.string(), z.boolean()]) }).optional(),
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
/** Answers are a flat map of scalars; the form's own schema says which. */
export const Answers = z.record(z.string().max(60), z.union([z.string().max(4000), z.number(), z.boolean(), z.null()]));
export type Answers = z.infer<typeof Answers>;

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
