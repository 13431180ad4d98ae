import type { Session } from '@tayninh/shared/features/identity/identity.contract';
import { readStored, removeStored, writeStored, zaloAccessToken } from '../zalo/zalo-host.ts';
import { ProblemError } from './errors.ts';
import { send } from './transport.ts';

let accessToken: string | undefined;
let pending: Promise<string> | undefined;

/** The token to use now; signs in when there is none. */
export const currentToken = (): Promise<string> => (accessToken ? Promise.resolve(accessToken) : renew(undefined));

/** A new token in place of `refused`; parallel callers share one rotation. */
export function renew(refused: string | undefined): Promise<string> {
  if (accessToken && accessToken !== refused) return Promise.resolve(accessToken);
  pending ??= rotateOrSignIn().finally(() => {
    pending = undefined;
  });
  return pending;
}

async function rotateOrSignIn(): Promise<string> {
  accessToken = undefined;
  const deviceId = await device();
  const refreshToken = await readStored('refresh-token');
  if (refreshToken) {
    try {
      const body = { refreshToken, rotationId: await rotation(refreshToken), deviceId };
      return await keep((await send('POST', '/v1/sessions/refresh', { body })) as Session);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.status >= 500 || error.problem.status === 429) throw error;
      await removeStored('refresh-token');
    }
  }
  return keep((await send('POST', '/v1/sessions', { body: { zaloAccessToken: await zaloAccessToken(), deviceId } })) as Session);
}

async function keep(session: Session): Promise<string> {
  accessToken = session.accessToken;
  await writeStored('refresh-token', session.refreshToken);
  await removeStored('rotation');
  return session.accessToken;
}

/** One id per refresh token, so that a rotation whose answer got lost can be repeated. */
async function rotation(refreshToken: string): Promise<string> {
  const [id, forToken] = (await readStored('rotation'))?.split(' ') ?? [];
  if (id && forToken === refreshToken) return id;
  const fresh = crypto.randomUUID();
  await writeStored('rotation', `${fresh} ${refreshToken}`);
  return fresh;
}

async function device(): Promise<string> {
  const known = await readStored('device-id');
  if (known) return known;
  const id = crypto.randomUUID();
  await writeStored('device-id', id);
  return id;
}
