import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SandboxCredentials } from '../credentials.ts';
import type { Faults } from '../faults.ts';
import type { Collection } from '../journal.ts';
import { PERSONAS, type Persona } from '../personas.ts';
import type { Webhooks } from '../webhooks.ts';
import { createReceipts } from './receipts.ts';
import { createSendingHosts, type PushedMessage } from './sending.ts';
import { createFakeTemplates } from './templates.ts';
import { createTraffic } from './traffic.ts';

/** A one-time or short-lived token of the fake Zalo. */
interface Token {
  readonly kind: 'access' | 'phone' | 'location' | 'oa-access' | 'oa-refresh';
  readonly personaId: string | null;
  readonly appId: string;
  readonly expiresAtMs: number;
  readonly isSpent: boolean;
  /** Of a location token: what to answer, Zalo writes numbers as texts. */
  readonly position?: Position;
}
interface Position {
  readonly latitude: string;
  readonly longitude: string;
}
/** `PUT /control/zalo/oa-tokens` */
export const OaTokenChange = z.strictObject({
  drop: z.enum(['access', 'all']).optional(),
  loseRefresh: z.enum(['before', 'after']).optional(),
  authoriseAgain: z.boolean().default(false),
});
type OaTokenChange = z.output<typeof OaTokenChange>;

