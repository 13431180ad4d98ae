import { z } from 'zod';
import { parseJson, type Upstream, UpstreamError } from '../upstream.ts';

const SYSTEM = 'population';
/** Of the object that a match brings along nothing is read (egov.md 3.5): the rest of the answer ends here. */
const Answer = z.object({ Envelope: z.object({ Body: z.object({ KetQua: z.enum(['KHOP', 'KHONG_KHOP', 'KHONG_TIM_THAY']) }) }) });
const VERDICT = { KHOP: 'match', KHONG_KHOP: 'mismatch', KHONG_TIM_THAY: 'not-found' } as const;

export interface PopulationQuestion {
  readonly personalNumber: string;
  readonly name: string;
  /** `yyyy-mm-dd` */
  readonly birthOn: string;
  /** What the question is for; the database keeps it beside who asked. */
  readonly purpose: string;
}
export type PopulationVerdict = (typeof VERDICT)[keyof typeof VERDICT];

/** The population database (CSDLQG về dân cư): whether three facts belong together, and nothing else. */
export function createPopulationCheck({
  upstream,
  token,
  officer,
  agency,
  timeoutMs,
}: {
  upstream: Upstream;
  token: string;
  /** Who asks, as the database knows them. */
  officer: string;
  agency: string;
  timeoutMs: number;
}) {
  return {
    /** @throws UpstreamError */
    async check({ personalNumber, name, birthOn, purpose }: PopulationQuestion): Promise<PopulationVerdict> {
      const answer = await upstream.call({
        method: 'POST',
        path: '/api/CSDLDC/TraCuuCongDan',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          SoDinhDanh: personalNumber,
          HoVaTen: name,
          NgayThangNamSinh: birthOn.replaceAll('-', ''),
          MaCanBo: officer,
          MaDonVi: agency,
          MucDich: purpose,
        }),
        timeoutMs,
      });
      const parsed = answer.status < 400 ? Answer.safeParse(parseJson(SYSTEM, answer.text)) : null;
      if (!parsed?.success) throw new UpstreamError(SYSTEM, 'the answer has another shape', { wasSent: true });
      return VERDICT[parsed.data.Envelope.Body.KetQua];
    },
  };
}
export type PopulationCheck = ReturnType<typeof createPopulationCheck>;
