import { type Choices, mayPush } from '@tayninh/shared/features/notifications/categories';
import type { OutsideChannel } from '@tayninh/shared/features/notifications/channels';
import type { RefusalClass } from '@tayninh/shared/features/notifications/zalo-refusals';
import type { ZaloChannels } from '../../connectors/zalo/zalo-channels.ts';
import { type CitizenScope, scopeOfOwner } from '../../platform/access.ts';
import type { Transaction } from '../../platform/database.ts';
import { type DossierHappening, dossierMessage, formatDue, maskReceiptNumber } from './dossier-messages.ts';
import type { NotificationRepository, Outcome } from './notifications.repository.ts';

/** The approved ZBS template for steps of a dossier. */
export const DOSSIER_TEMPLATE = '380001';

const MAX_ATTEMPTS = 6;
/** While the Official Account has no token, messages wait this long between tries (RL-25) … */
const WITHOUT_TOKEN_MS = 60_000;
/** … until they are no news any more. */
const TOO_OLD_MS = 24 * 3_600_000;

export interface Recipient {
  readonly oaUserId: string | null;
  readonly phone: string | null;
}
/** Cheapest first (docs/sources/zalo.md). */
const ROUTE = ['zbs-uid', 'zbs-phone'] as const;

export function createNotificationService({
  repository,
  channels,
  names,
  recipient,
  choices,
  remember,
  watchersOf,
  noteRefusal = async () => {},
}: {
  repository: NotificationRepository;
  channels: Pick<ZaloChannels, (typeof ROUTE)[number]>;
  names: (procedureCode: string) => Promise<{ plainName: string }>;
  recipient: (scope: CitizenScope) => Promise<Recipient | null>;
  choices: (citizenId: string) => Promise<Choices>;
  /** For whoever asks whether a message is from the province. */
  remember: (message: { title: string; body: string }, category: string) => Promise<void>;
  /** Whom a dossier's news are for: who filed it, and for whom. */
  watchersOf: (tx: Transaction, dossierId: string) => Promise<string[]>;
  /** What a refusal says about the person, for whoever writes to them next. */
  noteRefusal?: (refusal: { citizenId: string; channel: OutsideChannel; code: number }) => Promise<void>;
}) {
  async function push(messageId: string): Promise<Outcome | null> {
    const job = await repository.claim(messageId);
    if (!job) return null;
    const scope = scopeOfOwner(job.citizenId);
    if (!mayPush(await choices(job.citizenId), job.category, 'zalo')) return { state: 'suppressed', reason: 'opted out' };
    const to = await recipient(scope);
    if (!to?.oaUserId && !to?.phone) return { state: 'suppressed', reason: 'no Zalo address' };
    const later = (reason: string): Outcome =>
      job.attemptNo >= MAX_ATTEMPTS ? { state: 'failed', reason } : { state: 'queued', reason, retryInMs: 2_000 * 2 ** job.attemptNo };

    const data = {
      ten_thu_tuc: job.procedureName,
      ma_ho_so: job.maskedCode,
      trang_thai: job.statusText,
      thoi_gian: formatDue(job.createdAt),
      ghi_chu: job.note,
    };
    const message = { zbs: { templateId: job.templateId, params: data } };
    const addressee = { oaUserId: to.oaUserId, phone: to.phone, zaloId: null };
    let reason = 'no route';
    for (const channel of ROUTE.map((name) => channels[name]).filter((one) => one.suits(addressee, message))) {
      const outcome = await channel.send({ recipient: addressee, message, trackingId: job.id });
      if (outcome.kind === 'sent') {
        await remember(job, job.category);
        return { state: 'sent', channel: channel.name, providerMessageId: outcome.providerMessageId };
      }
      if (outcome.kind === 'unclear') return { state: 'uncertain', reason: outcome.reason };
      reason = outcome.reason;
      if (outcome.code !== null) await noteRefusal({ citizenId: job.citizenId, channel: channel.name, code: outcome.code });
      if (outcome.class === 'no-token' && Date.now() - job.createdAt.getTime() < TOO_OLD_MS)
        return { state: 'queued', reason, retryInMs: WITHOUT_TOKEN_MS };
      if (outcome.class === 'retry' || outcome.class === 'night') return later(reason);
      if (!TRY_NEXT.has(outcome.class)) return { state: 'failed', reason };
    }
    return { state: 'failed', reason };
  }

  return {
    /** Called inside the transaction of what happened. */
    async announce(
      tx: Transaction,
      {
        dossierId,
        eventKey,
        procedureCode,
        receiptNo,
        what,
      }: { dossierId: string; eventKey: string; procedureCode: string; receiptNo: string; what: DossierHappening },
    ) {
      const { plainName } = await names(procedureCode);
      const to = await watchersOf(tx, dossierId);
      const { kind, title, body, statusText } = dossierMessage(what, plainName);
      const note = what.kind === 'status' && what.dueAt ? `Hẹn trả: ${formatDue(what.dueAt)}` : 'Mở ứng dụng để xem chi tiết';
      for (const citizenId of to)
        await repository.announce(
          tx,
          { citizenId, dossierId, eventKey: `${dossierId}:${eventKey}`, kind, title, body },
          { templateId: DOSSIER_TEMPLATE, procedureName: plainName, maskedCode: maskReceiptNumber(receiptNo), statusText, note },
        );
    },
    /** Pushes one message, at most once; the notice itself already stands in the inbox. */
    async deliver(messageId: string): Promise<void> {
      const outcome = await push(messageId);
      if (outcome) await repository.finish(messageId, outcome);
    },
  };
}
export type NotificationService = ReturnType<typeof createNotificationService>;

/** Says something about this way to this person, nothing about the other ways. */
const TRY_NEXT: ReadonlySet<RefusalClass> = new Set(['switch-channel', 'suppress-recipient', 'suppress-type', 'next-day']);
