import type { SegmentDefinition } from '@tayninh/shared/features/audiences/audience';
import { NATIONAL_STATUS, type NationalStatus } from '@tayninh/shared/features/dossiers/national-status';

const FEW = 3;

/** A definition as one line for lists: what is asked, joined by " · ". */
export function definitionText({ communes, dossier, optedIn, seenWithinDays }: SegmentDefinition, unitName: (code: string) => string) {
  const said = [
    communes && some(communes.map(unitName)),
    dossier?.procedures && `${dossier.procedures.length} thủ tục`,
    dossier?.statuses && some(dossier.statuses.map((status) => NATIONAL_STATUS[status as NationalStatus].name)),
    dossier?.states && `${dossier.states.length} trạng thái chuyển hồ sơ`,
    dossier?.dueWithinDays && `hẹn trả trong ${dossier.dueWithinDays} ngày tới`,
    optedIn && `đồng ý nhận ${optedIn.map((key) => (key === 'news' ? 'tin tức' : 'khảo sát')).join(', ')}`,
    seenWithinDays && `mở ứng dụng trong ${seenWithinDays} ngày qua`,
  ].filter(Boolean);
  return said.length > 0 ? said.join(' · ') : 'Mọi người trong phạm vi đơn vị';
}

const some = (names: readonly string[]) =>
  names.length > FEW ? `${names.slice(0, FEW).join(', ')} và ${names.length - FEW} nữa` : names.join(', ');
