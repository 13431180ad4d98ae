import type { FastifyRequest } from 'fastify';
import { type CitizenScope, ownScope, scopeOfActor } from './access.ts';
import { AppError } from './app-error.ts';

/**
 * What somebody is to a draft or a dossier (docs/adr/0021).
 *
 * - `self`: it is theirs, for themselves or their own organisation.
 * - `helper`: theirs, made for another under an authorisation that holds and that lets them file.
 * - `preparer`: the same, but filing is the representative's.
 * - `former-helper`: the authorisation has ended.
 * - `principal`: it was filed for them by another.
 * - `representative`: it was prepared for their organisation and sent to them.
 * - `stranger`: none of these, or there is no such thing.
 */
export type Role = 'self' | 'helper' | 'preparer' | 'former-helper' | 'principal' | 'representative' | 'stranger';
export type DossierAction = 'see' | 'act';
export type DraftAction = 'see' | 'edit' | 'remove' | 'review' | 'submit' | 'hand-over' | 'take-back';

/** Deny by default: what is not listed is refused. */
export const MAY_WITH_DOSSIER: Record<Role, readonly DossierAction[]> = {
  self: ['see', 'act'],
  helper: ['see', 'act'],
  principal: ['see', 'act'],
  preparer: ['see'],
  representative: [],
  'former-helper': [],
  stranger: [],
};
export const MAY_WITH_DRAFT: Record<Role, readonly DraftAction[]> = {
  self: ['see', 'edit', 'remove', 'submit', 'hand-over', 'take-back'],
  // Also one who may file sends what only the representative can: a form that asks for a proven identity.
  helper: ['see', 'edit', 'remove', 'review', 'submit', 'hand-over', 'take-back'],
  preparer: ['see', 'edit', 'remove', 'review'],
  // What one typed stays one's own until it is filed; there is nobody to file it for.
  'former-helper': ['see', 'edit', 'remove', 'take-back'],
  // To file is theirs, at a counter too: what is taken there only could else be filed by nobody.
  representative: ['see', 'submit', 'review', 'hand-over', 'take-back'],
  principal: [],
  stranger: [],
};

export interface Relation {
  /** Whose row it is. */
  readonly ownerId: string;
  readonly role: Role;
}
/** The facts that the decision rests on; null when there is no such thing. */
export interface Relations {
  toDossier(actorId: string, dossierId: string): Promise<Relation | null>;
  toPayment(actorId: string, paymentId: string): Promise<Relation | null>;
  toDraft(actorId: string, draftId: string): Promise<Relation | null>;
}

/** No row has this owner: a query under it does the same work as for somebody else's id, and finds nothing (AZ-4). */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * The one place that decides who acts for whom (AZ-1). Each answers with a scope for the repositories (AZ-3): the owner's when
 * the policy allows, one that finds nothing when the caller may not even know.
 *
 * @throws AppError `not-authorised` | `authorisation-ended` when the caller sees the thing but may not do this with it.
 */
export function createActingFor(relations: Relations) {
  const decide = <Action extends string>(
    request: FastifyRequest,
    relation: Relation | null,
    table: Record<Role, readonly Action[]>,
    action: Action,
    see: Action,
  ): CitizenScope => {
    const { citizenId } = ownScope(request);
    const may = table[relation?.role ?? 'stranger'];
    if (!relation || !may.includes(see)) return scopeOfActor(NOBODY, citizenId);
    if (may.includes(action)) return scopeOfActor(relation.ownerId, citizenId);
    throw new AppError(relation.role === 'former-helper' ? 'authorisation-ended' : 'not-authorised', `${relation.role} may not ${action}`);
  };
  const me = (request: FastifyRequest) => ownScope(request).citizenId;
  return {
    dossier: async (request: FastifyRequest, id: string, action: DossierAction) =>
      decide(request, await relations.toDossier(me(request), id), MAY_WITH_DOSSIER, action, 'see'),
    payment: async (request: FastifyRequest, id: string, action: DossierAction) =>
      decide(request, await relations.toPayment(me(request), id), MAY_WITH_DOSSIER, action, 'see'),
    draft: async (request: FastifyRequest, id: string, action: DraftAction) =>
      decide(request, await relations.toDraft(me(request), id), MAY_WITH_DRAFT, action, 'see'),
  };
}
export type ActingFor = ReturnType<typeof createActingFor>;
