import type { StaffRole } from '@tayninh/shared/contract/access';
import type { IconName } from '../../components/icon.tsx';

export interface Place {
  readonly path: string;
  readonly name: string;
  readonly group: 'Thông báo' | 'Người dân' | 'Quản lý';
  readonly icon: IconName;
  /** Whose menu shows it; the server decides again at each call (security.md 2.3). */
  readonly roles: readonly StaffRole[];
  /** After `G`. */
  readonly key: string;
}

/** Every place of the console, in the order of the menu. */
export const PLACES = [
  {
    path: '/campaigns',
    name: 'Chiến dịch',
    group: 'Thông báo',
    icon: 'send',
    roles: ['officer', 'approver', 'editor', 'auditor'],
    key: 'C',
  },
  { path: '/templates', name: 'Mẫu tin', group: 'Thông báo', icon: 'template', roles: ['officer', 'approver', 'editor'], key: 'M' },
  { path: '/audiences', name: 'Nhóm người nhận', group: 'Thông báo', icon: 'people', roles: ['officer', 'approver', 'editor'], key: 'N' },
  { path: '/automatic', name: 'Tự động', group: 'Thông báo', icon: 'bolt', roles: ['officer', 'approver', 'editor'], key: 'A' },
  {
    path: '/kill-switches',
    name: 'Công tắc dừng',
    group: 'Thông báo',
    icon: 'stop',
    roles: ['officer', 'approver', 'support', 'lead', 'dpo', 'sysadmin'],
    key: 'D',
  },
  { path: '/conversations', name: 'Hội thoại', group: 'Người dân', icon: 'chat', roles: ['support', 'lead'], key: 'T' },
  { path: '/audit', name: 'Nhật ký', group: 'Quản lý', icon: 'log', roles: ['auditor', 'dpo'], key: 'L' },
] as const satisfies readonly Place[];
