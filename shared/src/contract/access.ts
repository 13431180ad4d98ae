/**
 * Who may call a route. Every route declares one; a route without it stops the boot (`bff/src/platform/access.ts`).
 *
 * - `public`: anybody, also without a session (assurance level L0).
 * - `citizen`: a citizen session of at least `level`. L1 = a Zalo account, L2 = with a phone number released by Zalo,
 *   L3 = civil identity proven by the national log-in.
 * - `staff`: somebody who signed in to the console and holds one of `roles`, on the console's host only. What a role reaches is the
 *   unit it was granted for and all below it. `fresh`: signed in within the last five minutes (ID-24).
 * - `hook`: an outside system that proves itself by a signature over the raw body.
 * - `operator`: the inner port only, never reachable from outside.
 */
export type Access =
  | { readonly who: 'public' }
  | { readonly who: 'citizen'; readonly level: AssuranceLevel }
  | { readonly who: 'staff'; readonly roles: readonly StaffRole[]; readonly fresh: boolean }
  | { readonly who: 'hook' }
  | { readonly who: 'operator' };

export type AssuranceLevel = 'L1' | 'L2' | 'L3';

/** What a person at the console may be (security.md, table of 2.3). A person may hold several, each for a unit and a time. */
export const STAFF_ROLES = ['officer', 'approver', 'editor', 'support', 'lead', 'auditor', 'dpo', 'sysadmin'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

export const PUBLIC: Access = { who: 'public' };
export const HOOK: Access = { who: 'hook' };
export const OPERATOR: Access = { who: 'operator' };
export const citizen = (level: AssuranceLevel): Access => ({ who: 'citizen', level });

/** Any of `roles`; `fresh` where a stolen open console must not be enough: approving, exporting, releasing a stop. */
export const staff = (roles: readonly StaffRole[], { fresh = false }: { fresh?: boolean } = {}): Access => ({ who: 'staff', roles, fresh });
/** Everybody who may use the console at all. */
export const ANY_STAFF: Access = staff(STAFF_ROLES);

const RANK: Record<AssuranceLevel | 'L0', number> = { L0: 0, L1: 1, L2: 2, L3: 3 };

/** True when an actor at `held` may do what asks for `needed`. */
export const reaches = (held: AssuranceLevel | 'L0', needed: AssuranceLevel) => RANK[held] >= RANK[needed];
