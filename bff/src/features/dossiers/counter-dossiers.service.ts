import type { CounterDossier } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { OneGate } from '../../connectors/one-gate/one-gate.ts';
import { UpstreamError } from '../../connectors/upstream.ts';
import type { CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { CounterDossierRepository } from './counter-dossiers.repository.ts';

/** Own dossiers that were brought to a counter: read only, asked under the proven number of this session and no other. */
export function createCounterDossierService({
  repository,
  oneGate,
  ownNumber,
  names,
}: {
  repository: CounterDossierRepository;
  oneGate: Pick<OneGate, 'findAtCounter'>;
  /** @throws AppError `level-too-low` */
  ownNumber: (scope: CitizenScope, sessionId: string) => Promise<{ personalNumber: string; personalNumberIndex: Buffer }>;
  names: (procedureCode: string) => Promise<{ plainName: string }>;
}) {
  return {
    /** @throws AppError `level-too-low`; `upstream-unavailable` when the province does not answer and never has. */
    async list(scope: CitizenScope, { sessionId, requestId }: { sessionId: string; requestId: string }) {
      const { personalNumber, personalNumberIndex } = await ownNumber(scope, sessionId);
      await repository.noteQuery(scope, requestId);
      try {
        const found = await oneGate.findAtCounter(personalNumber);
        const statusOf = await repository.statusesOf(found.map(({ statusText }) => statusText));
        const items: CounterDossier[] = await Promise.all(
          found.map(async ({ code, procedureCode, procedureName, statusText, receivedAt, dueAt }) => {
            const { plainName } = await names(procedureCode);
            return {
              code,
              name: plainName === procedureCode ? procedureName : plainName,
              status: statusOf(statusText),
              statusText,
              receivedAt: receivedAt?.toISOString() ?? null,
              dueAt: dueAt?.toISOString() ?? null,
            };
          }),
        );
        return { items, asOf: (await repository.keep(scope, personalNumberIndex, items)).toISOString(), stale: false };
      } catch (cause) {
        if (!(cause instanceof UpstreamError)) throw cause;
        const kept = await repository.find(scope, personalNumberIndex);
        if (!kept) throw new AppError('upstream-unavailable', 'no answer yet about dossiers from the counter', { cause });
        return { items: kept.items, asOf: kept.asOf.toISOString(), stale: true };
      }
    },
  };
}
export type CounterDossierService = ReturnType<typeof createCounterDossierService>;
