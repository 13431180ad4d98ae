import { beforeEach, describe, expect, it } from 'vitest';
import { aMe, problem, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone } from '../testing/open-app.tsx';
import { api } from './bff.ts';
import { OfflineError, ProblemError } from './errors.ts';

beforeEach(newPhone);
const pointAt = (origin: string) => {
  window.BFF_ORIGIN = origin;
  window.SANDBOX_ORIGIN = origin;
};

describe('api', () => {
  it('renews an ended session once for calls made at the same time', async () => {
    await using bff = await startFakeBff();
    pointAt(bff.origin);
    await api('GET /v1/me');
    const first = bff.calls.find(({ route }) => route === 'GET /v1/me')?.headers.authorization;
    const guarded =
      (json: unknown) =>
      ({ headers }: { headers: { authorization?: string | undefined } }) =>
        headers.authorization === first ? problem('session-expired') : { json };
    bff.on('GET /v1/me', guarded(aMe()));
    bff.on('GET /v1/inbox', guarded({ items: [], nextCursor: null, unread: 0 }));
    bff.on('GET /v1/drafts', guarded({ items: [] }));
    await Promise.all([api('GET /v1/me'), api('GET /v1/inbox', { query: {} }), api('GET /v1/drafts')]);
    expect(bff.times('POST /v1/sessions/refresh')).toBe(1);
    expect(bff.times('POST /v1/sessions')).toBe(1);
  });

  it('repeats a rotation whose answer was lost with the same id', async () => {
    await using bff = await startFakeBff();
    pointAt(bff.origin);
    await api('GET /v1/me');
    let lost = 0;
    bff.on('GET /v1/me', ({ headers }) => (headers.authorization === 'Bearer new' ? { json: aMe() } : problem('session-expired')));
    bff.on('POST /v1/sessions/refresh', () =>
      lost++ === 0
        ? 'no answer'
        : { json: { accessToken: 'new', refreshToken: 'refresh-token-of-the-successor', expiresInSeconds: 900, level: 'L1' } },
    );
    await expect(api('GET /v1/me')).rejects.toBeInstanceOf(OfflineError);
    await api('GET /v1/me');
    const rotations = bff.calls.filter(({ route }) => route === 'POST /v1/sessions/refresh').map(({ body }) => body);
    expect(rotations).toHaveLength(2);
    expect(rotations[1]).toEqual(rotations[0]);
  });

  it('signs in anew when the refresh token is refused', async () => {
    await using bff = await startFakeBff();
    pointAt(bff.origin);
    await api('GET /v1/me');
    const first = bff.calls.find(({ route }) => route === 'GET /v1/me')?.headers.authorization;
    bff.on('GET /v1/me', ({ headers }) => (headers.authorization === first ? problem('session-revoked') : { json: aMe() }));
    bff.on('POST /v1/sessions/refresh', () => problem('session-revoked'));
    await api('GET /v1/me');
    expect(bff.times('POST /v1/sessions')).toBe(2);
  });

  it('needs no session to look something up', async () => {
    await using bff = await startFakeBff();
    pointAt(bff.origin);
    const found = await api('GET /v1/procedures', { query: { q: 'khai sinh', limit: 5 } });
    expect(found.items).toHaveLength(1);
    expect(bff.times('POST /v1/sessions')).toBe(0);
  });

  it('carries the words of a refusal', async () => {
    await using bff = await startFakeBff();
    pointAt(bff.origin);
    bff.on('GET /v1/procedures/1.000001', () => problem('procedure-not-found'));
    const error = await api('GET /v1/procedures/:code', { params: { code: '1.000001' }, query: {} }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).message).toBe('Không tìm thấy thủ tục này.');
  });
});
