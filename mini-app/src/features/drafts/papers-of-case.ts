import type { ChecklistResult, ResultDocument } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import type { FormComponent } from '@tayninh/shared/features/procedures/e-form';
import type { DraftFile } from './draft-editor.ts';

/** A paper that is sent as a file, in the words of the case. */
export interface PaperToSend extends FormComponent {
  readonly document: ResultDocument | null;
}

/**
 * The papers of the case instead of the form's fixed ones. What the form has a place for is sent as files, in the order of the
 * checklist; a page that was sent for a paper which the case does not need any more stays in sight. `others` are filled in, shown,
 * handed in on paper or not needed.
 */
export function papersOfCase(
  components: readonly FormComponent[],
  { documents }: Pick<ChecklistResult, 'documents'>,
  files: readonly Pick<DraftFile, 'componentId'>[],
): { toSend: PaperToSend[]; others: ResultDocument[] } {
  const placeOf = (document: ResultDocument) =>
    document.need === 'not-needed' ? undefined : components.find(({ id }) => id === document.paper);
  const wanted = documents.flatMap((document): PaperToSend[] => {
    const part = placeOf(document);
    if (!part) return [];
    const isAsked = ['original', 'copy', 'certified-copy'].includes(document.need) && document.group === null;
    const { hint: _hint, ...place } = part;
    return [{ ...place, name: document.name, hint: document.because, required: part.required || isAsked, document }];
  });
  const isListed = ({ id }: FormComponent) => wanted.some((paper) => paper.id === id);
  const rest = components
    .filter((part) => !isListed(part) && (part.required || files.some(({ componentId }) => componentId === part.id)))
    .map((part): PaperToSend => ({ ...part, document: null }));
  return { toSend: [...wanted, ...rest], others: documents.filter((document) => !placeOf(document)) };
}
