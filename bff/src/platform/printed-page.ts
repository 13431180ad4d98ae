import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { encode } from 'uqr';

/**
 * A4 pages as a person would like to file them: text that can be read out and copied, in Be Vietnam Pro (OFL-1.1), of which only the
 * letters used are embedded. The same content gives the same bytes, whenever it is made.
 */
const font = (file: string) => createRequire(import.meta.url).resolve(`@expo-google-fonts/be-vietnam-pro/${file}`);
const REGULAR = font('400Regular/BeVietnamPro_400Regular.ttf');
const ITALIC = font('400Regular_Italic/BeVietnamPro_400Regular_Italic.ttf');
const BOLD = font('600SemiBold/BeVietnamPro_600SemiBold.ttf');

const INK = '#14211b';
const QUIET = '#4a5a52';
const LINE = '#c9d3cd';
export const GREEN = '#0b7a4b';

/** Points; 2 cm left, 1.5 cm right, as administrative papers are set (NĐ 30/2020). */
const PAGE = { left: 57, right: 45, top: 48, bottom: 62 };
const WIDTH = 595.28 - PAGE.left - PAGE.right;
const BOTTOM = 841.89 - PAGE.bottom;

export interface Style {
  readonly size?: number;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly color?: string;
  readonly align?: 'left' | 'center' | 'right';
  /** With a short line under it, as under the motto of the state. */
  readonly ruled?: boolean;
}
export type Line = readonly [text: string, style?: Style];
export interface Column {
  readonly title: string;
  readonly width: number;
  readonly align?: 'left' | 'center';
}
type Doc = InstanceType<typeof PDFDocument>;

/**
 * @param madeAt the time of the facts, not of the printing: it is part of the bytes.
 * @param footer at the foot of each page, beside its number.
 */
