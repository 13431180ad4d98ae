import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type Category,
  muteKey,
  NOTICE_CONSENT_TEXT,
  PUSH_CHANNELS,
  type PushChannel,
} from '@tayninh/shared/features/notifications/categories';
import type { Preferences } from '@tayninh/shared/features/notifications/notifications.contract';
import { api, type Parts } from '../../api/bff.ts';

const preferencesQuery = queryOptions({ queryKey: ['preferences'], queryFn: () => api('GET /v1/me/preferences') });
export const usePreferences = () => useQuery(preferencesQuery);

/** Every change answers with everything as it stands now. */
function useChange<T>(change: (value: T) => Promise<Preferences>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: (saved) => client.setQueryData(preferencesQuery.queryKey, saved) });
}

export const useSavePreferences = () =>
  useChange((body: NonNullable<Parts<'PUT /v1/me/preferences'>['body']>) => api('PUT /v1/me/preferences', { body }));
export const useSetZaloUpdates = () =>
  useChange((zaloDossierUpdates: boolean) => api('PUT /v1/me/preferences', { body: { zaloDossierUpdates } }));

export const mutedChannels = ({ muted }: Pick<Preferences, 'muted'>, category: Category): PushChannel[] =>
  PUSH_CHANNELS.filter((channel) => muted.includes(muteKey(category, channel)));

export const useMute = () =>
  useChange(({ category, muted }: { category: Category; muted: PushChannel[] }) =>
    api('PUT /v1/me/categories/:category', { params: { category }, body: { muted } }),
  );

export type AskedFor = 'news' | 'surveys' | 'mini-app';
export const useConsent = () =>
  useChange(({ about, act }: { about: AskedFor[]; act: 'given' | 'refused' | 'withdrawn' }) =>
    api('POST /v1/me/notice-consents', { body: { about, act, textVersion: NOTICE_CONSENT_TEXT } }),
  );
