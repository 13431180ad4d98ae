import type { ProcedureRecord } from '../catalogue.ts';
import type { ChecklistTable, Need, OfficeKind } from './checklist-table.ts';

const KIND: Record<ProcedureRecord['levels'][number], OfficeKind> = {
  ministry: 'ministry',
  province: 'province',
  commune: 'commune',
  other: 'other',
};
const PLACE: Record<ProcedureRecord['levels'][number], string> = {
  ministry: 'Cơ quan của bộ.',
  province: 'Sở, ngành của tỉnh, qua trung tâm phục vụ hành chính công.',
  commune: 'UBND phường, xã.',
  other: 'Cơ quan khác, gọi 1022 để hỏi.',
};

const TO_CONFIRM =
  'Thủ tục này chưa có câu hỏi theo từng trường hợp. Đây là danh sách đầy đủ, giấy nào ghi “chỉ khi” thì chỉ người đó cần.';
const EVERYBODY = 'Ai làm thủ tục này cũng cần.';
const FEE = 'Phí, lệ phí';
/** Of our own sentences; what stands in the record has no English. */
const ENGLISH: Record<string, string> = {
  [TO_CONFIRM]: 'There are no questions by case for this procedure yet. This is the full list; “chỉ khi” (only if) says who needs a paper.',
  [EVERYBODY]: 'Everybody who does this needs it.',
  [FEE]: 'Fee',
  [PLACE.ministry]: 'An agency of the ministry.',
  [PLACE.province]: 'A department of the province, through the public administration service centre.',
  [PLACE.commune]: "The commune People's Committee (UBND).",
  [PLACE.other]: 'Another agency, call 1022 to ask.',
};

/**
 * For a procedure without a table of its own: no question, every paper of its record with the words of when it is needed.
 * @param on the day (`yyyy-mm-dd`) the record was published
 */
export function fullList(record: ProcedureRecord, on: string): ChecklistTable {
  const { code, channels, papers, feeVnd, feeText, timeLimit, timeText, levels, source } = record;
  return {
    procedureCode: code,
    verified: false,
    toConfirm: TO_CONFIRM,
    isFullList: true,
    source,
    checkedOn: on,
    channels,
    questions: [],
    groups: [],
    documents: papers.map(({ id, name, originals, copies }) => ({
      id,
      paper: id,
      name: originals > 0 && copies > 0 ? `${name} (kèm ${copies} bản sao)` : name,
    })),
    rules: papers.map(({ id, when, originals, copies }) => ({
      document: id,
      need: needOf(when, originals),
      count: Math.min(Math.max(1, originals || copies), 20),
      because: when === 'always' || when === '' ? EVERYBODY : when,
    })),
    // one number may hide another for a different channel or case; the words say all that is known
    fees: [{ id: 'le-phi', name: FEE, channels, amountVnd: feeVnd === 0 ? 0 : null, because: feeText }],
    times: [{ channels, limit: timeLimit, text: timeText }],
    offices: levels.map((level) => ({ kind: KIND[level], text: PLACE[level] })),
    forms: [],
    notes: [],
    elsewhere: [],
    english: ENGLISH,
  };
}

function needOf(when: string, originals: number): Need {
  if (when.startsWith('Chỉ để xem')) return 'show';
  return originals > 0 ? 'original' : 'copy';
}
