import { CATEGORY_KEYS, type Category, muteKey, type PushChannel } from '@tayninh/shared/features/notifications/categories';
import type { Preferences } from '@tayninh/shared/features/notifications/notifications.contract';
import type { CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import { type ConsentAct, type ConsentProof, type PreferenceRepository, purposeOf } from './preferences.repository.ts';

/** What of `Preferences` a person may send; what is left out stays. */
type Change = Partial<Pick<Preferences, 'zaloDossierUpdates' | 'quiet' | 'homeUnitCode'> & { language: 'vi' | 'en' }>;

export function createPreferenceService({
  repository,
  isCommune,
}: {
  repository: PreferenceRepository;
  isCommune: (code: string) => Promise<boolean>;
}) {
  async function show(scope: CitizenScope): Promise<Preferences> {
    const [row, purposes] = await Promise.all([repository.find(scope.citizenId), repository.answered(scope)]);
    const { muted, wants, quietFrom, quietTo, homeUnitCode, language } = row;
    return {
      zaloDossierUpdates: !muted.includes(muteKey('dossiers', 'zalo')),
      muted,
      wants: CATEGORY_KEYS.filter((category) => (wants as string[]).includes(category)),
      answered: ([...CATEGORY_KEYS, 'mini-app'] as const).filter((one) => purposes.includes(purposeOf(one))),
      quiet: quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo },
      homeUnitCode,
      language,
    };
  }

  return {
    show,
    /** @throws AppError `invalid-request` for a commune that is not one of the province's. */
    async change(scope: CitizenScope, { zaloDossierUpdates, quiet, homeUnitCode, language }: Change): Promise<Preferences> {
      if (homeUnitCode && !(await isCommune(homeUnitCode)))
        throw new AppError('invalid-request', 'not a commune', {
          parts: [{ pointer: '/homeUnitCode', detail: 'Không có xã, phường này trong tỉnh.' }],
        });
      if (zaloDossierUpdates !== undefined) await repository[zaloDossierUpdates ? 'unmute' : 'mute'](scope.citizenId, 'dossiers', 'zalo');
      await repository.save(scope, {
        ...(quiet !== undefined && { quietFrom: quiet?.from ?? null, quietTo: quiet?.to ?? null }),
        ...(homeUnitCode !== undefined && { homeUnitCode }),
        ...(language !== undefined && { language }),
      });
      return show(scope);
    },
    /** @throws AppError `category-always-sent` for what concerns safety. */
    async muteOnly(scope: CitizenScope, category: Category, muted: readonly PushChannel[]): Promise<Preferences> {
      if (!(await repository.muteOnly(scope.citizenId, category, muted)))
        throw new AppError('category-always-sent', 'category cannot be muted');
      return show(scope);
    },
    async act(
      scope: CitizenScope,
      about: readonly ('news' | 'surveys' | 'mini-app')[],
      act: ConsentAct,
      proof: ConsentProof,
    ): Promise<Preferences> {
      const categories = about.filter((one) => one !== 'mini-app');
      if (categories.length > 0) await repository.consentTo(scope.citizenId, categories, act, proof);
      if (about.includes('mini-app')) await repository.noteMiniAppNotices(scope.citizenId, act, proof);
      return show(scope);
    },
  };
}
export type PreferenceService = ReturnType<typeof createPreferenceService>;
