import type { TemplateContent } from '@tayninh/shared/features/templates/template-content';
import type { TemplateDetail, TemplateSummary, TemplateVersion } from '@tayninh/shared/features/templates/templates.contract';

export const A_TEMPLATE_ID = '7e3a0000-0000-4000-8000-0000000000a1';

export const someWords: TemplateContent = {
  variables: [{ name: 'ho_ten', label: 'Họ tên người nhận', kind: 'name', source: 'recipient-name', maxLength: 30 }],
  texts: {
    vi: { title: 'Kết quả đã có', body: 'Chào {{ho_ten}}. Mời anh, chị đến nhận kết quả.' },
    en: { title: 'Your result is ready', body: 'Hello {{ho_ten}}. Please come and collect your result.' },
  },
};
export const aVersion = (part: Partial<TemplateVersion> = {}): TemplateVersion => ({
  id: '7e3a0000-0000-4000-8000-0000000000b1',
  no: 1,
  contentHash: 'a'.repeat(64),
  zbsTemplateId: null,
  providerState: 'none',
  providerReason: null,
  quality: null,
  priceByUserVnd: null,
  priceByPhoneVnd: null,
  providerSeenAt: null,
  createdAt: '2026-11-20T02:00:00Z',
  frozenAt: null,
  ...part,
});
const facts = {
  id: A_TEMPLATE_ID,
  key: 'ket-qua-da-co',
  name: 'Kết quả đã có',
  category: 'dossiers',
  unitCode: '25459',
  unitName: 'phường Ninh Thạnh',
  canChange: true,
  archivedAt: null,
  createdAt: '2026-11-20T02:00:00Z',
} as const;
export const aTemplateSummary = (part: Partial<TemplateSummary> = {}): TemplateSummary => ({ ...facts, latest: aVersion(), ...part });
export const aTemplateDetail = (version: Partial<TemplateVersion> = {}, part: Partial<TemplateDetail> = {}): TemplateDetail => ({
  ...facts,
  versions: [{ ...aVersion(version), content: someWords }],
  ...part,
});
