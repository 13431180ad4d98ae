import { createHash, timingSafeEqual } from 'node:crypto';
import type { ProblemPart } from '@tayninh/shared/contract/problem';
import { RATING_DAYS, type Rating, type SentFile, type Supplement } from '@tayninh/shared/features/dossiers/acts.contract';
import { isAllowedMove, type NationalStatus } from '@tayninh/shared/features/dossiers/national-status';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import { DOSSIER_MAX_BYTES, FILE_TROUBLE_WORDS } from '@tayninh/shared/features/uploads/upload-rules';
import type { CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Accepted, ActContent, ActRepository, ActRow, DossierFile, SupplementDraft } from './acts.repository.ts';
import type { DossierRepository } from './dossiers.repository.ts';
import type { FormsInForce, OwnFiles } from './drafts.service.ts';

type Opened = NonNullable<Awaited<ReturnType<DossierRepository['find']>>>;
type SupplementRow = Awaited<ReturnType<ActRepository['listSupplements']>>[number];

/** An answer that came to nothing leaves the request open. */
const FAILED: ActRow['state'][] = ['rejected', 'needs_citizen'];

interface Request {
  readonly dossierId: string;
  readonly idempotencyKey: string;
  readonly requestId: string;
}

/** What a citizen does with a dossier after filing. */
export function createActService({
  acts,
  dossiers,
  forms,
  files,
  takesRatings,
  takesActs,
}: {
  acts: ActRepository;
  dossiers: Pick<DossierRepository, 'find'>;
  forms: Pick<FormsInForce, 'formOfVersion'>;
  files: OwnFiles;
  /** Whether the province's system takes ratings. */
  takesRatings: boolean;
  /** Whether the system that this dossier goes to takes anything after filing. */
  takesActs: (row: Pick<Opened, 'procedureCode' | 'procedureVersionNo'>) => Promise<boolean>;
}) {
  async function own(scope: CitizenScope, dossierId: string): Promise<Opened> {
    const row = await dossiers.find(scope, dossierId);
    if (!row) throw new AppError('dossier-not-found', 'missing or not owned');
    return row;
  }

  async function described(scope: CitizenScope, dossierId: string, attached: readonly DossierFile[]) {
    const known = new Map(
      (
        await files.describe(
          scope,
          attached.map(({ fileId }) => fileId),
          dossierId,
        )
      ).map((file) => [file.id, file]),
    );
    return attached.flatMap(({ componentId, fileId }) => {
      const facts = known.get(fileId);
      if (!facts) return [];
      const { name, sizeBytes, type, check, trouble } = facts;
      return [{ componentId, fileId, name, sizeBytes, type, check, trouble }];
    });
  }

  /** The papers asked for, each under the name by which an answer speaks of it; words without a list are one paper without a name. */
  async function askOf(row: Opened, supplement: SupplementRow) {
    const [ask, form] = await Promise.all([acts.openAsk(supplement), forms.formOfVersion(row.formVersion)]);
    const papers = ask.papers.map((paper, index) => ({
      ...paper,
      id: paper.componentId ?? `yeu-cau-${index + 1}`,
      name: form?.components.find(({ id }) => id === paper.componentId)?.name ?? paper.name,
    }));
    if (papers.length === 0 && ask.fields.length === 0)
      papers.push({ id: 'yeu-cau-1', componentId: null, name: null, reason: ask.note ?? '', markedPages: [] });
    const asked = form?.schema.properties as Record<string, unknown> | undefined;
    // A field that the form does not have cannot be typed in again: its words still can be read and answered in the note.
    const fields = ask.fields.filter(({ name }) => asked && name in asked);
    for (const { name, reason } of ask.fields)
      if (!fields.some((field) => field.name === name))
        papers.push({ id: `muc-${name}`.slice(0, 40), componentId: null, name: null, reason, markedPages: [] });
    return { ...ask, papers, fields };
  }

  /** @throws AppError naming what was not asked for, or whose file is gone. */
  async function checked(scope: CitizenScope, row: Opened, supplement: SupplementRow, answer: SupplementDraft) {
    const ask = await askOf(row, supplement);
    const wrong: ProblemPart[] = [];
    answer.files.forEach(({ componentId }, index) => {
      if (!ask.papers.some(({ id }) => id === componentId))
        wrong.push({ pointer: `/files/${index}/componentId`, detail: 'Cơ quan không yêu cầu giấy này.' });
    });
    for (const name of Object.keys(answer.answers))
      if (!ask.fields.some((field) => field.name === name))
        wrong.push({ pointer: `/answers/${name}`, detail: 'Cơ quan không yêu cầu sửa mục này.' });
    const known = await described(scope, row.id, answer.files);
    if (known.length < answer.files.length) wrong.push({ pointer: '/files', detail: 'Có tệp không còn nữa, bạn chụp lại giúp.' });
    if (known.reduce((total, { sizeBytes }) => total + sizeBytes, 0) > DOSSIER_MAX_BYTES)
      wrong.push({ pointer: '/files', detail: 'Tất cả tệp cộng lại không quá 60 MB.' });
    if (wrong.length > 0) throw new AppError('invalid-request', 'not what was asked for', { parts: wrong });
  }

  async function find(scope: CitizenScope, dossierId: string, supplementId: string) {
    const row = await own(scope, dossierId);
    const supplement = (await acts.listSupplements([dossierId])).find(({ id }) => id === supplementId);
    if (!supplement) throw new AppError('supplement-not-found', 'missing or of another dossier');
    return { row, supplement };
  }

  const hashOf = (content: unknown) => createHash('sha256').update(JSON.stringify(content)).digest();

  /** The same key gives the same answer. */
  function answerOf(accepted: Accepted, requestHash: Buffer) {
    switch (accepted.is) {
      case 'accepted':
        return { id: accepted.id, state: accepted.state, isReplay: false };
      case 'known':
        if (!timingSafeEqual(accepted.requestHash, requestHash)) throw new AppError('idempotency-key-reused', 'same key, other body');
        return { id: accepted.id, state: accepted.state, isReplay: true };
      case 'no-dossier':
        throw new AppError('dossier-not-found', 'missing or not owned');
      case 'file-gone':
        throw new AppError('file-not-found', 'gone between look and write');
      case 'unfit':
        throw new AppError('invalid-request', 'files that do not fit', { parts: accepted.parts });
      case 'not-now':
        throw new AppError('not-possible-now', 'the dossier has moved on');
    }
  }

  return {
    /** @throws AppError `supplement-not-found` | `invalid-request` */
    async saveDraft(scope: CitizenScope, dossierId: string, supplementId: string, draft: SupplementDraft) {
      const { row, supplement } = await find(scope, dossierId, supplementId);
      await checked(scope, row, supplement, draft);
      await acts.saveDraft(scope, { id: supplementId, dossierId, draft });
    },

    /** @throws AppError `supplement-not-found` | `invalid-request` | `not-possible-now` | `idempotency-key-reused` */
    async answerSupplement(
      scope: CitizenScope,
      { supplementId, files: attached, note, answers, ...request }: Request & { supplementId: string } & SupplementDraft,
    ) {
      const requestHash = hashOf({ supplementId, attached, note, answers });
      const { row, supplement } = await find(scope, request.dossierId, supplementId);
      await checked(scope, row, supplement, { files: attached, note, answers });
      if (attached.length === 0 && note.trim() === '' && Object.keys(answers).length === 0)
        throw new AppError('invalid-request', 'an empty answer', {
          parts: [{ pointer: '/files', detail: 'Bạn gửi ít nhất một giấy hoặc một lời giải thích.' }],
        });
      const content: ActContent = { kind: 'supplement', note, answers };
      const accepted = await acts.answerSupplement(scope, { ...request, requestHash, content, supplementId, files: [...attached] });
      const parts = accepted.is === 'file-gone' ? refusals(await described(scope, request.dossierId, attached)) : [];
      return answerOf(parts.length > 0 ? { is: 'unfit', parts } : accepted, requestHash);
    },

    /**
     * Sends refused files again: the dossier, which waits for that, goes on by itself.
     * @throws AppError `dossier-not-found` | `invalid-request` | `not-possible-now` | `idempotency-key-reused`
     */
    async resend(scope: CitizenScope, { files: fresh, ...request }: Request & { files: readonly DossierFile[] }) {
      const requestHash = hashOf({ dossierId: request.dossierId, fresh });
      const { receiptNo, formVersion } = await own(scope, request.dossierId);
      const form = await forms.formOfVersion(formVersion);
      const isOptional = (componentId: string) => form?.components.find(({ id }) => id === componentId)?.required === false;
      const act = { ...request, requestHash, content: { kind: 'resend' as const }, files: [...fresh], isOptional };
      const { isReplay } = answerOf(await acts.resend(scope, act), requestHash);
      return { id: request.dossierId, receiptNo, state: 'accepted' as const, isReplay };
    },

    /** @throws AppError `dossier-not-found` | `not-possible-now` | `idempotency-key-reused` */
    async withdraw(scope: CitizenScope, { reason, ...request }: Request & { reason: string }) {
      const requestHash = hashOf({ dossierId: request.dossierId, reason });
      const row = await own(scope, request.dossierId);
      if (isOut(row) && !(await takesActs(row))) throw new AppError('not-possible-now', 'its system takes no withdrawals');
      return answerOf(await acts.withdraw(scope, { ...request, requestHash, content: { kind: 'withdrawal', reason } }), requestHash);
    },

    /** @throws AppError `dossier-not-found` | `not-possible-now` | `idempotency-key-reused` */
    async rate(
      scope: CitizenScope,
      { stars, reasons, comment, ...request }: Request & { stars: number; reasons: Rating['reasons']; comment: string },
    ) {
      const requestHash = hashOf({ dossierId: request.dossierId, stars, reasons, comment });
      const content: ActContent = { kind: 'rating', reasons, comment };
      const isTaken = takesRatings && (await takesActs(await own(scope, request.dossierId)));
      const rated = await acts.rate(scope, { ...request, requestHash, content, stars, days: RATING_DAYS, isTaken });
      return answerOf(rated, requestHash);
    },

    async ratingOf(_scope: CitizenScope, row: Opened): Promise<{ isPossible: boolean; given: Rating | null }> {
      if (row.status !== 9 && row.status !== 10) return { isPossible: false, given: null };
      const given = (await acts.listActs([row.id])).find(({ kind }) => kind === 'rating');
      if (!given) return { isPossible: true, given: null };
      const content = await acts.openContent(given);
      if (content.kind !== 'rating') throw new Error('a rating without one');
      const { stars, nextAttemptAt, state } = given;
      return {
        isPossible: (state === 'accepted' || state === 'kept') && nextAttemptAt > new Date(),
        given: { stars: stars ?? 0, reasons: [...content.reasons], comment: content.comment, until: nextAttemptAt.toISOString() },
      };
    },

    /** What of each dossier is open, for lists: the request that waits for the citizen. */
    async openSupplements(rows: readonly Pick<Opened, 'id' | 'status'>[]) {
      const asked = rows.filter(({ status }) => status === 5).map(({ id }) => id);
      const [supplements, done] = await Promise.all([acts.listSupplements(asked), acts.listActs(asked)]);
      const open = new Map<string, SupplementRow | 'unlisted' | null>();
      for (const id of asked) {
        const newest = supplements.find(({ dossierId }) => dossierId === id);
        const isAnswered = done.some((act) => act.supplementId === newest?.id && !FAILED.includes(act.state));
        // asked before requests were kept: only the status is known
        open.set(id, newest ? (isAnswered ? null : newest) : 'unlisted');
      }
      return open;
    },

    /** Everything that happened with a dossier after filing, for its page. */
    async lifeOf(scope: CitizenScope, row: Opened) {
      const [supplements, done] = await Promise.all([acts.listSupplements([row.id]), acts.listActs([row.id])]);
      const old = await described(scope, row.id, row.files);
      const withdrawn = done.find(({ kind }) => kind === 'withdrawal');
      const views = await Promise.all(
        supplements.map(async (supplement, index): Promise<Supplement> => {
          const act = done.find(({ supplementId }) => supplementId === supplement.id);
          const [ask, draft, content] = await Promise.all([
            askOf(row, supplement),
            acts.openDraft(supplement),
            act ? acts.openContent(act) : null,
          ]);
          const isAnswered = act !== undefined && !FAILED.includes(act.state);
          const sent = content?.kind === 'supplement' ? content : null;
          const prepared = draft ?? (act?.state === 'needs_citizen' && sent ? { ...sent, files: act.files } : null);
          return {
            id: supplement.id,
            askedAt: supplement.askedAt.toISOString(),
            until: supplement.until?.toISOString() ?? null,
            isOpen: index === 0 && row.status === 5 && !isAnswered,
            round: supplements.length - index,
            note: ask.note,
            papers: ask.papers.map(({ id, name, reason, markedPages }) => ({
              id,
              name,
              reason,
              markedPages: [...markedPages],
              oldFiles: old.filter(({ componentId }) => componentId === id).map(withoutId),
            })),
            fields: [...ask.fields],
            draft: {
              files: await described(scope, row.id, prepared?.files ?? []),
              note: prepared?.note ?? '',
              answers: (prepared?.answers ?? {}) as Answers,
            },
            answer:
              act && sent
                ? {
                    state: act.state,
                    sentAt: act.acceptedAt.toISOString(),
                    note: sent.note,
                    answers: sent.answers,
                    files: (await described(scope, row.id, act.files)).map(withoutId),
                  }
                : null,
          };
        }),
      );
      const canWithdraw = isOut(row)
        ? isAllowedMove(row.status as NationalStatus, 7) && (await takesActs(row))
        : row.state !== 'rejected' && row.state !== 'withdrawn';
      return {
        supplements: views,
        withdrawal: {
          isPossible: canWithdraw && (withdrawn === undefined || FAILED.includes(withdrawn.state)),
          state: withdrawn?.state ?? null,
        },
      };
    },
  };
}
export type ActService = ReturnType<typeof createActService>;

/** It may have arrived, so it cannot simply be kept back. */
const isOut = ({ state }: Pick<Opened, 'state'>) => ['confirmed', 'sending', 'uncertain', 'needs_staff'].includes(state);

const refusals = (files: readonly Pick<SentFile, 'componentId' | 'trouble'>[]): ProblemPart[] =>
  files.flatMap(({ componentId, trouble }) => (trouble ? [{ pointer: `/files/${componentId}`, detail: FILE_TROUBLE_WORDS[trouble] }] : []));

const withoutId = <T extends { fileId: string }>({ fileId: _id, ...file }: T): Omit<T, 'fileId'> => file;
