import {
  abortCampaign,
  approveCampaign,
  approveCampaignSecond,
  askKillSwitchRelease,
  createCampaign,
  editCampaign,
  exportCampaign,
  getCampaign,
  getCampaignReport,
  listCampaigns,
  listKillSwitches,
  pauseCampaign,
  planCampaign,
  pullKillSwitch,
  releaseKillSwitch,
  resumeCampaign,
  returnCampaign,
  scheduleCampaign,
  submitCampaign,
  watchCampaign,
} from '@tayninh/shared/features/campaigns/campaigns.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffScope } from '../../platform/access.ts';
import type { CampaignService } from './campaigns.service.ts';
import type { KillSwitchService } from './kill-switches.service.ts';
import { streamProgress } from './progress-stream.ts';
import { reportCsv } from './report-csv.ts';

export const campaignRoutes: FastifyPluginAsyncZod<{ campaigns: CampaignService }> = async (app, { campaigns }) => {
  app.route({
    ...listCampaigns,
    handler: async (request, reply) => reply.code(200).send(await campaigns.list(staffScope(request), request.query)),
  });
  app.route({
    ...createCampaign,
    handler: async (request, reply) =>
      reply
        .code(201)
        .send(await campaigns.create(staffScope(request), { ...request.body, creationKey: request.headers['idempotency-key'] ?? null })),
  });
  app.route({
    ...getCampaign,
    handler: async (request, reply) => reply.code(200).send(await campaigns.read(staffScope(request), request.params.id)),
  });
  app.route({
    ...editCampaign,
    handler: async (request, reply) => reply.code(200).send(await campaigns.edit(staffScope(request), request.params.id, request.body)),
  });
  app.route({
    ...planCampaign,
    handler: async (request, reply) => reply.code(200).send(await campaigns.plan(staffScope(request), request.params.id)),
  });
  app.route({
    ...submitCampaign,
    handler: async (request, reply) => reply.code(200).send(await campaigns.submit(staffScope(request), request.params.id, request.body)),
  });
  app.route({
    ...returnCampaign,
    handler: async (request, reply) => reply.code(200).send(await campaigns.return(staffScope(request), request.params.id, request.body)),
  });
  app.route({
    ...approveCampaign,
    handler: async (request, reply) => reply.code(200).send(await campaigns.approve(staffScope(request), request.params.id, request.body)),
  });
  app.route({
    ...approveCampaignSecond,
    handler: async (request, reply) =>
      reply.code(200).send(await campaigns.approveSecond(staffScope(request), request.params.id, request.body)),
  });
  app.route({
    ...scheduleCampaign,
    handler: async (request, reply) => reply.code(200).send(await campaigns.schedule(staffScope(request), request.params.id)),
  });
  app.route({
    ...pauseCampaign,
    handler: async (request, reply) => reply.code(200).send(await campaigns.pause(staffScope(request), request.params.id)),
  });
  app.route({
    ...resumeCampaign,
    handler: async (request, reply) => reply.code(200).send(await campaigns.resume(staffScope(request), request.params.id, request.body)),
  });
  app.route({
    ...abortCampaign,
    handler: async (request, reply) => reply.code(200).send(await campaigns.abort(staffScope(request), request.params.id, request.body)),
  });
  app.route({
    ...getCampaignReport,
    handler: async (request, reply) => reply.code(200).send(await campaigns.report(staffScope(request), request.params.id)),
  });
  app.route({
    ...exportCampaign,
    handler: async (request, reply) => {
      const text = reportCsv(await campaigns.report(staffScope(request), request.params.id));
      return reply
        .code(200)
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="bao-cao-chien-dich.csv"')
        .send(text);
    },
  });
  app.route({
    ...watchCampaign,
    handler: async (request, reply) => {
      const officer = staffScope(request);
      const { id } = request.params;
      await campaigns.progress(officer, id); // a missing one answers before the stream begins
      return streamProgress(request, reply, () => campaigns.progress(officer, id));
    },
  });
};

export const killSwitchRoutes: FastifyPluginAsyncZod<{ killSwitches: KillSwitchService }> = async (app, { killSwitches }) => {
  app.route({
    ...listKillSwitches,
    handler: async (_request, reply) => reply.code(200).send({ items: await killSwitches.list() }),
  });
  app.route({
    ...pullKillSwitch,
    handler: async (request, reply) => reply.code(201).send(await killSwitches.pull(staffScope(request), request.body)),
  });
  app.route({
    ...askKillSwitchRelease,
    handler: async (request, reply) => {
      await killSwitches.askRelease(staffScope(request), request.params.id);
      return reply.code(204).send();
    },
  });
  app.route({
    ...releaseKillSwitch,
    handler: async (request, reply) => {
      await killSwitches.release(staffScope(request), request.params.id);
      return reply.code(204).send();
    },
  });
};
