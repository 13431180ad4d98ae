import type { ProviderParameter } from '@tayninh/shared/features/templates/findings';
import type { ProviderQuality, ProviderState } from '@tayninh/shared/features/templates/template-content';
import { z } from 'zod';
import { parseJson, type Upstream, UpstreamError } from '../upstream.ts';

const STATES: Readonly<Record<string, ProviderState>> = {
  ENABLE: 'enabled',
  PENDING_REVIEW: 'pending',
  PENDING: 'pending',
  REJECT: 'rejected',
  REJECTED: 'rejected',
  DISABLE: 'disabled',
  DELETE: 'disabled',
};
const QUALITIES: Readonly<Record<string, ProviderQuality>> = { HIGH: 'high', MEDIUM: 'medium', LOW: 'low' };

/** A word that nobody told us about is none of the good ones: a template in an unknown state is not sent with. */
export const providerState = (status: string): ProviderState => STATES[status.toUpperCase()] ?? 'pending';
export const providerQuality = (quality: string | null | undefined): ProviderQuality =>
  QUALITIES[(quality ?? '').toUpperCase()] ?? 'undefined';

/** Zalo writes ids as numbers here and as texts there. */
const TemplateId = z
  .union([z.string(), z.int()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,20}$/));
const Money = z
  .union([z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => {
    const vnd = value === null || value === undefined || value === '' ? Number.NaN : Math.round(Number(value));
    return Number.isSafeInteger(vnd) && vnd >= 0 && vnd < 1_000_000 ? vnd : null;
  });
const Listed = z.object({
  error: z.literal(0),
  data: z.array(
    z.object({
      templateId: TemplateId,
      templateName: z.string().max(500),
      status: z.string().max(40),
      templateQuality: z.string().max(40).nullish(),
    }),
  ),
  metadata: z.object({ total: z.coerce.number().int().min(0) }).optional(),
});
const Info = z.object({
  error: z.literal(0),
  data: z.object({
    templateId: TemplateId,
    templateName: z.string().max(500),
    status: z.string().max(40),
    reason: z.string().max(2000).nullish(),
    templateQuality: z.string().max(40).nullish(),
    listParams: z
      .array(
        z.object({
          name: z.string().max(100),
          require: z.boolean().default(true),
          minLength: z.coerce.number().int().min(0).default(0),
          maxLength: z.coerce.number().int().min(0),
        }),
      )
      .max(100),
    price: Money,
    price_sdt: Money,
    price_uid: Money,
    priceSdt: Money,
    priceUid: Money,
  }),
});
const Refused = z.object({ error: z.int() });

export interface ZaloTemplateLine {
  readonly id: string;
  readonly name: string;
  readonly state: ProviderState;
  readonly quality: ProviderQuality;
}
export interface ZaloTemplate extends ZaloTemplateLine {
  readonly reason: string | null;
  readonly params: readonly ProviderParameter[];
  readonly priceByUserVnd: number | null;
  readonly priceByPhoneVnd: number | null;
}

const PAGE = 100;
/** An account has some dozens; more than this is a list that never ends. */
const MOST_PAGES = 50;

/** The templates an Official Account has handed in, with what Zalo decided (docs/sources/zalo.md). Reads only. */
export function createZaloTemplates({ business, timeoutMs }: { business: Upstream; timeoutMs: number }) {
  async function get<T extends z.ZodType>(
    accessToken: string,
    path: string,
    schema: T,
  ): Promise<z.output<T> | { readonly refused: number }> {
    const answer = await business.call({ method: 'GET', path, headers: { access_token: accessToken }, timeoutMs });
    const value = parseJson(business.system, answer.text);
    const found = schema.safeParse(value);
    if (found.success) return found.data;
    const refused = Refused.safeParse(value);
    if (refused.success && refused.data.error !== 0) return { refused: refused.data.error };
    throw new UpstreamError(business.system, 'the answer has another shape', { wasSent: true });
  }

  return {
    /** All of them. @returns the error code when Zalo says no. @throws UpstreamError without a clear answer. */
    async list(accessToken: string): Promise<readonly ZaloTemplateLine[] | { readonly refused: number }> {
      const all = new Map<string, ZaloTemplateLine>();
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const answer = await get(accessToken, `/template/all?offset=${page * PAGE}&limit=${PAGE}`, Listed);
        if ('refused' in answer) return answer;
        for (const { templateId, templateName, status, templateQuality } of answer.data)
          all.set(templateId, {
            id: templateId,
            name: templateName,
            state: providerState(status),
            quality: providerQuality(templateQuality),
          });
        if (answer.data.length < PAGE) break;
      }
      return [...all.values()];
    },
    /** One, with parameters and prices. @returns the error code when Zalo says no. @throws UpstreamError without a clear answer. */
    async info(accessToken: string, id: string): Promise<ZaloTemplate | { readonly refused: number }> {
      const answer = await get(accessToken, `/template/info/v2?template_id=${encodeURIComponent(id)}`, Info);
      if ('refused' in answer) return answer;
      const { data } = answer;
      return {
        id: data.templateId,
        name: data.templateName,
        state: providerState(data.status),
        quality: providerQuality(data.templateQuality),
        reason: data.reason || null,
        params: data.listParams.map(({ name, require, minLength, maxLength }) => ({ name, isRequired: require, minLength, maxLength })),
        priceByUserVnd: data.price_uid ?? data.priceUid,
        priceByPhoneVnd: data.price_sdt ?? data.priceSdt ?? data.price,
      };
    },
  };
}
export type ZaloTemplates = ReturnType<typeof createZaloTemplates>;
