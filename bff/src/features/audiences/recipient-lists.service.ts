import { FEW_PEOPLE } from '@tayninh/shared/features/audiences/audience';
import type { FaultyRow, RecipientList } from '@tayninh/shared/features/audiences/audiences.contract';
import { FAULT_TEXT, type ListRow, type RowFault, readRow } from '@tayninh/shared/features/audiences/list-rows';
import { AppError } from '../../platform/app-error.ts';
import type { UnitScope } from './audience-sql.repository.ts';
import type { Officer } from './audiences.repository.ts';
import { ListFileError, type ListFileReason, type ListLine, readListFile } from './list-file.ts';
import type { LineOutcome, LineState, ListRecord, RecipientListRepository, Wanted } from './recipient-lists.repository.ts';

/**
 * Lists of people that officers upload. Lines are matched to accounts by blind index; what cannot be read is mended in place; what is
 * known loses its phone at once.
 */
export function createRecipientListService({
  repository,
  unitScope,
}: {
  repository: RecipientListRepository;
  unitScope: (unitCode: string) => Promise<UnitScope>;
}) {
  async function find(id: string, officer: Officer): Promise<ListRecord> {
    const list = await repository.find(id, officer);
    if (!list) throw new AppError('not-found', 'no such list in these units');
    return list;
  }
  const viewOf = async (list: ListRecord) => view(list, await repository.countLines([list.id]));

  async function outcomesOf(lines: readonly ListLine[], scope: UnitScope): Promise<LineOutcome[]> {
    const read = lines.map((line) => ({ line, reading: readRow(line) }));
    const wanted = read.flatMap(({ line, reading }) => ('fault' in reading ? [] : [{ line, wanted: reading as Wanted }]));
    const people = await repository.peopleOf(
      wanted.map((each) => each.wanted),
      scope,
    );
    const personOf = new Map(wanted.map(({ line }, at) => [line, people[at] ?? null]));
    const seen = new Set<string>();
    return read.map(({ line, reading }): LineOutcome => {
      const { lineNo, phone, receiptNo } = line;
      const faulty = (fault: RowFault): LineOutcome => ({ lineNo, state: 'faulty', fault, values: { phone, receiptNo } });
      if ('fault' in reading) return faulty(reading.fault);
      const citizenId = personOf.get(line) ?? null;
      // who holds a number is nobody's business: a phone that is not found is counted, not shown
      if (citizenId === null) return 'phone' in reading ? { lineNo, state: 'unknown' } : faulty('receipt-unknown');
      if (seen.has(citizenId)) return { lineNo, state: 'duplicate' };
      seen.add(citizenId);
      return { lineNo, state: 'matched', citizenId };
    });
  }

  return {
    async list(officer: Officer): Promise<RecipientList[]> {
      const rows = await repository.list(officer);
      const lines = await repository.countLines(rows.map(({ id }) => id));
      return rows.map((row) => view(row, lines));
    },
    get: async (id: string, officer: Officer) => viewOf(await find(id, officer)),
    create: async (row: { name: string; reason: string | null }, officer: Officer, requestId: string) =>
      viewOf(await repository.insert(row, officer, requestId)),

    /** Reads a file into the list. @throws AppError `invalid-request` when it is not a file we read; `not-found`. */
    async upload(id: string, bytes: Buffer, officer: Officer, requestId: string): Promise<RecipientList> {
      const list = await find(id, officer);
      const lines = await readListFile(bytes).catch((cause: unknown) => {
        if (!(cause instanceof ListFileError)) throw cause;
        throw new AppError('invalid-request', 'a list file that is not read', {
          cause,
          parts: [{ pointer: '', detail: FILE_TEXT[cause.reason] }],
        });
      });
      await repository.replaceLines(list, await outcomesOf(lines, await unitScope(list.unitCode)), officer, requestId);
      return viewOf(list);
    },
    async faulty(id: string, { after, limit }: { after: number; limit: number }, officer: Officer) {
      const list = await find(id, officer);
      const rows = await repository.faulty(id, { after, limit: limit + 1, canSee: list.createdBy === officer.staffId });
      const items = rows.slice(0, limit);
      return { items: items.map(faultyView), nextAfter: rows.length > limit ? (items.at(-1)?.lineNo ?? null) : null };
    },
    /** @returns the line when it is still wrong. @throws AppError `not-found` also for a line that waits for nothing. */
    async mend(id: string, lineNo: number, values: ListRow, officer: Officer): Promise<{ row: FaultyRow | null; list: RecipientList }> {
      const list = await find(id, officer);
      const [outcome] = await outcomesOf([{ lineNo, ...values }], await unitScope(list.unitCode));
      if (!outcome || !(await repository.mend(id, outcome))) throw new AppError('not-found', 'no such faulty line');
      return { row: outcome.state === 'faulty' ? faultyView(outcome) : null, list: await viewOf(list) };
    },
    /** @param lineNo null: all faulty ones. */
    async drop(id: string, lineNo: number | null, officer: Officer): Promise<RecipientList> {
      const list = await find(id, officer);
      await repository.drop(id, lineNo);
      return viewOf(list);
    },
    archive: (id: string, officer: Officer) => repository.archive(id, officer),
    sweep: () => repository.sweep(),
  };
}
export type RecipientListService = ReturnType<typeof createRecipientListService>;

const FILE_TEXT: Record<ListFileReason, string> = {
  empty: 'Tệp không có dòng nào.',
  'too-many-rows': 'Tệp có hơn 50.000 dòng. Chia thành nhiều danh sách.',
  'old-excel': 'Tệp .xls đời cũ hoặc có mật khẩu. Lưu lại thành .xlsx hoặc .csv, không đặt mật khẩu.',
  unreadable: 'Tệp không đọc được. Chỉ nhận .xlsx hoặc .csv.',
  'no-columns': 'Không thấy cột “Điện thoại” hoặc “Mã biên nhận” trong 10 dòng đầu của trang tính thứ nhất.',
  'too-large-inside': 'Tệp nén chứa quá nhiều dữ liệu. Chép riêng các cột cần dùng sang một tệp mới.',
};

const NO_LINES = { matched: 0, duplicate: 0, unknown: 0, faulty: 0, dropped: 0 };
function view(list: ListRecord, counts: readonly { listId: string; state: LineState; lines: number }[]): RecipientList {
  const own = counts.filter(({ listId }) => listId === list.id).map(({ state, lines }) => [state, lines]);
  const lines = { ...NO_LINES, ...Object.fromEntries(own) } as RecipientList['lines'];
  const { id, name, unitCode, reason, createdAt } = list;
  return {
    id,
    name,
    unitCode,
    reason,
    createdAt: createdAt.toISOString(),
    people: lines.matched,
    lines,
    needsReason: lines.matched < FEW_PEOPLE,
  };
}

const faultyView = ({ lineNo, fault, values }: { lineNo: number; fault: RowFault; values: ListRow | null }): FaultyRow => ({
  lineNo,
  fault,
  text: FAULT_TEXT[fault],
  values,
});
