import { atom, useRecoilState } from 'recoil';

/** Which half of the list is shown; forgotten when the app closes. */
const filterState = atom<'open' | 'done'>({ key: 'dossiers/filter', default: 'open' });
export const useDossierFilter = () => useRecoilState(filterState);
