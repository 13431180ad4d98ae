import { AUTHORISATION_PAPER } from '@tayninh/shared/features/authorisations/authorisation-rules';
import type { DossierDetail } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useTranslation } from 'react-i18next';
import { type RefusedPaper, refusedPapers } from '../../features/dossiers/refused-papers.ts';
import { useForm } from '../../features/procedures/use-procedures.ts';

/** How the papers of a dossier and of its requests are called, and which have to be sent again. */
export function usePapers(dossier: DossierDetail): { nameOf: (componentId: string) => string; refused: RefusedPaper[] } {
  const { t } = useTranslation();
  const form = useForm(dossier.procedure.code, dossier.caseId).data;
  const parts = [...(form?.components ?? []), AUTHORISATION_PAPER];
  const asked = dossier.supplements.flatMap(({ papers }) => papers);
  const nameOf = (componentId: string) => [...parts, ...asked].find(({ id }) => id === componentId)?.name ?? t('supplement.other');
  const isRequired = (componentId: string) => parts.find(({ id }) => id === componentId)?.required ?? true;
  return { nameOf, refused: refusedPapers(dossier, (id) => ({ name: nameOf(id), isRequired: isRequired(id) })) };
}
