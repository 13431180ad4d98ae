import { useQuery } from '@tanstack/react-query';
import { communesQuery } from './audience-calls.ts';

/** "phường Ninh Thạnh" of a code; a code that is not known yet stays a code. */
export function useUnitName() {
  const { data } = useQuery(communesQuery);
  return (code: string) => {
    if (data && code === data.province.code) return `tỉnh ${data.province.name}`;
    const commune = data?.communes.find((each) => each.code === code);
    return commune ? `${commune.kind} ${commune.name}` : code;
  };
}
