/** The only door to Zalo: every call has a time limit, and what Zalo refuses or forgets is an error the caller can show. */
const sdk = () => import('zmp-sdk/apis');

export class ZaloError extends Error {}

async function withTimeout<T>(what: string, ms: number, call: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ZaloError(`${what}: Zalo chưa trả lời`)), ms);
  });
  try {
    return await Promise.race([call(), late]);
  } catch (error) {
    throw error instanceof ZaloError ? error : new ZaloError(`${what}: Zalo từ chối`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

export const zaloAccessToken = (): Promise<string> =>
  withTimeout('getAccessToken', 8_000, async () => (await (await sdk()).getAccessToken()) as string);

/** Asks the citizen; the answer is a one-time token that only our server can exchange. */
export const zaloPhoneToken = (): Promise<string | undefined> =>
  withTimeout('getPhoneNumber', 120_000, async () => ((await (await sdk()).getPhoneNumber()) as { token?: string }).token);

export async function readStored(key: string): Promise<string | undefined> {
  try {
    return await withTimeout('nativeStorage', 2_000, async () => (await (await sdk()).nativeStorage.getItem(key)) || undefined);
  } catch {
    return undefined;
  }
}

export async function writeStored(key: string, value: string): Promise<void> {
  await withTimeout('nativeStorage', 2_000, async () => {
    await (await sdk()).nativeStorage.setItem(key, value);
  }).catch(() => undefined);
}

export async function removeStored(key: string): Promise<void> {
  await withTimeout('nativeStorage', 2_000, async () => {
    await (await sdk()).nativeStorage.removeItem(key);
  }).catch(() => undefined);
}
