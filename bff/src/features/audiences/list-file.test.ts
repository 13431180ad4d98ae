import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { type ListFileError, ROWS_MAX, readListFile } from './list-file.ts';

const refusal = (bytes: Buffer) =>
  readListFile(bytes).then(
    () => 'taken',
    (error: ListFileError) => error.reason,
  );

/** An xlsx file with one sheet of the given rows in SpreadsheetML. */
function aWorkbook(
  rows: string,
  { shared = '', extra = {}, head = '' }: { shared?: string; extra?: Zippable; head?: string } = {},
): Buffer {
  const xml = (text: string) => strToU8(`<?xml version="1.0" encoding="UTF-8"?>${text}`);
  return Buffer.from(
    zipSync({
      'xl/workbook.xml': xml(
        '<workbook xmlns:r="urn:r"><sheets><sheet name="Danh sách" sheetId="7" r:id="rId3"/><sheet name="Khác" sheetId="1" r:id="rId1"/></sheets></workbook>',
      ),
      'xl/_rels/workbook.xml.rels': xml(
        '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId3" Target="worksheets/sheet2.xml"/></Relationships>',
      ),
      'xl/worksheets/sheet1.xml': xml('<worksheet><sheetData/></worksheet>'),
      'xl/worksheets/sheet2.xml': xml(`${head}<worksheet><sheetData>${rows}</sheetData></worksheet>`),
      ...(shared && { 'xl/sharedStrings.xml': xml(`<sst>${shared}</sst>`) }),
      ...extra,
    }),
  );
}
const text = (cell: string, value: string) => `<c r="${cell}" t="inlineStr"><is><t>${value}</t></is></c>`;
const HEAD = `<row r="1">${text('A1', 'Họ và tên')}${text('B1', 'Số điện thoại')}${text('D1', 'Mã biên nhận')}</row>`;

describe('an uploaded list', () => {
  it('finds the two columns under their usual headings, below a title, in the first sheet of a workbook', async () => {
    const rows = `<row r="1">${text('A1', 'DANH SÁCH MỜI NHẬN KẾT QUẢ')}</row>
      <row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c></row>
      <row r="4">${text('A4', 'An')}<c r="B4"><v>84901234567</v></c></row>
      <row r="9">${text('A9', 'Bình')}<c r="B9"><v>9.01234568E8</v></c></row>`;
    const shared = '<si><t>Tên</t></si><si><r><t>Điện </t></r><r><t>thoại</t></r><rPh><t>ẩn</t></rPh></si>';
    expect(await readListFile(aWorkbook(rows, { shared }))).toEqual([
      { lineNo: 4, phone: '84901234567', receiptNo: '' },
      { lineNo: 9, phone: '901234568', receiptNo: '' },
    ]);
  });

  it('never takes what a formula claims to be', async () => {
    const rows = `${HEAD}<row r="2"><c r="B2" t="str"><f>HYPERLINK("http://evil.example","0901234567")</f><v>0901234567</v></c>${text('D2', '=cmd|calc')}</row>`;
    expect(await readListFile(aWorkbook(rows))).toEqual([{ lineNo: 2, phone: '=', receiptNo: '=cmd|calc' }]);
  });

  it('stops unpacking a file that swells, whatever size it claims', async () => {
    const bomb = aWorkbook(`${HEAD}${'<row/>'.repeat(12_000_000)}`);
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await refusal(bomb)).toBe('too-large-inside');
    const liar = Buffer.from(bomb);
    // the directory says that the sheet has a hundred bytes
    for (let at = liar.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = liar.indexOf('PK\x01\x02', at + 4, 'latin1'))
      if (liar.readUInt32LE(at + 24) > 1_000_000) liar.writeUInt32LE(100, at + 24);
    expect(await refusal(liar)).toBe('unreadable');
  });

  it('opens no entity and no document type', async () => {
    const rows = `${HEAD}<row r="2">${text('B2', '&xxe;')}</row>`;
    expect(await refusal(aWorkbook(rows, { head: '<!DOCTYPE w [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>' }))).toBe('unreadable');
  });

  it('reads csv with commas, semicolons or tabs, with a byte order mark, in the old code page and as "Unicode text"', async () => {
    const expected = [{ lineNo: 2, phone: '0901 234 567', receiptNo: '' }];
    for (const sign of [',', ';', '\t']) {
      const file = `Họ tên${sign}SĐT\r\n"Nguyễn Văn A"${sign}0901 234 567\r\n`;
      expect(await readListFile(Buffer.from(`\uFEFF${file}`))).toEqual(expected);
      expect(await readListFile(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(file, 'utf16le')]))).toEqual(expected);
    }
    expect(await readListFile(Buffer.from('Tên;Zalo\r\nNg\xf4 A;0901 234 567\r\n', 'latin1'))).toEqual(expected);
  });

  it('numbers lines as the spreadsheet does, and leaves out the empty ones', async () => {
    const lines = await readListFile(Buffer.from('phone\n0901234567\n\n ,\n0901234568\n'));
    expect(lines.map(({ lineNo, phone }) => [lineNo, phone])).toEqual([
      [2, '0901234567'],
      [5, '0901234568'],
    ]);
  });

  it('says which file it cannot take', async () => {
    expect(await refusal(Buffer.from(''))).toBe('empty');
    expect(await refusal(Buffer.from('điện thoại\n'))).toBe('empty');
    expect(await refusal(Buffer.from('Họ tên,Quê quán\nAn,Bến Cầu\n'))).toBe('no-columns');
    expect(await refusal(Buffer.from('d0cf11e0a1b11ae1000000', 'hex'))).toBe('old-excel');
    expect(await refusal(Buffer.from('PK\x03\x04 not a zip file', 'latin1'))).toBe('unreadable');
    expect(await refusal(Buffer.from(zipSync({ 'word/document.xml': strToU8('<w/>') })))).toBe('unreadable');
    expect(await refusal(Buffer.from('\x00\x01\x02'.repeat(400), 'latin1'))).toBe('unreadable');
    expect(await refusal(Buffer.from(`sdt\n${'0901234567\n'.repeat(ROWS_MAX + 1)}`))).toBe('too-many-rows');
  });
});
