import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SandboxCredentials } from '../credentials.ts';
import type { Faults } from '../faults.ts';
import { findReceiver, type Receiver } from './crowd.ts';
import type { createReceipts } from './receipts.ts';
import { type FakeTemplates, shownText } from './templates.ts';
import type { SendChannel, Traffic } from './traffic.ts';

export interface PushedMessage {
  readonly id: string;
  readonly personaId: string;
  readonly channel: SendChannel;
  readonly templateId: string;
  readonly text: string;
  readonly data: Record<string, string>;
  readonly at: string;
  readonly trackingId?: string;
}

const HOUR = 3_600_000;
const REPLY_WINDOW_MS = 7 * 24 * HOUR;
const MINI_APP_TEMPLATE = '00126fd75392bacce383';
/** The two hosts number their refusals differently. */
const REFUSALS = {
  'zbs-uid': { unknownTemplate: -201, notApproved: -249, missingParameter: -201, tooLong: -201 },
  'zbs-phone': { unknownTemplate: -109, notApproved: -131, missingParameter: -1122, tooLong: -1121 },
} as const;
const Data = z.record(z.string(), z.string());
const SendByUser = z.object({ user_id: z.string(), template_id: z.string(), template_data: Data });
const SendByPhone = z.object({ phone: z.string(), template_id: z.string(), template_data: Data, tracking_id: z.string().max(48) });
const Reply = z.object({ recipient: z.object({ user_id: z.string() }), message: z.object({ text: z.string().min(1).max(2_000) }) });
const Article = z.object({
  recipient: z.object({ target: z.looseObject({}) }),
  message: z.object({
    attachment: z.object({
      type: z.literal('template'),
      payload: z.object({
        template_type: z.literal('media'),
        elements: z.tuple([z.object({ media_type: z.literal('article'), attachment_id: z.string().min(1) })]),
      }),
    }),
  }),
});
const Notice = z.object({
  templateId: z.literal(MINI_APP_TEMPLATE),
  templateData: z.object({
    title: z.string().min(1).max(32),
    contentTitle: z.string().min(1),
    contentDescription: z.string().min(1),
    buttonText: z.string().min(1),
    buttonUrl: z.string().startsWith('https://zalo.me/s/'),
  }),
});

