import { randomBytes, webcrypto } from 'node:crypto';
import { join } from 'node:path';
import { fromBER, Integer, Utf8String } from 'asn1js';
import { AttributeTypeAndValue, BasicConstraints, Certificate, Extension, type RelativeDistinguishedNames } from 'pkijs';
import { keepFirst } from '../credentials.ts';

const { subtle } = webcrypto;
type Key = webcrypto.CryptoKey;

const COMMON_NAME = '2.5.4.3';
const ORGANISATION = '2.5.4.10';
const BASIC_CONSTRAINTS = '2.5.29.19';
const DAY_MS = 86_400_000;
const EC = { name: 'ECDSA', namedCurve: 'P-256' };
/** What officials' tokens hold. */
const RSA = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };

export interface Issuer {
  readonly key: Key;
  readonly certificate: Certificate;
}
/** Who signs a result: private key, own certificate, and the issuer's to go with it. */
export interface Signer extends Issuer {
  readonly issuer: Certificate;
}

/**
 * In good standing; with a certificate that ended last year; of an authority that nobody knows; or with a certificate that a good
 * official made for them, who is no authority.
 */
export type Standing = 'good' | 'expired' | 'unknown' | 'by-official';

/** An invented certificate authority for signatures of officials; nobody outside this copy trusts it. */
export interface SigningAuthority {
  /** Its root, PEM: what the bff is told to trust. */
  readonly rootPem: string;
  signer(standing: Standing): Promise<Signer>;
}

/** The same in every process of a copy: the root is made once in `dataDir`, certificates of officials anew at each start. */
export async function signingAuthority(dataDir: string): Promise<SigningAuthority> {
  const stored = keepFirst(join(dataDir, 'sandbox', 'result-authority.json'), JSON.stringify(await storable(await makeAuthority('Gốc'))));
  const root = await restored(stored);
  /** As the government's: officials have their certificates from a branch of the root. */
  const branch = makeAuthority('Chi nhánh', root);
  const made = new Map<string, Promise<Signer>>();
  const make = async (standing: Standing): Promise<Signer> => {
    const issuer =
      standing === 'unknown'
        ? await makeAuthority('Gốc không ai biết')
        : standing === 'by-official'
          ? await authority.signer('good')
          : await branch;
    const keys = await subtle.generateKey(RSA, true, ['sign', 'verify']);
    const ended = Date.now() - 365 * DAY_MS;
    const certificate = await certify({
      name: 'Nguyễn Văn Cán Bộ (bịa để thử)',
      organisation: 'UBND phường Tân Ninh (bịa để thử)',
      publicKey: keys.publicKey,
      issuer,
      from: new Date(standing === 'expired' ? ended - 365 * DAY_MS : Date.now() - 30 * DAY_MS),
      until: new Date(standing === 'expired' ? ended : Date.now() + 365 * DAY_MS),
    });
    return { key: keys.privateKey, certificate, issuer: issuer.certificate };
  };
  const authority: SigningAuthority = {
    rootPem: pem(root.certificate),
    signer(standing) {
      const known = made.get(standing) ?? make(standing);
      made.set(standing, known);
      return known;
    },
  };
  return authority;
}

/** @param issuer left out: a root */
async function makeAuthority(name: string, issuer?: Issuer): Promise<Issuer> {
  const keys = await subtle.generateKey(EC, true, ['sign', 'verify']);
  const certificate = await certify({
    name: `${name}: chữ ký số bịa để thử`,
    organisation: 'Sandbox Tây Ninh Smart',
    publicKey: keys.publicKey,
    issuer: issuer ?? { key: keys.privateKey, certificate: null },
    isAuthority: true,
    from: new Date(Date.now() - 10 * 365 * DAY_MS),
    until: new Date(Date.now() + 10 * 365 * DAY_MS),
  });
  return { key: keys.privateKey, certificate };
}

async function certify({
  name,
  organisation,
  publicKey,
  issuer,
  isAuthority = false,
  from,
  until,
}: {
  name: string;
  organisation: string;
  publicKey: Key;
  /** Without a certificate of its own: the one that is made is a root. */
  issuer: { key: Key; certificate: Certificate | null };
  isAuthority?: boolean;
  from: Date;
  until: Date;
}): Promise<Certificate> {
  const certificate = new Certificate({ version: 2, serialNumber: new Integer({ valueHex: positive(randomBytes(8)) }) });
  const names = [
    new AttributeTypeAndValue({ type: ORGANISATION, value: new Utf8String({ value: organisation }) }),
    new AttributeTypeAndValue({ type: COMMON_NAME, value: new Utf8String({ value: name }) }),
  ];
  certificate.subject.typesAndValues.push(...names);
  certificate.issuer.typesAndValues.push(...((issuer.certificate?.subject as RelativeDistinguishedNames)?.typesAndValues ?? names));
  certificate.notBefore.value = from;
  certificate.notAfter.value = until;
  const constraints = new BasicConstraints({ cA: isAuthority });
  certificate.extensions = [
    new Extension({ extnID: BASIC_CONSTRAINTS, critical: true, extnValue: constraints.toSchema().toBER(false), parsedValue: constraints }),
  ];
  await certificate.subjectPublicKeyInfo.importKey(publicKey);
  await certificate.sign(issuer.key, 'SHA-256');
  return certificate;
}

function positive(bytes: Buffer): ArrayBuffer {
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return new Uint8Array(bytes).buffer;
}

const pem = (certificate: Certificate) => {
  const lines = base64(certificate).match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};
const base64 = (certificate: Certificate) => Buffer.from(certificate.toSchema(true).toBER(false)).toString('base64');

const storable = async ({ key, certificate }: Issuer) => ({
  key: Buffer.from(await subtle.exportKey('pkcs8', key)).toString('base64'),
  certificate: base64(certificate),
});

async function restored(text: string): Promise<Issuer> {
  const { key, certificate } = JSON.parse(text) as Record<'key' | 'certificate', string>;
  return {
    key: await subtle.importKey('pkcs8', Buffer.from(key, 'base64'), EC, false, ['sign']),
    certificate: new Certificate({ schema: fromBER(new Uint8Array(Buffer.from(certificate, 'base64')).buffer).result }),
  };
}
