import { type Choices, mayPush } from '@tayninh/shared/features/notifications/categories';
import { UpstreamError } from '../../connectors/upstream.ts';
import type { SendResult, ZaloOa } from '../../connectors/zalo/zalo-oa.ts';
import { type CitizenScope, scopeOfOwner } from '../../platform/access.ts';
import type { Transaction } from '../../platform/database.ts';
import { type DossierHappening, dossierMessage, formatDue, maskReceiptNumber } from './dossier-messages.ts';
import type { NotificationRepository, Outcome } from './notifications.repository.ts';
import type { OaTokenRepository } from './oa-token.repository.ts';

/** The approved ZBS template for steps of a dossier. */
export const DOSSIER_TEMPLATE = '380001';

/** OA error codes by what to do; a code that stands in none of these is not sent again (RL-26, docs/sources/zalo.md). */
const TOKEN_REFUSED = new Set([-216, -220]);
const TRY_LATER = new Set([-32, -200]);
const NOT_REACHABLE_BY_ID = new Set([-213, -217, -227, -230, -232, -244, -249]);
/** A pair is renewed when this much of its 25 h is left, so that a failing refresh leaves hours to act (RL-25). */
const RENEW_BEFORE_MS = 5 * 3_600_000;
const MAX_ATTEMPTS = 6;

export interface Recipient {
  readonly oaUserId: string | null;
  readonly phone: string | null;
}

export function createNotificationService({
  repository,
  tokens,
  oa,
  oaId,
  firstRefreshToken,
  names,
  recipient,
  choices,
  remember,
  watchersOf,
  alarm,
}: {
  repository: NotificationRepository;
  tokens: OaTokenRepository;
  oa: ZaloOa;
  oaId: string;
  firstRefreshToken: string;
  names: (procedureCode: string) => Promise<{ plainName: string }>;
  recipient: (scope: CitizenScope) => Promise<Recipient | null>;
  choices: (citizenId: string) => Promise<Choices>;
  /** For whoever asks whether a message is from the province. */
  remember: (message: { title: string; body: string }, category: string) => Promise<void>;
  /** Whom a dossier's news are for: who filed it, and for whom. */
  watchersOf: (tx: Transaction, dossierId: string) => Promise<string[]>;
  alarm: (what: string, fields: { errorCode?: string }) => void;
}) {
  /** @throws UpstreamError when there is none and Zalo does not answer. */
  async function accessToken({ renew }: { renew: string | null } = { renew: null }): Promise<string | null> {
    const usable = (pair: { accessToken: string; expiresAt: Date } | null) =>
      pair && pair.accessToken !== renew && pair.expiresAt.getTime() - Date.now() > RENEW_BEFORE_MS ? pair.accessToken : null;
    const known = usable(await tokens.find(oaId));
    if (known) return known;
    return tokens.alone(async () => {
      const now = await tokens.find(oaId);
      const fresh = usable(now); // another process was faster
      if (fresh) return fresh;
      // A token from the configuration that differs from a refused one is newer: the account was authorised again.
      const pair = (now && (await oa.refresh(now.refreshToken))) || (await oa.refresh(firstRefreshToken));
      if (!pair) {
        alarm('Zalo refused the refresh token: the Official Account must be authorised again', {});
        return now && now.accessToken !== renew && now.expiresAt.getTime() > Date.now() ? now.accessToken : null;
      }
      await tokens.save(oaId, {
        accessToken: pair.accessToken,
        refreshToken: pair.refreshToken,
        expiresAt: new Date(Date.now() + pair.expiresInSeconds * 1000),
      });
      return pair.accessToken;
    });
  }

  async function push(messageId: string): Promise<Outcome | null> {
    const job = await repository.claim(messageId);
    if (!job) return null;
    const scope = scopeOfOwner(job.citizenId);
    if (!mayPush(await choices(job.citizenId), job.category, 'zalo')) return { state: 'suppressed', reason: 'opted out' };
    const to = await recipient(scope);
    if (!to?.oaUserId && !to?.phone) return { state: 'suppressed', reason: 'no Zalo address' };
    const later = (reason: string): Outcome =>
      job.attemptNo >= MAX_ATTEMPTS ? { state: 'failed', reason } : { state: 'queued', reason, retryInMs: 2_000 * 2 ** job.attemptNo };

    let token: string | null;
    try {
      token = await accessToken();
    } catch (error) {
      if (error instanceof UpstreamError) return later('no token: Zalo does not answer');
      throw error;
    }
    if (!token) return later('no token: refused');
    const data = {
      ten_thu_tuc: job.procedureName,
      ma_ho_so: job.maskedCode,
      trang_thai: job.statusText,
      thoi_gian: formatDue(job.createdAt),
      ghi_chu: job.note,
    };
    const routes = [
      ...(to.oaUserId
        ? [{ channel: 'zbs-uid' as const, send: (access: string) => oa.sendToUser(access, to.oaUserId ?? '', job.templateId, data) }]
        : []),
      ...(to.phone
        ? [
            {
              channel: 'zbs-phone' as const,
              send: (access: string) => oa.sendToPhone(access, to.phone ?? '', job.templateId, data, job.id),
            },
          ]
        : []),
    ];
    let reason = 'no route';
    for (const { channel, send } of routes) {
      let result: SendResult;
      try {
        result = await send(token);
        if (!result.ok && TOKEN_REFUSED.has(result.error)) {
          token = await accessToken({ renew: token });
          if (!token) return later('token refused');
          result = await send(token);
        }
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        return afterSilence(error, later);
      }
      if (result.ok) {
        await remember(job, job.category);
        return { state: 'sent', channel, providerMessageId: result.messageId };
      }
      reason = `zalo ${result.error}`;
      if (TRY_LATER.has(result.error)) return later(reason);
      if (!NOT_REACHABLE_BY_ID.has(result.error)) {
        alarm('Zalo refused a push', { errorCode: String(result.error) });
        return { state: 'failed', reason };
      }
    }
    return { state: 'failed', reason };
  }

  return {
    accessToken,
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

/** Without a clear answer: never carried → later; possibly carried → never again. */
const afterSilence = (error: UpstreamError, later: (reason: string) => Outcome): Outcome =>
  error.wasSent ? { state: 'uncertain', reason: 'Zalo did not answer' } : later('Zalo not reached');
