import { createHash, timingSafeEqual } from 'node:crypto';
import type { ProblemPart } from '@tayninh/shared/contract/problem';
import type { DossierDetail, DossierSummary } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { NATIONAL_STATUS, type NationalStatus } from '@tayninh/shared/features/dossiers/national-status';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import type { CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { ActService } from './acts.service.ts';
import type { DossierRepository } from './dossiers.repository.ts';
import { COUNTER_ONLY } from './dossiers.table.ts';
import type { DraftService, OwnFiles } from './drafts.service.ts';
import { pausesOf } from './pauses.ts';
import { publicHolder, type StandingService } from './standing.service.ts';

/** The statement of the review page; a new wording gets a new version. */
const CONSENT_TEXT = 'file-dossier/2026-11';

type Opened = NonNullable<Awaited<ReturnType<DossierRepository['find']>>>;

export function createDossierService({
  repository,
  drafts,
  names,
  openAnswers,
  files,
  feeStanding,
  acts,
  recount,
  clear,
  describeBehalf,
  standing,
  staleAfterMs,
}: {
  repository: DossierRepository;
  drafts: Pick<DraftService, 'view'>;
  names: (procedureCode: string) => Promise<{ name: string; plainName: string }>;
  openAnswers: (citizenId: string, answersId: string) => Promise<Answers>;
  files: OwnFiles;
  /** Where the money stands that the province waits for. */
  feeStanding: (dossierId: string) => Promise<'due' | 'undecided' | 'paid'>;
  acts: Pick<ActService, 'openSupplements' | 'lifeOf' | 'ratingOf'>;
  /** The promised date of a procedure counted with pauses; null when its limit or a calendar is not known. */
  recount: (
    procedureCode: string,
    receivedAt: Date,
    pauses: readonly { from: Date; until: Date }[],
  ) => Promise<{ dueAt: string; steps: string[] } | null>;
  /**
   * Whether this session may file what asks for more than a Zalo account. @returns what of the answers does not fit.
   * @throws AppError `level-too-low`
   */
  clear: (
    scope: CitizenScope,
    asked: {
      level: number;
      answers: Answers;
      sessionId: string;
      behalf: NonNullable<Awaited<ReturnType<DossierRepository['explain']>>['draft']>['behalf'];
      draftId: string;
      requestId: string;
    },
  ) => Promise<ProblemPart[]>;
  /** For whom and by whom dossiers were filed, in their order. */
  describeBehalf: (
    scope: CitizenScope,
    rows: readonly Omit<Opened, 'events' | 'isClosed' | 'subStatus'>[],
  ) => Promise<DossierSummary['behalf'][]>;
  standing: StandingService;
  staleAfterMs: number;
}) {
  async function summary(
    row: Omit<Opened, 'events'>,
    open: Awaited<ReturnType<ActService['openSupplements']>>,
    behalf: DossierSummary['behalf'],
  ): Promise<DossierSummary> {
    const supplement = open.get(row.id);
    const fee = row.status === 6 ? await feeStanding(row.id) : 'paid';
    return {
      id: row.id,
      receiptNo: row.receiptNo,
      code: row.provinceCode,
      procedure: { code: row.procedureCode, ...(await names(row.procedureCode)) },
      state: row.state,
      status: row.status,
      subStatus: row.subStatus,
      submittedAt: row.acceptedAt.toISOString(),
      behalf,
      channel: row.channel,
      dueAt: row.dueAt?.toISOString() ?? null,
      needsAction: needsActionOf(row, supplement, fee),
      asOf: row.asOf.toISOString(),
      stale: row.state === 'confirmed' && !row.isClosed && Date.now() - row.asOf.getTime() > staleAfterMs,
    };
  }

  return {
    /**
     * Accepts a draft for filing: one database round trip, no call to the province (RL-1). The same key gives the same answer.
     * @throws AppError `consent-required` | `not-authorised` | `authorisation-ended` | `draft-handed-over` | `not-online` | `draft-not-found` | `draft-submitted` | `draft-incomplete` | `level-too-low` | `idempotency-key-reused`
     */
    async submit(
      scope: CitizenScope,
      {
        draftId,
        consent,
        idempotencyKey,
        sessionId,
        requestId,
        mayFile,
      }: {
        draftId: string;
        consent: boolean;
        idempotencyKey: string;
        sessionId: string;
        requestId: string;
        /** Asked only when nothing was filed. @throws AppError when the caller sees the draft but may not file it */
        mayFile: () => Promise<CitizenScope>;
      },
    ) {
      if (!consent)
        throw new AppError('consent-required', 'not confirmed', {
          parts: [{ pointer: '/consent', detail: 'Bạn chưa xác nhận thông tin là đúng.' }],
        });
      const requestHash = createHash('sha256').update(JSON.stringify({ draftId, consent })).digest();
      const attempt = async (clearedRevision: number | null) => {
        const given = { draftId, idempotencyKey, requestHash, sessionId, requestId, consentText: CONSENT_TEXT, clearedRevision };
        try {
          const filed = await repository.submit(scope, given);
          return filed && { id: filed.id, receiptNo: filed.receiptNo, state: 'accepted' as const, isReplay: false };
        } catch (error) {
          if ((error as { code?: string }).code !== '23505') throw error; // the key, the draft or (very rarely) the receipt number is taken
          return null;
        }
      };
      // Most procedures ask for no more than a Zalo account: they take this one round trip and none of what follows.
      const filed = await attempt(null);
      if (filed) return filed;
      const { known, draft } = await repository.explain(scope, draftId, idempotencyKey);
      if (known) {
        if (!timingSafeEqual(known.requestHash, requestHash)) throw new AppError('idempotency-key-reused', 'same key, other body');
        return { id: known.id, receiptNo: known.receiptNo, state: 'accepted' as const, isReplay: true };
      }
      const owner = await mayFile();
      const found = draft ?? (await repository.explain(owner, draftId, idempotencyKey)).draft;
      if (!found) throw new AppError('draft-not-found', 'missing or not owned');
      if (found.state === 'submitted') throw new AppError('draft-submitted', 'filed under another key');
      if (found.state === 'handed-over') throw new AppError('draft-handed-over', 'at a counter');
      if (!found.isHeld) throw new AppError('authorisation-ended', 'it does not hold for this procedure');
      if (found.submitLevel === COUNTER_ONLY) throw new AppError('not-online', 'filled in for a counter');
      if (found.isComplete && found.submitLevel > 1) {
        const answers = await openAnswers(owner.citizenId, found.answersId);
        const parts = await clear(scope, { level: found.submitLevel, answers, sessionId, behalf: found.behalf, draftId, requestId });
        if (parts.length > 0) throw new AppError('draft-incomplete', 'does not fit the proven identity', { parts });
        const cleared = await attempt(found.revision);
        if (cleared) return cleared;
      }
      throw new AppError('draft-incomplete', 'not complete', { parts: (await drafts.view(owner, draftId)).problems });
    },

    async list(scope: CitizenScope, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
      const rows = await repository.list(scope, { limit: limit + 1, before: readCursor(cursor) });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      const [open, behalves] = await Promise.all([acts.openSupplements(page), describeBehalf(scope, page)]);
      return {
        items: await Promise.all(page.map((row, index) => summary(row, open, behalves[index] ?? null))),
        nextCursor: last ? writeCursor(last.acceptedAt, last.id) : null,
      };
    },

    /** @throws AppError `dossier-not-found`, alike for somebody else's. */
    async get(scope: CitizenScope, id: string): Promise<DossierDetail> {
      const row = await repository.find(scope, id);
      if (!row) throw new AppError('dossier-not-found', 'missing or not owned');
      const events = inOrder(row.events);
      const clock = pausesOf(events);
      const [base, life, rating, links, recounted, answers, described, place] = await Promise.all([
        Promise.all([acts.openSupplements([row]), describeBehalf(scope, [row])]).then(([open, [behalf = null]]) =>
          summary(row, open, behalf),
        ),
        acts.lifeOf(scope, row),
        acts.ratingOf(scope, row),
        repository.linked(scope, row),
        clock && clock.pauses.length > 0 ? recount(row.procedureCode, clock.receivedAt, clock.pauses) : null,
        openAnswers(row.citizenId, row.answersId),
        files.describe(
          scope,
          row.files.map((file) => file.fileId),
          row.id,
        ),
        standing.of({ ...row, events }),
      ]);
      const known = new Map(described.map((file) => [file.id, file]));
      return {
        ...base,
        caseId: row.caseId,
        timeline: [
          {
            id: row.id,
            kind: 'kept',
            status: null,
            title: 'Ứng dụng đã giữ hồ sơ',
            text: null,
            holder: null,
            at: row.acceptedAt.toISOString(),
          },
          ...events.map((event) => ({
            id: event.id,
            kind: event.kind,
            status: event.status,
            title: titleOf(event),
            text: event.text,
            holder: event.facts.holder && publicHolder(event.facts.holder, event.occurredAt),
            at: event.occurredAt.toISOString(),
          })),
        ],
        answers,
        files: row.files.flatMap(({ componentId, fileId }) => {
          const facts = known.get(fileId);
          if (!facts) return [];
          const { name, sizeBytes, type, check, trouble } = facts;
          return [{ componentId, name, sizeBytes, type, check, trouble }];
        }),
        ...life,
        rating,
        recount:
          clock && clock.pauses.length > 0
            ? {
                dueAt: recounted?.dueAt ?? null,
                steps: recounted?.steps ?? [],
                pauses: clock.pauses.map(({ from, until }) => ({ from: from.toISOString(), until: until.toISOString() })),
              }
            : null,
        ...place,
        ...links,
      };
    },
  };
}
export type DossierService = ReturnType<typeof createDossierService>;

/** The province's times have whole seconds and its reports may overtake each other: within a second its own count decides. */
const inOrder = (events: Opened['events']) => {
  const second = (event: Opened['events'][number]) => Math.floor(event.occurredAt.getTime() / 1000);
  const step = (event: Opened['events'][number]) => Number(/^step:(\d+)$/.exec(event.eventKey)?.[1] ?? 0);
  return [...events].sort((a, b) => second(a) - second(b) || step(a) - step(b) || a.recordedAt.getTime() - b.recordedAt.getTime());
};

const MONEY_TITLE = {
  'fee-paid': 'Đã nộp phí, lệ phí',
  'fee-refunding': 'Tiền nộp thừa đang được hoàn lại',
  'fee-refunded': 'Đã hoàn lại tiền nộp thừa',
  'fee-other-amount': 'Số tiền nhận được khác số phải nộp, cán bộ đang kiểm tra',
};

function needsActionOf(
  { state }: Pick<Opened, 'state'>,
  supplement: { id: string; until: Date | null } | 'unlisted' | null | undefined,
  fee: 'due' | 'undecided' | 'paid',
): DossierSummary['needsAction'] {
  const plain = { until: null, supplementId: null };
  if (state === 'needs_citizen') return { kind: 'resend', text: 'Có tệp không gửi được, bạn chụp lại giúp.', ...plain };
  // Once answered, the authority is the one to act, whatever the status still says.
  if (supplement)
    return {
      kind: 'supplement',
      text: 'Cơ quan cần bạn bổ sung giấy tờ.',
      until: supplement === 'unlisted' ? null : (supplement.until?.toISOString() ?? null),
      supplementId: supplement === 'unlisted' ? null : supplement.id,
    };
  if (fee === 'due') return { kind: 'payment', text: 'Cơ quan cần bạn nộp phí, lệ phí.', ...plain };
  if (fee === 'undecided') return { kind: 'payment', text: 'Đang chờ xác nhận tiền đã nộp. Nếu bạn vừa nộp thì đừng nộp lại.', ...plain };
  return null;
}

const TITLES: Partial<Record<Opened['events'][number]['kind'], string>> = {
  sent: 'Hệ thống của tỉnh đã nhận hồ sơ',
  'needs-staff': 'Cán bộ hỗ trợ đang kiểm tra việc gửi hồ sơ',
  'new-date': 'Cơ quan xin lỗi vì chậm và hẹn lại ngày trả',
  'supplement-kept': 'Bạn đã gửi giấy tờ bổ sung',
  'supplement-arrived': 'Giấy tờ bổ sung đã đến tỉnh',
  'supplement-refused': 'Hệ thống của tỉnh không nhận giấy tờ bổ sung',
  'withdrawal-kept': 'Bạn đã xin rút hồ sơ',
  'withdrawal-arrived': 'Yêu cầu rút hồ sơ đã đến tỉnh',
  'withdrawal-refused': 'Cơ quan chưa đồng ý cho rút hồ sơ',
  withdrawn: 'Hồ sơ đã rút, không gửi đến tỉnh',
};

function titleOf({ kind, status, isUnknownText, eventKey }: Opened['events'][number]): string {
  const title = TITLES[kind];
  if (title) return title;
  const money = Object.entries(MONEY_TITLE).find(([key]) => eventKey.startsWith(`${key}:`));
  if (money) return money[1];
  if (eventKey === 'filing:rejected') return 'Hệ thống của tỉnh không nhận hồ sơ này';
  if (eventKey.startsWith('resent:')) return 'Bạn đã gửi lại giấy';
  if (eventKey.endsWith(':needs_citizen')) return 'Có tệp không gửi được';
  if (isUnknownText || status === null) return 'Tỉnh có cập nhật mới';
  return NATIONAL_STATUS[status as NationalStatus].name;
}
