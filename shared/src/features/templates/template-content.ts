import { z } from 'zod';
import { Day } from '../../contract/values.ts';
import { LONGEST } from './variable-lengths.ts';

/** What a variable holds. Decides how a value is checked and written (render.ts). */
export const VariableKind = z.enum(['text', 'name', 'code', 'date', 'amount']);
export type VariableKind = z.infer<typeof VariableKind>;

/**
 * Where a value comes from. `fixed`: typed once for the whole campaign. `event`: what a notice tells, under the variable's own name.
 * The others are facts of each recipient.
 */
export const VariableSource = z.enum(['fixed', 'event', 'recipient-name', 'commune-name', 'procedure-name', 'masked-code', 'due-date']);
export type VariableSource = z.infer<typeof VariableSource>;

export const VariableName = z.string().regex(/^[a-z][a-z0-9_]{0,29}$/, 'Tên biến gồm chữ thường không dấu, số và gạch dưới.');
export const TemplateVariable = z.strictObject({
  name: VariableName,
  kind: VariableKind,
  maxLength: z.int().min(1).max(200),
  /** What officers read beside the field. */
  label: z.string().trim().min(1).max(60),
  source: VariableSource,
});
export type TemplateVariable = z.infer<typeof TemplateVariable>;

/** A path of the mini app. Never a link to elsewhere. */
export const AppPath = z
  .string()
  .max(200)
  .regex(/^\/(?!\/)[\w/?=&%{}.-]*$/, 'Đường dẫn bắt đầu bằng dấu / và là một trang của ứng dụng.');
const Text = (most: number) => z.string().max(most, `Dài quá ${most} ký tự.`);

/** In one language. `{{name}}` stands where a value goes. Bounds here are of storage; what Zalo allows is said by lint.ts. */
export const TemplateText = z.strictObject({
  title: Text(200),
  body: Text(4000),
  action: z.strictObject({ label: Text(60), path: AppPath }).optional(),
});
export type TemplateText = z.infer<typeof TemplateText>;

/** Kinds of a parameter in a template of Zalo, each with its own longest value (zalo-limits.ts). */
export const ZaloParameterKind = z.enum([
  'name',
  'phone',
  'address',
  'code',
  'label',
  'status',
  'contact',
  'address-form',
  'product',
  'quantity',
  'time',
  'otp',
  'url',
  'currency',
  'transfer-note',
]);
export type ZaloParameterKind = z.infer<typeof ZaloParameterKind>;
const ParameterName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,49}$/);

/** The layout that Zalo approved or shall approve; its parameters are written `<name>`. */
export const ZbsLayout = z.strictObject({
  title: Text(200),
  paragraphs: z.array(Text(1000)).max(8),
  rows: z.array(z.strictObject({ label: Text(100), value: Text(200) })).max(20),
  buttons: z.array(z.strictObject({ kind: z.enum(['web', 'phone', 'oa', 'mini-app']), title: Text(100), target: Text(300) })).max(5),
});
export type ZbsLayout = z.infer<typeof ZbsLayout>;

export const ZbsContent = z.strictObject({
  /** Zalo's parameter → our text with `{{variable}}`, in Vietnamese. */
  params: z.record(ParameterName, Text(400)),
  kinds: z.record(ParameterName, ZaloParameterKind).default({}),
  layout: ZbsLayout.optional(),
});
export type ZbsContent = z.infer<typeof ZbsContent>;

/** Zalo's template "01" for notifications of a mini app, in Vietnamese. */
export const MiniAppContent = z.strictObject({
  title: Text(200),
  contentTitle: Text(200),
  contentDescription: Text(400),
  buttonText: Text(60),
  path: AppPath,
});
export type MiniAppContent = z.infer<typeof MiniAppContent>;

/** Everything a version of a template says. English is optional: who reads English gets Vietnamese where it is missing. */
export const TemplateContent = z
  .strictObject({
    variables: z.array(TemplateVariable).max(30),
    texts: z.strictObject({ vi: TemplateText, en: TemplateText.optional() }),
    zbs: ZbsContent.optional(),
    miniApp: MiniAppContent.optional(),
  })
  .superRefine(({ variables }, context) => {
    const seen = new Set<string>();
    for (const [at, { name, kind, maxLength }] of variables.entries()) {
      if (seen.has(name)) context.addIssue({ code: 'custom', path: ['variables', at, 'name'], message: `Tên biến ${name} dùng hai lần.` });
      seen.add(name);
      if (maxLength > LONGEST[kind])
        context.addIssue({
          code: 'custom',
          path: ['variables', at, 'maxLength'],
          message: `Dài nhất ${LONGEST[kind]} ký tự cho kiểu này.`,
        });
    }
  });
export type TemplateContent = z.infer<typeof TemplateContent>;

/** What Zalo says of the template behind a version. `none`: not asked. */
export const ProviderState = z.enum(['none', 'pending', 'enabled', 'rejected', 'disabled']);
export type ProviderState = z.infer<typeof ProviderState>;
export const ProviderQuality = z.enum(['high', 'medium', 'low', 'undefined']);
export type ProviderQuality = z.infer<typeof ProviderQuality>;

/** Values by variable name, as they come: nothing is trusted before render.ts has looked. A date is `yyyy-mm-dd` or an instant. */
export type TemplateValues = Readonly<Record<string, unknown>>;
export const FixedValues = z.record(VariableName, z.union([z.string().max(20_000), z.number(), Day, z.null()]));
