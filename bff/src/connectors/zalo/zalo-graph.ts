import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../platform/app-error.ts';
import { parseJson, type Upstream, UpstreamError } from '../upstream.ts';

/** Zalo answers HTTP 200 for most failures: the truth is in `error` (docs/sources/zalo.md). Ids are strings, longer than 2^53. */
const Profile = z.object({
  error: z.literal(0),
  id: z.string().regex(/^\d{5,25}$/),
  name: z.string().max(200).optional(),
  user_id_by_oa: z
    .string()
    .regex(/^\d{5,25}$/)
    .optional(),
});
const Phone = z.object({ number: z.string() });
/** Numbers come as texts. A place that no receiver has seen comes as 0, 0, which is in the sea off Africa. */
const Degrees = z.union([z.number(), z.string().trim().min(1).max(40)]).transform(Number);
const Location = z
  .object({ latitude: Degrees.pipe(z.number().min(-90).max(90)), longitude: Degrees.pipe(z.number().min(-180).max(180)) })
  .refine(({ latitude, longitude }) => latitude !== 0 || longitude !== 0);
const Info = z.object({ error: z.literal(0), data: z.unknown() });
/** Refusals that say nothing about the one-time token (docs/sources/zalo.md). */
const CALLER_ABROAD = -501;
const SESSION_KEY_INVALID = 452;

export interface ZaloProfile {
  readonly zaloId: string;
  readonly name: string | null;
  readonly oaUserId: string | null;
}

/** Who is behind a token of the mini app, asked at Zalo's graph with a proof that we hold the app's secret (ID-1). */
export function createZaloGraph({
  upstream,
  appSecret,
  miniAppId,
  timeoutMs,
}: {
  upstream: Upstream;
  appSecret: string;
  miniAppId: string;
  timeoutMs: number;
}) {
  const ask = async (path: string, headers: Record<string, string>) => {
    const answer = await upstream.call({ method: 'GET', path, headers, timeoutMs }).catch((cause: unknown) => {
      throw new AppError('zalo-unavailable', 'graph gave no answer', { cause });
    });
    try {
      return parseJson('zalo-graph', answer.text);
    } catch (cause) {
      if (cause instanceof UpstreamError) throw new AppError('zalo-unavailable', 'graph answered nonsense', { cause });
      throw cause;
    }
  };

  /**
   * What a one-time token stands for. Never repeated: the token is spent (ID-2).
   * @throws AppError `refusal` when the token is wrong, used, too old or of another app, or stands for nothing usable;
   *   `zalo-proof-refused` | `zalo-unavailable`
   */
  async function exchange<T>(
    shape: z.ZodType<T>,
    refusal: 'phone-proof-refused' | 'location-proof-refused',
    accessToken: string,
    code: string,
  ): Promise<T> {
    const answer = await ask('/v2.0/me/info', { access_token: accessToken, code, secret_key: appSecret });
    const error = (answer as { error?: unknown } | null)?.error;
    if (error === CALLER_ABROAD) throw new AppError('zalo-unavailable', 'graph answers only callers inside Vietnam');
    if (error === SESSION_KEY_INVALID) throw new AppError('zalo-proof-refused', 'graph refused the access token');
    const parsed = shape.safeParse(Info.safeParse(answer).data?.data);
    if (!parsed.success) throw new AppError(refusal, 'graph refused the one-time token');
    return parsed.data;
  }

  return {
    /** @throws AppError `zalo-proof-refused` for a wrong, expired or foreign token, `zalo-unavailable` when Zalo is down. */
    async profile(accessToken: string): Promise<ZaloProfile> {
      const proof = createHmac('sha256', appSecret).update(accessToken).digest('hex');
      const query = new URLSearchParams({ fields: 'id,name,user_id_by_oa', miniapp_id: miniAppId });
      const parsed = Profile.safeParse(await ask(`/v2.0/me?${query}`, { access_token: accessToken, appsecret_proof: proof }));
      if (!parsed.success) throw new AppError('zalo-proof-refused', 'graph refused the token');
      return {
        zaloId: parsed.data.id,
        name: parsed.data.name?.normalize('NFC').trim() || null,
        oaUserId: parsed.data.user_id_by_oa ?? null,
      };
    },
    /** The phone number behind a one-time token, as Zalo writes it. */
    phone: async (accessToken: string, token: string) => (await exchange(Phone, 'phone-proof-refused', accessToken, token)).number,
    /** Where the phone is, in degrees (WGS 84), as exactly as Zalo says it: not to be stored or logged. */
    location: (accessToken: string, token: string) => exchange(Location, 'location-proof-refused', accessToken, token),
  };
}
export type ZaloGraph = ReturnType<typeof createZaloGraph>;
