import { type Access, reaches } from '@tayninh/shared/contract/access';
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

declare module 'fastify' {
  interface FastifyRequest {
    citizen: CitizenActor | null;
  }
  interface FastifyContextConfig {
    access?: Access;
  }
}

export interface AccessOptions {
  /** Proves a bearer token. @throws AppError 401 when it does not hold. */
  authenticate(request: FastifyRequest): Promise<CitizenActor>;
}

/**
 * Deny by default: a route that declares no access stops the boot (AZ-2); one that asks for a citizen gets a check of its
 * own before its body is read. Public routes carry no hook at all.
 */
export const access = fp<AccessOptions>(
  async (app, { authenticate }) => {
    app.decorateRequest('citizen', null);
    app.addHook('onRoute', (route) => {
      const declared = route.config?.access;
      if (!declared) throw new Error(`Route ${String(route.method)} ${route.url} declares no access policy`);
      if (declared.who !== 'citizen') return;
      const { level } = declared;
      const check = async (request: FastifyRequest, reply: FastifyReply) => {
        const actor = await authenticate(request);
        if (!reaches(actor.level, level)) throw new AppError('level-too-low', `needs ${level}`);
        request.citizen = actor;
        reply.header('cache-control', 'no-store');
      };
      route.onRequest = [check, ...[route.onRequest ?? []].flat()];
    });
  },
  { name: 'access' },
);
