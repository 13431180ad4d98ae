import { ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import { CHANGES_SHOWN_MAX, type ProcedureVersion, type VersionChange } from '@tayninh/shared/features/procedures/procedures.contract';

const Shown = ProcedureRecord.pick({
  plainName: true,
  feeText: true,
  timeText: true,
  papers: true,
  result: true,
  levels: true,
  submitMode: true,
});
type Shown = ReturnType<typeof Shown.parse>;

export interface VersionRow {
  readonly versionNo: number;
  readonly publishedAt: Date;
  /** The part of the content that people are shown, as stored. */
  readonly shown: unknown;
}

/**
 * What changed for people from each version to the next, newest first. The stored diff compares lists by position; here one
 * more paper at the top is one change, not a whole new list.
 *
 * @param rows newest first; the oldest only serves as what the next one is compared with. A version that is not of today's
 *   shape says nothing.
 */
export function versionChanges(rows: readonly VersionRow[]): ProcedureVersion[] {
  const read = rows.map(({ shown }) => Shown.safeParse(shown).data);
  return rows.flatMap(({ versionNo, publishedAt }, at) => {
    const [after, before] = [read[at], read[at + 1]];
    const changes = before && after ? changesBetween(before, after) : [];
    return changes.length > 0 ? [{ versionNo, changedAt: publishedAt.toISOString(), changes: changes.slice(0, CHANGES_SHOWN_MAX) }] : [];
  });
}

const TEXTS = [
  ['fee', 'feeText'],
  ['time', 'timeText'],
  ['name', 'plainName'],
  ['result', 'result'],
  ['submitMode', 'submitMode'],
] as const;

export function changesBetween(before: Shown, after: Shown): VersionChange[] {
  const changes: VersionChange[] = TEXTS.filter(([, key]) => before[key] !== after[key]).map(([field, key]) => ({
    field,
    before: [before[key]],
    after: [after[key]],
  }));
  if (before.levels.join() !== after.levels.join()) changes.push({ field: 'levels', before: before.levels, after: after.levels });
  return [...changes, ...paperChanges(before.papers, after.papers)];
}

function paperChanges(before: Shown['papers'], after: Shown['papers']): VersionChange[] {
  const kept = after.map(lineOf);
  // the same line is the same paper wherever it stands: ids made from positions move when one is put before them
  const old = before.filter((paper) => {
    const at = kept.indexOf(lineOf(paper));
    if (at !== -1) kept.splice(at, 1);
    return at === -1;
  });
  const gone = new Map(old.map((paper) => [paper.id, lineOf(paper)]));
  const fresh = after.filter((paper) => {
    const at = kept.indexOf(lineOf(paper));
    if (at !== -1) kept.splice(at, 1);
    return at !== -1;
  });
  const changed = fresh.map((paper): VersionChange => {
    const was = gone.get(paper.id);
    gone.delete(paper.id);
    return { field: 'paper', before: was === undefined ? [] : [was], after: [lineOf(paper)] };
  });
  return [...changed, ...[...gone.values()].map((line): VersionChange => ({ field: 'paper', before: [line], after: [] }))];
}

/** A paper as the list shows it: "Đơn (1 bản chính; khi nhờ người khác)". */
function lineOf({ name, when, originals, copies }: Shown['papers'][number]): string {
  const more = [originals > 0 && `${originals} bản chính`, copies > 0 && `${copies} bản sao`, when !== 'always' && when].filter(Boolean);
  return more.length > 0 ? `${name} (${more.join('; ')})` : name;
}
