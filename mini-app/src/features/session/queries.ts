import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/bff.ts';

export const useMe = () => useQuery({ queryKey: ['me'], queryFn: () => api('GET /v1/me') });
export const useInbox = () => useQuery({ queryKey: ['inbox'], queryFn: () => api('GET /v1/inbox', { query: { limit: 50 } }) });
export const useUnread = () => useInbox().data?.unread ?? 0;
