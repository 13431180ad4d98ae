import type { MyLocation } from '@tayninh/shared/features/places/places.contract';
import type { CitizenScope } from '../../platform/access.ts';

interface Exact {
  readonly latitude: number;
  readonly longitude: number;
}
interface Needs {
  /** @throws AppError `zalo-proof-refused` when the token is not of this citizen's Zalo account */
  readonly confirmAccount: (scope: CitizenScope, zaloAccessToken: string) => Promise<void>;
  /** Zalo's word on where the phone is. @throws AppError `location-proof-refused` | `zalo-proof-refused` | `zalo-unavailable` */
  readonly positionOf: (zaloAccessToken: string, locationToken: string) => Promise<Exact>;
  readonly whereIs: (position: Exact) => Promise<MyLocation>;
}

/** The exact position lives for the length of one call; only the rounded one leaves. */
export const createLocationService = ({ confirmAccount, positionOf, whereIs }: Needs) => ({
  async find(scope: CitizenScope, { zaloAccessToken, locationToken }: { zaloAccessToken: string; locationToken: string }) {
    await confirmAccount(scope, zaloAccessToken);
    return whereIs(await positionOf(zaloAccessToken, locationToken));
  },
});
export type LocationService = ReturnType<typeof createLocationService>;
