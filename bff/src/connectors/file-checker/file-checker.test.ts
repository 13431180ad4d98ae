import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { FileTrouble, UploadType } from '@tayninh/shared/features/uploads/upload-rules';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, aPdf, aStream, manyPages, objectStream, signedPdf } from '../../../test/pdfs.ts';
import { checkImage } from './check-image.ts';
import { checkPdf } from './check-pdf.ts';
import { createFileChecker } from './file-checker.ts';

const SCRIPT = '<</S/JavaScript/JS(app.alert(1))>>';
const FILE = aStream('/Type/EmbeddedFile', Buffer.from('MZ'));

const REFUSED: [what: string, pdf: Buffer, trouble: FileTrouble][] = [
  ['a script when it opens', aPage({ catalogue: `/OpenAction${SCRIPT}` }), 'pdf-active'],
  ['a script when it opens, by reference', aPage({ catalogue: '/OpenAction 4 0 R', more: [SCRIPT] }), 'pdf-active'],
  ['a script among its names', aPage({ catalogue: `/Names<</JavaScript<</Names[(a)4 0 R]>>>>`, more: [SCRIPT] }), 'pdf-active'],
  ['a script spelled with escapes', aPage({ catalogue: '/OpenAction<</S/J#61vaScript/#4aS(x)>>' }), 'pdf-active'],
  ['a script that follows an honest action', aPage({ catalogue: `/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next[${SCRIPT}]>>` }), 'pdf-active'],
  ['a script on a page', aPage({ page: `/AA<</O${SCRIPT}>>` }), 'pdf-active'],
  ['a script on a button', aPage({ page: '/Annots[4 0 R]', more: [`<</Type/Annot/Subtype/Widget/A${SCRIPT}>>`] }), 'pdf-active'],
  ['a script in a packed object', aPage({ catalogue: '/OpenAction 9 0 R', more: [objectStream([[9, SCRIPT]])] }), 'pdf-active'],
  ['a script that a later revision replaced', Buffer.concat([aPage({ catalogue: `/OpenAction${SCRIPT}` }), aPage()]), 'pdf-active'],
  [
    'a script inside a stream, where only a table leads',
    aPage({ more: [aStream('', Buffer.from(`9 0 obj ${SCRIPT} endobj`))] }),
    'pdf-active',
  ],
  ['a script inside a string', aPage({ page: `/Contents(9 0 obj ${SCRIPT.replace('(app.alert(1))', '<00>')} endobj)` }), 'pdf-active'],
  ['a script in a comment', aPage({ more: [`null % 9 0 obj ${SCRIPT}`] }), 'pdf-active'],
  [
    'a pack of objects inside a stream',
    aPage({ more: [aStream('', Buffer.from(`9 0 obj ${objectStream([[10, SCRIPT]])}`, 'latin1'))] }),
    'broken',
  ],
  ['a program to start', aPage({ catalogue: '/OpenAction<</S/Launch/F(cmd.exe)>>' }), 'pdf-active'],
  ['answers to send away', aPage({ page: '/Annots[<</Subtype/Widget/A<</S/SubmitForm/F(https://evil.example)>>>>]' }), 'pdf-active'],
  ['a way into another file', aPage({ page: '/Annots[<</Subtype/Link/A<</S/GoToR/F(//evil/share)>>>>]' }), 'pdf-active'],
  ['rich media', aPage({ page: '/Annots[<</Subtype/RichMedia>>]' }), 'pdf-active'],
  ['an attached file', aPage({ catalogue: '/Names<</EmbeddedFiles<</Names[(a)<</EF<</F 4 0 R>>>>]>>>>', more: [FILE] }), 'pdf-attachment'],
  ['an attached file that nothing names', aPage({ more: [FILE] }), 'pdf-attachment'],
  [
    'an attached file on a page',
    aPage({ page: '/Annots[<</Subtype/FileAttachment/FS 4 0 R>>]', more: ['<</Type/Filespec>>'] }),
    'pdf-attachment',
  ],
  ['a portfolio', aPage({ catalogue: '/Collection<</View/T>>' }), 'pdf-attachment'],
  ['a dynamic form', aPage({ catalogue: '/AcroForm<</XFA 4 0 R>>', more: [aStream('', Buffer.from('<xdp/>'))] }), 'pdf-dynamic-form'],
  [
    'a password',
    aPage({ trailer: '/Encrypt 4 0 R/ID[<00><00>]', more: ['<</Filter/Standard/V 2/R 3/Length 128/P -44/O<00>/U<00>>>'] }),
    'pdf-locked',
  ],
  ['201 pages', manyPages(201), 'pdf-too-long'],
  ['no page', aPdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[]/Count 0>>']), 'broken'],
  ['no catalogue', aPdf(['<</Type/Pages>>']), 'broken'],
  ['pages that contain themselves', aPdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[2 0 R]/Count 1>>']), 'broken'],
  ['its end cut off', aPage().subarray(0, 150), 'broken'],
  ['an archive behind its end', aPage({ tail: `PK\x03\x04${'x'.repeat(2_000)}` }), 'broken'],
  ['only a first line', Buffer.from('%PDF-1.7\n'), 'broken'],
  ['a thousand nested lists', aPage({ more: [`${'['.repeat(1_000)}${']'.repeat(1_000)}`] }), 'broken'],
];

const HONEST: [what: string, pdf: Buffer][] = [
  ['of one page', aPage()],
  ['with 200 pages', manyPages(200)],
  ['with packed objects', aPage({ more: [objectStream([[9, '<</Producer(x)>>']])] })],
  ['with links to web addresses', aPage({ page: '/Annots[<</Subtype/Link/A<</S/URI/URI(https://tayninh.gov.vn)>>>>]' })],
  ['that opens at its first page', aPage({ catalogue: '/OpenAction[3 0 R/Fit]' })],
  ['with a form to type into', aPage({ catalogue: '/AcroForm<</Fields[4 0 R]>>', more: ['<</FT/Tx/T(ten)/V(An)>>'] })],
  ['that was signed', signedPdf()],
  ['with a line break behind its end', aPage({ tail: '\r\n\r\n' })],
];

describe('a PDF', () => {
  it.each(REFUSED)('with %s is refused, and why', async (_what, pdf, trouble) => {
    expect(await checkPdf(pdf)).toEqual({ is: 'unfit', trouble });
  });
  it.each(HONEST)('%s is fit as it is', async (_what, pdf) => {
    expect(await checkPdf(pdf)).toEqual({ is: 'fit', isRedrawn: false });
  });
});

const canvas = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#bca' } });
const EXIF = { IFD0: { Copyright: 'BI-MAT' }, IFD3: { GPSLatitude: '11/1 18/1 0/1' } };

/** A PNG that claims a size and holds nothing of it. */
function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.from('IHDR0000000012345');
  header.writeUInt32BE(width, 4);
  header.writeUInt32BE(height, 8);
  header.set([8, 2, 0, 0, 0], 12);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(header));
  const data = Buffer.concat([Buffer.from('IDAT'), deflateSync(Buffer.alloc(10))]);
  const [length, dataSum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length - 4);
  dataSum.writeUInt32BE(crc32(data));
  return Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d', 'hex'), header, sum, length, data, dataSum]);
}

