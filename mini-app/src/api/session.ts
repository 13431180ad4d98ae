import type { Session } from '@tayninh/shared/features/identity/identity.contract';
import { readStored, removeStored, writeStored, zaloAccessToken } from '../zalo/zalo-host.ts';
import { isProblem } from './errors.ts';
import { randomId } from './random-id.ts';
import { send } from './transport.ts';

const REFRESH = 'refresh-token';
const ROTATION = 'rotation';
const DEVICE = 'device-id';

/** In memory only: whoever reads the phone's storage finds no usable access. */
let accessToken: string | undefined;
let pending: Promise<string> | undefined;

/** The token to use now; signs in silently when there is none. */
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
  const refreshToken = await readStored(REFRESH);
  if (refreshToken) {
    try {
      const body = { refreshToken, rotationId: await rotationOf(refreshToken), deviceId };
      return await keep((await send('POST', '/v1/sessions/refresh', { body })) as Session);
    } catch (error) {
      if (!isProblem(error) || error.problem.status >= 500 || error.problem.status === 429) throw error;
      await removeStored(REFRESH);
    }
  }
  const body = { zaloAccessToken: await zaloAccessToken(), deviceId };
  return keep((await send('POST', '/v1/sessions', { body })) as Session);
}

async function keep(session: Session): Promise<string> {
  await writeStored(REFRESH, session.refreshToken);
  await removeStored(ROTATION);
  accessToken = session.accessToken;
  return session.accessToken;
}

/** One id per refresh token, kept until it succeeds: a rotation whose answer was lost can be repeated (ID-5). */
async function rotationOf(refreshToken: string): Promise<string> {
  const [id, forToken] = (await readStored(ROTATION))?.split(' ') ?? [];
  if (id && forToken === refreshToken) return id;
  const fresh = randomId();
  await writeStored(ROTATION, `${fresh} ${refreshToken}`);
  return fresh;
}

async function device(): Promise<string> {
  const known = await readStored(DEVICE);
  if (known) return known;
  const fresh = randomId();
  await writeStored(DEVICE, fresh);
  return fresh;
}

/** For tests: as if the app had just been opened. */
export function forgetSession() {
  accessToken = undefined;
  pending = undefined;
}
