import type { Category } from '@tayninh/shared/features/notifications/categories';
import { variablesIn } from '@tayninh/shared/features/templates/render';
import type { TemplateContent, TemplateText, TemplateVariable } from '@tayninh/shared/features/templates/template-content';
import type { TemplateDetail } from '@tayninh/shared/features/templates/templates.contract';
import { READY_VARIABLES } from './template-words.tsx';

/** What is being written. Name, category and unit are chosen once, with the first version. */
export interface TemplateDraft {
  readonly name: string;
  readonly category: Category;
  readonly unitCode: string;
  readonly content: TemplateContent;
  readonly zbsTemplateId: string | null;
}

export const emptyDraft = (unitCode: string): TemplateDraft => ({
  name: '',
  category: 'commune',
  unitCode,
  content: { variables: [], texts: { vi: { title: '', body: '' } } },
  zbsTemplateId: null,
});

export function draftOf({ name, category, unitCode, versions }: TemplateDetail, no: number): TemplateDraft | null {
  const version = versions.find((each) => each.no === no);
  return version ? { name, category, unitCode, content: version.content, zbsTemplateId: version.zbsTemplateId } : null;
}

/** Names between braces in what people write that nobody declared. */
export function undeclared({ variables, texts, zbs, miniApp }: TemplateContent): string[] {
  const known = new Set(variables.map(({ name }) => name));
  const said = [texts.vi, texts.en].flatMap((text) =>
    text ? [text.title, text.body, text.action?.label ?? '', text.action?.path ?? ''] : [],
  );
  const all = [...said, ...Object.values(zbs?.params ?? {}), ...Object.values(miniApp ?? {})];
  return [...new Set(all.flatMap((text) => variablesIn(text)))].filter((name) => !known.has(name));
}

/** A variable of that name: the ready one where there is one, else a text that the officer fills in. */
export const variableNamed = (name: string): TemplateVariable =>
  READY_VARIABLES.find((ready) => ready.name === name) ?? {
    name,
    label: name.replaceAll('_', ' '),
    kind: 'text',
    source: 'fixed',
    maxLength: 80,
  };

export const withVariable = (content: TemplateContent, variable: TemplateVariable): TemplateContent =>
  content.variables.some(({ name }) => name === variable.name) ? content : { ...content, variables: [...content.variables, variable] };

export const withText = (content: TemplateContent, language: 'vi' | 'en', part: Partial<TemplateText>): TemplateContent => ({
  ...content,
  texts: { ...content.texts, [language]: { ...(content.texts[language] ?? { title: '', body: '' }), ...part } },
});

/** English that was begun and emptied again is no English; the server would call it two empty fields. */
export function withoutEmptyEnglish(content: TemplateContent): TemplateContent {
  const { vi, en } = content.texts;
  const isEmpty = !en || (en.title.trim() === '' && en.body.trim() === '' && !en.action);
  return isEmpty ? { ...content, texts: { vi } } : content;
}
