import { HOOK } from '@tayninh/shared/contract/access';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { behalfInTheirWords, bodyKey } from '../../connectors/one-gate/one-gate.ts';
import { COUNTER_OLDEST_MS, FileAtCounter, OpenAtCounter, ReceiveAtCounter } from '../../connectors/one-gate/one-gate-counter.ts';
import { isSignedByOneGate, readReport } from '../../connectors/one-gate/one-gate-webhook.ts';
import { AppError } from '../../platform/app-error.ts';
import type { DossierRepository } from './dossiers.repository.ts';
import type { HandoffService } from './handoffs.service.ts';

/**
 * What the province's system sends us, signed over the raw bytes: its reports are kept once and applied later (WH-6), its
 * counters are answered at once.
 */
export const provinceHooks: FastifyPluginAsync<{
  repository: Pick<DossierRepository, 'keepReport'>;
  handoffs: Pick<HandoffService, 'open' | 'file' | 'receive'>;
  secret: string;
}> = async (app, { repository, handoffs, secret }) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_request, body, done) => done(null, body));
  /** @throws AppError `signature-refused` */
  const signedText = (request: FastifyRequest<{ Body: Buffer }>, oldestMs?: number): string => {
    const header = (name: string) => (typeof request.headers[name] === 'string' ? (request.headers[name] as string) : undefined);
    const raw = request.body;
    const signature = { timestamp: header('x-timestamp'), signature: header('x-signature') };
    if (!isSignedByOneGate({ secret, ...signature, raw, nowMs: Date.now(), ...(oldestMs && { oldestMs }) }))
      throw new AppError('signature-refused', 'one-gate');
    return raw.toString('utf8');
  };
  app.route<{ Body: Buffer }>({
    method: 'POST',
    url: '/hooks/province/one-gate',
    config: { access: HOOK },
    schema: { hide: true } as never,
    handler: async (request, reply) => {
      const text = signedText(request);
      await repository.keepReport(readReport(text)?.eventId ?? bodyKey(request.body), text);
      return reply.code(200).send({});
    },
  });

  const counter = <T extends z.ZodType>(
    step: string,
    schema: T,
    answer: (asked: z.output<T>, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ) =>
    app.route<{ Body: Buffer }>({
      method: 'POST',
      url: `/hooks/province/counter/${step}`,
      config: { access: HOOK },
      schema: { hide: true } as never,
      handler: async (request, reply) => {
        const asked = schema.safeParse(parsed(signedText(request, COUNTER_OLDEST_MS)));
        if (!asked.success) throw new AppError('invalid-request', 'counter request of another shape');
        reply.header('cache-control', 'no-store');
        return reply.send(await answer(asked.data, request, reply));
      },
    });

  counter('open', OpenAtCounter, async ({ maNhan, maQuay }, request) => {
    const opened = await handoffs.open(maNhan, maQuay, request.id);
    return {
      maThamChieu: opened.reference,
      maThuTuc: opened.procedureCode,
      truongHop: opened.caseId,
      maDonVi: opened.unitCode,
      duLieuBieuMau: opened.answers,
      dsTep: opened.files.map((file) => ({
        maTep: file.fileId,
        thanhPhan: file.componentId,
        tenTep: file.name,
        kieu: file.type,
        dungLuong: file.sizeBytes,
      })),
      ...behalfInTheirWords(opened.behalf),
      hetHan: opened.expiresAt.toISOString(),
    };
  });
  counter('file', FileAtCounter, async ({ maThamChieu, maQuay, maTep }, _request, reply) => {
    const { type, bytes } = await handoffs.file(maThamChieu, maQuay, maTep);
    reply.type(type).header('x-content-type-options', 'nosniff');
    return bytes;
  });
  counter('receive', ReceiveAtCounter, async ({ maThamChieu, maQuay }, request) => {
    const { dossierId } = await handoffs.receive(maThamChieu, maQuay, request.id);
    return { maThamChieu, maHoSoGui: dossierId };
  });
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
