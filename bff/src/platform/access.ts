import { type Access, reaches, type StaffRole } from '@tayninh/shared/contract/access';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { AppError } from './app-error.ts';

/** The citizen behind a request, proven by the session (never by anything in the body). */
export interface CitizenActor {
  readonly id: string;
  readonly sessionId: string;
  readonly level: 'L1' | 'L2' | 'L3';
}

declare const scopeMark: unique symbol;
/**
 * A permission to touch one citizen's rows. Repositories of personal data ask for one and put it in their WHERE; only this
 * module makes them (AZ-3), so a forgotten check cannot be written.
 */
export interface CitizenScope {
  readonly [scopeMark]: true;
  /** Whose rows. */
  readonly citizenId: string;
  /** Who is at work: the same, or somebody who acts for them. */
  readonly actorId: string;
}

const scope = (citizenId: string, actorId = citizenId) => ({ citizenId, actorId }) as CitizenScope;

/** The scope of the citizen who is calling. @throws AppError when the route was not declared for citizens. */
export function ownScope(request: FastifyRequest): CitizenScope {
  if (!request.citizen) throw new AppError('session-required', 'route asks for a citizen scope without a citizen');
  return scope(request.citizen.id);
}

/** The scope of the citizen for whom a job works: `citizenId` comes from the row that the job was made for. */
export const scopeOfOwner = (citizenId: string): CitizenScope => scope(citizenId);

/** Another's rows for who acts for them: built by the policy of `acting-for.ts` alone. */
export const scopeOfActor = (citizenId: string, actorId: string): CitizenScope => scope(citizenId, actorId);

/** One role of a person at the console, for one unit and all below it. */
export interface StaffGrant {
  readonly role: StaffRole;
  readonly unitCode: string;
  /** `unitCode` and every unit below it. */
  readonly unitCodes: readonly string[];
}
/** The person at the console behind a request: who from the session, as what and where from our own tables (B2). */
export interface StaffActor {
  readonly id: string;
  readonly sessionId: string;
  readonly name: string;
  /** Those that hold now. */
  readonly grants: readonly StaffGrant[];
  /** Signed in within the last five minutes (ID-24). */
  readonly isFresh: boolean;
}

declare const staffMark: unique symbol;
/**
 * How far somebody at the console reaches on this route: only units of those of their roles that the route is declared for. Services
 * and repositories take it as it is and put `unitCodes` in their WHERE; only this module makes one (AZ-3, AZ-6).
 */
export interface StaffScope {
  readonly [staffMark]: true;
  readonly staffId: string;
  /** As what they act here. */
  readonly roles: readonly StaffRole[];
  /** The units that the roles were granted for: the place of what they make, when there is one only. */
  readonly ownUnitCodes: readonly string[];
  /** Those and all below them. */
  readonly unitCodes: readonly string[];
}

/** The scope of whoever is calling. @throws AppError when the route was not declared for staff. */
export function staffScope(request: FastifyRequest): StaffScope {
  if (!request.staffScope) throw new AppError('sign-in-required', 'route asks for a staff scope without staff');
  return request.staffScope;
}

function scopeFor({ id, grants }: StaffActor, roles: readonly StaffRole[]): StaffScope | null {
  const held = grants.filter(({ role }) => roles.includes(role));
  if (held.length === 0) return null;
  const unique = <T>(values: readonly T[]) => [...new Set(values)];
  const reach: Omit<StaffScope, typeof staffMark> = {
    staffId: id,
    roles: unique(held.map(({ role }) => role)),
    ownUnitCodes: unique(held.map(({ unitCode }) => unitCode)),
    unitCodes: unique(held.flatMap(({ unitCodes }) => unitCodes)),
  };
  return reach as StaffScope;
}

declare module 'fastify' {
  interface FastifyRequest {
    citizen: CitizenActor | null;
    staff: StaffActor | null;
    staffScope: StaffScope | null;
  }
  interface FastifyContextConfig {
    access?: Access;
  }
}

/** Each server serves people of one kind: routes for the other do not exist on it (HT-1). */
export interface AccessOptions {
  /** Proves a bearer token. @throws AppError 401 when it does not hold. */
  authenticate?(request: FastifyRequest): Promise<CitizenActor>;
  /** Proves a console session, and for calls that change something also that our own page makes them. @throws AppError 401, 403 */
  authenticateStaff?(request: FastifyRequest): Promise<StaffActor>;
}

/**
 * Deny by default: a route that declares no access stops the boot (AZ-2), and so does one for people whom this server does not know;
 * one that asks for somebody gets a check of its own before its body is read. Public routes carry no hook at all.
 */
export const access = fp<AccessOptions>(
  async (app, { authenticate, authenticateStaff }) => {
    app.decorateRequest('citizen', null);
    app.decorateRequest('staff', null);
    app.decorateRequest('staffScope', null);
    app.addHook('onRoute', (route) => {
      const declared = route.config?.access;
      const name = `Route ${String(route.method)} ${route.url}`;
      if (!declared) throw new Error(`${name} declares no access policy`);
      if (declared.who !== 'citizen' && declared.who !== 'staff') return;
      const check = declared.who === 'citizen' ? citizenCheck(declared.level, authenticate) : staffCheck(declared, authenticateStaff);
      if (!check) throw new Error(`${name} is for ${declared.who}, who cannot sign in on this server`);
      route.onRequest = [check, ...[route.onRequest ?? []].flat()];
    });
  },
  { name: 'access' },
);

const citizenCheck = (level: CitizenActor['level'], authenticate: AccessOptions['authenticate']) =>
  authenticate &&
  (async (request: FastifyRequest, reply: FastifyReply) => {
    const actor = await authenticate(request);
    if (!reaches(actor.level, level)) throw new AppError('level-too-low', `needs ${level}`);
    request.citizen = actor;
    reply.header('cache-control', 'no-store');
  });

const staffCheck = ({ roles, fresh }: Access & { who: 'staff' }, authenticate: AccessOptions['authenticateStaff']) =>
  authenticate &&
  (async (request: FastifyRequest, reply: FastifyReply) => {
    const actor = await authenticate(request);
    const scope = scopeFor(actor, roles);
    if (!scope) throw new AppError('role-missing', `needs one of ${roles.join(', ')}`);
    if (fresh && !actor.isFresh) throw new AppError('fresh-sign-in-required', 'signed in more than five minutes ago');
    request.staff = actor;
    request.staffScope = scope;
    reply.header('cache-control', 'no-store');
  });
