import type { ChecklistResult, ResultDocument } from '@tayninh/shared/features/procedures/checklist/checklist.contract';

const SECTIONS = ['digital', 'original', 'show', 'copy', 'not-needed'] as const;
export type Section = (typeof SECTIONS)[number];

/** What one has to do with a paper; alternatives stay side by side, in the order of the table. */
export interface PaperSection {
  readonly need: Section;
  readonly entries: readonly { readonly choice: string | null; readonly papers: readonly ResultDocument[] }[];
}

/** Papers by what to do with them. A group of alternatives stands whole where its first paper stands. */
export function sectionsOf({ documents }: Pick<ChecklistResult, 'documents'>): PaperSection[] {
  const placed = new Set<string>();
  const sections = SECTIONS.map((need) => {
    const entries = documents
      .filter((document) => sectionOf(document) === need)
      .flatMap((document): PaperSection['entries'][number][] => {
        const { group } = document;
        if (!group) return [{ choice: null, papers: [document] }];
        if (placed.has(group.id)) return [];
        placed.add(group.id);
        return [{ choice: group.text, papers: documents.filter((other) => other.group?.id === group.id) }];
      });
    return { need, entries };
  });
  return sections.filter(({ entries }) => entries.length > 0);
}

const sectionOf = ({ need }: ResultDocument): Section => (need === 'certified-copy' ? 'copy' : need);
