/**
 * The program in which a file of a stranger is decoded: started for one file, without secrets, with limits, and gone afterwards
 * (docs/adr, "Files are opened in a process of their own"). Standard input: the file. Standard output: one line of JSON, the
 * finding; behind it the redrawn picture, when there is one.
 */
import { UPLOAD_TYPES } from '@tayninh/shared/features/uploads/upload-rules';
import type { Finding } from './file-checker.ts';

const type = UPLOAD_TYPES.find((known) => known === process.argv[2]);
if (!type) throw new Error('which type?');
const parts: Buffer[] = [];
for await (const part of process.stdin as AsyncIterable<Buffer>) parts.push(part);
const bytes = Buffer.concat(parts);
const { finding, clean }: { finding: Finding; clean?: Buffer } =
  type === 'application/pdf'
    ? { finding: await (await import('./check-pdf.ts')).checkPdf(bytes) }
    : await (await import('./check-image.ts')).checkImage(bytes, type);
process.stdout.write(`${JSON.stringify(finding)}\n`);
if (clean) process.stdout.write(clean);
