import type { Language } from '../../contract/values.ts';
import { JARGON, type Jargon } from './jargon.ts';
import { lengthOf } from './safe-text.ts';
import type { TemplateText, TemplateVariable } from './template-content.ts';

export type PlainRule = 'one-action' | 'one-date' | 'short-sentences' | 'short-text' | 'no-shouting' | 'plain-words';
/** One line of the gate "Viết cho dễ hiểu". Nothing here forbids sending; it says what to look at. */
export interface PlainCheck {
  readonly rule: PlainRule;
  readonly isGood: boolean;
  /** Vietnamese, for officers, also about English texts. */
  readonly title: string;
  readonly detail: string;
  /** What can be put in place of a word, each once. */
  readonly replacements: readonly Jargon[];
}

/** In syllables, as Vietnamese is written: parts between spaces. */
export const LONGEST_SENTENCE = 25;
export const LONGEST_BODY = 120;
/** A value counts as so many syllables: a name or a date. */
const SYLLABLES_OF_A_VALUE = 3;

const ASKING: Record<Language, RegExp> = {
  vi: /(?<![\p{L}\p{N}])(?:mời|vui lòng|xin hãy|hãy|đề nghị|yêu cầu|nhớ|(?:anh|chị|bạn|ông|bà|bà con) (?:cần|phải|mở|bấm|nộp|gọi))(?![\p{L}\p{N}])/iu,
  en: /(?<![\p{L}\p{N}])(?:please|you (?:need|must|have) to|you must|come to|open the app|remember to)(?![\p{L}\p{N}])/iu,
};
const NOTHING_TO_DO: Record<Language, RegExp> = {
  vi: /(?:không|chưa) (?:phải|cần) làm gì|chỉ để (?:biết|thông báo)/iu,
  en: /nothing to do|need not do anything|do not need to do anything|for your information/iu,
};
const DEADLINE: Record<Language, RegExp> = {
  vi: /(?:trước|hạn|chậm nhất|muộn nhất|đến hết|hết)(?:\s+(?:là|vào|cuối))?(?:\s+ngày)?\s*$/iu,
  en: /(?:before|by|until|no later than|deadline(?: is)?)\s*$/iu,
};
const DATE = /\{\{\s*([a-z][a-z0-9_]*)\s*\}\}|(?<![\d/])\d{1,2}\/\d{1,2}(?:\/\d{4})?(?![\d/])|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/gu;
const PLACE = /\{\{[^{}]*\}\}/g;

