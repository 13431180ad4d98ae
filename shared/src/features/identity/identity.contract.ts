import { z } from 'zod';
import { citizen, PUBLIC } from '../../contract/access.ts';
import { defineRoute, NoContent, problems } from '../../contract/define-route.ts';
import { Instant } from '../../contract/values.ts';

/** Opaque to us, decided by Zalo; long enough for any token seen, short enough to refuse nonsense. */
export const ZaloToken = z.string().min(8).max(2048);

/** Assurance level: L1 = a Zalo account, L2 = with a phone released by Zalo, L3 = national identity. */
export const Level = z.enum(['L1', 'L2', 'L3']);

/** A device's own random name, kept in native storage; a refresh token is bound to it (ID-6). */
const DeviceId = z.string().min(8).max(64).optional();

const Session = z.strictObject({
  accessToken: z.string(),
  refreshToken: z.string(),
  /** Life of the access token. */
  expiresInSeconds: z.int(),
  level: Level,
});
export type Session = z.infer<typeof Session>;

export const createSession = defineRoute({
  method: 'POST',
  url: '/v1/sessions',
  config: { access: PUBLIC },
  schema: {
    summary: 'Sign in with the access token that Zalo gave to the mini app',
    body: z.strictObject({ zaloAccessToken: ZaloToken, deviceId: DeviceId }),
    response: { 201: Session, ...problems(400, 401, 429, 503) },
  },
});

export const refreshSession = defineRoute({
  method: 'POST',
  url: '/v1/sessions/refresh',
  config: { access: PUBLIC },
  schema: {
    summary: 'Rotate the refresh token; a second use of an old one ends the session everywhere it was copied to',
    body: z.strictObject({
      refreshToken: z.string().min(20).max(200),
      /** Random, made by the client per rotation: the same token with the same id within 60 s gives the same successor (ID-5). */
      rotationId: z.string().min(8).max(64).optional(),
      deviceId: DeviceId,
    }),
    response: { 200: Session, ...problems(400, 401, 429) },
  },
});

export const endSession = defineRoute({
  method: 'DELETE',
  url: '/v1/sessions/current',
  config: { access: citizen('L1') },
  schema: { summary: 'Sign out on this device', response: { 204: NoContent, ...problems(401) } },
});

const Me = z.strictObject({
  id: z.uuid(),
  /** As the citizen lets Zalo show it; null before that. */
  name: z.string().nullable(),
  level: Level,
  /** Until when L3 holds: a national log-in counts for minutes, then `level` falls back. Null below L3. */
  levelUntil: Instant.nullable(),
  /** Masked: `*****678`; null before Zalo released one. */
  phone: z.string().nullable(),
  /** The civil identity that this account is linked with. */
  identity: z
    .strictObject({
      name: z.string(),
      /** Masked: `********4471`. */
      personalNumber: z.string(),
      linkedAt: Instant,
    })
    .nullable(),
  /** False where no national log-in is connected: then nothing asks for it either. */
  offersIdentity: z.boolean(),
  /** Whether the national store of papers is connected here, for whoever proves their identity. */
  offersStoredPapers: z.boolean(),
});
export type Me = z.infer<typeof Me>;

export const getMe = defineRoute({
  method: 'GET',
  url: '/v1/me',
  config: { access: citizen('L1') },
  schema: { summary: 'Who is signed in', response: { 200: Me, ...problems(401) } },
});

/** The number in full only here, once, to whoever just released it: so that a form can be filled with it. `0` and nine digits. */
const ReleasedPhone = Me.extend({ releasedPhone: z.string() });
export type ReleasedPhone = z.infer<typeof ReleasedPhone>;

export const putMyPhone = defineRoute({
  method: 'PUT',
  url: '/v1/me/phone',
  config: { access: citizen('L1') },
  schema: {
    summary: 'Exchange the one-time token of getPhoneNumber; raises the session to L2',
    body: z.strictObject({ zaloAccessToken: ZaloToken, phoneToken: ZaloToken }),
    response: { 200: ReleasedPhone, ...problems(400, 401, 422, 503) },
  },
});
