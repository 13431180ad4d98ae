import type { OneGate, ProvinceRequest } from '../../connectors/one-gate/one-gate.ts';
import { UpstreamError } from '../../connectors/upstream.ts';
import { createExactlyOnce, type SendingTimes } from '../../platform/exactly-once.ts';
import type { ActRepository, ActRow } from './acts.repository.ts';
import { type ConnectorOf, type FilesToSend, handOver } from './filing.service.ts';

/** Brings what a citizen does after filing to the province, each once, by the same machine as filing itself. */
export const createActSending = ({
  acts,
  files,
  connectorOf,
  oneGate,
  times,
}: {
  acts: ActRepository;
  files: FilesToSend;
  connectorOf: ConnectorOf;
  oneGate: OneGate;
  times: SendingTimes;
}) =>
  createExactlyOnce({
    store: acts,
    checkFile: files.verdict,
    times,
    destination: {
      capabilities: async () => oneGate.capabilities,
      async prepare(row: ActRow): Promise<ProvinceRequest> {
        const [dossier, content] = await Promise.all([acts.dossierOf(row.dossierId), acts.openContent(row)]);
        // Kept while it was on its way to a system that takes none: it waits here until a person is told (`giveUpMs`).
        if (!(await connectorOf(dossier)).takesActs) throw new UpstreamError('filing', 'this route takes no acts', { wasSent: false });
        const code = dossier.provinceCode;
        if (code === null) throw new UpstreamError('one-gate', 'the province has not named the dossier yet', { wasSent: false });
        const request = { id: row.id, code };
        switch (content.kind) {
          case 'supplement':
            return { ...request, ...content, files: await handOver(row.files, { files, oneGate }) };
          case 'withdrawal':
          case 'delivery':
            return { ...request, ...content };
          case 'rating':
            return { ...request, ...content, stars: row.stars ?? 0 };
          case 'resend':
            throw new Error('a resend is done when it is written');
        }
      },
      send: (_row, request) => oneGate.sendRequest(request),
      async findAndConfirm(row) {
        const isThere = await oneGate.hasRequest(row.id);
        if (isThere) await acts.confirm(row);
        return isThere;
      },
    },
  });
export type ActSending = ReturnType<typeof createActSending>;
