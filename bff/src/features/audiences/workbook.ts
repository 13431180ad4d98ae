import { SaxesParser } from 'saxes'; // knows no DTD and no entity but the five of XML; an event at a time
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'; // trusts the directory only, checks sizes and names

/** Not an xlsx file, or one that unpacks to far more than an honest list has. */
export class WorkbookError extends Error {
  override name = 'WorkbookError';
  readonly isTooLarge: boolean;
  constructor(message: string, isTooLarge = false, options?: ErrorOptions) {
    super(message, options);
    this.isTooLarge = isTooLarge;
  }
}

/** 50,000 lines of a wide sheet unpack to about 40 MB. */
const UNPACKED_MAX_BYTES = 64 * 1024 * 1024;
const ENTRIES_MAX = 2_000;
const CELLS_MAX = 60;
const TEXT_MAX = 200;

/**
 * The rows of the first sheet of an xlsx file, cell by column. Reads values only: a cell with a formula is `=`, whatever result the
 * file claims; macros, links, pictures and other sheets are never opened.
 *
 * @throws WorkbookError
 */
export async function* readWorkbook(bytes: Buffer): AsyncGenerator<{ lineNo: number; cells: string[] }> {
  const { zip, entries } = await openZip(bytes);
  try {
    const budget = { left: UNPACKED_MAX_BYTES };
    const read = (name: string) => chunksOf(zip, entries.get(name), budget);
    const sheet = await firstSheet(read);
    const shared = entries.has('xl/sharedStrings.xml') ? await sharedTexts(read('xl/sharedStrings.xml')) : [];
    yield* rowsOf(read(sheet), shared);
  } finally {
    zip.close();
  }
}

async function openZip(bytes: Buffer): Promise<{ zip: ZipFile; entries: Map<string, Entry> }> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    fromBuffer(bytes, { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true }, (error, opened) =>
      error ? reject(new WorkbookError('no zip file', false, { cause: error })) : resolve(opened),
    ),
  );
  if (zip.entryCount > ENTRIES_MAX) throw new WorkbookError('too many parts', true);
  const entries = new Map<string, Entry>();
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.on('end', resolve);
    zip.on('error', (cause) => reject(new WorkbookError('broken zip file', false, { cause })));
    zip.readEntry();
  });
  return { zip, entries };
}

/** What an entry unpacks to, out of a budget that the whole file shares: neither its claim nor its content gets beyond it. */
async function* chunksOf(zip: ZipFile, entry: Entry | undefined, budget: { left: number }): AsyncGenerator<Buffer> {
  if (!entry) throw new WorkbookError('a part is missing');
  if (entry.uncompressedSize > budget.left) throw new WorkbookError('unpacks to too much', true);
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) =>
    zip.openReadStream(entry, (error, opened) =>
      error ? reject(new WorkbookError('a part cannot be read', false, { cause: error })) : resolve(opened),
    ),
  );
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    budget.left -= chunk.length;
    if (budget.left < 0) throw new WorkbookError('unpacks to too much', true);
    yield chunk;
  }
}

type Handlers = {
  open: (name: string, attributes: Record<string, string>) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
};

/** Feeds a part to the parser; yields after each chunk, so that rows leave before the sheet is whole. */
async function* parsed(chunks: AsyncIterable<Buffer>, { open, close, text }: Handlers): AsyncGenerator<void> {
  const parser = new SaxesParser();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('error', (cause) => {
    throw new WorkbookError('broken XML', false, { cause });
  });
  parser.on('doctype', () => {
    throw new WorkbookError('a document type has no place in a sheet');
  });
  parser.on('opentag', ({ name, attributes }) => open(local(name), attributes as Record<string, string>));
  if (close) parser.on('closetag', ({ name }) => close(local(name)));
  if (text) parser.on('text', text);
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.close();
  yield;
}

async function whole(chunks: AsyncIterable<Buffer>, handlers: Handlers) {
  for await (const _ of parsed(chunks, handlers));
}

/** The path of the sheet that stands first in the workbook. */
async function firstSheet(read: (name: string) => AsyncIterable<Buffer>): Promise<string> {
  let id: string | undefined;
  await whole(read('xl/workbook.xml'), {
    open: (name, attributes) => {
      if (name === 'sheet') id ??= attributes['r:id'] ?? '';
    },
  });
  let target: string | undefined;
  await whole(read('xl/_rels/workbook.xml.rels'), {
    open: (name, { Id, Target }) => {
      if (name === 'Relationship' && Id === id) target = Target;
    },
  });
  if (!target) throw new WorkbookError('no sheet');
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

async function sharedTexts(chunks: AsyncIterable<Buffer>): Promise<string[]> {
  const texts: string[] = [];
  let current = '';
  let isText = false;
  let isReading = 0; // phonetic hints are no part of the text
  await whole(chunks, {
    open: (name) => {
      if (name === 'si') current = '';
      if (name === 'rPh') isReading++;
      isText = name === 't' && isReading === 0;
    },
    close: (name) => {
      if (name === 'si') texts.push(current);
      if (name === 'rPh') isReading--;
      isText = false;
    },
    text: (text) => {
      if (isText && current.length < TEXT_MAX) current += text.slice(0, TEXT_MAX);
    },
  });
  return texts;
}

async function* rowsOf(chunks: AsyncIterable<Buffer>, shared: readonly string[]): AsyncGenerator<{ lineNo: number; cells: string[] }> {
  const done: { lineNo: number; cells: string[] }[] = [];
  let row: { lineNo: number; cells: string[] } | null = null;
  let lineNo = 0;
  let cell = { column: 0, type: 'n', text: '', isFormula: false };
  let isValue = false;
  const step = parsed(chunks, {
    open: (name, { r, t }) => {
      if (name === 'row') {
        lineNo = r && /^\d{1,7}$/.test(r) ? Number(r) : lineNo + 1;
        row = { lineNo, cells: [] };
        cell = { column: -1, type: 'n', text: '', isFormula: false };
      }
      if (name === 'c') cell = { column: columnOf(r) ?? cell.column + 1, type: t ?? 'n', text: '', isFormula: false };
      if (name === 'f') cell.isFormula = true;
      isValue = name === 'v' || name === 't';
    },
    close: (name) => {
      isValue = false;
      if (name === 'c' && row && cell.column < CELLS_MAX) row.cells[cell.column] = textOf(cell, shared);
      if (name === 'row' && row) {
        done.push({ lineNo: row.lineNo, cells: Array.from(row.cells, (each) => each ?? '') });
        row = null;
      }
    },
    text: (text) => {
      if (isValue && cell.text.length < TEXT_MAX) cell.text += text.slice(0, TEXT_MAX);
    },
  });
  for await (const _ of step) yield* done.splice(0);
}

function textOf({ type, text, isFormula }: { type: string; text: string; isFormula: boolean }, shared: readonly string[]): string {
  if (isFormula) return '=';
  if (type === 's') return shared[Number(text)] ?? '';
  // long numbers are written as 9.01234567E8
  if (type === 'n' && /e/i.test(text) && Number.isSafeInteger(Number(text))) return String(Number(text));
  return text;
}

/** 0 for `A1`, 27 for `AB7`. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? '')?.[1];
  return letters === undefined ? undefined : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
