/**
 * Who may call a route. Every route declares one; a route without it stops the boot (`bff/src/platform/access.ts`).
 *
 * - `public`: anybody, also without a session (assurance level L0).
 * - `citizen`: a citizen session of at least `level`. L1 = a Zalo account, L2 = with a phone number released by Zalo,
 *   L3 = civil identity proven by the national log-in.
 * - `hook`: an outside system that proves itself by a signature over the raw body.
 * - `operator`: the inner port only, never reachable from outside.
 */
export type Access =
  | { readonly who: 'public' }
  | { readonly who: 'citizen'; readonly level: AssuranceLevel }
  | { readonly who: 'hook' }
  | { readonly who: 'operator' };

export type AssuranceLevel = 'L1' | 'L2' | 'L3';

export const PUBLIC: Access = { who: 'public' };
export const HOOK: Access = { who: 'hook' };
export const OPERATOR: Access = { who: 'operator' };
export const citizen = (level: AssuranceLevel): Access => ({ who: 'citizen', level });

const RANK: Record<AssuranceLevel | 'L0', number> = { L0: 0, L1: 1, L2: 2, L3: 3 };

/** True when an actor at `held` may do what asks for `needed`. */
export const reaches = (held: AssuranceLevel | 'L0', needed: AssuranceLevel) => RANK[held] >= RANK[needed];
