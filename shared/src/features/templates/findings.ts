import type { Language } from '../../contract/values.ts';
import { isAllowedLink, linksIn } from './links.ts';
import { lengthOf } from './safe-text.ts';
import type { TemplateVariable } from './template-content.ts';

export type LintChannel = 'all' | 'inbox' | 'zbs' | 'mini-app';
/** One thing to look at. An `error` keeps the version from being sent, a `warning` is for whoever writes to decide. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly channel: LintChannel;
  readonly language: Language | null;
  /** JSON pointer into the content. */
  readonly pointer: string;
  /** Vietnamese, one sentence: what is wrong and what to do. */
  readonly text: string;
  readonly replacement?: { readonly word: string; readonly say: string };
}
/** A parameter as Zalo lists it for an approved template. */
export interface ProviderParameter {
  readonly name: string;
  readonly isRequired: boolean;
  readonly minLength: number;
  readonly maxLength: number;
}
export type Report = (severity: Finding['severity'], pointer: string, text: string, more?: Partial<Finding>) => void;

/** A link that is not allowed, or any link at all where none may be. */
export function lintLinks(text: string, pointer: string, report: Report, { mayHaveAny = true } = {}) {
  const refused = linksIn(text).filter((link) => !mayHaveAny || !isAllowedLink(link));
  if (refused.length === 0) return;
  report(
    'error',
    pointer,
    mayHaveAny
      ? 'Đường dẫn này không thuộc trang của tỉnh, của Cổng dịch vụ công hay của ứng dụng.'
      : 'Zalo không nhận đường dẫn ở đây, hãy dùng nút.',
  );
}

/** Length of a text when each of its values is as long as it may be. */
export function longestWith(text: string, variables: readonly TemplateVariable[]): number {
  const most = new Map(variables.map(({ name, kind, maxLength }) => [name, kind === 'date' ? 11 : maxLength]));
  return lengthOf(text.replace(/\{\{\s*([a-z][a-z0-9_]{0,29})\s*\}\}/g, (_, name: string) => '.'.repeat(most.get(name) ?? 0)));
}
