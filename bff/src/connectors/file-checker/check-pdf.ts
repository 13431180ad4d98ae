import {
  EncryptedPDFError,
  PDFArray,
  PDFContext,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFObject,
  PDFRawStream,
  type PDFRef,
  PDFStream,
} from '@cantoo/pdf-lib';
import { type FileTrouble, PDF_MAX_PAGES } from '@tayninh/shared/features/uploads/upload-rules';
import type { Finding } from './file-checker.ts';

/** Actions that run, fetch, send or play something (ISO 32000-2, 12.6.4). Going to a page or to a web address is not among them. */
const ACTIVE = ['JavaScript', 'Launch', 'SubmitForm', 'ImportData', 'Rendition', 'Movie', 'Sound', 'RichMediaExecute', 'GoToE', 'GoToR'];
const ACTIVE_KEYS = ['JS', 'JavaScript', 'AA', 'RichMediaContent'];
const ATTACHMENT_KEYS = ['EF', 'EmbeddedFiles', 'Collection'];
const DYNAMIC_KEYS = ['XFA', 'NeedsRendering'];
/** Bytes behind the last end mark that readers still take for this file (ISO 32000-1, annex H). */
const TAIL_MAX_BYTES = 1_024;

/**
 * Looks through all objects of a PDF: those of object streams, those that a later revision replaced, and those that no table
 * names. Reads only: the bytes stay what they were, so signatures stay valid (UP-7).
 */
export async function checkPdf(bytes: Buffer): Promise<Finding> {
  const unfit = (trouble: FileTrouble): Finding => ({ is: 'unfit', trouble });
  // Any object at all, also one that is overwritten: which of two a reader shows depends on the reader.
  const objects: PDFObject[] = [];
  const assign = PDFContext.prototype.assign;
  PDFContext.prototype.assign = function (this: PDFContext, ref: PDFRef, object: PDFObject) {
    objects.push(object);
    assign.call(this, ref, object);
  };
  try {
    const text = bytes.toString('latin1');
    const end = text.lastIndexOf('%%EOF');
    if (end < 0 || bytes.length - end > TAIL_MAX_BYTES) return unfit('broken');
    const document = await PDFDocument.load(bytes, { throwOnInvalidObject: true, updateMetadata: false, preserveXFA: true });
    const trouble = objects.map((object) => troubleOf(object, 0)).find((found) => found !== null) ?? troubleInText(text, objects);
    if (trouble) return unfit(trouble);
    const pages = document.getPageCount();
    if (pages === 0) return unfit('broken');
    return pages > PDF_MAX_PAGES ? unfit('pdf-too-long') : { is: 'fit', isRedrawn: false };
  } catch (error) {
    return unfit(error instanceof EncryptedPDFError ? 'pdf-locked' : 'broken');
  } finally {
    PDFContext.prototype.assign = assign;
  }
}

/** Deeper than any honest file nests its direct objects. */
const DEPTH_MAX = 100;

function troubleOf(object: PDFObject, depth: number): FileTrouble | null {
  if (depth > DEPTH_MAX) return 'broken';
  if (object instanceof PDFStream) return troubleOf(object.dict, depth);
  if (object instanceof PDFArray) return first(object.asArray(), depth);
  if (!(object instanceof PDFDict)) return null;
  const keys = object.keys().map((key) => key.decodeText());
  const named = (key: string) => nameOf(object.lookup(PDFName.of(key)));
  const has = (names: readonly string[]) => keys.some((key) => names.includes(key));
  if (has(DYNAMIC_KEYS)) return 'pdf-dynamic-form';
  if (has(ATTACHMENT_KEYS) || named('Type') === 'EmbeddedFile' || named('Subtype') === 'FileAttachment') return 'pdf-attachment';
  if (has(ACTIVE_KEYS) || ACTIVE.includes(named('S') ?? '') || named('Subtype') === 'RichMedia') return 'pdf-active';
  return first(object.values(), depth);
}

const first = (values: readonly PDFObject[], depth: number) =>
  values.map((value) => troubleOf(value, depth + 1)).find((found) => found !== null) ?? null;

const nameOf = (value: PDFObject | undefined) => (value instanceof PDFName ? value.decodeText() : null);

/**
 * What the parser skips, a table may point at: objects inside a stream, a string or a comment. There, plain objects show their
 * names, and packed ones show how many packs there are. The names are too long to stand in compressed bytes by chance.
 */
function troubleInText(text: string, objects: readonly PDFObject[]): FileTrouble | null {
  const names = [...text.matchAll(/\/(?:[A-Za-z]|#[0-9A-Fa-f]{2}){6,40}/g)].map(([name]) => PDFName.of(name.slice(1)).decodeText());
  if (names.includes('JavaScript') || names.includes('Launch')) return 'pdf-active';
  if (names.includes('EmbeddedFile') || names.includes('EmbeddedFiles')) return 'pdf-attachment';
  const packs = objects.filter((object) => object instanceof PDFRawStream && nameOf(object.dict.lookup(PDFName.of('Type'))) === 'ObjStm');
  return names.filter((name) => name === 'ObjStm').length > packs.length ? 'broken' : null;
}