describe('a picture', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('of type %s is drawn anew, upright, without what was written beside it', async (format) => {
    const taken = await canvas(60, 30).withExif(EXIF).withMetadata({ orientation: 6 }).toFormat(format).toBuffer();
    const withMore = Buffer.concat([taken, Buffer.from('PK\x03\x04<script>BI-MAT</script>')]);
    const { finding, clean } = await checkImage(withMore, `image/${format}`);
    expect(finding).toEqual({ is: 'fit', isRedrawn: true });
    const { width, height, exif, xmp, orientation } = await sharp(clean).metadata();
    expect({ width, height, exif, xmp, orientation }).toEqual({
      width: 30,
      height: 60,
      exif: undefined,
      xmp: undefined,
      orientation: undefined,
    });
    expect(clean?.includes('BI-MAT')).toBe(false);
  });

  it.each<[string, Buffer, UploadType, FileTrouble]>([
    ['claims 41 million points', pngHeader(8_200, 5_000), 'image/png', 'too-many-pixels'],
    ['is a pixel bomb', pngHeader(65_535, 65_535), 'image/png', 'too-many-pixels'],
    ['claims more than it holds', pngHeader(6_000, 6_000), 'image/png', 'broken'],
    ['has no size', pngHeader(0, 10), 'image/png', 'broken'],
    ['is a header alone', Buffer.from('89504e470d0a1a0a', 'hex'), 'image/png', 'broken'],
    [
      'is another type than its first bytes said',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      'image/jpeg',
      'broken',
    ],
  ])('that %s is refused', async (_what, bytes, type, trouble) => {
    expect((await checkImage(bytes, type)).finding).toEqual({ is: 'unfit', trouble });
  });

  it('that is cut off is refused', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const whole = await canvas(300, 300).toFormat(format).toBuffer();
      const { finding } = await checkImage(whole.subarray(0, Math.floor(whole.length * 0.6)), `image/${format}`);
      expect(finding, format).toEqual({ is: 'unfit', trouble: 'broken' });
    }
  });
});

