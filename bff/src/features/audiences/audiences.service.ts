import { type Audience, FEW_PEOPLE, isSensitiveDomain, type SegmentDefinition } from '@tayninh/shared/features/audiences/audience';
import type { AudienceCount, Segment, SegmentBody } from '@tayninh/shared/features/audiences/audiences.contract';
import { AppError } from '../../platform/app-error.ts';
import type { AudienceRepository, Officer } from './audiences.repository.ts';

/** Saved groups of people (NT-4). Everything is looked at through the officer's own units, whatever a definition says. */
export function createAudienceService({ repository }: { repository: AudienceRepository }) {
  const refused = async ({ dossier }: SegmentDefinition): Promise<string[]> => {
    const codes = dossier?.procedures ?? [];
    const known = new Map((await repository.domainsOf(codes)).map(({ code, domain }) => [code, domain]));
    return codes.filter((code) => isSensitiveDomain(known.get(code) ?? ''));
  };

  async function countOf(definition: SegmentDefinition, unitCode: string) {
    const codes = await refused(definition);
    if (codes.length > 0)
      throw new AppError('invalid-request', 'a sensitive procedure chooses people', {
        parts: [{ pointer: '/definition/dossier/procedures', detail: SENSITIVE_TEXT }],
      });
    return repository.count({ kind: 'segment', definition }, await repository.unitScope(unitCode));
  }

  /** @throws AppError `invalid-request` when few people are meant and nobody says why. */
  async function counted({ name, definition, reason }: SegmentBody, unitCode: string) {
    const { count, at } = await countOf(definition, unitCode);
    if (count < FEW_PEOPLE && reason === null)
      throw new AppError('invalid-request', 'few people without a reason', { parts: [{ pointer: '/reason', detail: fewText(count) }] });
    return { name, definition, reason, lastCount: count, countedAt: at };
  }

  async function find(id: string, officer: Officer) {
    const row = await repository.findSegment(id, officer);
    if (!row) throw new AppError('not-found', 'no such segment in these units');
    return row;
  }

  return {
    async list(officer: Officer): Promise<Segment[]> {
      return (await repository.listSegments(officer)).map(view);
    },
    /** How many a definition means now, for who is still choosing. */
    async count(definition: SegmentDefinition, officer: Officer): Promise<AudienceCount> {
      const refusedProcedures = await refused(definition);
      if (refusedProcedures.length > 0)
        return { count: 0, places: [], needsReason: false, refusedProcedures, countedAt: new Date().toISOString() };
      const { count, places, at } = await countOf(definition, officer.unitCode);
      return { count, places, needsReason: count < FEW_PEOPLE, refusedProcedures: [], countedAt: at.toISOString() };
    },
    async create(body: SegmentBody, officer: Officer, requestId: string): Promise<Segment> {
      const row = await counted(body, officer.unitCode);
      return view(await repository.insertSegment({ ...row, unitCode: officer.unitCode }, officer, requestId));
    },
    /** @throws AppError `not-found` */
    async edit(id: string, body: SegmentBody, officer: Officer, requestId: string): Promise<Segment> {
      const { unitCode } = await find(id, officer);
      return changed(await repository.updateSegment(id, await counted(body, unitCode), officer, requestId));
    },
    /** @throws AppError `not-found` */
    async recount(id: string, officer: Officer, requestId: string): Promise<Segment> {
      const { unitCode, definition } = await find(id, officer);
      const { count, at } = await countOf(definition, unitCode);
      return changed(await repository.updateSegment(id, { lastCount: count, countedAt: at }, officer, requestId));
    },
    archive: (id: string, officer: Officer) => repository.archiveSegment(id, officer),

    /** For plans and runs: how many an audience means within a unit. */
    countAudience: async (audience: Audience, unitCode: string) =>
      audience.kind === 'segment'
        ? countOf(audience.definition, unitCode)
        : repository.count(audience, await repository.unitScope(unitCode)),
    /** False for a segment whose procedures tell too much of a person. */
    mayChoose: async (audience: Audience): Promise<boolean> =>
      audience.kind === 'list' || (await refused(audience.definition)).length === 0,
    unitScope: repository.unitScope,
  };
}
export type AudienceService = ReturnType<typeof createAudienceService>;

const SENSITIVE_TEXT = 'Không chọn người theo thủ tục về sức khoẻ, hộ nghèo, tôn giáo, dân tộc, nuôi con nuôi hay lý lịch tư pháp.';
export const fewText = (count: number) =>
  count === 0
    ? 'Nhóm này chưa có ai. Ghi lý do nếu vẫn muốn lưu.'
    : `Nhóm này chỉ có ${count} người, có thể chỉ ra một người cụ thể. Ghi lý do vì sao cần gửi cho nhóm nhỏ.`;

type SegmentRow = Awaited<ReturnType<AudienceRepository['listSegments']>>[number];
function changed(row: SegmentRow | null): Segment {
  if (!row) throw new AppError('not-found', 'put away meanwhile');
  return view(row);
}

const view = ({ id, name, unitCode, definition, reason, lastCount, countedAt, updatedAt }: SegmentRow): Segment => ({
  id,
  name,
  unitCode,
  definition,
  reason,
  count: lastCount,
  countedAt: countedAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});
