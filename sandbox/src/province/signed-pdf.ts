import { createHash } from 'node:crypto';
import { ObjectIdentifier, OctetString, UTCTime } from 'asn1js';
import {
  Attribute,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';
import type { Signer } from './signing-authority.ts';

/** Room for the signature, in hexadecimal digits; what it does not fill stays zeros. */
const CONTENTS_DIGITS = 12_000;
const RANGE_WIDTH = 60;
const DATA = '1.2.840.113549.1.7.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_TIME = '1.2.840.113549.1.9.5';

/**
 * A PDF of one page as offices issue it: its text, and a detached CMS signature over everything but itself (`adbe.pkcs7.detached`).
 * The text stands there without diacritics: the built-in font of readers has none.
 *
 * @param signer null: not signed.
 */
export async function makeResultPdf(lines: readonly string[], signer: Signer | null, signedAt: Date): Promise<Buffer> {
  const text = lines.map((line, at) => `BT /F1 ${at === 0 ? 16 : 11} Tf 60 ${760 - at * 28} Td (${plain(line)}) Tj ET`).join('\n');
  const range = `${'[0 '.padEnd(RANGE_WIDTH - 1)}]`;
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R${signer ? ' /AcroForm << /SigFlags 3 /Fields [6 0 R] >>' : ''} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >>${signer ? ' /Annots [6 0 R]' : ''} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    ...(signer
      ? [
          '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Chu ky 1) /V 7 0 R /P 3 0 R /Rect [0 0 0 0] /F 132 >>',
          `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange ${range} /Contents <${'0'.repeat(CONTENTS_DIGITS)}> >>`,
        ]
      : []),
  ];
  let file = '%PDF-1.7\n';
  const offsets = objects.map((object, at) => {
    const offset = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return signer ? signed(Buffer.from(file, 'latin1'), signer, signedAt) : Buffer.from(file, 'latin1');
}

async function signed(pdf: Buffer, signer: Signer, signedAt: Date): Promise<Buffer> {
  const gap = pdf.indexOf('/Contents <0') + '/Contents '.length;
  const end = gap + CONTENTS_DIGITS + 2;
  pdf.write(`[0 ${gap} ${end} ${pdf.length - end}`.padEnd(RANGE_WIDTH - 1), pdf.indexOf('/ByteRange [') + '/ByteRange '.length, 'latin1');
  const content = Buffer.concat([pdf.subarray(0, gap), pdf.subarray(end)]);
  const attribute = (type: string, value: unknown) => new Attribute({ type, values: [value] });
  const cms = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: DATA }),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: signer.certificate.issuer, serialNumber: signer.certificate.serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            attribute(CONTENT_TYPE, new ObjectIdentifier({ value: DATA })),
            attribute(SIGNING_TIME, new UTCTime({ valueDate: signedAt })),
            attribute(MESSAGE_DIGEST, new OctetString({ valueHex: new Uint8Array(createHash('sha256').update(content).digest()).buffer })),
          ],
        }),
      }),
    ],
    certificates: [signer.certificate, signer.issuer],
  });
  await cms.sign(signer.key, 0, 'SHA-256', new Uint8Array(content).buffer);
  const der = new ContentInfo({ contentType: SIGNED_DATA, content: cms.toSchema(true) }).toSchema().toBER(false);
  pdf.write(Buffer.from(der).toString('hex'), gap + 1, 'latin1');
  return pdf;
}

/** Letters of the built-in font, with what would end a text escaped. */
const plain = (line: string) =>
  line
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replace(/[^\x20-\x7e]/g, '?')
    .replace(/[\\()]/g, '\\$&');