/** The gate, in the order it is shown. @param variables tell which places are dates. */
export function plainWords(text: TemplateText, language: Language, variables: readonly TemplateVariable[]): PlainCheck[] {
  const whole = `${text.title}. ${text.body}`.normalize('NFC');
  const sentences = sentencesOf(text.body.normalize('NFC'));
  const good = (rule: PlainRule, isGood: boolean, title: string, detail: string, replacements: readonly Jargon[] = []): PlainCheck => ({
    rule,
    isGood,
    title,
    detail,
    replacements,
  });
  return [action(), date(), shortSentences(), shortText(), shouting(), jargon()];

  function action(): PlainCheck {
    const asking = sentences.filter((sentence) => ASKING[language].test(sentence));
    if (asking.length === 1 || (asking.length === 0 && NOTHING_TO_DO[language].test(whole)))
      return good('one-action', true, 'Một việc cần làm', asking[0] ? quote(asking[0]) : 'nói rõ là không phải làm gì');
    if (asking.length === 0)
      return good('one-action', false, 'Chưa rõ phải làm gì', 'nói một việc cần làm, hoặc nói người dân không phải làm gì');
    return good('one-action', false, `${asking.length} việc trong một tin`, 'giữ một việc, việc khác gửi tin sau');
  }

  function date(): PlainCheck {
    const kinds = new Map(variables.map(({ name, kind }) => [name, kind]));
    const dates = [...whole.matchAll(DATE)].filter(({ 1: name }) => name === undefined || kinds.get(name) === 'date');
    const deadlines = new Set(
      dates.filter(({ index }) => DEADLINE[language].test(whole.slice(Math.max(0, index - 40), index))).map(([said]) => said),
    );
    const all = new Set(dates.map(([said]) => said));
    const isGood = deadlines.size <= 1 && all.size <= 2;
    const [deadline] = deadlines;
    const title = isGood ? (all.size === 0 ? 'Không có ngày' : 'Một ngày để nhớ') : `${all.size} ngày trong một tin`;
    return good(
      'one-date',
      isGood,
      title,
      isGood ? (deadline ?? [...all][0] ?? 'tin không hẹn ngày nào') : 'người đọc chỉ nhớ một ngày, hãy giữ hạn cuối',
    );
  }

  function shortSentences(): PlainCheck {
    const longest = sentences.reduce((most, sentence) => Math.max(most, syllablesIn(sentence)), 0);
    const isGood = longest <= LONGEST_SENTENCE;
    return good('short-sentences', isGood, isGood ? 'Câu ngắn' : 'Câu dài', `dài nhất ${longest} chữ, nên không quá ${LONGEST_SENTENCE}`);
  }

  function shortText(): PlainCheck {
    const count = syllablesIn(whole);
    const isGood = count <= LONGEST_BODY;
    return good('short-text', isGood, isGood ? 'Tin ngắn' : 'Tin dài', `${count} chữ, nên không quá ${LONGEST_BODY}`);
  }

  function shouting(): PlainCheck {
    const capitals = whole.replace(PLACE, '').match(/(?:(?<![\p{L}\p{N}])\p{Lu}{2,}(?![\p{L}\p{N}])\s*){4,}/u)?.[0];
    const marks = /[!?]{2,}/.test(whole);
    const isGood = !capitals && !marks;
    return good(
      'no-shouting',
      isGood,
      isGood ? 'Giọng nhẹ nhàng' : 'Chữ hoa hoặc dấu than',
      isGood ? 'không viết hoa cả câu' : (capitals?.trim() ?? 'một dấu là đủ'),
    );
  }

  function jargon(): PlainCheck {
    const found = jargonIn(whole, language);
    const count = found.length;
    return good(
      'plain-words',
      count === 0,
      count === 0 ? 'Không có từ khó' : `${count} từ khó`,
      found.map(({ word }) => word).join(', ') || 'lời dễ hiểu',
      found,
    );
  }
}

const pattern = (words: readonly Jargon[]) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${[...words]
      .sort((a, b) => b.word.length - a.word.length)
      .map(({ word }) => word.replace(/\s+/g, '\\s+'))
      .join('|')})(?![\\p{L}\\p{N}])`,
    'giu',
  );
const PATTERNS: Record<Language, RegExp> = { vi: pattern(JARGON.vi), en: pattern(JARGON.en) };
const plainForm = (word: string) => word.normalize('NFC').replace(/\s+/g, ' ').toLowerCase();

/** Words of the office in a text, each once, the longest where two overlap. */
export function jargonIn(text: string, language: Language): Jargon[] {
  const found = new Set(
    [
      ...text
        .normalize('NFC')
        .replace(PLACE, (place) => ' '.repeat(place.length))
        .matchAll(PATTERNS[language]),
    ].map(([word]) => plainForm(word)),
  );
  return JARGON[language].filter(({ word }) => found.has(plainForm(word)));
}

/** The same text with one word said plainly everywhere; capitals at the beginning of a sentence stay. */
export function sayPlainly(text: string, { word, say }: Jargon): string {
  return text
    .normalize('NFC')
    .replace(pattern([{ word, say }]), (found) => (/^\p{Lu}\p{Ll}/u.test(found) ? say.charAt(0).toUpperCase() + say.slice(1) : say))
    .replace(/ {2,}/g, ' ')
    .replace(/ ([.,;:!?])/g, '$1')
    .replace(/(^|[.!?]\s+)(\p{Ll})/gu, (all, before: string, letter: string) => (say === '' ? before + letter.toUpperCase() : all));
}

const sentencesOf = (text: string) =>
  text
    .split(/(?<=[.!?…])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
const syllablesIn = (text: string) =>
  (text.match(PLACE)?.length ?? 0) * SYLLABLES_OF_A_VALUE + (text.replace(PLACE, ' ').match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0);
const quote = (sentence: string) => (lengthOf(sentence) > 60 ? `${[...sentence].slice(0, 59).join('')}…` : sentence);
