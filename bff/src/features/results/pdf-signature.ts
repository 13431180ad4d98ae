import { X509Certificate } from 'node:crypto';
import { fromBER, type UTCTime } from 'asn1js';
import { Certificate, CertificateChainValidationEngine, ContentInfo, SignedData, type SignerInfo } from 'pkijs';

/**
 * - `valid`: the whole file is as it was signed, by somebody whom a trusted authority vouches for.
 * - `invalid`: changed after signing, or signed with a certificate that was not in force at that time.
 * - `unknown-signer`: unchanged, but nobody we trust says who signed.
 * - `unsigned`: no signature inside.
 */
export type SignatureVerdict = 'valid' | 'invalid' | 'unknown-signer' | 'unsigned';
export interface SignatureFinding {
  readonly verdict: SignatureVerdict;
  /** As the certificate names them; only told of a `valid` one, for anybody can write any name. */
  readonly signer: string | null;
  readonly organisation: string | null;
  /** As the signer states it, without a time stamp of a third party (docs/sources/results.md). */
  readonly signedAt: Date | null;
}

const nobody = (verdict: SignatureVerdict): SignatureFinding => ({ verdict, signer: null, organisation: null, signedAt: null });

const COMMON_NAME = '2.5.4.3';
const ORGANISATION = '2.5.4.10';
const SIGNING_TIME = '1.2.840.113549.1.9.5';
/** SHA-256, SHA-384, SHA-512: with an older digest two files can be made that share one signature. */
const DIGESTS = new Set(['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2', '2.16.840.1.101.3.4.2.3']);
/** More are never put on one paper; each costs a pass over the file. */
const MOST_SIGNATURES = 20;
/** Clocks of offices run a little ahead. */
const AHEAD_MS = 10 * 60_000;

/**
 * Checks the digital signatures in a PDF: the digest over each byte range, each certificate's chain to `anchors` at the time of
 * signing, and that the last one covers the file to its end. All of them must hold. Revocation is not asked about.
 *
 * @param anchors certificates of the authorities that are trusted; with none, nothing is ever `valid`.
 */
export async function checkPdfSignatures(pdf: Buffer, anchors: readonly Certificate[], now = new Date()): Promise<SignatureFinding> {
  const ranges = byteRanges(pdf);
  if (ranges.length === 0) return nobody('unsigned');
  if (ranges.length > MOST_SIGNATURES) return nobody('invalid');
  const last = ranges.reduce((widest, range) => (range && widest && range.end > widest.end ? range : widest), ranges[0] ?? null);
  if (last?.end !== pdf.length) return nobody('invalid');
  const findings: SignatureFinding[] = [];
  for (const range of ranges) {
    const finding = range ? await checkOne(pdf, range, anchors, now).catch(() => nobody('invalid')) : nobody('invalid');
    if (finding.verdict === 'invalid') return finding;
    findings.push(finding);
  }
  return findings.find(({ verdict }) => verdict !== 'valid') ?? findings[ranges.indexOf(last)] ?? nobody('invalid');
}

/** @param pem one or more certificates. @throws Error when one cannot be read */
export const readAnchors = (pem: string): Certificate[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
    (text) => new Certificate({ schema: fromBER(exactly(new X509Certificate(text).raw)).result }),
  );

interface SignedRange {
  /** The signature stands between `gapStart` and `gapEnd`; everything else up to `end` is signed. */
  readonly gapStart: number;
  readonly gapEnd: number;
  readonly end: number;
}

/** What each signature says it covers; null where that leaves out more than the signature itself. */
function byteRanges(pdf: Buffer): (SignedRange | null)[] {
  return [...pdf.toString('latin1').matchAll(/\/ByteRange\s*\[\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]/g)].map((found) => {
    const [start = 0, gapStart = 0, gapEnd = 0, rest = 0] = found.slice(1).map(Number);
    const end = gapEnd + rest;
    const gap = pdf.subarray(gapStart, gapEnd).toString('latin1');
    return start === 0 && gapStart < gapEnd && end <= pdf.length && /^<[0-9a-fA-F\s]+>$/.test(gap) ? { gapStart, gapEnd, end } : null;
  });
}

async function checkOne(pdf: Buffer, { gapStart, gapEnd, end }: SignedRange, anchors: readonly Certificate[], now: Date) {
  const der = Buffer.from(pdf.toString('latin1', gapStart + 1, gapEnd - 1).replace(/\s/g, ''), 'hex');
  const cms = new SignedData({ schema: ContentInfo.fromBER(exactly(der)).content });
  const info = cms.signerInfos[0];
  if (cms.signerInfos.length !== 1 || !info || !DIGESTS.has(info.digestAlgorithm.algorithmId) || cms.encapContentInfo.eContent)
    return nobody('invalid');
  const data = exactly(Buffer.concat([pdf.subarray(0, gapStart), pdf.subarray(gapEnd, end)]));
  const { signatureVerified, signerCertificate } = await cms.verify({ signer: 0, data, checkChain: false, extendedMode: true });
  if (!signatureVerified || !signerCertificate) return nobody('invalid');
  const signedAt = signingTime(info);
  const at = signedAt ?? now;
  if (at.getTime() > now.getTime() + AHEAD_MS || at < signerCertificate.notBefore.value || at > signerCertificate.notAfter.value)
    return nobody('invalid');
  const others = (cms.certificates ?? []).filter((one): one is Certificate => one instanceof Certificate && one !== signerCertificate);
  const chain = new CertificateChainValidationEngine({ trustedCerts: [...anchors], certs: [...others, signerCertificate], checkDate: at });
  if (anchors.length === 0 || !(await chain.verify()).result) return nobody('unknown-signer');
  return {
    verdict: 'valid' as const,
    signer: nameIn(signerCertificate, COMMON_NAME),
    organisation: nameIn(signerCertificate, ORGANISATION),
    signedAt,
  };
}

function signingTime({ signedAttrs }: SignerInfo): Date | null {
  const value = signedAttrs?.attributes.find(({ type }) => type === SIGNING_TIME)?.values[0] as UTCTime | undefined;
  const at = value?.toDate();
  return at && !Number.isNaN(at.getTime()) ? at : null;
}

function nameIn({ subject }: Certificate, type: string): string | null {
  const value: unknown = subject.typesAndValues.find((part) => part.type === type)?.value.valueBlock.value;
  return typeof value === 'string' ? value.normalize('NFC').replace(/\p{C}/gu, '').slice(0, 200) : null;
}

/** A copy in a buffer of its own: the library reads whole buffers. */
const exactly = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
