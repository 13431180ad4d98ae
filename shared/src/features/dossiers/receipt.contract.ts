import { z } from 'zod';
import { citizen } from '../../contract/access.ts';
import { defineRoute, problems } from '../../contract/define-route.ts';
import { Id } from '../../contract/values.ts';
import { Ticket } from '../results/results.contract.ts';

/** `filing`: our own receipt, from the first moment. `reception`: the data of form 01, once the authority has received the dossier. */
const ReceiptKind = z.enum(['filing', 'reception']);

const Asked = {
  params: z.strictObject({ id: Id }),
  querystring: z.strictObject({ kind: ReceiptKind.optional() }),
};

export const getReceipt = defineRoute({
  method: 'GET',
  url: '/v1/dossiers/:id/receipt',
  config: { access: citizen('L1') },
  schema: {
    summary: 'The receipt of an own dossier as a PDF (A4): form 01 once there is one, unless a kind is named',
    ...Asked,
    response: { 200: z.unknown().describe('application/pdf'), ...problems(400, 401, 404, 409, 429) },
  },
});

/** Zalo's reader fetches by address alone, without our session. */
export const createReceiptTicket = defineRoute({
  method: 'POST',
  url: '/v1/dossiers/:id/receipt/tickets',
  config: { access: citizen('L1') },
  schema: {
    summary: 'A way to the same PDF that is good once',
    ...Asked,
    response: { 201: Ticket, ...problems(400, 401, 404, 409, 429) },
  },
});
