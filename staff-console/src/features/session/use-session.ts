import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import type { StaffRole } from '@tayninh/shared/contract/access';
import type { StaffMe } from '@tayninh/shared/features/staff/staff.contract';
import { api } from '../../api/bff.ts';

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => api('GET /v1/staff/me'), staleTime: 60_000 });

/** Who is signed in; the frame shows nothing before it knows. */
export const useMe = () => useQuery(meQuery);

/** Leaves for the provider and comes back to `to`. `isFresh`: proven again, for what asks for it (problem `fresh-sign-in-required`). */
export function signIn(to: string, { isFresh = false } = {}) {
  location.assign(`/v1/staff/sign-in?${new URLSearchParams({ to, ...(isFresh && { fresh: 'true' }) })}`);
}

/** Ends the session here and at the provider. */
export const useSignOut = () =>
  useMutation({ mutationFn: () => api('POST /v1/staff/sign-out'), onSuccess: ({ next }) => location.assign(next) });

export const ROLE_NAMES: Record<StaffRole, string> = {
  officer: 'Cán bộ',
  approver: 'Người duyệt',
  editor: 'Biên tập',
  support: 'Hỗ trợ người dân',
  lead: 'Trưởng ca hỗ trợ',
  auditor: 'Kiểm tra',
  dpo: 'Bảo vệ dữ liệu cá nhân',
  sysadmin: 'Quản trị hệ thống',
};

export const holds = ({ grants }: StaffMe, roles: readonly StaffRole[]) => grants.some(({ role }) => roles.includes(role));
/** "Cán bộ · phường Ninh Thạnh"; several are joined. */
export const placeOf = ({ grants }: StaffMe) => grants.map(({ role, unit }) => `${ROLE_NAMES[role]} · ${unit.name}`).join(', ');
