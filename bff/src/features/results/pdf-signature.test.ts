import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeResultPdf } from '@tayninh/sandbox/province/signed-pdf';
import { type Standing, signingAuthority } from '@tayninh/sandbox/province/signing-authority';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPdfSignatures, readAnchors } from './pdf-signature.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'tns-sign-'));
/** Whole seconds, as signatures have them; near today, for certificates of the sandbox are in force around it. */
const NOW = new Date(Math.floor(Date.now() / 1000) * 1000);
const SIGNED_AT = new Date(NOW.getTime() - 4 * 86_400_000);
let authority: Awaited<ReturnType<typeof signingAuthority>>;
let signed: Buffer;
beforeAll(async () => {
  authority = await signingAuthority(dataDir);
  signed = await pdfBy('good');
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const pdfBy = async (standing: Standing, at = SIGNED_AT) =>
  makeResultPdf(['Giấy xác nhận (bịa để thử)', 'Số 12/XN-UBND'], await authority.signer(standing), at);
const check = (pdf: Buffer, pem = authority.rootPem) => checkPdfSignatures(pdf, readAnchors(pem), NOW);
const changed = (pdf: Buffer, from: string, to: string) => Buffer.from(pdf.toString('latin1').replace(from, to), 'latin1');
const NOBODY = { signer: null, organisation: null, signedAt: null };

describe('the digital signature of a result', () => {
  it('is valid when a trusted authority vouches for the signer and the whole file is as it was signed', async () => {
    expect(await check(signed)).toEqual({
      verdict: 'valid',
      signer: 'Nguyễn Văn Cán Bộ (bịa để thử)',
      organisation: 'UBND phường Tân Ninh (bịa để thử)',
      signedAt: SIGNED_AT,
    });
  });

  it('is invalid when one letter was changed, and names nobody', async () => {
    expect(await check(changed(signed, 'So 12', 'So 92'))).toEqual({ verdict: 'invalid', ...NOBODY });
  });

  it('is invalid when something was added after signing, or is left out of what is signed', async () => {
    expect((await check(Buffer.concat([signed, Buffer.from('7 0 obj\n<< >>\nendobj\n%%EOF\n')]))).verdict).toBe('invalid');
    expect((await check(changed(signed, '/ByteRange [0 ', '/ByteRange [1 '))).verdict).toBe('invalid');
    expect((await check(changed(signed, '/Contents <3', '/Contents (3'))).verdict).toBe('invalid');
  });

  it('is invalid when the certificate was not in force at the time of signing, or that time has not come', async () => {
    expect((await check(await pdfBy('expired'))).verdict).toBe('invalid');
    expect((await check(await pdfBy('good', new Date(NOW.getTime() + 86_400_000)))).verdict).toBe('invalid');
  });

  it('is of an unknown signer when no trusted authority stands behind it, also when none is configured', async () => {
    expect(await check(await pdfBy('unknown'))).toEqual({ verdict: 'unknown-signer', ...NOBODY });
    expect((await check(signed, '')).verdict).toBe('unknown-signer');
  });

  it('is of an unknown signer when an official, who is no authority, vouches for them', async () => {
    expect(await check(await pdfBy('by-official'))).toEqual({ verdict: 'unknown-signer', ...NOBODY });
  });

  it('is not even looked at when there are more than anybody would put there', async () => {
    const many = Buffer.concat([Buffer.from('/ByteRange [0 1 2 3]\n'.repeat(21)), signed]);
    expect((await check(many)).verdict).toBe('invalid');
  });

  it('is missing from a plain file, and garbage is never valid', async () => {
    expect((await check(await makeResultPdf(['Giấy'], null, SIGNED_AT))).verdict).toBe('unsigned');
    const digits = /\/Contents <[0-9a-f]{40}/;
    expect((await check(Buffer.from(signed.toString('latin1').replace(digits, `/Contents <${'ab'.repeat(20)}`), 'latin1'))).verdict).toBe(
      'invalid',
    );
  });
});
