import type { FormerCommune } from './units.ts';

/** "Phường Tân Ninh": how a unit is written at the start of a line. */
export const fullName = ({ kind, name }: { kind: string; name: string }) => `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${name}`;

/** "Xã Suối Dây (huyện Tân Châu)": a former commune is only known together with its district. */
export const formerName = (former: FormerCommune) => `${fullName(former)} (${former.districtKind} ${former.district})`;
