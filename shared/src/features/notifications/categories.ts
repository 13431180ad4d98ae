/**
 * What a message is about. Everybody chooses by these, and each message has one. What rests on an authority's task comes until it
 * is muted; what is only useful comes after consent (docs/sources/personal-data.md). The inbox of the app always keeps everything
 * that was sent: muting is about the push beside it (NT-10).
 */
export const CATEGORY_KEYS = ['dossiers', 'security', 'emergency', 'commune', 'reminders', 'news', 'surveys'] as const;
export type Category = (typeof CATEGORY_KEYS)[number];

/** Where a message may be pushed to, as people choose it: `zalo` is every message of the Official Account (by user id or by phone). */
export const PUSH_CHANNELS = ['zalo', 'mini-app'] as const;
export type PushChannel = (typeof PUSH_CHANNELS)[number];

interface Words {
  readonly name: string;
  readonly description: string;
}

export interface CategoryFacts extends Words {
  readonly en: Words;
  /** Answers what one person did or asked for: overtakes campaigns, and no cap for campaigns counts it (NT-5, NT-8). */
  readonly isTransactional: boolean;
  /** Nothing is sent, not even to the inbox, until the citizen agreed; the ledger keeps that act (PD-7). */
  readonly needsConsent: boolean;
  /** Whether its pushes can be switched off. */
  readonly canMute: boolean;
}

export const CATEGORIES: Readonly<Record<Category, CategoryFacts>> = {
  dossiers: {
    name: 'Hồ sơ của tôi',
    description: 'Tiếp nhận, cần bổ sung, hẹn trả, có kết quả.',
    en: { name: 'My dossiers', description: 'Received, papers missing, date promised, result ready.' },
    isTransactional: true,
    needsConsent: false,
    canMute: true,
  },
  security: {
    name: 'An toàn tài khoản',
    description: 'Đăng nhập, liên kết, ủy quyền. Luôn được gửi.',
    en: { name: 'Account safety', description: 'Signing in, linking, acting for others. Always sent.' },
    isTransactional: true,
    needsConsent: false,
    canMute: false,
  },
  emergency: {
    name: 'Khẩn cấp',
    description: 'Bão, lũ, cháy, dịch bệnh nơi bạn ở. Luôn được gửi.',
    en: { name: 'Emergencies', description: 'Storm, flood, fire, disease where you live. Always sent.' },
    isTransactional: false,
    needsConsent: false,
    canMute: false,
  },
  commune: {
    name: 'Tin của xã, phường',
    description: 'Lịch tiêm, cắt điện nước, họp dân, lịch tiếp công dân.',
    en: { name: 'From my commune', description: 'Vaccination days, power and water cuts, meetings, reception days.' },
    isTransactional: false,
    needsConsent: false,
    canMute: true,
  },
  reminders: {
    name: 'Nhắc việc',
    description: 'Giấy tờ sắp hết hạn, lịch nhận kết quả, hạn nộp.',
    en: { name: 'Reminders', description: 'Papers about to expire, collection days, deadlines.' },
    isTransactional: false,
    needsConsent: false,
    canMute: true,
  },
  news: {
    name: 'Tin tức',
    description: 'Chính sách mới, hoạt động của tỉnh. Chỉ gửi khi bạn đồng ý.',
    en: { name: 'News', description: 'New policies, what the province does. Only if you agree.' },
    isTransactional: false,
    needsConsent: true,
    canMute: true,
  },
  surveys: {
    name: 'Khảo sát',
    description: 'Hỏi ý kiến về dịch vụ, vài câu ngắn. Chỉ gửi khi bạn đồng ý.',
    en: { name: 'Surveys', description: 'A few short questions about our services. Only if you agree.' },
    isTransactional: false,
    needsConsent: true,
    canMute: true,
  },
};

export const isConsentCategory = (category: Category) => CATEGORIES[category].needsConsent;

/** What a person has chosen; both empty for who never chose. */
export interface Choices {
  /** `<category>:<channel>` each. */
  readonly muted: readonly string[];
  /** Consent categories that were agreed to. */
  readonly wants: readonly string[];
}

export const muteKey = (category: Category, channel: PushChannel) => `${category}:${channel}` as const;

/** Whether a message of this category may be written to the inbox at all. */
export const mayTell = ({ wants }: Pick<Choices, 'wants'>, category: Category) => !isConsentCategory(category) || wants.includes(category);

/** Whether it may also be pushed there. Whether the channel reaches the person is another question. */
export const mayPush = (choices: Choices, category: Category, channel: PushChannel) =>
  mayTell(choices, category) && !(CATEGORIES[category].canMute && choices.muted.includes(muteKey(category, channel)));

/** The words of a consent as they were last changed; the phone says which it showed. */
export const NOTICE_CONSENT_TEXT = 'notices/2026-11';
