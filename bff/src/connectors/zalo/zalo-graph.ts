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
const Phone = z.object({ error: z.literal(0), data: z.object({ number: z.string() }) });

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
    /** The phone number behind a one-time token, as Zalo writes it. Never repeated: the token is spent (ID-2). */
    async phone(accessToken: string, phoneToken: string): Promise<string> {
      const parsed = Phone.safeParse(await ask('/v2.0/me/info', { access_token: accessToken, code: phoneToken, secret_key: appSecret }));
      if (!parsed.success) throw new AppError('phone-proof-refused', 'graph refused the phone token');
      return parsed.data.data.number;
    },
  };
}
export type ZaloGraph = ReturnType<typeof createZaloGraph>;
