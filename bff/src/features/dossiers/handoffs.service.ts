import { randomInt } from 'node:crypto';
import type { Handoff } from '@tayninh/shared/features/dossiers/handoffs.contract';
import type { Answers } from '@tayninh/shared/features/procedures/e-form';
import type { AnsweredFor } from '../../connectors/filing-connector.ts';
import { type CitizenScope, scopeOfOwner } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { OwnFiles } from './drafts.service.ts';
import type { FilesToSend } from './filing.service.ts';
import type { HandoffRepository, HandoffRow } from './handoffs.repository.ts';

/** Wrong codes of one counter: with a million codes and few of them live, a guess stays hopeless. */
const WRONG_CODES = { windowSeconds: 3_600, max: 20 };
/** New codes of one citizen. */
const NEW_CODES = { windowSeconds: 3_600, max: 20 };

/** A draft as a counter gets it. */
export interface OpenedAtCounter {
  readonly reference: string;
  readonly procedureCode: string;
  readonly caseId: string;
  readonly unitCode: string | null;
  readonly answers: Answers;
  readonly files: readonly {
    readonly fileId: string;
    readonly componentId: string;
    readonly name: string;
    readonly type: string;
    readonly sizeBytes: number;
  }[];
  readonly behalf: AnsweredFor | null;
  readonly expiresAt: Date;
}

export function createHandoffService({
  repository,
  openAnswers,
  files,
  behalfOf,
  spend,
}: {
  repository: HandoffRepository;
  openAnswers: (citizenId: string, answersId: string) => Promise<Answers>;
  files: OwnFiles & FilesToSend;
  behalfOf: (draft: {
    citizenId: string;
    authorisationId: string | null;
    organisationId: string | null;
    filedBy: null;
  }) => Promise<AnsweredFor | null>;
  /** Takes `cost` from a budget by the database's clock. @returns what is spent of it */
  spend: (budget: { name: string; windowSeconds: number; max: number }, cost: number) => Promise<number>;
}) {
  return {
    /** @throws AppError `draft-not-found` | `draft-submitted` | `too-many-requests` */
    async begin(scope: CitizenScope, draftId: string, requestId: string): Promise<Handoff & { code: string }> {
      const budget = { name: `new-handoff|${scope.actorId}`, ...NEW_CODES };
      if ((await spend(budget, 1)) > budget.max) throw new AppError('too-many-requests', 'too many codes', { retryAfterSeconds: 600 });
      for (let tries = 0; tries < 5; tries++) {
        const code = String(randomInt(1_000_000)).padStart(6, '0');
        const row = await repository.begin(scope, draftId, code, requestId);
        if (row === 'gone') throw new AppError('draft-not-found', 'missing or not owned');
        if (row === 'submitted') throw new AppError('draft-submitted', 'already filed');
        if (row !== 'taken') return { ...shown(row), code };
      }
      throw new AppError('internal', 'no free code');
    },

    /** @throws AppError `draft-not-found` */
    async find(scope: CitizenScope, draftId: string): Promise<{ handoff: Handoff | null; dossierId: string | null }> {
      const found = await repository.find(scope, draftId);
      if (!found) throw new AppError('draft-not-found', 'missing or not owned');
      return { handoff: found.live && shown(found.live), dossierId: found.dossierId };
    },

    /** Again is harmless. @throws AppError `draft-not-found` | `draft-submitted` when a counter received it */
    async takeBack(scope: CitizenScope, draftId: string, requestId: string): Promise<void> {
      if (await repository.takeBack(scope, draftId, requestId)) return;
      const found = await repository.find(scope, draftId);
      if (!found) throw new AppError('draft-not-found', 'missing or not owned');
      if (found.dossierId) throw new AppError('draft-submitted', 'received at a counter');
    },

    /** @throws AppError `handoff-not-found` | `too-many-requests` */
    async open(code: string, office: string, requestId: string): Promise<OpenedAtCounter> {
      const budget = { name: `counter|${office}`, ...WRONG_CODES };
      if ((await spend(budget, 0)) >= budget.max)
        throw new AppError('too-many-requests', 'too many wrong codes at a counter', { retryAfterSeconds: budget.windowSeconds });
      const row = await repository.open(code, office, requestId);
      if (!row) {
        await spend(budget, 1);
        throw new AppError('handoff-not-found', 'no live code');
      }
      const { draft } = row;
      const [answers, described, behalf] = await Promise.all([
        openAnswers(draft.citizenId, draft.answersId),
        files.describe(
          scopeOfOwner(draft.citizenId),
          draft.files.map(({ fileId }) => fileId),
        ),
        behalfOf({ ...draft, filedBy: null }),
      ]);
      const known = new Map(described.map((file) => [file.id, file]));
      return {
        reference: row.receiptNo,
        procedureCode: draft.procedureCode,
        caseId: draft.caseId,
        unitCode: draft.unitCode,
        answers,
        files: draft.files.flatMap(({ fileId, componentId }) => {
          const file = known.get(fileId);
          return file ? [{ fileId, componentId, name: file.name, type: file.type, sizeBytes: file.sizeBytes }] : [];
        }),
        behalf,
        expiresAt: row.expiresAt,
      };
    },

    /** One paper of an opened draft, only once it was found clean. @throws AppError `file-not-found` | `not-ready` */
    async file(reference: string, office: string, fileId: string) {
      const row = await repository.findOpened(reference, office);
      if (!row?.draft.files.some((file) => file.fileId === fileId)) throw new AppError('file-not-found', 'not of this draft');
      const verdict = await files.verdict(fileId);
      if (verdict === 'refused') throw new AppError('file-not-found', 'refused by the look at it');
      if (verdict === 'unknown') throw new AppError('upstream-unavailable', 'no verdict yet');
      return files.read(fileId);
    },

    /** @throws AppError `handoff-not-found` when it was taken back, ran out, or another counter has it */
    async receive(reference: string, office: string, requestId: string): Promise<{ dossierId: string }> {
      const received = await repository.receive(reference, office, requestId);
      if (!received) throw new AppError('handoff-not-found', 'not opened by this counter');
      return received;
    },
    expire: repository.expire,
  };
}
export type HandoffService = ReturnType<typeof createHandoffService>;

const shown = ({ state, expiresAt }: HandoffRow): Handoff => ({
  state: state === 'opened' ? 'opened' : 'waiting',
  expiresAt: expiresAt.toISOString(),
});
