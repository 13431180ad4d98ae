/**
 * The ten national dossier statuses and the moves between them.
 * Source: docs/sources/dossier-status.md (names and codes as provincial systems exchange them; moves after the life cycle of TT 03/2025/TT-VPCP).
 */
export const NATIONAL_STATUS = {
  1: { name: 'Mới đăng ký', phase: 'not-received' },
  2: { name: 'Được tiếp nhận', phase: 'in-process' },
  3: { name: 'Không được tiếp nhận', phase: 'closed' },
  4: { name: 'Đang xử lý', phase: 'in-process' },
  5: { name: 'Yêu cầu bổ sung giấy tờ', phase: 'paused' },
  6: { name: 'Yêu cầu thực hiện nghĩa vụ tài chính', phase: 'paused' },
  7: { name: 'Công dân yêu cầu rút hồ sơ', phase: 'closed' },
  8: { name: 'Dừng xử lý', phase: 'closed' },
  9: { name: 'Đã xử lý xong', phase: 'handled' },
  10: { name: 'Đã trả kết quả', phase: 'handled' },
} as const satisfies Record<number, { name: string; phase: Phase }>;

type Phase = 'not-received' | 'in-process' | 'paused' | 'closed' | 'handled';
export type NationalStatus = keyof typeof NATIONAL_STATUS;

/**
 * From → allowed next. 4 → 4 is the apology with a new date. 5 returns to where it came from (1, 2 or 4), or ends in 3 or 8.
 * 3, 7, 8 and 10 are final: a correction is a new dossier.
 */
const NEXT: Record<NationalStatus, readonly NationalStatus[]> = {
  1: [2, 3, 5, 7],
  2: [4, 5, 7],
  3: [],
  4: [4, 5, 6, 7, 8, 9],
  5: [1, 2, 3, 4, 7, 8],
  6: [4, 7],
  7: [],
  8: [],
  9: [10],
  10: [],
};

const SUPPLEMENT = 5 satisfies NationalStatus;

/** True for the national life cycle's own moves. */
export const isAllowedMove = (from: NationalStatus, to: NationalStatus) => NEXT[from].includes(to);

/** True when the province will not speak of the dossier again. */
export const isFinal = (status: NationalStatus) => NEXT[status].length === 0;

/**
 * True when `to` can be reached from `from` in one or more allowed moves: a poll may miss steps in between,
 * and a late report of an earlier step must not move a dossier backwards. A supplement (5) asked on the way therefore leads
 * back only to the status it was asked in; where `from` itself is 5 that status is not known, and each of 1, 2, 4 may follow.
 */
export function isReachable(from: NationalStatus, to: NationalStatus): boolean {
  const seen = new Set<NationalStatus>();
  const open: NationalStatus[] = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const next of NEXT[at]) {
      if (next === to) return true;
      // asked at `at`, the supplement ends in a final status or at `at` again, which is seen already
      const onward = next === SUPPLEMENT ? NEXT[SUPPLEMENT].filter(isFinal) : [next];
      if (next === SUPPLEMENT && (at === to || onward.includes(to))) return true;
      for (const step of onward) {
        if (!seen.has(step)) {
          seen.add(step);
          open.push(step);
        }
      }
    }
  }
  return false;
}

export const ALL_STATUSES = Object.keys(NATIONAL_STATUS).map(Number) as NationalStatus[];
export const isNationalStatus = (value: number): value is NationalStatus => value in NATIONAL_STATUS;
