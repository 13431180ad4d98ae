import { useLanguage } from '../../texts/use-language.ts';

interface Named {
  readonly plainName: string;
  readonly summary: string;
  readonly plainNameEn?: string | undefined;
  readonly summaryEn?: string | undefined;
}

/** Name and summary in the language of the app; Vietnamese where nobody wrote English. */
export function useSpokenName(): (item: Named) => { readonly name: string; readonly summary: string } {
  const isEnglish = useLanguage() === 'en';
  return ({ plainName, summary, plainNameEn = plainName, summaryEn = summary }) =>
    isEnglish ? { name: plainNameEn, summary: summaryEn } : { name: plainName, summary };
}
