import { randomInt } from 'node:crypto';
import { LONGEST_MONTHS } from '@tayninh/shared/features/authorisations/authorisation-rules';
import {
  type Authorisation,
  INVITATION_DAYS,
  type Invitation,
  type Organisation,
} from '@tayninh/shared/features/authorisations/authorisations.contract';
import { readTaxCode } from '@tayninh/shared/features/authorisations/tax-code';
import type { DossierSummary, DraftFor } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { AnsweredFor } from '../../connectors/filing-connector.ts';
import { type CitizenScope, scopeOfOwner } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { AuthorisationRepository, AuthorisationRow } from './authorisations.repository.ts';

/** What a person agrees to; a new wording gets a new version. */
const CONSENT_TEXT = 'act-for/2026-11';
const DAY_MS = 86_400_000;
/** Wrong codes of one person: six digits stay unguessable (a million codes, a handful of them live). */
const WRONG_CODES = { windowSeconds: 3_600, max: 5 };
const SAYS_UNTIL = `Chọn một ngày từ hôm nay, nhiều nhất ${LONGEST_MONTHS} tháng.`;

/** For whom a draft or a dossier is, as its row has it. */
export interface ForWhom {
  readonly authorisationId: string | null;
  readonly organisationId: string | null;
}

export function createAuthorisationService({
  repository,
  nameOf,
  spend,
  now = Date.now,
}: {
  repository: AuthorisationRepository;
  /** The name of an account; null when it has none, or is gone. */
  nameOf: (scope: CitizenScope) => Promise<string | null>;
  /** Takes `cost` from a budget by the database's clock. @returns what is spent of it */
  spend: (budget: { name: string; windowSeconds: number; max: number }, cost: number) => Promise<number>;
  now?: () => number;
}) {
  const personOf = async (citizenId: string | null) =>
    citizenId === null ? null : ((await nameOf(scopeOfOwner(citizenId))) ?? 'Người dùng Zalo');

  async function organisationsOf(ids: readonly (string | null)[]): Promise<Map<string, Organisation & { citizenId: string }>> {
    const rows = await repository.findOrganisations({ ids: [...new Set(ids.filter((id) => id !== null))] });
    return new Map(rows.map((row) => [row.id, { ...row, kind: readTaxCode(row.taxCode)?.kind ?? 'enterprise' }]));
  }

  async function view({ citizenId }: CitizenScope, row: AuthorisationRow): Promise<Authorisation> {
    const iAm = row.kind === 'paper' || row.helperId === citizenId ? 'helper' : 'principal';
    const [otherName, organisations] = await Promise.all([
      row.kind === 'paper' ? repository.personName(row) : personOf(iAm === 'helper' ? row.principalId : row.helperId),
      organisationsOf([row.organisationId]),
    ]);
    const over =
      row.state !== 'ended' && (row.until.getTime() <= now() || (row.state === 'invited' && (row.acceptBy?.getTime() ?? 0) <= now()));
    return {
      id: row.id,
      kind: row.kind,
      state: over ? 'expired' : row.state,
      iAm,
      otherName,
      organisation: plain(organisations.get(row.organisationId ?? '')),
      maySubmit: row.maySubmit,
      procedures: row.procedures,
      until: lastDayOf(row.until),
      acceptBy: row.state === 'invited' ? (row.acceptBy?.toISOString() ?? null) : null,
    };
  }

  /** Runs `find` and counts when it finds nothing. @throws AppError `too-many-requests` | `invitation-not-found` */
  async function byCode<T>({ citizenId }: CitizenScope, find: () => Promise<T | null>): Promise<T> {
    const budget = { name: `invitation|${citizenId}`, ...WRONG_CODES };
    if ((await spend(budget, 0)) >= budget.max)
      throw new AppError('too-many-requests', 'too many wrong codes', { retryAfterSeconds: budget.windowSeconds });
    const found = await find();
    if (found) return found;
    await spend(budget, 1);
    throw new AppError('invitation-not-found', 'no live invitation');
  }

  async function forName(row: AuthorisationRow, organisations: Awaited<ReturnType<typeof organisationsOf>>) {
    if (row.kind === 'paper') return repository.personName(row);
    return row.organisationId ? (organisations.get(row.organisationId)?.name ?? null) : personOf(row.principalId);
  }

  return {
    /** @throws AppError `invalid-request` | `organisation-not-found` | `too-many-authorisations` */
    async create(
      scope: CitizenScope,
      wish: (
        | { kind: 'relative'; iAm: 'helper' | 'principal' }
        | { kind: 'organisation'; organisationId: string; maySubmit: boolean }
        | { kind: 'paper'; personName: string }
      ) & { procedures: string[] | null; until: string },
      requestId: string,
    ): Promise<{ authorisation: Authorisation; code: string | null }> {
      const until = endOf(wish.until, now());
      if (!until) throw new AppError('invalid-request', 'until', { parts: [{ pointer: '/until', detail: SAYS_UNTIL }] });
      const organisationId = wish.kind === 'organisation' ? wish.organisationId : null;
      if (organisationId && (await repository.findOrganisations({ ids: [organisationId] }))[0]?.citizenId !== scope.citizenId)
        throw new AppError('organisation-not-found', 'missing or not represented');
      const isHelper = wish.kind === 'paper' || (wish.kind === 'relative' && wish.iAm === 'helper');
      for (let tries = 0; tries < 5; tries++) {
        const code = wish.kind === 'paper' ? null : String(randomInt(1_000_000)).padStart(6, '0');
        const row = await repository.insert(scope, {
          kind: wish.kind,
          state: code === null ? 'active' : 'invited',
          helperId: isHelper ? scope.citizenId : null,
          principalId: isHelper ? null : scope.citizenId,
          organisationId,
          maySubmit: wish.kind === 'organisation' ? wish.maySubmit : true,
          procedures: wish.procedures,
          acceptBy: code === null ? null : new Date(now() + INVITATION_DAYS * DAY_MS),
          until,
          personName: wish.kind === 'paper' ? wish.personName : null,
          code,
          requestId,
        });
        if (row === 'too-many') throw new AppError('too-many-authorisations', 'too many open');
        if (row !== 'taken') return { authorisation: await view(scope, row), code };
      }
      throw new AppError('internal', 'no free code');
    },

    async list(scope: CitizenScope): Promise<{ items: Authorisation[]; organisations: Organisation[] }> {
      const [rows, own] = await Promise.all([repository.list(scope), repository.findOrganisations({ of: scope })]);
      const found = await organisationsOf(own.map(({ id }) => id));
      return {
        items: await Promise.all(rows.map((row) => view(scope, row))),
        organisations: [...found.values()].flatMap((one) => plain(one) ?? []),
      };
    },

    /** @throws AppError `invitation-not-found` | `own-invitation` | `too-many-requests` */
    async lookAt(scope: CitizenScope, code: string): Promise<Invitation> {
      const row = await byCode(scope, () => repository.findInvitation(code));
      if (row.inviterId === scope.citizenId) throw new AppError('own-invitation', 'made by the caller');
      const organisations = await organisationsOf([row.organisationId]);
      return {
        kind: row.kind,
        iAm: row.helperId === null ? 'helper' : 'principal',
        inviterName: (await personOf(row.inviterId)) ?? '',
        organisationName: organisations.get(row.organisationId ?? '')?.name ?? null,
        maySubmit: row.maySubmit,
        procedures: row.procedures,
        until: lastDayOf(row.until),
      };
    },

    /** @throws AppError `consent-required` | `invitation-not-found` | `too-many-requests` */
    async accept(
      scope: CitizenScope,
      { code, consent }: { code: string; consent: boolean },
      by: { requestId: string; sessionId: string },
    ): Promise<Authorisation> {
      if (!consent)
        throw new AppError('consent-required', 'not confirmed', { parts: [{ pointer: '/consent', detail: 'Bạn chưa đồng ý.' }] });
      return view(scope, await byCode(scope, () => repository.accept(scope, code, { ...by, consentText: CONSENT_TEXT })));
    },

    /** @throws AppError `authorisation-not-found` */
    async end(scope: CitizenScope, id: string, requestId: string): Promise<void> {
      if (!(await repository.end(scope, id, requestId))) throw new AppError('authorisation-not-found', 'missing or not a side of it');
    },

    /** @throws AppError `too-many-authorisations` */
    async addOrganisation(scope: CitizenScope, { name, taxCode }: { name: string; taxCode: string }): Promise<Organisation> {
      const read = readTaxCode(taxCode);
      if (!read) throw new AppError('invalid-request', 'tax code', { parts: [{ pointer: '/taxCode', detail: 'Mã số thuế chưa đúng.' }] });
      const id = await repository.insertOrganisation(scope, { name, taxCode: read.code });
      if (!id) throw new AppError('too-many-authorisations', 'too many organisations');
      return { id, name, taxCode: read.code, kind: read.kind };
    },

    /** What a new draft's row says of for whom it is. @throws AppError `authorisation-ended` | `organisation-not-found` */
    async forNewDraft(
      scope: CitizenScope,
      wish: { authorisationId: string } | { organisationId: string } | undefined,
      procedureCode: string,
    ): Promise<ForWhom> {
      if (!wish) return { authorisationId: null, organisationId: null };
      if ('authorisationId' in wish) {
        const row = await repository.usable(scope, wish.authorisationId, procedureCode);
        if (!row) throw new AppError('authorisation-ended', 'none that holds for this procedure');
        return { authorisationId: row.id, organisationId: row.organisationId };
      }
      if ((await repository.findOrganisations({ ids: [wish.organisationId] }))[0]?.citizenId !== scope.citizenId)
        throw new AppError('organisation-not-found', 'missing or not represented');
      return { authorisationId: null, organisationId: wish.organisationId };
    },

    /** What people read of for whom drafts are made; in the order of the rows. */
    async describeDrafts(
      { actorId }: CitizenScope,
      drafts: readonly (ForWhom & { citizenId: string; sentForReviewAt: Date | null })[],
    ): Promise<(DraftFor | null)[]> {
      const rows = await repository.findMany(drafts.flatMap(({ authorisationId }) => authorisationId ?? []));
      const organisations = await organisationsOf(drafts.map(({ organisationId }) => organisationId));
      return Promise.all(
        drafts.map(async ({ citizenId, authorisationId, organisationId, sentForReviewAt }): Promise<DraftFor | null> => {
          const row = rows.get(authorisationId ?? '');
          const organisation = organisations.get(organisationId ?? '');
          if (!row && !organisation) return null;
          return {
            kind: row?.kind ?? 'organisation',
            name: (row ? await forName(row, organisations) : organisation?.name) ?? '',
            authorisationId,
            iAm: citizenId === actorId ? 'helper' : 'representative',
            maySubmit: citizenId !== actorId || (row?.maySubmit ?? true),
            sentForReviewAt: sentForReviewAt?.toISOString() ?? null,
          };
        }),
      );
    },

    /** The same of dossiers. */
    async describeDossiers(
      { actorId }: CitizenScope,
      dossiers: readonly (ForWhom & { citizenId: string; forCitizenId: string | null; filedBy: string | null })[],
    ): Promise<DossierSummary['behalf'][]> {
      const rows = await repository.findMany(dossiers.flatMap(({ authorisationId }) => authorisationId ?? []));
      const organisations = await organisationsOf(dossiers.map(({ organisationId }) => organisationId));
      return Promise.all(
        dossiers.map(async ({ citizenId, authorisationId, organisationId, forCitizenId, filedBy }) => {
          const row = rows.get(authorisationId ?? '');
          const organisation = organisations.get(organisationId ?? '');
          if (!row && !organisation) return null;
          return {
            kind: row?.kind ?? 'organisation',
            forName: (row ? await forName(row, organisations) : organisation?.name) ?? '',
            byName: (await personOf(filedBy ?? citizenId)) ?? '',
            iAm: forCitizenId === actorId ? ('principal' as const) : ('helper' as const),
          };
        }),
      );
    },

    /** What the province is told beside the applicant; null when filed for oneself. */
    async toldToProvince(dossier: ForWhom & { citizenId: string; filedBy: string | null }): Promise<AnsweredFor | null> {
      const row = (await repository.findMany(dossier.authorisationId ? [dossier.authorisationId] : [])).get(dossier.authorisationId ?? '');
      const organisation = (await organisationsOf([dossier.organisationId])).get(dossier.organisationId ?? '');
      if (!row && !organisation) return null;
      return {
        authorised: row && {
          name: (await personOf(dossier.filedBy ?? dossier.citizenId)) ?? '',
          by: row.kind === 'paper' ? 'paper' : 'app',
          untilDay: lastDayOf(row.until),
        },
        organisation: organisation && { name: organisation.name, taxCode: organisation.taxCode },
      };
    },
    /** The person whose paper it is; null when it is no paper, or gone. */
    async nameOnPaper(authorisationId: string): Promise<string | null> {
      const row = (await repository.findMany([authorisationId])).get(authorisationId);
      return row ? repository.personName(row) : null;
    },

    watchersOf: repository.watchersOf,
    relations: repository.relations,
  };
}
export type AuthorisationService = ReturnType<typeof createAuthorisationService>;

const plain = (organisation: (Organisation & { citizenId: string }) | undefined): Organisation | null =>
  organisation ? { id: organisation.id, name: organisation.name, taxCode: organisation.taxCode, kind: organisation.kind } : null;

/** The day before `until`, in Vietnam. */
const lastDayOf = (until: Date) => new Date(until.getTime() + 7 * 3_600_000 - 1).toISOString().slice(0, 10);

/** The moment after a last day in Vietnam; null when that day is over or too far away. */
export function endOf(day: string, nowMs: number): Date | null {
  const end = new Date(Date.parse(`${day}T00:00:00+07:00`) + DAY_MS);
  const today = new Date(nowMs + 7 * 3_600_000);
  // twelve months from today, where the month has that day; one day more where it has not
  const latest = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + LONGEST_MONTHS, today.getUTCDate()) - 7 * 3_600_000 + DAY_MS;
  return end.getTime() > nowMs && end.getTime() <= latest ? end : null;
}
