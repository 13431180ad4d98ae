import { CELL_MAX, type ListRow } from '@tayninh/shared/features/audiences/list-rows';
import { fold, foldKey } from '@tayninh/shared/features/procedures/fold';
import { parse as parseCsv } from 'csv-parse'; // streams, bounded records, no dependencies
import { readWorkbook, WorkbookError } from './workbook.ts';

/** An uploaded file, as large as it may be. */
export const FILE_MAX_BYTES = 5 * 1024 * 1024;
export const ROWS_MAX = 50_000;
const COLUMNS_MAX = 60;
/** The heading stands within the first lines; above it offices like to put a title. */
const HEADING_WITHIN = 10;

const HEADINGS = {
  phone: ['dien thoai', 'so dien thoai', 'so dt', 'sdt', 'dt', 'di dong', 'so di dong', 'phone', 'mobile', 'zalo', 'so zalo'],
  receiptNo: ['ma bien nhan', 'so bien nhan', 'bien nhan', 'ma ho so', 'so ho so', 'ma hs', 'receipt'],
} as const;

export type ListFileReason = 'empty' | 'too-many-rows' | 'old-excel' | 'unreadable' | 'no-columns' | 'too-large-inside';
/** A file that cannot be taken at all; a bad line is no such thing. */
export class ListFileError extends Error {
  override name = 'ListFileError';
  readonly reason: ListFileReason;
  constructor(reason: ListFileReason, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

/** A line with what stood in the two columns. `lineNo` is what the spreadsheet shows at its left. */
export interface ListLine extends ListRow {
  readonly lineNo: number;
}

/**
 * The lines of an uploaded xlsx or csv file, told apart by their first bytes. Only the first sheet is read, only the two columns, and
 * nothing is computed: a cell with a formula comes out as `=`. Empty lines are left out.
 *
 * @throws ListFileError
 */
export async function readListFile(bytes: Buffer): Promise<ListLine[]> {
  if (bytes.length === 0) throw new ListFileError('empty');
  if (bytes.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex'))) throw new ListFileError('old-excel'); // also one with a password
  const isZip = bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'));
  const lines: ListLine[] = [];
  let columns: { phone: number; receiptNo: number } | null = null;
  let seen = 0;
  try {
    for await (const { lineNo, cells } of isZip ? readWorkbook(bytes) : readCsv(bytes)) {
      if (!columns) {
        columns = findColumns(cells);
        if (!columns && ++seen >= HEADING_WITHIN) break;
        continue;
      }
      const line = { lineNo, phone: cut(cells[columns.phone]), receiptNo: cut(cells[columns.receiptNo]) };
      if (line.phone === '' && line.receiptNo === '' && cells.every((cell) => cut(cell) === '')) continue;
      if (lines.length === ROWS_MAX) throw new ListFileError('too-many-rows');
      lines.push(line);
    }
  } catch (cause) {
    if (cause instanceof ListFileError) throw cause;
    throw new ListFileError(cause instanceof WorkbookError && cause.isTooLarge ? 'too-large-inside' : 'unreadable', { cause });
  }
  if (!columns) throw new ListFileError('no-columns');
  if (lines.length === 0) throw new ListFileError('empty');
  return lines;
}

interface RawLine {
  readonly lineNo: number;
  readonly cells: readonly (string | undefined)[];
}

function findColumns(cells: RawLine['cells']) {
  const keys = Array.from(cells.slice(0, COLUMNS_MAX), (cell) => foldKey((cell ?? '').slice(0, 60)));
  const at = (names: readonly string[]) => keys.findIndex((key) => names.includes(key));
  const found = { phone: at(HEADINGS.phone), receiptNo: at(HEADINGS.receiptNo) };
  return found.phone < 0 && found.receiptNo < 0 ? null : found;
}

const cut = (cell: string | undefined) => (cell ?? '').trim().slice(0, CELL_MAX);

async function* readCsv(bytes: Buffer): AsyncGenerator<RawLine> {
  const text = decode(bytes);
  if (text.includes('\0')) throw new ListFileError('unreadable');
  const parser = parseCsv({
    bom: true,
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 20_000,
  });
  parser.end(text);
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>)
    yield { lineNo: info.lines, cells: record };
}

/** Offices save as UTF-8, as Excel's "Unicode text", or in the old Vietnamese code page; digits are the same in all of them. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1258').decode(bytes);
  }
}

/** What stands most often in the first lines. */
function delimiterOf(text: string): string {
  const start = fold(text.slice(0, 4_000)).split(/\r?\n/, HEADING_WITHIN).join('\n');
  const count = (sign: string) => start.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}