const FIRST_REFRESH = 'first-oa-refresh';
const TWO_MINUTES = 120_000;
const HOUR = 3_600_000;
/** What a phone says that has no receiver. */
const NOWHERE: Position = { latitude: '0', longitude: '0' };
/** Zalo's graph, oauth, OA and business hosts, on one port. HTTP 200 also for failures, as the real ones do (docs/sources/zalo.md). */
export function createFakeZalo({
  credentials,
  tokens,
  messages,
  faults,
  webhooks,
}: {
  credentials: SandboxCredentials;
  tokens: Collection<Token>;
  messages: Collection<PushedMessage>;
  faults: Faults;
  webhooks: () => Webhooks;
}) {
  const { appId, appSecret, miniAppId } = credentials.zalo;
  // An expired token answers like an unknown one, so it need not be kept; the first refresh token is marked as used for good.
  for (const [id, token] of [...tokens.entries()]) if (id !== FIRST_REFRESH && token.expiresAtMs < Date.now()) tokens.delete(id);
  const threads = new Map<string, PushedMessage[]>();
  const threadOf = (personaId: string) => {
    const known = threads.get(personaId) ?? [];
    threads.set(personaId, known);
    return known;
  };
  for (const [, message] of messages.entries()) threadOf(message.personaId).push(message);
  const mint = (kind: Token['kind'], personaId: string | null, lifeMs: number, ofApp = appId, position?: Position) => {
    const token = `${kind}-${randomBytes(24).toString('base64url')}`;
    tokens.set(token, { kind, personaId, appId: ofApp, expiresAtMs: Date.now() + lifeMs, isSpent: false, ...(position && { position }) });
    return token;
  };
  const valid = (text: string | undefined, kind: Token['kind']): Token | null => {
    const token = text === undefined ? undefined : tokens.get(text);
    return token && token.kind === kind && !token.isSpent && token.expiresAtMs > Date.now() && token.appId === appId ? token : null;
  };
  const proves = (token: string, proof: string | undefined) => {
    const expected = createHmac('sha256', appSecret).update(token).digest('hex');
    return proof !== undefined && proof.length === expected.length && timingSafeEqual(Buffer.from(proof), Buffer.from(expected));
  };
  const personaOf = (token: Token | null): Persona | null => PERSONAS.find((persona) => persona.id === token?.personaId) ?? null;
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

  const isAuthorised = (token: unknown) => valid(text(token), 'oa-access') !== null;
  const templates = createFakeTemplates({ isAuthorised });

  const traffic = createTraffic();
  const receipts = createReceipts({ credentials, webhooks });
  const hosts = createSendingHosts({
    credentials,
    templates,
    traffic,
    receipts,
    faults,
    isAuthorised,
    keep: (message) => {
      messages.set(message.id, message);
      threadOf(message.personaId).push(message);
    },
  });
  let losesRefresh: 'before' | 'after' | null = null;

  return {
    /**
     * What a phone would get from Zalo for this person; single use where Zalo's are. For tests: `foreign` mints for another app,
     * `expired` makes the one-time tokens too old, `position` is another one than the person's.
     */
    tokensFor(
      personaId: string,
      { foreign = false, expired = false, position }: { foreign?: boolean; expired?: boolean; position?: Position } = {},
    ) {
      const ofApp = foreign ? '1000000000000000001' : appId;
      const lifeMs = expired ? 0 : TWO_MINUTES;
      const own = PERSONAS.find(({ id }) => id === personaId)?.position ?? NOWHERE;
      return {
        accessToken: mint('access', personaId, HOUR, ofApp),
        phoneToken: mint('phone', personaId, lifeMs, ofApp),
        locationToken: mint('location', personaId, lifeMs, ofApp, position ?? own),
      };
    },
    /** Oldest first; of everybody when nobody is named. */
    messagesOf: (personaId: string | undefined): PushedMessage[] =>
      personaId === undefined ? [...messages.entries()].map(([, message]) => message) : (threads.get(personaId) ?? []),
    /** People and their messages are forgotten; the Official Account's tokens stay, since the bff holds them. */
    clear() {
      for (const [id, token] of [...tokens.entries()]) if (!token.kind.startsWith('oa-')) tokens.delete(id);
      threads.clear();
      templates.clear();
      traffic.clear();
      receipts.clear();
      hosts.clear();
      losesRefresh = null;
    },
    templates,
    traffic,
    receipts,
    noteAct: hosts.noteAct,
    /**
     * What happens to the Official Account's tokens: `drop` ends those that were given out, `loseRefresh` loses the answer to the next
     * renewal, before or after it has its effect. @returns the refresh token of a new authorisation when asked for
     */
    changeOaTokens({ drop, loseRefresh, authoriseAgain }: OaTokenChange): { refreshToken?: string } {
      for (const [id, token] of [...tokens.entries()])
        if (token.kind === 'oa-access' || (drop === 'all' && token.kind === 'oa-refresh'))
          if (drop !== undefined) tokens.set(id, { ...token, isSpent: true });
      if (drop === 'all') tokens.set(FIRST_REFRESH, { kind: 'oa-refresh', personaId: null, appId, expiresAtMs: 0, isSpent: true });
      losesRefresh = loseRefresh ?? null;
      return authoriseAgain ? { refreshToken: mint('oa-refresh', null, 90 * 24 * HOUR) } : {};
    },
    async routes(app: FastifyInstance) {
      app.addHook('preHandler', async (request, reply) => {
        if (await faults.before('zalo', request, reply)) return reply;
      });
      await app.register(templates.routes);
      await app.register(hosts.routes);
      app.get('/v2.0/me', async (request) => {
        const accessToken = text(request.headers.access_token);
        const persona = personaOf(valid(accessToken, 'access'));
        if (!accessToken || !persona?.zaloId || !proves(accessToken, text(request.headers.appsecret_proof)))
          return { error: 452, message: 'Session key invalid. This could be because the session key is expired' };
        const query = request.query as { fields?: string; miniapp_id?: string };
        const fields = String(query.fields ?? 'id').split(',');
        const asksOaId = fields.includes('user_id_by_oa') && query.miniapp_id === miniAppId;
        return {
          error: 0,
          message: 'Success',
          id: persona.zaloId,
          ...(fields.includes('name') && { name: persona.name }),
          ...(asksOaId && persona.oaUserId && { user_id_by_oa: persona.oaUserId }),
          is_sensitive: false,
        };
      });
      app.get('/v2.0/me/info', async (request) => {
        if (faults.hits('zalo', 'abroad'))
          return { error: -501, message: 'Personal information is limited due to IP address not inside Vietnam: 192.0.2.1' };
        const persona = personaOf(valid(text(request.headers.access_token), 'access'));
        const code = text(request.headers.code);
        const token = valid(code, 'phone') ?? valid(code, 'location');
        if (!persona || !code || !token || token.personaId !== persona.id || request.headers.secret_key !== appSecret)
          return { error: 118, message: 'Invalid or expired code' };
        tokens.set(code, { ...token, isSpent: true });
        if (token.kind === 'location')
          return { data: { ...token.position, provider: 'gps', timestamp: String(Date.now()) }, error: 0, message: 'Success' };
        if (!persona.phone) return { error: 114, message: 'No phone number' };
        return { data: { number: persona.phone }, error: 0, message: 'Success' };
      });
      app.post('/v4/oa/access_token', async (request, reply) => {
        const loses = losesRefresh;
        losesRefresh = null;
        const hangUp = () => {
          reply.hijack();
          request.raw.socket.destroy();
          return reply;
        };
        if (loses === 'before') return hangUp();
        const form = request.body as Record<string, string>;
        const refresh = form.refresh_token ?? '';
        const isFirst = refresh === credentials.zalo.oaRefreshToken && !tokens.get(FIRST_REFRESH);
        const known = valid(refresh, 'oa-refresh');
        if (request.headers.secret_key !== appSecret || form.app_id !== appId || form.grant_type !== 'refresh_token' || !(isFirst || known))
          return { error: -14014, error_name: 'Invalid refresh token', error_description: 'The refresh token is invalid or was used' };
        if (isFirst) tokens.set(FIRST_REFRESH, { kind: 'oa-refresh', personaId: null, appId, expiresAtMs: 0, isSpent: true });
        else if (known) tokens.set(refresh, { ...known, isSpent: true });
        if (loses === 'after') return hangUp();
        return {
          access_token: mint('oa-access', null, 25 * HOUR),
          refresh_token: mint('oa-refresh', null, 90 * 24 * HOUR),
          expires_in: '90000',
        };
      });
    },
  };
}
export type FakeZalo = ReturnType<typeof createFakeZalo>;
export type { PushedMessage, Token };
