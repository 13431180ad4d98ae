import { createHash } from 'node:crypto';
import type { ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import type { EForm } from '@tayninh/shared/features/procedures/e-form';
import type { ProcedureDetail, ProcedureItem } from '@tayninh/shared/features/procedures/procedures.contract';
import { createProcedureSearch, type ProcedureFilters, type ProcedureSearch } from '@tayninh/shared/features/procedures/search';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { AppError } from '../../platform/app-error.ts';
import { pageOf } from '../../platform/cursor.ts';
import type { ReadyAnswer } from '../../platform/ready-answers.ts';
import type { ProcedureRepository } from './procedures.repository.ts';
import { createSearchMisses } from './search-misses.ts';

export interface FormInForce extends EForm {
  readonly validate: ValidateFunction;
}

interface Catalogue {
  readonly fingerprint: string;
  /** The record itself only as the bytes that go out: thousands of them as objects would cost three times the memory. */
  readonly details: ReadonlyMap<string, { answer: ReadyAnswer; item: ProcedureItem }>;
  readonly search: ProcedureSearch;
  /** By procedure code, the cases in force. */
  readonly forms: ReadonlyMap<string, FormInForce[]>;
  /** By form version, also older ones that a draft may still use. */
  readonly formVersions: ReadonlyMap<string, FormInForce>;
}

/** How long a process may answer from its copy after an editor published a change. */
const FRESH_MS = 60_000;
/** Rows of one query, and of one turn of the event loop: other requests are answered in between. */
const PAGE = 200;

export function createProcedureService({ repository, now = Date.now }: { repository: ProcedureRepository; now?: () => number }) {
  const misses = createSearchMisses({ write: repository.addSearchMisses, now });
  let catalogue: Catalogue | undefined;
  let loadedAt = 0;
  let loading: Promise<Catalogue> | undefined;

  /** The copy in memory; renewed in the background when old, so that no request waits for it after the first. */
  async function current(): Promise<Catalogue> {
    if (catalogue && now() - loadedAt < FRESH_MS) return catalogue;
    loading ??= load(repository, catalogue).finally(() => {
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
      const page = pageOf(codes, { limit, cursor });
      return {
        items: page.items.flatMap((code) => details.get(code)?.item ?? []),
        nextCursor: page.nextCursor,
        suggestions: [...suggestions],
        ...(clarify && { clarify: { question: clarify.question, options: [...clarify.options] } }),
      };
    },

    /** The record of a code as it goes out; nothing before the first load. */
    ready(code: string): ReadyAnswer | undefined {
      if (now() - loadedAt >= FRESH_MS) void current().catch(() => {}); // the copy at hand answers; the next one is fresh
      return catalogue?.details.get(code)?.answer;
    },
    /** Writes what is only counted in memory; called before the process ends. */
    close: () => misses.flush(),
    async detail(code: string): Promise<ProcedureDetail> {
      return JSON.parse(found((await current()).details.get(code)).answer.body.toString()) as ProcedureDetail;
    },
    /** Plain names of procedures, for lists of dossiers. */
    async names(code: string): Promise<{ name: string; plainName: string }> {
      const known = (await current()).details.get(code)?.item;
      return { name: known?.name ?? code, plainName: known?.plainName ?? code };
    },
    /** The form of a case, the first one when none is named. @throws AppError `procedure-not-found` | `not-online` */
    async form(code: string, caseId?: string): Promise<FormInForce> {
      const { details, forms } = await current();
      const { item } = found(details.get(code));
      const form = forms.get(code)?.find((candidate) => caseId === undefined || candidate.caseId === caseId);
      if (!form || item.submitMode !== 'api') throw new AppError('not-online', 'no e-form in force');
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

/** @returns `held` itself while nothing new is in force. */
async function load(repository: ProcedureRepository, held: Catalogue | undefined): Promise<Catalogue> {
  const fingerprint = await repository.fingerprint();
  if (held?.fingerprint === fingerprint) return held;
  const formRows = await repository.listForms();
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

  const details = new Map<string, { answer: ReadyAnswer; item: ProcedureItem }>();
  const records: ProcedureRecord[] = [];
  for (
    let page = await repository.listCurrent('', PAGE);
    page.length > 0;
    page = await repository.listCurrent(records.at(-1)?.code ?? '', PAGE)
  )
    for (const { content, versionNo, publishedAt } of page) {
      const detail: ProcedureDetail = {
        ...content,
        versionNo,
        asOf: publishedAt.toISOString(),
        forms: content.submitMode === 'api' ? (forms.get(content.code) ?? []).map(({ caseId, caseName }) => ({ caseId, caseName })) : [],
      };
      const { code, name, plainName, summary, plainNameEn, summaryEn, domain, levels, onlineLevel, timeText, feeText, submitMode } =
        content;
      details.set(code, {
        answer: ready(detail),
        item: { code, name, plainName, summary, plainNameEn, summaryEn, domain, levels, onlineLevel, timeText, feeText, submitMode },
      });
      records.push(content);
    }
  return { fingerprint, details, forms, formVersions, search: createProcedureSearch(records) };
}

function ready(value: unknown): ReadyAnswer {
  const body = Buffer.from(JSON.stringify(value));
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}
