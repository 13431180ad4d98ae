import { constants, createCipheriv, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto';

/** As the direct VNeID interface writes it: an AES key wrapped with RSA PKCS#1 v1.5 for the asking system, the data in AES-ECB. */
export function sealedBody(publicKey: KeyObject, value: unknown): { data: string; key: string } {
  const key = randomBytes(32);
  const cipher = createCipheriv('aes-256-ecb', key, null);
  return {
    data: Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]).toString('base64'),
    key: publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, key).toString('base64'),
  };
}
