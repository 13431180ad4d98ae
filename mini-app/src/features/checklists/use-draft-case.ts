import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { ChecklistResult } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import { answersInForce, nextStep } from '@tayninh/shared/features/procedures/checklist/next-step';
import { dayKey } from '../../components/spoken-time.ts';
import { useChecklist } from './use-checklist.ts';

export interface DraftCase {
  /** What still counts of the answers, by the table in force. */
  readonly answers: Readonly<Record<string, string>>;
  /** Null: the questions changed and one is open, or the answers lead to a case that this form is not for. */
  readonly result: ChecklistResult | null;
  readonly isUnclear: boolean;
}

/**
 * What the answers of the wizard mean for a draft. `undefined` while the table is on its way; null when nothing was asked, or the table
 * cannot be had: the form's own list of papers stands in.
 */
export function useDraftCase(draft: Draft): DraftCase | null | undefined {
  const { checklist, procedureCode, caseId } = draft;
  const { data, isError } = useChecklist(checklist ? procedureCode : '');
  if (!checklist || isError) return null;
  if (!data) return undefined;
  const answers = answersInForce(data.table, checklist.answers);
  const step = nextStep(data.table, answers, dayKey(Date.now()));
  const isHere = step.kind === 'result' && step.result.caseId === caseId;
  return { answers, result: isHere ? step.result : null, isUnclear: step.kind === 'question' };
}
