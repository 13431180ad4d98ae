import { getUnitTable } from '@tayninh/shared/features/places/places.contract';
import { listProcedures } from '@tayninh/shared/features/procedures/procedures.contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { PlaceService } from './features/places/places.service.ts';
import type { ProcedureService } from './features/procedures/procedures.service.ts';

/** Public facts that officers choose by: the same routes as on the citizens' host, which the console's pages cannot call (HT-3). */
export const consoleFacts: FastifyPluginAsyncZod<{ places: PlaceService; procedures: ProcedureService }> = async (
  app,
  { places, procedures },
) => {
  app.route({
    ...getUnitTable,
    handler: async () => (await places.table()) as z.input<(typeof getUnitTable.schema.response)[200]>,
  });
  app.route({ ...listProcedures, handler: (request) => procedures.list(request.query) });
};
