import { Upload } from 'tus-js-client';
import { currentToken } from '../../api/session.ts';
import { apiBase } from '../../api/transport.ts';

/** Sends one file in pieces that survive a broken connection; resolves with its id. */
export async function uploadFile(file: File, onProgress: (percent: number) => void): Promise<string> {
  await currentToken();
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: `${apiBase()}/v1/uploads`,
      chunkSize: 512 * 1024,
      retryDelays: [0, 1_000, 3_000, 5_000],
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, filetype: file.type },
      onBeforeRequest: async (request) => request.setHeader('Authorization', `Bearer ${await currentToken()}`),
      onProgress: (sent, total) => onProgress(Math.floor((sent / total) * 100)),
      onError: reject,
      onSuccess: () => resolve(upload.url?.split('/').pop() ?? ''),
    });
    upload.start();
  });
}
