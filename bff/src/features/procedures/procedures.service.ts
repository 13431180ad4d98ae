import { createHash } from 'node:crypto';
import type { EForm } from '@tayninh/shared/features/procedures/e-form';
import type { ProcedureDetail, ProcedureItem } from '@tayninh/shared/features/procedures/procedures.contract';
import { createProcedureSearch, type ProcedureFilters, type ProcedureSearch } from '@tayninh/shared/features/procedures/search';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { AppError } from '../../platform/app-error.ts';
import type { ProcedureRepository } from './procedures.repository.ts';
import { createSearchMisses } from './search-misses.ts';

/** An answer kept as it goes out, so that a hot route serialises nothing. */
export interface ReadyAnswer {
  readonly body: Buffer;
  readonly etag: string;
}

export interface FormInForce extends EForm {
  readonly validate: ValidateFunction;
}

interface Catalogue {
  readonly details: ReadonlyMap<string, { detail: ProcedureDetail; answer: ReadyAnswer; item: ProcedureItem }>;
  readonly search: ProcedureSearch;
  /** By procedure code, the cases in force. */
  readonly forms: ReadonlyMap<string, FormInForce[]>;
  /** By form version, also older ones that a draft may still use. */
  readonly formVersions: ReadonlyMap<string, FormInForce>;
}

/** How long a process may answer from its copy after an editor published a change. */
const FRESH_MS = 60_000;

export function createProcedureService({ repository, now = Date.now }: { repository: ProcedureRepository; now?: () => number }) {
  const misses = createSearchMisses({ write: repository.addSearchMisses, now });
  let catalogue: Catalogue | undefined;
  let loadedAt = 0;
  let loading: Promise<Catalogue> | undefined;

  /** The copy in memory; renewed in the background when old, so that no request waits for it after the first. */
  async function current(): Promise<Catalogue> {
    if (catalogue && now() - loadedAt < FRESH_MS) return catalogue;
    loading ??= load(repository).finally(() => {
      loading = undefined;
    });
    if (!catalogue) {
      catalogue = await loading;
      loadedAt = now();
      return catalogue;
    }
    loading.then(
      (fresh) => {
        catalogue = fresh;
        loadedAt = now();
      },
      () => {}, // the old copy goes on; the next request tries again
    );
    return catalogue;
  }

  return {
    /** Loads the catalogue; called before the process says it is ready. */
    warmUp: async () => {
      await current();
    },

    async list({
      q,
      limit,
      cursor,
      ...filters
    }: ProcedureFilters & { q?: string | undefined; limit: number; cursor?: string | undefined }) {
      const { search, details } = await current();
      const { codes, suggestions, clarify } = search.search(q ?? '', filters);
      if (q && codes.length === 0 && Object.values(filters).every((value) => value === undefined)) misses.add(search.countKey(q));
      const start = Math.max(0, Number.parseInt(cursor ?? '0', 36) || 0);
      const items = codes.slice(start, start + limit).flatMap((code) => details.get(code)?.item ?? []);
      const next = start + limit;
      return {
        items,
        nextCursor: next < codes.length ? next.toString(36) : null,
        suggestions: [...suggestions],
        ...(clarify && { clarify: { question: clarify.question, options: [...clarify.options] } }),
      };
    },

    /** Writes what is only counted in memory; called before the process ends. */
    close: () => misses.flush(),

    /** @throws AppError `procedure-not-found` */
    async answer(code: string): Promise<ReadyAnswer> {
      return found((await current()).details.get(code)).answer;
    },
    async detail(code: string): Promise<ProcedureDetail> {
      return found((await current()).details.get(code)).detail;
    },
    /** Plain names of procedures, for lists of dossiers. */
    async names(code: string): Promise<{ name: string; plainName: string }> {
      const known = (await current()).details.get(code)?.detail;
      return { name: known?.name ?? code, plainName: known?.plainName ?? code };
    },
    /** The form of a case, the first one when none is named. @throws AppError `procedure-not-found` | `not-online` */
    async form(code: string, caseId?: string): Promise<FormInForce> {
      const { details, forms } = await current();
      const { detail } = found(details.get(code));
      const form = forms.get(code)?.find((candidate) => caseId === undefined || candidate.caseId === caseId);
      if (!form || detail.submitMode !== 'api') throw new AppError('not-online', 'no e-form in force');
      return form;
    },
    async formOfVersion(formVersion: string): Promise<FormInForce | undefined> {
      return (await current()).formVersions.get(formVersion);
    },
  };
}
export type ProcedureService = ReturnType<typeof createProcedureService>;

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new AppError('procedure-not-found', 'unknown code');
  return value;
}

async function load(repository: ProcedureRepository): Promise<Catalogue> {
  const [versions, formRows] = await Promise.all([repository.listCurrent(), repository.listForms()]);
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  (addFormats as unknown as (target: Ajv2020) => void)(ajv);

  const forms = new Map<string, FormInForce[]>();
  const formVersions = new Map<string, FormInForce>();
  for (const { content } of formRows) {
    const form: FormInForce = { ...content, validate: ajv.compile(content.schema) };
    formVersions.set(form.formVersion, form);
    const cases = forms.get(form.procedureCode) ?? [];
    if (!cases.some((known) => known.caseId === form.caseId)) cases.push(form);
    forms.set(form.procedureCode, cases);
  }

  const details = new Map<string, { detail: ProcedureDetail; answer: ReadyAnswer; item: ProcedureItem }>();
  for (const { content, versionNo, publishedAt } of versions) {
    const detail: ProcedureDetail = {
      ...content,
      versionNo,
      asOf: publishedAt.toISOString(),
      forms: content.submitMode === 'api' ? (forms.get(content.code) ?? []).map(({ caseId, caseName }) => ({ caseId, caseName })) : [],
    };
    const { code, name, plainName, summary, domain, levels, onlineLevel, timeText, feeText, submitMode } = content;
    details.set(code, {
      detail,
      answer: ready(detail),
      item: { code, name, plainName, summary, domain, levels, onlineLevel, timeText, feeText, submitMode },
    });
  }
  return { details, forms, formVersions, search: createProcedureSearch(versions.map((row) => row.content)) };
}

function ready(value: unknown): ReadyAnswer {
  const body = Buffer.from(JSON.stringify(value));
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}
