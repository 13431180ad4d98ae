import type { NationalStatus } from '@tayninh/shared/features/dossiers/national-status';
import type { FilingRoute } from '@tayninh/shared/features/procedures/catalogue';
import type { Capabilities } from './capabilities.ts';
import type { AskedFee } from './one-gate/asked-fee.ts';
import type { IssuedPaper } from './one-gate/issued-papers.ts';
import type { Reception, StepHolder, SupplementAsk, WithdrawalAnswer } from './one-gate/one-gate-says.ts';
import { UpstreamError } from './upstream.ts';

/** Who is authorised, and the organisation that the applicant stands for: told apart from the applicant. */
export interface AnsweredFor {
  /** `untilDay`: the last day, `yyyy-mm-dd` in Vietnam. */
  readonly authorised: { readonly name: string; readonly by: 'app' | 'paper'; readonly untilDay: string } | undefined;
  readonly organisation: { readonly name: string; readonly taxCode: string } | undefined;
}

export interface Application {
  /** Our reference: the same for every attempt of one dossier. */
  readonly reference: string;
  readonly dossierId: string;
  readonly procedure: { readonly code: string; readonly name: string };
  readonly acceptedAt: Date;
  readonly applicant: {
    readonly name: string;
    readonly personalNumber: string | null;
    readonly phone: string | null;
    readonly address: string | null;
  };
  /** Null: the applicant files for themselves. */
  readonly behalf: AnsweredFor | null;
  readonly answers: Record<string, unknown>;
}
/** A file that the province already holds, in its own words. */
export interface HandedOverFile {
  readonly hoSoKemTheoId: string;
  readonly tenTiepDinhKem: string;
  readonly lienKet: string;
}

/** What a system says of one dossier when it is asked. */
export interface FiledDossier {
  readonly system: FilingRoute;
  readonly code: string;
  /** Null where the system speaks in words: then these are looked up in our table. */
  readonly status: NationalStatus | null;
  readonly statusText: string;
  readonly dueAt: Date | null;
  /** Rises with each change of status; null where the system does not count. */
  readonly step: number | null;
  readonly fee: AskedFee;
  readonly results: readonly IssuedPaper[];
  readonly note: string | null;
  readonly ask: SupplementAsk | null;
  readonly withdrawal: WithdrawalAnswer | null;
  readonly holder: StepHolder | null;
  readonly reception: Reception | null;
  /** When the step happened; null where it is not said. */
  readonly occurredAt: Date | null;
}

/** A system that dossiers are filed with. Each call throws UpstreamError when there is no clear answer. */
export interface FilingConnector {
  readonly capabilities: Capabilities;
  /** Whether supplements, withdrawals and ratings can be sent there; otherwise they are for the counter. */
  readonly takesActs: boolean;
  /** @throws UpstreamError before anything is handed over, where this copy has no way to that system. */
  assertConnected?(): void;
  /** `refused` is the system's own no. */
  file(application: Application, files: readonly HandedOverFile[]): Promise<'accepted' | 'refused'>;
  /** @returns all that match: more than one means somebody filed twice. */
  find(by: { reference: string } | { code: string }): Promise<FiledDossier[]>;
}

/** Stands where a route has no system behind it: what goes there waits, and then a person is told. */
export function notConnected(system: string): FilingConnector {
  const fail = () => {
    throw new UpstreamError(system, 'not connected', { wasSent: false });
  };
  return {
    capabilities: { idempotent: false, lookupByReference: true },
    takesActs: false,
    assertConnected: fail,
    file: async () => fail(),
    find: async () => fail(),
  };
}