const dir = mkdtempSync(join(tmpdir(), 'tns-checker-'));
afterAll(() => rmSync(dir, { recursive: true }));
let programs = 0;
function aProgram(source: string): string {
  const path = join(dir, `${++programs}.mjs`);
  writeFileSync(path, source);
  return path;
}
async function* inPieces(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024);
}
async function look(type: UploadType, bytes: Buffer, options?: Parameters<typeof createFileChecker>[0]) {
  const kept: Buffer[] = [];
  const finding = await createFileChecker(options).check(type, inPieces(bytes), async (clean) => {
    for await (const part of clean) kept.push(part);
  });
  return { finding, clean: Buffer.concat(kept) };
}

describe('the process in which files are opened', () => {
  beforeAll(() => sharp.unblock({ operation: ['VipsForeignLoad'] })); // what the tests above closed in this process

  it('gives back the clean copy of a picture of 40 million points, within its memory', async () => {
    const { finding, clean } = await look('image/jpeg', await canvas(8_000, 5_000).jpeg().withMetadata({ orientation: 6 }).toBuffer());
    expect(finding).toEqual({ is: 'fit', isRedrawn: true });
    expect((await sharp(clean).metadata()).width).toBe(5_000);
  });

  it('tells why a PDF is refused, and leaves a signed one alone', async () => {
    expect((await look('application/pdf', aPage({ catalogue: `/OpenAction${SCRIPT}` }))).finding).toEqual({
      is: 'unfit',
      trouble: 'pdf-active',
    });
    expect(await look('application/pdf', signedPdf())).toEqual({ finding: { is: 'fit', isRedrawn: false }, clean: Buffer.alloc(0) });
  });

  it('may die of a file, of its memory or its time, and the file is not fit for that', async () => {
    const fit = '{"is":"fit","isRedrawn":true}\\n';
    for (const source of [
      'process.kill(process.pid, "SIGSEGV")',
      'process.exit(0)',
      'process.exit(1)',
      `process.stdout.write('${fit}half a picture', () => process.exit(1))`,
      `process.stdout.write('${fit}')`,
      'console.log("OK")',
      'console.log("x".repeat(1e6))',
      'setTimeout(() => {}, 60_000); console.log(\'{"is":"fit","isRedrawn":false}\')',
      'while (true);',
      'const all = []; while (true) all.push(Buffer.alloc(50_000_000, 1))',
      'const all = []; while (true) all.push({ all })',
    ])
      expect((await look('image/png', Buffer.alloc(300_000), { program: aProgram(source), timeoutMs: 1_500 })).finding, source).toEqual({
        is: 'unknown',
      });
  });

  it('has no secrets of ours, and writes to no file', async () => {
    process.env.KEY_OF_A_TEST = 'x';
    const path = join(dir, 'written');
    const program = aProgram(`
      import { writeFileSync } from 'node:fs';
      try { writeFileSync(${JSON.stringify(path)}, 'x'); process.exit(2) } catch {}
      console.log(process.env.KEY_OF_A_TEST === undefined ? '{"is":"fit","isRedrawn":false}' : 'no')`);
    expect((await look('image/png', Buffer.from('x'), { program })).finding).toEqual({ is: 'fit', isRedrawn: false });
    delete process.env.KEY_OF_A_TEST;
  });

  it('is not blamed when our own bytes cannot be read', async () => {
    async function* broken() {
      yield Buffer.alloc(10);
      throw new Error('the seal is broken');
    }
    await expect(createFileChecker().check('image/png', broken(), async () => {})).rejects.toThrow('the seal is broken');
  });
});