export function createPrintedPage({ title, madeAt, footer }: { title: string; madeAt: Date; footer: string }) {
  const doc = new PDFDocument({
    size: 'A4',
    margins: PAGE,
    font: REGULAR,
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'vi-VN',
    displayTitle: true,
    info: { Title: title, Author: 'Tây Ninh Smart', Creator: 'Tây Ninh Smart', Producer: 'pdfkit', CreationDate: madeAt, ModDate: madeAt },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  const root = doc.struct('Document');
  doc.addStructure(root);
  let y = PAGE.top;

  const set = ({ size = 10, bold = false, italic = false, color = INK }: Style = {}) =>
    doc
      .font(bold ? BOLD : italic ? ITALIC : REGULAR)
      .fontSize(size)
      .fillColor(color);
  const heightOf = (text: string, width: number, style?: Style) => set(style).heightOfString(text, { width, lineGap: 2 });
  const put = (text: string, x: number, top: number, width: number, style: Style = {}) =>
    set(style).text(text, x, top, { width, align: style.align ?? 'left', lineGap: 2 });
  /** What only pleases the eye is not read out. */
  const ornament = (draw: (doc: Doc) => void) => {
    doc.markContent('Artifact', { type: 'Layout' });
    draw(doc);
    doc.endMarkedContent();
  };
  const room = (height: number) => {
    if (y + height <= BOTTOM) return;
    doc.addPage();
    y = PAGE.top;
  };
  const rule = (top: number, x = PAGE.left, width = WIDTH, color = LINE) =>
    ornament(() =>
      doc
        .moveTo(x, top)
        .lineTo(x + width, top)
        .lineWidth(0.6)
        .strokeColor(color)
        .stroke(),
    );

  return {
    width: WIDTH,
    gap: (height: number) => {
      y += height;
    },
    /** Two columns beside each other, each a list of lines; the left one first for who hears it. */
    sides(columns: readonly { width: number; lines: readonly Line[] }[]) {
      let x = PAGE.left;
      let lowest = y;
      for (const { width, lines } of columns) {
        let top = y;
        for (const [text, style = {}] of lines) {
          const all = { align: 'center', ...style } as const;
          root.add(doc.struct('P', {}, () => put(text, x, top, width, all)));
          top += heightOf(text, width, all);
          if (all.ruled) {
            rule(top + 1, x + width / 2 - 60, 120, INK);
            top += 4;
          }
        }
        lowest = Math.max(lowest, top);
        x += width;
      }
      y = lowest;
    },
    heading(text: string, level: 1 | 2, style: Style = {}) {
      const all = { bold: true, size: level === 1 ? 16 : 11, align: level === 1 ? 'center' : 'left', ...style } as const;
      const height = heightOf(text, WIDTH, all);
      if (level === 2) y += 9;
      room(height + (level === 2 ? 40 : 0)); // a heading does not end a page
      root.add(doc.struct(level === 1 ? 'H1' : 'H2', {}, () => put(text, PAGE.left, y, WIDTH, all)));
      y += height + 2;
    },
    paragraph(text: string, style: Style = {}) {
      const height = heightOf(text, WIDTH, style);
      room(height);
      root.add(doc.struct('P', {}, () => put(text, PAGE.left, y, WIDTH, style)));
      y += height + 3;
    },
    /** A sentence that nobody may overlook. */
    notice(text: string) {
      const style = { bold: true, color: '#075e39' };
      const height = heightOf(text, WIDTH - 28, style) + 18;
      room(height);
      ornament(() => doc.roundedRect(PAGE.left, y, WIDTH, height, 6).fill('#e6f4ec'));
      root.add(doc.struct('P', {}, () => put(text, PAGE.left + 14, y + 9, WIDTH - 28, style)));
      y += height;
    },
    /** "Label   what is known": a row of facts, a hair line under each. */
    fact(label: string, value: string, { strong = false }: { strong?: boolean } = {}) {
      const labelWidth = 135;
      const [quiet, loud] = [{ color: QUIET }, { bold: strong }];
      const height = Math.max(heightOf(label, labelWidth - 10, quiet), heightOf(value, WIDTH - labelWidth, loud));
      room(height + 6);
      const top = y + 3;
      root.add(
        doc.struct('P', {}, () => {
          put(label, PAGE.left, top, labelWidth - 10, quiet);
          put(value, PAGE.left + labelWidth, top, WIDTH - labelWidth, loud);
        }),
      );
      y += height + 6;
      rule(y);
    },
    /** A table whose head comes again on each page. */
    table(columns: readonly Column[], rows: readonly (readonly string[])[]) {
      const table = doc.struct('Table');
      root.add(table);
      const line = (cells: readonly string[], kind: 'TH' | 'TD') => {
        const style = { size: 9.5, bold: kind === 'TH' };
        const height = Math.max(...cells.map((cell, at) => heightOf(cell, (columns[at]?.width ?? 0) - 10, style))) + 7;
        if (kind === 'TD' && y + height > BOTTOM) {
          room(height + 30);
          line(
            columns.map(({ title: name }) => name),
            'TH',
          );
        }
        const top = y;
        const row = doc.struct('TR');
        table.add(row);
        if (kind === 'TH') ornament(() => doc.rect(PAGE.left, top, WIDTH, height).fill('#f0f4f2'));
        let x = PAGE.left;
        cells.forEach((cell, at) => {
          const { width = 0, align = 'left' } = columns[at] ?? {};
          const left = x + 5;
          row.add(doc.struct(kind, {}, () => put(cell, left, top + 4, width - 10, { ...style, align })));
          x += width;
        });
        row.end();
        y += height;
        rule(y);
      };
      room(60);
      line(
        columns.map(({ title: name }) => name),
        'TH',
      );
      for (const cells of rows) line(cells, 'TD');
      table.end();
    },
    /** A code that any phone reads, over what stands there; `alt` is read out in its place. */
    qr(content: string, alt: string, { x, top, size }: { x: number; top: number; size: number }) {
      const { data, size: modules } = encode(content, { ecc: 'M', border: 0 });
      const step = size / modules;
      root.add(
        doc.struct('Figure', { alt }, () => {
          doc.fillColor('#000000');
          data.forEach((line, row) => {
            line.forEach((isDark, column) => {
              if (isDark) doc.rect(x + column * step, top + row * step, step + 0.05, step + 0.05);
            });
          });
          doc.fill();
        }),
      );
    },
    line: (x: number, width: number) => rule(y, x, width, INK),
    /** Keeps so much of the page together with what comes next. */
    keep: room,
    at: () => y,
    left: PAGE.left,
    async end(): Promise<Buffer> {
      root.end();
      const { start, count } = doc.bufferedPageRange();
      for (let page = start; page < start + count; page += 1) {
        doc.switchToPage(page);
        doc.page.margins.bottom = 0; // below it, text would begin a page of its own
        doc.markContent('Artifact', { type: 'Pagination' });
        const style = { size: 8.5, color: QUIET };
        put(footer, PAGE.left, BOTTOM + 12, WIDTH - 80, style);
        put(`Trang ${page + 1}/${count}`, PAGE.left + WIDTH - 70, BOTTOM + 12, 70, { ...style, align: 'right' });
        doc.endMarkedContent();
      }
      doc.end();
      return done;
    },
  };
}
export type PrintedPage = ReturnType<typeof createPrintedPage>;
