import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ChecklistAnswers } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import { atom, useRecoilState } from 'recoil';
import { api } from '../../api/bff.ts';

/** The table stays on the phone, so that the questions can be asked again without a network. */
const checklistQuery = (code: string) =>
  queryOptions({
    queryKey: ['checklist', code],
    queryFn: () => api('GET /v1/procedures/:code/checklist', { params: { code } }),
    enabled: code !== '',
    staleTime: 300_000,
    meta: { persist: true },
  });
export const useChecklist = (code: string) => useQuery(checklistQuery(code));

/** What only the server knows: the promised date and the offices, those of `unit` when it is known. Missing without a network; the papers do not wait for it. */
export const useCaseFacts = (code: string, answers: ChecklistAnswers, unit: string | undefined, isNeeded: boolean) =>
  useQuery({
    queryKey: ['checklist-case', code, answers, unit],
    queryFn: () => api('POST /v1/procedures/:code/checklist', { params: { code }, body: { answers, ...(unit && { unit }) } }),
    enabled: isNeeded,
    staleTime: 60_000,
    gcTime: 60_000,
  });

/** By procedure code. In memory only: they tell of families and means, and are gone when the app closes. */
const answersState = atom<Readonly<Record<string, ChecklistAnswers>>>({ key: 'checklists/answers', default: {} });

export function useAnswers(code: string) {
  const [all, set] = useRecoilState(answersState);
  return [all[code] ?? {}, (answers: ChecklistAnswers) => set((before) => ({ ...before, [code]: answers }))] as const;
}
