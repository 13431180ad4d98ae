import { z } from 'zod';
import { citizen } from '../../contract/access.ts';
import { defineRoute, NoContent, problems } from '../../contract/define-route.ts';
import { Day, Id, Instant } from '../../contract/values.ts';
import { ProcedureCode } from '../procedures/catalogue.ts';
import { readTaxCode } from './tax-code.ts';

/** How long an invitation may be accepted. */
export const INVITATION_DAYS = 3;

/** Six digits, as one reads them out over the phone: a space in the middle is forgiven. */
export const SixDigits = z
  .string()
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'Mã gồm 6 chữ số.'));

/**
 * `relative`: for a person who agreed in their own app. `paper`: for a person without Zalo, by a paper that is kept with each
 * dossier. `organisation`: for an enterprise or a household business.
 */
export const AuthorisationKind = z.enum(['relative', 'organisation', 'paper']);
export type AuthorisationKind = z.infer<typeof AuthorisationKind>;

const Organisation = z.strictObject({
  id: Id,
  name: z.string(),
  taxCode: z.string(),
  kind: z.enum(['enterprise', 'branch', 'household']),
});
export type Organisation = z.infer<typeof Organisation>;

const Authorisation = z.strictObject({
  id: Id,
  kind: AuthorisationKind,
  state: z.enum(['invited', 'active', 'ended', 'expired']),
  /** What the caller is in it: who helps, or for whom is acted. */
  iAm: z.enum(['helper', 'principal']),
  /** The other person; null while nobody has accepted. */
  otherName: z.string().nullable(),
  organisation: Organisation.nullable(),
  /** False: may prepare, but the representative files. */
  maySubmit: z.boolean(),
  /** Null: all of them. */
  procedures: z.array(ProcedureCode).nullable(),
  /** The last day, in Vietnam. */
  until: Day,
  /** Of an invitation that waits: until when it may be accepted. */
  acceptBy: Instant.nullable(),
});
export type Authorisation = z.infer<typeof Authorisation>;

const Scope = {
  procedures: z.array(ProcedureCode).min(1).max(50).nullable().default(null),
  /** Today or later, at most twelve months from now. */
  until: Day,
};
const PersonName = z.string().trim().min(2, 'Ghi họ tên đầy đủ.').max(100);

export const createAuthorisation = defineRoute({
  method: 'POST',
  url: '/v1/authorisations',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Invite somebody to help or to be helped; with a paper it holds at once',
    body: z.discriminatedUnion('kind', [
      /** `iAm` is what the caller will be; who accepts is the other. */
      z.strictObject({ kind: z.literal('relative'), iAm: z.enum(['helper', 'principal']), ...Scope }),
      z.strictObject({ kind: z.literal('organisation'), organisationId: Id, maySubmit: z.boolean(), ...Scope }),
      z.strictObject({ kind: z.literal('paper'), personName: PersonName, ...Scope }),
    ]),
    /** `code` is told this once; only its hash is kept. Null with a paper. */
    response: { 201: z.strictObject({ authorisation: Authorisation, code: z.string().nullable() }), ...problems(400, 401, 404, 409, 429) },
  },
});

export const listAuthorisations = defineRoute({
  method: 'GET',
  url: '/v1/authorisations',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Who acts for whom, both ways, newest first (at most 50), and own organisations',
    response: { 200: z.strictObject({ items: z.array(Authorisation), organisations: z.array(Organisation) }), ...problems(401) },
  },
});

/** What one would agree to; says no more than that. */
const Invitation = z.strictObject({
  kind: AuthorisationKind,
  /** What the caller would be. */
  iAm: z.enum(['helper', 'principal']),
  inviterName: z.string(),
  organisationName: z.string().nullable(),
  maySubmit: z.boolean(),
  procedures: z.array(ProcedureCode).nullable(),
  until: Day,
});
export type Invitation = z.infer<typeof Invitation>;

export const lookAtInvitation = defineRoute({
  method: 'POST',
  url: '/v1/authorisations/invitation',
  config: { access: citizen('L1') },
  schema: {
    summary: 'What the code of an invitation asks for; wrong codes are counted',
    body: z.strictObject({ code: SixDigits }),
    response: { 200: Invitation, ...problems(400, 401, 404, 429) },
  },
});

export const acceptInvitation = defineRoute({
  method: 'POST',
  url: '/v1/authorisations/acceptance',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Agree to an invitation by its code; again by the same person gives the same answer',
    body: z.strictObject({ code: SixDigits, consent: z.boolean() }),
    response: { 200: Authorisation, ...problems(400, 401, 404, 409, 422, 429) },
  },
});

export const endAuthorisation = defineRoute({
  method: 'DELETE',
  url: '/v1/authorisations/:id',
  config: { access: citizen('L1') },
  schema: {
    summary: 'End it, by either side; also takes an invitation back. Again is harmless',
    params: z.strictObject({ id: Id }),
    response: { 204: NoContent, ...problems(401, 404) },
  },
});

export const addOrganisation = defineRoute({
  method: 'POST',
  url: '/v1/organisations',
  config: { access: citizen('L1') },
  schema: {
    summary: 'An organisation that the caller represents; its tax code is checked by its digits only',
    body: z.strictObject({
      name: PersonName.max(200),
      taxCode: z
        .string()
        .max(30)
        .refine((text) => readTaxCode(text) !== null, 'Mã số thuế chưa đúng, bạn xem lại từng chữ số.'),
    }),
    response: { 201: Organisation, ...problems(400, 401, 409) },
  },
});
