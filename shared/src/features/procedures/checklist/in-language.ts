import type { Language } from '../../../contract/values.ts';
import type { ChecklistTable } from './checklist-table.ts';

/**
 * The table as people who read `language` are asked and answered; a text without a translation stays Vietnamese. A document keeps
 * its official name, with the gloss beside: "Giấy chứng sinh (certificate of birth)". Laws are never translated.
 */
export function inLanguage(table: ChecklistTable, language: Language): ChecklistTable {
  if (language === 'vi') return table;
  const { english = {} } = table; // a table kept from before there was English
  const spoken = (text: string) => (Object.hasOwn(english, text) ? (english[text] ?? text) : text);
  const glossed = (name: string) => (Object.hasOwn(english, name) ? `${name} (${english[name]})` : name);
  return withTexts(table, spoken, glossed);
}

/** Every Vietnamese text of a table that people read, once. */
export function textsOf(table: ChecklistTable): Set<string> {
  const texts = new Set<string>();
  const collect = (text: string) => {
    texts.add(text);
    return text;
  };
  withTexts(table, collect, collect);
  return texts;
}

type Reword = (text: string) => string;

function withTexts(table: ChecklistTable, text: Reword, name: Reword): ChecklistTable {
  const help = <T extends { help?: string | undefined }>(item: T) => (item.help === undefined ? {} : { help: text(item.help) });
  const worded = <T extends { text: string }>(items: readonly T[]) => items.map((item) => ({ ...item, text: text(item.text) }));
  const explained = <T extends { because: string }>(items: readonly T[]) => items.map((item) => ({ ...item, because: text(item.because) }));
  return {
    ...table,
    source: text(table.source),
    ...(table.toConfirm === undefined ? {} : { toConfirm: text(table.toConfirm) }),
    questions: table.questions.map((question) => ({
      ...question,
      text: text(question.text),
      ...help(question),
      options: worded(question.options).map((option) => ({ ...option, ...help(option) })),
    })),
    groups: worded(table.groups),
    documents: table.documents.map((document) => ({ ...document, name: name(document.name) })),
    rules: explained(table.rules),
    fees: explained(table.fees).map((fee) => ({
      ...fee,
      name: text(fee.name),
      ...(fee.unit === undefined ? {} : { unit: text(fee.unit) }),
    })),
    times: worded(table.times),
    offices: worded(table.offices),
    notes: worded(table.notes),
    elsewhere: explained(table.elsewhere),
  };
}
