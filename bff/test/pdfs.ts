import { deflateSync } from 'node:zlib';

/** A PDF of these objects (numbered from 1; the first is the catalogue), with a table of offsets and, in the trailer, `trailer`. */
export function aPdf(objects: readonly string[], { trailer = '', tail = '' } = {}): Buffer {
  let text = '%PDF-1.7\n';
  const places = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  text += `${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${text.length}\n%%EOF\n${tail}`;
  return Buffer.from(text, 'latin1');
}

const PAGE = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>';
/** One page; `catalogue` and `page` are added to those objects, `more` are objects from number 4 on. */
export const aPage = ({ catalogue = '', page = '', more = [] as string[], trailer = '', tail = '' } = {}) =>
  aPdf([`<</Type/Catalog/Pages 2 0 R${catalogue}>>`, '<</Type/Pages/Kids[3 0 R]/Count 1>>', PAGE.replace('>>', `${page}>>`), ...more], {
    trailer,
    tail,
  });

export const manyPages = (count: number) =>
  aPdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${count}/Kids[${Array.from({ length: count }, (_, index) => `${index + 3} 0 R`).join(' ')}]>>`,
    ...Array.from({ length: count }, () => PAGE),
  ]);

export const aStream = (dict: string, bytes: Buffer) =>
  `<<${dict}/Length ${bytes.length}>>\nstream\n${bytes.toString('latin1')}\nendstream`;

/** Objects packed and compressed, as writers of version 1.5 do. */
export function objectStream(objects: readonly [number: number, text: string][]): string {
  let at = 0;
  const places = objects.map(([number, text]) => {
    const place = `${number} ${at}`;
    at += text.length + 1;
    return place;
  });
  const head = `${places.join(' ')} `;
  const packed = deflateSync(Buffer.from(head + objects.map(([, text]) => `${text} `).join(''), 'latin1'));
  return aStream(`/Type/ObjStm/N ${objects.length}/First ${head.length}/Filter/FlateDecode`, packed);
}

/** As a signing program leaves it: the signature over everything but itself, appended as a revision. */
export function signedPdf(): Buffer {
  const signature = `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 840 1860 200]/Contents<${'30820a'.repeat(80)}>>>`;
  const first = aPage({
    catalogue: '/AcroForm<</SigFlags 3/Fields[4 0 R]>>',
    page: '/Annots[4 0 R]',
    more: ['<</Type/Annot/Subtype/Widget/FT/Sig/T(Chu ky)/Rect[0 0 0 0]/P 3 0 R/V 5 0 R>>', signature],
  });
  const revision = `6 0 obj\n<</Producer(Ky so)>>\nendobj\nxref\n6 1\n${String(first.length).padStart(10, '0')} 00000 n \ntrailer\n<</Size 7/Root 1 0 R/Info 6 0 R/Prev 600>>\nstartxref\n${first.length + 35}\n%%EOF\n`;
  return Buffer.concat([first, Buffer.from(revision, 'latin1')]);
}
