import type { AssuranceLevel } from '@tayninh/shared/contract/access';
import type { ProblemPart } from '@tayninh/shared/contract/problem';
import { AUTHORISATION_PAPER } from '@tayninh/shared/features/authorisations/authorisation-rules';
import type { Draft, DraftFor } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { cleanAnswers } from '@tayninh/shared/features/forms/asked-answers';
import type { SubmitMode } from '@tayninh/shared/features/procedures/catalogue';
import type { AnsweredChecklist } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import type { Answers, FormStep } from '@tayninh/shared/features/procedures/e-form';
import { DOSSIER_MAX_BYTES, FILE_TROUBLE_WORDS, type FileCheck, type FileTrouble } from '@tayninh/shared/features/uploads/upload-rules';
import type { CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import { COUNTER_ONLY } from './dossiers.table.ts';
import type { DraftFile, DraftRepository } from './drafts.repository.ts';

/** What drafts need of the catalogue. */
export interface FormsInForce {
  detail(code: string): Promise<{ versionNo: number; plainName: string; submitMode: SubmitMode; submitLevel?: AssuranceLevel | undefined }>;
  names(code: string): Promise<{ name: string; plainName: string }>;
  form(code: string, caseId?: string): Promise<Form>;
  formOfVersion(formVersion: string): Promise<Form | undefined>;
}
export interface Form {
  readonly caseId: string;
  readonly formVersion: string;
  readonly schema: Record<string, unknown>;
  readonly layout: readonly FormStep[];
  readonly components: readonly { id: string; name: string; required: boolean }[];
  readonly validate: {
    (value: unknown): boolean;
    errors?: { instancePath: string; keyword: string; params: Record<string, unknown> }[] | null;
  };
}
/** What drafts need of uploads. */
export interface OwnFiles {
  /** @param dossierId a dossier of the scope, whose files may be another's who acts with it. */
  describe(
    scope: CitizenScope,
    fileIds: readonly string[],
    dossierId?: string,
  ): Promise<{ id: string; name: string; type: string; sizeBytes: number; check: FileCheck; trouble: FileTrouble | null }[]>;
}

/** What drafts need of authorisations. */
export interface ForWhomParts {
  forNewDraft(
    scope: CitizenScope,
    wish: { authorisationId: string } | { organisationId: string } | undefined,
    procedureCode: string,
  ): Promise<{ authorisationId: string | null; organisationId: string | null }>;
  describeDrafts(
    scope: CitizenScope,
    drafts: readonly { citizenId: string; authorisationId: string | null; organisationId: string | null; sentForReviewAt: Date | null }[],
  ): Promise<(DraftFor | null)[]>;
}

interface Needs {
  readonly forWhom: ForWhomParts;
  readonly repository: DraftRepository;
  readonly forms: FormsInForce;
  readonly files: OwnFiles;
  /** What a checklist's answers lead to. @throws AppError `invalid-request` when they do not fit its questions */
  /** What an own dossier was filed with; null when there is none. */
  readonly contentOf: (
    scope: CitizenScope,
    dossierId: string,
  ) => Promise<{ procedureCode: string; caseId: string; unitCode: string | null; answers: Answers; files: DraftFile[] } | null>;
  readonly checklistCase: (code: string, checklist: AnsweredChecklist) => Promise<AnsweredChecklist & { caseId: string | null }>;
  readonly isCommune: (unitCode: string) => Promise<boolean>;
}

export function createDraftService({ repository, forms, files, contentOf, checklistCase, isCommune, forWhom }: Needs) {
  async function view(scope: CitizenScope, id: string): Promise<Draft> {
    const row = await repository.find(scope, id);
    if (!row) throw new AppError('draft-not-found', 'missing or not owned');
    const [whom = null] = await forWhom.describeDrafts(scope, [row]);
    const [form, described] = await Promise.all([
      formOf(row.formVersion, whom),
      files.describe(
        scope,
        row.files.map((file) => file.fileId),
      ),
    ]);
    const known = new Map(described.map((file) => [file.id, file]));
    return {
      id: row.id,
      etag: etagOf(row.revision),
      for: whom,
      isHandedOver: row.state === 'handed-over',
      procedureCode: row.procedureCode,
      caseId: row.caseId,
      formVersion: row.formVersion,
      answers: row.answers,
      checklist: row.checklist,
      files: row.files.flatMap((file) => {
        const facts = known.get(file.fileId);
        if (!facts) return [];
        const { name, sizeBytes, type, check, trouble } = facts;
        return [{ ...file, name, sizeBytes, type, check, trouble }];
      }),
      // A paper whose file is gone is missing, whatever the draft remembers of it; one that was refused says why.
      problems: [
        ...whatIsMissing(
          form,
          row.answers,
          row.files.filter((file) => known.has(file.fileId)),
        ),
        ...row.files.flatMap(({ componentId, fileId }) => {
          const trouble = known.get(fileId)?.trouble;
          const name = form.components.find(({ id }) => id === componentId)?.name;
          return trouble
            ? [{ pointer: `/files/${componentId}`, detail: [name, FILE_TROUBLE_WORDS[trouble]].filter(Boolean).join(': ') }]
            : [];
        }),
      ],
      updatedAt: row.updatedAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
    };
  }
  /** A paper that authorises is one more paper of the form. */
  const formOf = async (formVersion: string, whom: DraftFor | null): Promise<Form> => {
    const form = await forms.formOfVersion(formVersion);
    if (!form) throw new AppError('form-version-changed', 'the form of this draft is gone');
    return whom?.kind === 'paper' ? { ...form, components: [...form.components, AUTHORISATION_PAPER] } : form;
  };

  return {
    view,
    /** @throws AppError `procedure-not-found` | `not-online` | `invalid-request` */
    async create(
      scope: CitizenScope,
      {
        procedureCode,
        caseId,
        unit,
        checklist,
        idempotencyKey,
        for: wish,
      }: {
        for?: { authorisationId: string } | { organisationId: string } | undefined;
        procedureCode: string;
        caseId?: string | undefined;
        unit?: string | undefined;
        checklist?: AnsweredChecklist | undefined;
        idempotencyKey: string | undefined;
      },
    ): Promise<Draft> {
      if (unit !== undefined && !(await isCommune(unit)))
        throw new AppError('invalid-request', 'no such commune', { parts: [{ pointer: '/unit', detail: 'Không có xã, phường này.' }] });
      const { caseId: ledTo, ...answered } = checklist ? await checklistCase(procedureCode, checklist) : { caseId: null };
      const form = await forms.form(procedureCode, caseId ?? ledTo ?? undefined);
      const detail = await forms.detail(procedureCode);
      const id = await repository.create(scope, {
        ...(await forWhom.forNewDraft(scope, wish, procedureCode)),
        procedureCode,
        procedureVersionNo: detail.versionNo,
        caseId: form.caseId,
        unitCode: unit ?? null,
        formVersion: form.formVersion,
        idempotencyKey: idempotencyKey ?? null,
        checklist: 'answers' in answered ? answered : null,
        submitLevel: levelToFile(detail),
      });
      return view(scope, id);
    },

    /**
     * Begins a new form with what an own dossier says, to correct it. The newest form of the case counts: what it does not ask
     * any more is left out.
     * @throws AppError `dossier-not-found` | `not-online`
     */
    async correct(
      scope: CitizenScope,
      { fromDossierId, idempotencyKey }: { fromDossierId: string; idempotencyKey: string | undefined },
    ): Promise<Draft> {
      const old = await contentOf(scope, fromDossierId);
      if (!old) throw new AppError('dossier-not-found', 'missing or not owned');
      const [form, detail] = await Promise.all([forms.form(old.procedureCode, old.caseId), forms.detail(old.procedureCode)]);
      const id = await repository.create(scope, {
        procedureCode: old.procedureCode,
        procedureVersionNo: detail.versionNo,
        caseId: form.caseId,
        unitCode: old.unitCode,
        formVersion: form.formVersion,
        idempotencyKey: idempotencyKey ?? null,
        checklist: null,
        submitLevel: levelToFile(detail),
        fromDossierId,
      });
      const draft = await repository.find(scope, id);
      if (draft?.state === 'open' && draft.revision === 1) {
        const asked = (form.schema.properties as object | undefined) ?? {};
        const answers = Object.fromEntries(Object.entries(old.answers).filter(([name]) => name in asked));
        const papers = old.files.filter(({ componentId }) => form.components.some((part) => part.id === componentId));
        const isComplete = whatIsMissing(form, answers, papers).length === 0;
        await repository.save(scope, {
          id,
          answersId: draft.answersId,
          revision: 1,
          answers,
          files: papers,
          isComplete,
          checklist: undefined,
        });
      }
      return view(scope, id);
    },

    async list(scope: CitizenScope) {
      const rows = await repository.listOpen(scope);
      const whom = await forWhom.describeDrafts(scope, rows);
      return Promise.all(
        rows.map(async (row, index) => ({
          for: whom[index] ?? null,
          isHandedOver: row.state === 'handed-over',
          id: row.id,
          procedureCode: row.procedureCode,
          caseId: row.caseId,
          plainName: (await forms.names(row.procedureCode)).plainName,
          isComplete: row.isComplete,
          updatedAt: row.updatedAt.toISOString(),
          expiresAt: row.expiresAt.toISOString(),
        })),
      );
    },

    /** Saves also what is incomplete. @throws AppError `precondition-required` | `draft-changed` | `draft-submitted` | `invalid-request` */
    async save(
      scope: CitizenScope,
      {
        id,
        ifMatch,
        answers: typed,
        files: attached,
        checklist,
      }: {
        id: string;
        ifMatch: string | undefined;
        answers: Answers;
        files: DraftFile[];
        checklist?: AnsweredChecklist | undefined;
      },
    ): Promise<Draft> {
      if (!ifMatch) throw new AppError('precondition-required', 'no If-Match');
      const row = await repository.find(scope, id);
      if (!row) throw new AppError('draft-not-found', 'missing or not owned');
      if (row.state === 'handed-over') throw new AppError('draft-handed-over', 'at a counter');
      if (row.state !== 'open') throw new AppError('draft-submitted', 'already filed');
      if (ifMatch.replaceAll('"', '') !== String(row.revision)) throw new AppError('draft-changed', 'another revision');
      const form = await formOf(row.formVersion, (await forWhom.describeDrafts(scope, [row]))[0] ?? null);
      const answers = cleanAnswers(form, typed);

      const unknownAnswers = Object.keys(answers).filter((name) => !(name in ((form.schema.properties as object | undefined) ?? {})));
      const wrong: ProblemPart[] = unknownAnswers.map((name) => ({ pointer: `/answers/${name}`, detail: 'Tờ khai không có mục này.' }));
      const described = await files.describe(
        scope,
        attached.map((file) => file.fileId),
      );
      const usable = new Set(described.map((file) => file.id));
      attached.forEach((file, index) => {
        if (!form.components.some((component) => component.id === file.componentId))
          wrong.push({ pointer: `/files/${index}/componentId`, detail: 'Tờ khai không có giấy này.' });
        if (!usable.has(file.fileId)) wrong.push({ pointer: `/files/${index}/fileId`, detail: 'Không tìm thấy tệp này.' });
      });
      if (described.reduce((total, file) => total + file.sizeBytes, 0) > DOSSIER_MAX_BYTES)
        wrong.push({ pointer: '/files', detail: 'Tất cả tệp cộng lại không quá 60 MB.' });
      if (wrong.length > 0) throw new AppError('invalid-request', 'answers or files that the form does not have', { parts: wrong });

      const answered = checklist && (await checklistCase(row.procedureCode, checklist));
      const isComplete = whatIsMissing(form, answers, attached).length === 0;
      if (
        !(await repository.save(scope, {
          id,
          answersId: row.answersId,
          revision: row.revision,
          answers,
          files: attached,
          isComplete,
          checklist: answered && { tableVersion: answered.tableVersion, answers: answered.answers },
        }))
      )
        throw new AppError('draft-changed', 'saved by somebody else meanwhile');
      return view(scope, id);
    },

    /** @throws AppError `draft-not-found` | `not-authorised` | `draft-handed-over` | `draft-submitted` | `draft-incomplete` */
    async sendForReview(scope: CitizenScope, id: string, isSent: boolean): Promise<void> {
      if (await repository.sendForReview(scope, id, isSent)) return;
      const row = await repository.find(scope, id);
      if (!row) throw new AppError('draft-not-found', 'missing or not owned');
      if (row.organisationId === null) throw new AppError('not-authorised', 'nobody represents a person');
      if (row.state === 'handed-over') throw new AppError('draft-handed-over', 'at a counter');
      if (row.state === 'submitted') throw new AppError('draft-submitted', 'already filed');
      throw new AppError('draft-incomplete', 'not complete', { parts: (await view(scope, id)).problems });
    },

    async remove(scope: CitizenScope, id: string) {
      if ((await repository.find(scope, id))?.state === 'handed-over') throw new AppError('draft-handed-over', 'at a counter');
      if (!(await repository.remove(scope, id))) throw new AppError('draft-not-found', 'missing, not owned or filed');
    },
  };
}
export type DraftService = ReturnType<typeof createDraftService>;

const levelToFile = ({ submitMode, submitLevel = 'L1' }: { submitMode: SubmitMode; submitLevel?: AssuranceLevel | undefined }) =>
  submitMode === 'api' ? Number(submitLevel.slice(1)) : COUNTER_ONLY;
const etagOf = (revision: number) => `"${revision}"`;

/** What stands between a draft and filing, in words; empty when it can be filed. */
export function whatIsMissing(form: Form, answers: Answers, attached: readonly DraftFile[]): ProblemPart[] {
  const fields = new Map(form.layout.flatMap((step) => step.fields.map((field) => [field.name, field] as const)));
  const parts = new Map<string, ProblemPart>();
  if (!form.validate(answers)) {
    for (const error of form.validate.errors ?? []) {
      if (error.keyword === 'if') continue; // the branch it failed in says more
      const path = error.instancePath.split('/').slice(1);
      if (error.keyword === 'required') path.push(String(error.params.missingProperty));
      const [name = '', index, part] = path;
      const field = fields.get(name);
      // of a list: which person, then what of the person
      const person = index !== undefined && `${field?.each?.title ?? field?.label ?? name} ${Number(index) + 1}`;
      const label = (part === undefined ? field : field?.each?.fields.find((each) => each.name === part))?.label ?? part ?? name;
      parts.set(path.join('/'), {
        pointer: `/answers/${path.join('/')}`,
        detail: `${person ? `${person}, ${label}` : label}: ${error.keyword === 'required' ? 'bạn chưa điền.' : wordsFor(error)}`,
      });
    }
  }
  const missing = form.components.filter((component) => component.required && !attached.some((file) => file.componentId === component.id));
  return [
    ...parts.values(),
    ...missing.map((component) => ({ pointer: `/files/${component.id}`, detail: `Cần ảnh hoặc tệp: ${component.name}.` })),
  ];
}

function wordsFor({ keyword, params }: { keyword: string; params: Record<string, unknown> }): string {
  switch (keyword) {
    case 'minLength':
      return Number(params.limit) <= 1 ? 'bạn chưa điền.' : `cần ít nhất ${params.limit} chữ.`;
    case 'maxLength':
      return `không quá ${params.limit} chữ.`;
    case 'format':
      return params.format === 'date' ? 'ngày chưa đúng, ví dụ 28/02/2019.' : 'chưa đúng dạng.';
    case 'pattern':
      return 'chưa đúng dạng, bạn xem lại từng chữ số.';
    case 'enum':
    case 'const':
      return 'bạn chọn một trong các mục có sẵn.';
    case 'minItems':
      return `cần ít nhất ${params.limit} người.`;
    case 'maxItems':
      return `không quá ${params.limit} người.`;
    case 'minimum':
    case 'exclusiveMinimum':
      return `phải từ ${params.limit} trở lên.`;
    case 'maximum':
      return `không quá ${params.limit}.`;
    default:
      return 'chưa đúng, bạn xem lại.';
  }
}
