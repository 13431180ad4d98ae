import type { OfficeItem } from '@tayninh/shared/features/places/places.contract';

const ENGLISH = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Asia/Ho_Chi_Minh',
});

/** The server says it in Vietnamese; English is made from the same instant. */
export function openingWords({ openNow, openText, changesAt }: OfficeItem, language: string): string {
  if (!language.startsWith('en')) return openText;
  if (changesAt === null) return 'Opening day unknown';
  const when = ENGLISH.format(new Date(changesAt));
  return openNow ? `Open until ${when}` : `Opens ${when}`;
}
