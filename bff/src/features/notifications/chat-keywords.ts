import { CATEGORIES, CATEGORY_KEYS, type Category, isConsentCategory } from '@tayninh/shared/features/notifications/categories';
import { foldKey } from '@tayninh/shared/features/procedures/fold';
import type { PreferenceRepository } from './preferences.repository.ts';

const STOP = new Set(['tu choi', 'dung', 'dung tin', 'ngung', 'huy', 'huy tin', 'stop', 'tat', 'tat tin']);
const RESUME = new Set(['bat', 'bat tin', 'nhan lai', 'nhan tin', 'start']);
const CATEGORY_WORDS: Readonly<Record<string, Category>> = {
  'ho so': 'dossiers',
  xa: 'commune',
  phuong: 'commune',
  'nhac viec': 'reminders',
  nhac: 'reminders',
  'tin tuc': 'news',
  'khao sat': 'surveys',
};

export interface Keyword {
  readonly act: 'stop' | 'resume';
  /** null: everything that can be switched off. */
  readonly category: Category | null;
}

/**
 * What a chat message asks for when it is nothing but a keyword: `TU CHOI`, `tắt tin tức`, `BẬT nhắc việc`. With diacritics or
 * without. @returns null for anything else, also for a sentence that begins alike: those are for an officer
 */
export function readKeyword(text: string): Keyword | null {
  if (text.length > 60) return null;
  const key = foldKey(text);
  for (const [act, words] of [['stop', STOP] as const, ['resume', RESUME] as const])
    for (const word of words) {
      if (key === word) return { act, category: null };
      const category = key.startsWith(`${word} `) ? CATEGORY_WORDS[key.slice(word.length + 1)] : undefined;
      if (category) return { act, category };
    }
  return null;
}

/**
 * Does what a keyword in chat asks for. Stopping also withdraws consent; resuming never gives it: that needs the words of the
 * consent before one's eyes, in the app.
 *
 * @returns the answer to send back, or null when the text is no keyword
 */
export function createChatKeywords(
  repository: Pick<PreferenceRepository, 'find' | 'mute' | 'unmute' | 'muteAll' | 'unmuteAll' | 'consentTo'>,
) {
  return async (citizenId: string, text: string): Promise<string | null> => {
    const keyword = readKeyword(text);
    if (!keyword) return null;
    const { act, category } = keyword;
    if (act === 'resume') {
      if (category && isConsentCategory(category))
        return `Để nhận ${lower(category)}, bạn mở ứng dụng, mục Của tôi › Tin nhắn tôi nhận, và bấm đồng ý.`;
      if (category) await repository.unmute(citizenId, category, 'zalo');
      else await repository.unmuteAll(citizenId, 'zalo');
      return `Đã bật lại ${category ? lower(category) : 'tin nhắn Zalo của tỉnh'}.`;
    }
    const { wants } = await repository.find(citizenId);
    const withdrawn = CATEGORY_KEYS.filter((key) => wants.includes(key) && (category === null || key === category));
    if (withdrawn.length > 0)
      await repository.consentTo(citizenId, withdrawn, 'withdrawn', {
        textVersion: 'chat-keyword/2026-11',
        channel: 'zalo-chat',
        sessionId: null,
      });
    if (category) await repository.mute(citizenId, category, 'zalo');
    else await repository.muteAll(citizenId, 'zalo');
    return category
      ? `Đã tắt ${lower(category)} trên Zalo. Tin vẫn nằm trong Hộp thư của ứng dụng. Nhắn BAT để nhận lại.`
      : 'Đã tắt tin nhắn Zalo của tỉnh, trừ tin khẩn cấp và an toàn tài khoản. Tin vẫn nằm trong Hộp thư của ứng dụng. Nhắn BAT để nhận lại.';
  };
}

const lower = (category: Category) => CATEGORIES[category].name.replace(/^./u, (letter) => letter.toLowerCase());
