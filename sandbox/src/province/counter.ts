import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Collection } from '../journal.ts';
import { Behalf, behalfOf, type FakeProvince, type ProvinceDossier } from './province.ts';

/** The desk on this machine; invented. */
const OFFICE = 'QUAY-01';

const Opened = z.object({
  maThamChieu: z.string(),
  maThuTuc: z.string(),
  duLieuBieuMau: z.record(z.string(), z.unknown()),
  dsTep: z.array(z.object({ maTep: z.string(), thanhPhan: z.string(), tenTep: z.string() })),
  ...Behalf.shape,
});
/** What the clerk sees before the dossier exists. */
export interface OpenedAtCounter {
  readonly reference: string;
  readonly procedureCode: string;
  readonly answers: Record<string, unknown>;
  readonly files: ProvinceDossier['files'];
  readonly behalf: Behalf | null;
}

/** A counter of the one-stop system: takes over a draft by its six digits while the citizen stands there. */
export function createCounter({
  bffUrl,
  sign,
  province,
  opened,
}: {
  bffUrl: () => string;
  sign: (body: string) => Record<string, string>;
  province: Pick<FakeProvince, 'receiveAtCounter'>;
  /** Survives a restart: a clerk goes on where the desk died. */
  opened: Collection<OpenedAtCounter>;
}) {
  const call = async (step: string, asked: object): Promise<Response> => {
    const body = JSON.stringify({ maQuay: OFFICE, ...asked });
    return fetch(new URL(`/hooks/province/counter/${step}`, bffUrl()), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...sign(body) },
      signal: AbortSignal.timeout(10_000),
    });
  };
  /** A paper that has just arrived may still be looked at for viruses: the desk asks again, the clerk sees an hourglass. */
  const fetchPaper = async (asked: object): Promise<Response> => {
    for (let tries = 0; ; tries++) {
      const answer = await call('file', asked);
      if (answer.status !== 503 || tries === 20) return answer;
      await pause(250);
    }
  };
  const refusal = async (answer: Response) => ({
    refused: ((await answer.json().catch(() => ({}))) as { detail?: string }).detail ?? `Hệ thống trả lời ${answer.status}`,
  });

  return {
    /** @returns what the citizen prepared, or why it cannot be had, in words for the clerk. */
    async open(code: string): Promise<OpenedAtCounter | { refused: string }> {
      const answer = await call('open', { maNhan: code });
      if (!answer.ok) return refusal(answer);
      const found = Opened.parse(await answer.json());
      const reference = found.maThamChieu;
      const files = [];
      for (const { maTep, thanhPhan, tenTep } of found.dsTep) {
        const paper = await fetchPaper({ maThamChieu: reference, maTep });
        if (!paper.ok) return refusal(paper);
        const bytes = Buffer.from(await paper.arrayBuffer());
        files.push({ componentId: thanhPhan, name: tenTep, sha256: createHash('sha256').update(bytes).digest('hex') });
      }
      const draft = { reference, procedureCode: found.maThuTuc, answers: found.duLieuBieuMau, files, behalf: behalfOf(found) };
      opened.set(reference, draft);
      return draft;
    },
    /**
     * The code is used first, then the dossier is written down here. `diesAfterReceive`: the desk's power fails in between, for
     * tests of the repair.
     */
    async finish(reference: string, { diesAfterReceive = false } = {}): Promise<{ code: string } | { refused: string } | null> {
      const draft = opened.get(reference);
      if (!draft) return null;
      const received = await call('receive', { maThamChieu: reference });
      if (!received.ok) return refusal(received);
      if (diesAfterReceive) return null;
      const { code } = province.receiveAtCounter(draft);
      opened.delete(reference);
      return { code };
    },
  };
}
export type Counter = ReturnType<typeof createCounter>;
