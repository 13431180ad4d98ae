import { AUTHORISATION_PAPER } from '@tayninh/shared/features/authorisations/authorisation-rules';
import type { DossierDetail } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { FileTrouble } from '@tayninh/shared/features/uploads/upload-rules';
import { useTranslation } from 'react-i18next';
import { useForm } from '../procedures/use-procedures.ts';

/** One paper of a filed dossier whose file was refused. */
export interface RefusedPaper {
  readonly id: string;
  readonly name: string;
  readonly isRequired: boolean;
  /** Each reason once. */
  readonly troubles: readonly FileTrouble[];
  /** Names of the files that were refused, and of those that stay. */
  readonly refused: readonly string[];
  readonly kept: readonly string[];
}

/** What has to be sent again, paper by paper. */
export function useRefusedPapers(dossier: DossierDetail): RefusedPaper[] {
  const form = useForm(dossier.procedure.code, dossier.caseId).data;
  const nameOf = usePaperName(dossier);
  const { files } = dossier;
  const ids = new Set(files.filter(({ trouble }) => trouble).map(({ componentId }) => componentId));
  return [...ids].map((id) => {
    const own = files.filter(({ componentId }) => componentId === id);
    return {
      id,
      name: nameOf(id),
      isRequired: form?.components.find((part) => part.id === id)?.required ?? true,
      troubles: [...new Set(own.flatMap(({ trouble }) => trouble ?? []))],
      refused: own.filter(({ trouble }) => trouble).map(({ name }) => name),
      kept: own.filter(({ trouble }) => !trouble).map(({ name }) => name),
    };
  });
}

/** What a paper of the dossier, or of one of its requests, is called. */
export function usePaperName({ procedure, caseId, supplements }: DossierDetail): (componentId: string) => string {
  const { t } = useTranslation();
  const form = useForm(procedure.code, caseId).data;
  const parts = [...(form?.components ?? []), AUTHORISATION_PAPER, ...supplements.flatMap(({ papers }) => papers)];
  return (componentId) => parts.find(({ id }) => id === componentId)?.name ?? t('supplement.other');
}
