import type { CampaignContent } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { NATIONAL_STATUS } from '@tayninh/shared/features/dossiers/national-status';
import { CATEGORIES, type Category } from '@tayninh/shared/features/notifications/categories';
import { CHANNEL } from '@tayninh/shared/features/notifications/channels';
import { dayText, instantText } from '../../components/written.ts';

export interface Difference {
  readonly part: string;
  readonly before: string;
  readonly after: string;
}

/** How ids and codes of a content are said; where a name is not known the code stays, so that a difference is always seen. */
export interface ContentNames {
  readonly templateVersion: (id: string) => string;
  readonly commune: (code: string) => string;
  readonly value: (name: string) => string;
}
const AS_THEY_ARE: ContentNames = { templateVersion: (id) => id, commune: (code) => code, value: (name) => name };

/** What an approval binds, part by part, as people read it. */
export function contentParts(content: CampaignContent, names: ContentNames = AS_THEY_ARE): { part: string; text: string }[] {
  return [
    { part: 'Mẫu tin', text: content.templateVersionId ? names.templateVersion(content.templateVersionId) : 'chưa chọn' },
    ...Object.entries(content.values)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, value]) => ({ part: names.value(name), text: /^\d{4}-\d{2}-\d{2}$/.test(value) ? dayText(value) : value })),
    { part: 'Người nhận', text: audienceText(content.audience, names) },
    {
      part: 'Đường gửi',
      text:
        [...content.channels]
          .sort()
          .map((channel) => CHANNEL[channel].name)
          .join(', ') || 'chỉ hộp thư',
    },
    { part: 'Loại tin', text: content.category in CATEGORIES ? CATEGORIES[content.category as Category].name : content.category },
    { part: 'Kiểu', text: content.kind === 'emergency' ? 'tin khẩn' : 'tin thường' },
    { part: 'Bắt đầu', text: content.scheduledAt ? instantText(content.scheduledAt) : 'ngay khi lên lịch' },
    { part: 'Hết hạn', text: content.expiresAt ? instantText(content.expiresAt) : 'không đặt' },
    { part: 'Nhiều nhất', text: content.cap === null ? 'không đặt trần' : `${content.cap} người` },
  ];
}

/** Parts that are not the same in both, in the order of the page. Empty when the content is the same. */
export function contentDifferences(before: CampaignContent, after: CampaignContent, names: ContentNames = AS_THEY_ARE): Difference[] {
  const old = new Map(contentParts(before, names).map(({ part, text }) => [part, text]));
  const now = new Map(contentParts(after, names).map(({ part, text }) => [part, text]));
  return [...new Set([...now.keys(), ...old.keys()])]
    .map((part) => ({ part, before: old.get(part) ?? '', after: now.get(part) ?? '' }))
    .filter((each) => each.before !== each.after);
}

/** Who is meant, in declared fields only. */
function audienceText(audience: CampaignContent['audience'], names: ContentNames): string {
  if (audience === null) return 'chưa chọn';
  if (audience.kind === 'list') return 'theo danh sách đã tải lên';
  const { communes, dossier, optedIn, seenWithinDays } = audience.definition;
  const said = [
    communes && `ở ${communes.map(names.commune).join(', ')}`,
    dossier?.procedures && `thủ tục ${dossier.procedures.join(', ')}`,
    dossier?.states && `việc chuyển hồ sơ ${dossier.states.join(', ')}`,
    dossier?.statuses &&
      `hồ sơ ${dossier.statuses.map((status) => NATIONAL_STATUS[status as keyof typeof NATIONAL_STATUS]?.name.toLowerCase() ?? status).join(', ')}`,
    dossier?.dueWithinDays && `đến hạn trong ${dossier.dueWithinDays} ngày`,
    optedIn && `đã đồng ý nhận ${optedIn.map((kind) => (kind === 'news' ? 'tin tức' : 'khảo sát')).join(', ')}`,
    seenWithinDays && `mở ứng dụng trong ${seenWithinDays} ngày`,
  ].filter(Boolean);
  return said.length > 0 ? said.join('; ') : 'mọi người trong phạm vi đơn vị';
}
