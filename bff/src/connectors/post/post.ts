import type { Receiver } from '@tayninh/shared/features/deliveries/deliveries.contract';
import { z } from 'zod';
import { parseJson, type Upstream, UpstreamError } from '../upstream.ts';

/** Orders of VNPost as observed (docs/sources/post.md): not idempotent, and nothing was seen by which an order can be looked up. */
export const POST_TRAITS = { idempotent: false, lookupByReference: false } as const;

const SYSTEM = 'post';
const TAKEN = '100';
const Ordered = z.object({ Status: z.union([z.string(), z.number()]).transform(String) });

export function createPost({
  upstream,
  accessToken,
  customerCode,
  timeoutMs,
}: {
  upstream: Upstream;
  accessToken: string;
  /** The account that pays; the post knows its address. */
  customerCode: string;
  timeoutMs: number;
}) {
  return {
    /** `refused` is the post's own no. @throws UpstreamError without a clear answer; then the effect is unknown when `wasSent`. */
    async order({ orderNumber, receiver }: { orderNumber: string; receiver: Receiver }): Promise<'accepted' | 'refused'> {
      const [, commune = '', province = ''] = /([^,]+), tỉnh ([^,]+)$/.exec(receiver.address) ?? [];
      const answer = await upstream.call({
        method: 'POST',
        path: '/orders',
        headers: { access_token: accessToken, 'content-type': 'application/json' },
        body: JSON.stringify({
          CustomerCode: customerCode,
          OrderNumber: orderNumber,
          CODAmount: 0,
          Sender: {
            Name: 'Trung tâm Phục vụ hành chính công',
            Province: 'Tây Ninh',
            District: '',
            Address: '',
            Email: '',
            Tel: '1022',
            Desc: '',
          },
          Description: 'Kết quả thủ tục hành chính', // the post learns nothing of what is inside
          // there are no districts any more; the field is still there and takes the commune
          Receiver: {
            Name: receiver.name,
            Tel: receiver.phone,
            Address: receiver.address,
            District: commune.trim(),
            Province: province,
            Email: '',
          },
          FlagConfig: '',
        }),
        timeoutMs,
      });
      if (answer.status >= 400) throw new UpstreamError(SYSTEM, `status ${answer.status}`, { wasSent: true });
      const ordered = Ordered.safeParse(parseJson(SYSTEM, answer.text));
      if (!ordered.success) throw new UpstreamError(SYSTEM, 'the answer has another shape', { wasSent: true });
      return ordered.data.Status === TAKEN ? 'accepted' : 'refused';
    },
  };
}
export type Post = ReturnType<typeof createPost>;
