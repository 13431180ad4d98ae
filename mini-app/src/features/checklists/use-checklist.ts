import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ChecklistAnswers } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import { inLanguage } from '@tayninh/shared/features/procedures/checklist/in-language';
import { useCallback } from 'react';
import { atom, useRecoilState } from 'recoil';
import { type Answer, api } from '../../api/bff.ts';
import { useLanguage } from '../../texts/use-language.ts';

/** The table stays on the phone in both languages, so that the questions can be asked again without a network. */
const checklistQuery = (code: string) =>
  queryOptions({
    queryKey: ['checklist', code],
    queryFn: () => api('GET /v1/procedures/:code/checklist', { params: { code } }),
    enabled: code !== '',
    staleTime: 300_000,
    meta: { persist: true },
  });
/** The table in the language of the app. */
export function useChecklist(code: string) {
  const language = useLanguage();
  const select = useCallback(
    ({ versionNo, table }: Answer<'GET /v1/procedures/:code/checklist'>) => ({ versionNo, table: inLanguage(table, language) }),
    [language],
  );
  return useQuery({ ...checklistQuery(code), select });
}

/** What only the server knows: the promised date and the offices, those of `unit` when it is known. Missing without a network; the papers do not wait for it. */
export function useCaseFacts(code: string, answers: ChecklistAnswers, unit: string | undefined, isNeeded: boolean) {
  const language = useLanguage();
  const { data } = useQuery({
    queryKey: ['checklist-case', code, answers, unit, language],
    queryFn: () => api('POST /v1/procedures/:code/checklist', { params: { code }, body: { answers, language, ...(unit && { unit }) } }),
    enabled: isNeeded,
    staleTime: 60_000,
    gcTime: 60_000,
  });
  return data && 'documents' in data ? data : undefined;
}

/** By procedure code. In memory only: they tell of families and means, and are gone when the app closes. */
const answersState = atom<Readonly<Record<string, ChecklistAnswers>>>({ key: 'checklists/answers', default: {} });

export function useAnswers(code: string) {
  const [all, set] = useRecoilState(answersState);
  return [all[code] ?? {}, (answers: ChecklistAnswers) => set((before) => ({ ...before, [code]: answers }))] as const;
}
