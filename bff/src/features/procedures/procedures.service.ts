import { createHash } from 'node:crypto';
import { GENERIC_CODE, genericFormOf, readGenericVersion } from '@tayninh/shared/features/forms/generic-form';
import type { ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import type { EForm } from '@tayninh/shared/features/procedures/e-form';
import { lifeEventsOf } from '@tayninh/shared/features/procedures/life-events';
import {
  type ProcedureDetail,
  type ProcedureFacets,
  type ProcedureItem,
  type ProcedureVersion,
  VERSIONS_SHOWN_MAX,
} from '@tayninh/shared/features/procedures/procedures.contract';
import { createProcedureSearch, type ProcedureFilters, type ProcedureSearch } from '@tayninh/shared/features/procedures/search';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { AppError } from '../../platform/app-error.ts';
import { pageOf } from '../../platform/cursor.ts';
import { keptCopy } from '../../platform/kept-copy.ts';
import type { ReadyAnswer } from '../../platform/ready-answers.ts';
import { type CatalogueAnswer, createCatalogueAnswer } from './catalogue-copy.ts';
import { browseOrder, countFacets } from './facets.ts';
import type { ProcedureRepository } from './procedures.repository.ts';
import { createSearchMisses, localDay } from './search-misses.ts';
import { versionChanges } from './version-changes.ts';

export interface FormInForce extends EForm {
  readonly validate: ValidateFunction;
}

interface Catalogue {
  readonly fingerprint: string;
  /** The record itself only as the bytes that go out: thousands of them as objects would cost three times the memory. */
  readonly details: ReadonlyMap<string, { answer: ReadyAnswer; item: ProcedureItem }>;
  readonly facets: ReadyAnswer;
  /** Where a code stands in a list that no words rank. */
  readonly place: ReadonlyMap<string, number>;
  readonly search: ProcedureSearch;
  /** What phones keep. */
  readonly copy: CatalogueAnswer;
  /** By procedure code, the cases in force; the generic form is composed ahead only where it is filed in the app. */
  readonly forms: ReadonlyMap<string, FormInForce[]>;
  readonly generic: FormInForce | undefined;
  /** By form version, also older ones that a draft may still use. */
  readonly formVersions: ReadonlyMap<string, FormInForce>;
}

/** Thirteen months, so that a year can be compared with the one before. */
const KEEP_MISSES_MS = 400 * 86_400_000;
/** Rows of one query, and of one turn of the event loop: other requests are answered in between. */
const PAGE = 200;

export function createProcedureService({ repository, now = Date.now }: { repository: ProcedureRepository; now?: () => number }) {
  const misses = createSearchMisses({ write: repository.addSearchMisses, now });
  const { current, atHand } = keptCopy<Catalogue>((held) => load(repository, held), { now });

  return {
    /** Loads the catalogue; called before the process says it is ready. */
    warmUp: async () => {
      await current();
    },

    async list({
      q,
      limit,
      cursor,
      level,
      ...filters
    }: ProcedureFilters & {
      q?: string | undefined;
      level?: 'commune' | 'province' | undefined;
      limit: number;
      cursor?: string | undefined;
    }) {
      const { search, details, place } = await current();
      const { codes: found, suggestions, clarify } = search.search(q ?? '', filters);
      const codes = level ? found.filter((code) => details.get(code)?.item.levels.includes(level)) : [...found];
      if (!q) codes.sort((one, other) => (place.get(one) ?? 0) - (place.get(other) ?? 0));
      const page = pageOf(codes, { limit, cursor });
      return {
        items: page.items.flatMap((code) => details.get(code)?.item ?? []),
        nextCursor: page.nextCursor,
        total: codes.length,
        suggestions: [...suggestions],
        ...(clarify && { clarify: { question: clarify.question, options: [...clarify.options] } }),
      };
    },

    /** What goes out under `/v1/procedures/` and this: the record of a code, or `facets`. Nothing before the first load. */
    ready(path: string): ReadyAnswer | undefined {
      const catalogue = atHand();
      return path === 'facets' ? catalogue?.facets : catalogue?.details.get(path)?.answer;
    },
    facets: async () => JSON.parse((await current()).facets.body.toString()) as ProcedureFacets,
    /** Newest first. @throws AppError `procedure-not-found` */
    async versions(code: string): Promise<ProcedureVersion[]> {
      found((await current()).details.get(code));
      return versionChanges(await repository.listVersions(code, VERSIONS_SHOWN_MAX + 1));
    },
    copy: async () => (await current()).copy,
    /** Counts a query that nobody went on from. */
    async countUnanswered(q: string) {
      const { search } = await current();
      misses.add(search.search(q).codes.length === 0 ? 'none' : 'abandoned', search.countKey(q));
    },
    forgetOldMisses: () => repository.deleteSearchMissesBefore(localDay(now() - KEEP_MISSES_MS)),
    /** Writes what is only counted in memory; called before the process ends. */
    close: () => misses.flush(),
    async detail(code: string): Promise<ProcedureDetail> {
      return JSON.parse(found((await current()).details.get(code)).answer.body.toString()) as ProcedureDetail;
    },
    /** Those of the codes that are in the catalogue, in their order. */
    async items(codes: readonly string[]): Promise<ProcedureItem[]> {
      const { details } = await current();
      return codes.flatMap((code) => details.get(code)?.item ?? []);
    },
    /** Plain names of procedures, for lists of dossiers. */
    async names(code: string): Promise<{ name: string; plainName: string }> {
      const known = (await current()).details.get(code)?.item;
      return { name: known?.name ?? code, plainName: known?.plainName ?? code };
    },
    /**
     * The form of a case, the first one when none is named. What is not filed in the app has one too, to fill in for a counter.
     * @throws AppError `procedure-not-found` | `not-online`
     */
    async form(code: string, caseId?: string): Promise<FormInForce> {
      const { details, forms, generic } = await current();
      const { answer } = found(details.get(code));
      // the generic form serves every case: its one form is taken whatever the checklist led to
      const own = forms.get(code) ?? (generic ? [composed(generic, JSON.parse(answer.body.toString()) as ProcedureDetail)] : []);
      const form = own.find(
        (candidate) => caseId === undefined || candidate.caseId === caseId || readGenericVersion(candidate.formVersion),
      );
      if (!form) throw new AppError('not-online', 'no e-form in force');
      return form;
    },
    async formOfVersion(formVersion: string): Promise<FormInForce | undefined> {
      const { formVersions } = await current();
      const made = formVersions.has(formVersion) ? null : readGenericVersion(formVersion);
      if (!made) return formVersions.get(formVersion);
      // of a version of the record that is not in force any more, for a draft or dossier that began with it
      const template = formVersions.get(made.template);
      const record = template && (await repository.findVersion(made.code, made.versionNo));
      return record && { ...template, ...genericFormOf(template, record, made.versionNo) };
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

  const generic = forms.get(GENERIC_CODE)?.[0];

  const details = new Map<string, { answer: ReadyAnswer; item: ProcedureItem }>();
  const records: ProcedureRecord[] = [];
  let newest = new Date(0);
  for (
    let page = await repository.listCurrent('', PAGE);
    page.length > 0;
    page = await repository.listCurrent(records.at(-1)?.code ?? '', PAGE)
  )
    for (const { content, versionNo, publishedAt } of page) {
      if (content.submitMode === 'api' && generic && !forms.has(content.code)) {
        const form = composed(generic, { ...content, versionNo });
        forms.set(content.code, [form]);
        formVersions.set(form.formVersion, form);
      }
      const detail: ProcedureDetail = {
        ...content,
        versionNo,
        asOf: publishedAt.toISOString(),
        forms: (forms.get(content.code) ?? (generic ? [generic] : [])).map(({ caseId, caseName }) => ({ caseId, caseName })),
      };
      const { code, name, plainName, summary, plainNameEn, summaryEn, domain, levels, onlineLevel, timeText, feeText, submitMode } =
        content;
      details.set(code, {
        answer: ready(detail),
        item: { code, name, plainName, summary, plainNameEn, summaryEn, domain, levels, onlineLevel, timeText, feeText, submitMode },
      });
      records.push({ ...content, lifeEvents: lifeEventsOf(content) });
      if (publishedAt > newest) newest = publishedAt;
    }
  const place = new Map(browseOrder(records).map((code, at) => [code, at]));
  const facets = ready(countFacets(records));
  const copy = await createCatalogueAnswer(records, newest);
  return { fingerprint, details, facets, place, forms, generic, formVersions, search: createProcedureSearch(records), copy };
}

const composed = (generic: FormInForce, record: Pick<ProcedureDetail, 'code' | 'papers' | 'versionNo'>): FormInForce => ({
  ...generic,
  ...genericFormOf(generic, record, record.versionNo),
});

function ready(value: unknown): ReadyAnswer {
  const body = Buffer.from(JSON.stringify(value));
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}
