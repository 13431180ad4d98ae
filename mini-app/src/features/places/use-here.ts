import { useMutation } from '@tanstack/react-query';
import { rounded } from '@tayninh/shared/features/places/geometry';
import type { MyLocation } from '@tayninh/shared/features/places/places.contract';
import { atom, useRecoilState } from 'recoil';
import { api } from '../../api/bff.ts';
import { zaloAccessToken, zaloLocationToken } from '../../zalo/zalo-host.ts';
import type { Near } from './use-places.ts';

/** In memory only, and only after the person asked for it: gone when the app closes. */
const hereState = atom<MyLocation | null>({ key: 'places/here', default: null });

/** Where the phone is. `find` opens Zalo's sheet, then lets our server exchange the token; it fails when the person refuses. */
export function useHere() {
  const [here, set] = useRecoilState(hereState);
  const find = useMutation({
    mutationFn: async () => {
      const locationToken = await zaloLocationToken();
      return api('POST /v1/location', { body: { zaloAccessToken: await zaloAccessToken(), locationToken } });
    },
    onSuccess: set,
    gcTime: 0,
  });
  return { here, find, forget: () => set(null) };
}

/** Two decimals, about 1 km: no more leaves this phone in the address of a request. Outside the province nothing is near. */
export const nearOf = (here: MyLocation | null): Near | null =>
  here && !here.isOutside ? { lat: rounded(here.latitude, 2), lng: rounded(here.longitude, 2) } : null;
