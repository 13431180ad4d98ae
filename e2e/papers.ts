import { crc32, deflateSync } from 'node:zlib';

/** What a person takes out of the phone's gallery. */
export interface Paper {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A real picture of a printed page: lines of black strokes on paper, 760 × 1,000 points. */
export const aPhoto = (name: string): Paper =>
  picture(name, 760, 1_000, (x, y) => {
    const isPrinted = x > 60 && x < 700 && y > 60 && y < 940;
    return isPrinted && y % 16 < 7 && (x * 7 + (y >> 4) * 13) % 11 < 4 ? 40 : 210;
  });

/** The same page as a phone's camera takes it, with a grain of its own: more than a megabyte however well it is packed. */
export function aLargePhoto(name: string, seed: number): Paper {
  let grain = seed;
  return picture(name, 1_520, 2_000, (x, y) => {
    grain = (grain * 1_103_515_245 + 12_345) % 2 ** 31;
    const isPrinted = x > 120 && x < 1_400 && y > 120 && y < 1_880 && y % 32 < 14 && ((x >> 1) * 7 + (y >> 5) * 13) % 11 < 4;
    return (isPrinted ? 40 : 190) + ((grain >> 16) % 48);
  });
}

/** A real picture in which nobody can read anything: 64 × 48 grey points. */
export const aSpeck = (name: string): Paper => picture(name, 64, 48, (x, y) => (x + y) * 2);

function picture(name: string, width: number, height: number, grey: (x: number, y: number) => number): Paper {
  const rows = Buffer.alloc(height * (width + 1)); // each row begins with 0: no filter
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = grey(x, y);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8; // bits for a point; the rest stays 0: grey, no interlace
  const buffer = Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { name, mimeType: 'image/png', buffer };
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** One empty page with its table of offsets, as a scanner app writes it. */
export function aPdf(name: string): Paper {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj${object}endobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  text += `${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`;
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(text, 'latin1') };
}
