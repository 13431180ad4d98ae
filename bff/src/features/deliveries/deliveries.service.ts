import type { Delivery, DeliveryWay, Receiver } from '@tayninh/shared/features/deliveries/deliveries.contract';
import { nationalPhone, parsePhone } from '@tayninh/shared/features/identity/phone';
import type { ConvertedAddress } from '@tayninh/shared/features/places/convert-address';
import type { Post } from '../../connectors/post/post.ts';
import { UpstreamError } from '../../connectors/upstream.ts';
import type { CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { DeliveryRepository } from './deliveries.repository.ts';

const STATES = { open: 'waiting', sending: 'ordering', ordered: 'ordered', needs_staff: 'staff' } as const;

export function createDeliveryService({
  repository,
  post,
  convert,
  isTold,
  times,
}: {
  repository: DeliveryRepository;
  /** Null where no post is connected: then it is not offered. */
  post: Post | null;
  convert: (address: string) => Promise<ConvertedAddress>;
  /** Whether the system that the dossier went to is told of the choice. */
  isTold: (dossierId: string) => Promise<boolean>;
  times: { leaseMs: number; retryBaseMs: number; retryMaxMs: number };
}) {
  const ways: DeliveryWay[] = ['electronic', 'counter', ...(post ? ['post' as const] : [])];

  /** @throws AppError `dossier-not-found`, alike for somebody else's. */
  async function get(scope: CitizenScope, dossierId: string): Promise<Delivery> {
    const found = await repository.find(scope, dossierId);
    if (!found) throw new AppError('dossier-not-found', 'missing or not owned');
    const { row, canChange } = found;
    return {
      way: row?.way ?? 'electronic',
      ways,
      canChange,
      receiver: row && (await repository.openReceiver(row)),
      state: STATES[row?.state ?? 'open'],
      orderNumber: row?.way === 'post' ? row.orderNumber : null,
    };
  }

  async function checked({ name, phone, address }: Receiver): Promise<Receiver> {
    const mobile = parsePhone(phone);
    const place = await convert(address);
    const parts = [
      ...(mobile ? [] : [{ pointer: '/receiver/phone', detail: 'Số điện thoại chưa đúng, ví dụ 0901 234 567.' }]),
      ...(place.outcome === 'converted'
        ? []
        : [
            {
              pointer: '/receiver/address',
              detail:
                place.outcome === 'unknown'
                  ? 'Bạn ghi rõ xã hoặc phường trong tỉnh Tây Ninh.'
                  : 'Tên xã, phường cũ này nay thuộc nhiều nơi. Bạn ghi tên xã, phường mới.',
            },
          ]),
    ];
    if (!mobile || place.outcome !== 'converted') throw new AppError('invalid-request', 'receiver not usable', { parts });
    return { name, phone: nationalPhone(mobile), address: place.address };
  }

  return {
    get,
    /** @throws AppError `dossier-not-found` | `not-possible-now` once the result is ready | `invalid-request` */
    async choose(scope: CitizenScope, dossierId: string, { way, receiver }: { way: DeliveryWay; receiver?: Receiver }): Promise<Delivery> {
      if (!ways.includes(way)) throw new AppError('not-possible-now', 'no post connected');
      await get(scope, dossierId); // whose it is comes first
      const choice = { way, receiver: receiver ? await checked(receiver) : null, isTold: await isTold(dossierId) };
      const outcome = await repository.choose(scope, dossierId, choice);
      if (outcome === 'missing') throw new AppError('dossier-not-found', 'missing or not owned');
      if (outcome === 'too-late') throw new AppError('not-possible-now', 'the result is ready, or the dossier is over');
      return get(scope, dossierId);
    },
    /** Orders the post for one dossier, once; safe at any time, also twice at once. */
    async advance(dossierId: string): Promise<void> {
      const row = await repository.claim(dossierId, times.leaseMs);
      if (!row) return;
      // begun by a worker that died: perhaps ordered, and the post cannot be asked
      if (row.state === 'sending' || !post) return void (await repository.askStaff(row));
      const receiver = await repository.openReceiver(row);
      if (!receiver || !(await repository.begin(row))) return;
      try {
        const outcome = await post.order({ orderNumber: row.orderNumber, receiver });
        await (outcome === 'accepted' ? repository.ordered(row) : repository.askStaff(row));
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        const wait = Math.min(times.retryBaseMs * 2 ** Math.min(row.lookNo, 16), times.retryMaxMs);
        await (error.wasSent ? repository.askStaff(row) : repository.later(row, wait));
      }
    },
    sweep: () => repository.queueDue(),
  };
}
export type DeliveryService = ReturnType<typeof createDeliveryService>;