/** The hosts of Zalo that carry messages. HTTP 200 also for failures, as the real ones do (docs/sources/zalo.md). */
export function createSendingHosts({
  credentials,
  templates,
  traffic,
  receipts,
  faults,
  isAuthorised,
  keep,
}: {
  credentials: SandboxCredentials;
  templates: FakeTemplates;
  traffic: Traffic;
  receipts: ReturnType<typeof createReceipts>;
  faults: Faults;
  isAuthorised: (accessToken: unknown) => boolean;
  /** Puts a message into a person's thread; of the crowd nothing is kept but the counts. */
  keep: (message: PushedMessage) => void;
}) {
  const unfollowed = new Set<string>();
  const lastActs = new Map<string, number>();

  function refusedTemplate(channel: 'zbs-uid' | 'zbs-phone', templateId: string, data: Record<string, string>): number | null {
    const codes = REFUSALS[channel];
    const template = templates.find(templateId);
    if (!template) return codes.unknownTemplate;
    if (template.status === 'DISABLE' && template.quality === 'LOW') return channel === 'zbs-phone' ? -146 : codes.notApproved;
    if (template.status !== 'ENABLE') return codes.notApproved;
    if (channel === 'zbs-uid' && !template.goesByUserId) return -249;
    if (template.params.some(({ name, isRequired }) => isRequired && !data[name])) return codes.missingParameter;
    if (template.params.some(({ name, maxLength }) => [...(data[name] ?? '')].length > maxLength)) return codes.tooLong;
    return null;
  }
  function carry(
    channel: SendChannel,
    receiver: Receiver | null,
    message: Pick<PushedMessage, 'templateId' | 'text' | 'data' | 'trackingId'>,
  ) {
    const id = randomUUID();
    const { text, trackingId } = message;
    traffic.note(channel, receiver, text, trackingId);
    if (receiver) {
      if (!receiver.id.startsWith('crowd-')) keep({ id, personaId: receiver.id, channel, at: new Date().toISOString(), ...message });
      if (channel !== 'mini-app') receipts.follow({ channel, receiver, id, trackingId });
    }
    return { id, sentAt: String(Date.now()) };
  }
  const refuse = (field: 'error' | 'err', code: number) => {
    traffic.noteRefused(code);
    return { [field]: code, [field === 'err' ? 'msg' : 'message']: 'Refused' };
  };
  const find = (by: Parameters<typeof findReceiver>[0]) => findReceiver(by, traffic.crowdCount);

  return {
    /** What a person did towards the Account, as far as it changes who can be written to. */
    noteAct(personaId: string, event: string, atMs: number) {
      if (event === 'unfollow') unfollowed.add(personaId);
      if (event === 'follow') unfollowed.delete(personaId);
      if (event === 'follow' || event.startsWith('user_send_') || event === 'user_click_chatnow')
        lastActs.set(personaId, Math.max(atMs, lastActs.get(personaId) ?? 0));
    },
    clear() {
      unfollowed.clear();
      lastActs.clear();
    },
    async routes(app: FastifyInstance) {
      const route = (path: string, answer: (request: FastifyRequest, reply: FastifyReply) => object) =>
        app.post(path, async (request, reply) => {
          await traffic.latency();
          const answered = answer(request, reply);
          const isRefused = ('error' in answered && answered.error !== 0) || ('err' in answered && answered.err !== 0);
          if (!isRefused && faults.after('zalo', request, reply)) return reply;
          return answered;
        });
      route('/v3.0/oa/message/template', ({ headers, body }) => {
        if (!isAuthorised(headers.access_token)) return refuse('error', -216);
        const parsed = SendByUser.safeParse(body);
        if (!parsed.success) return refuse('error', -201);
        const { user_id, template_id: templateId, template_data: data } = parsed.data;
        const receiver = find({ oaUserId: user_id });
        if (!receiver || unfollowed.has(receiver.id)) return refuse('error', -213);
        const code = traffic.check('zbs-uid', receiver) ?? refusedTemplate('zbs-uid', templateId, data);
        if (code !== null) return refuse('error', code);
        const sent = carry('zbs-uid', receiver, { templateId, data, text: shownText(templateId, data) });
        const quota = { quota_type: 'purchase_quota', owner_type: 'OA' };
        return { data: { message_id: sent.id, user_id, sent_time: sent.sentAt, quota }, error: 0, message: 'Success' };
      });
      route('/message/template', ({ headers, body }) => {
        if (!isAuthorised(headers.access_token)) return refuse('error', -124);
        const parsed = SendByPhone.safeParse(body);
        if (!parsed.success) return refuse('error', -201);
        const { phone, template_id: templateId, template_data: data, tracking_id: trackingId } = parsed.data;
        const receiver = find({ phone });
        if (!receiver) return refuse('error', -118);
        const code = traffic.check('zbs-phone', receiver) ?? refusedTemplate('zbs-phone', templateId, data);
        if (code !== null) return refuse('error', code);
        const sent = carry('zbs-phone', receiver, { templateId, data, text: shownText(templateId, data), trackingId });
        const answer = { msg_id: sent.id, sent_time: sent.sentAt, sending_mode: '1', quota: traffic.quotaNow() };
        return { error: 0, message: 'Success', data: answer };
      });
      route('/v3.0/oa/message/cs', ({ headers, body }) => {
        if (!isAuthorised(headers.access_token)) return refuse('error', -216);
        const parsed = Reply.safeParse(body);
        if (!parsed.success) return refuse('error', -201);
        const receiver = find({ oaUserId: parsed.data.recipient.user_id });
        if (!receiver) return refuse('error', -213);
        const isOpen = Date.now() - (lastActs.get(receiver.id) ?? 0) < REPLY_WINDOW_MS;
        const code = traffic.check('oa-reply', receiver) ?? (isOpen ? null : -230);
        if (code !== null) return refuse('error', code);
        const sent = carry('oa-reply', receiver, { templateId: '', data: {}, text: parsed.data.message.text });
        return { data: { message_id: sent.id, user_id: receiver.oaUserId, quota: { quota_type: 'reply' } }, error: 0, message: 'Success' };
      });
      route('/v2.0/oa/message', ({ headers, body }) => {
        if (!isAuthorised(headers.access_token)) return refuse('error', -216);
        const parsed = Article.safeParse(body);
        if (!parsed.success) return refuse('error', -240); // every other use of this path is closed
        const code = traffic.check('oa-article', null);
        if (code !== null) return refuse('error', code);
        const articleId = parsed.data.message.attachment.payload.elements[0].attachment_id;
        return {
          data: { message_id: carry('oa-article', null, { templateId: '', data: {}, text: articleId }).id },
          error: 0,
          message: 'Success',
        };
      });
      route('/notification/template', ({ headers, body }) => {
        if (headers['x-api-key'] !== `Bearer ${credentials.zalo.miniAppApiKey}`) return refuse('err', -102);
        if (headers['x-miniapp-id'] !== credentials.zalo.miniAppId) return refuse('err', -114);
        const parsed = Notice.safeParse(body);
        if (!parsed.success) return refuse('err', -101);
        const receiver = find({ zaloId: String(headers['x-user-id'] ?? '') });
        if (!receiver) return refuse('err', -110);
        const code = traffic.check('mini-app', receiver);
        if (code !== null) return refuse('err', code);
        const { templateData } = parsed.data;
        const text = `${templateData.contentTitle}\n${templateData.contentDescription}`;
        return {
          err: 0,
          msg: 'Success',
          data: { messageId: carry('mini-app', receiver, { templateId: MINI_APP_TEMPLATE, data: templateData, text }).id },
        };
      });
    },
  };
}
