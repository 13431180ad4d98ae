import { foldKey } from './fold.ts';

/** Something that happens in a life or a business and leads to a counter; the words stand in both languages of the app. */
export interface LifeEvent {
  /** The name folded and joined by hyphens: stable in links, and what `GET /v1/procedures?event=` takes. */
  readonly id: string;
  /** As the records of `migrations/seeds/procedures` spell it. */
  readonly name: string;
  readonly english: string;
  /** What one finds there. */
  readonly sentence: string;
  readonly englishSentence: string;
}

const event = (name: string, sentence: string, english: string, englishSentence: string): LifeEvent => ({
  id: slug(name),
  name,
  english,
  sentence,
  englishSentence,
});

/** A name as it stands in a link: "Hộ tịch" → `ho-tich`. Filters compare names and links alike. */
export const slug = (name: string) => foldKey(name).replaceAll(' ', '-');

/** Our own vocabulary, in the order of a life; what one does for a living stands between the household and old age. */
export const LIFE_EVENTS: readonly LifeEvent[] = [
  event('Có con nhỏ', 'Khai sinh, nhận con nuôi, thẻ bảo hiểm cho bé', 'A young child', 'Birth, adoption, insurance card'),
  event('Học tập', 'Vào trường, miễn giảm học phí, bằng cấp', 'School and study', 'Enrolment, tuition, certificates'),
  event('Cư trú và giấy tờ tùy thân', 'Căn cước, thường trú, tạm trú, sao y', 'Residence and identity', 'Identity card, residence, copies'),
  event('Việc làm', 'Thất nghiệp, bảo hiểm xã hội, lý lịch tư pháp', 'Work', 'Unemployment, insurance, criminal record'),
  event('Hôn nhân và gia đình', 'Kết hôn, độc thân, nhận cha mẹ con', 'Marriage and family', 'Marriage, single status, parentage'),
  event('Nhà ở và đất đai', 'Sổ đỏ, sang tên, xây nhà', 'House and land', 'Land title, transfer, building'),
  event('Phương tiện và người lái', 'Đăng ký xe, bằng lái', 'Vehicles and drivers', 'Registration, driving licence'),
  event('Sức khỏe và y tế', 'Bảo hiểm y tế, ốm đau, khuyết tật', 'Health', 'Health insurance, sickness, disability'),
  event('Chế độ và trợ cấp', 'Hộ nghèo, người có công, bảo trợ xã hội', 'Benefits', 'Poor households, merit, social support'),
  event('Ra nước ngoài, người nước ngoài', 'Hộ chiếu, giấy tờ có yếu tố nước ngoài', 'Abroad and foreigners', 'Passport, foreign papers'),
  event('Trồng trọt, chăn nuôi', 'Ruộng vườn, trang trại, thủy lợi', 'Crops and livestock', 'Fields, farms, irrigation'),
  event('Khởi sự kinh doanh', 'Mở hộ kinh doanh, công ty, giấy phép', 'Starting a business', 'Household business, company, permits'),
  event('Thuế và hóa đơn', 'Mã số thuế, khai thuế, miễn giảm', 'Tax and invoices', 'Tax code, returns, relief'),
  event('Tạm dừng, chấm dứt kinh doanh', 'Tạm ngừng, giải thể, đóng mã số thuế', 'Pausing or closing a business', 'Suspension, closure'),
  event('Giải quyết khiếu kiện', 'Khiếu nại, tranh chấp, trợ giúp pháp lý', 'Disputes', 'Complaints, disputes, legal aid'),
  event('Hưu trí', 'Lương hưu, trợ cấp tuổi già', 'Retirement', 'Pension, old-age support'),
  event('Người thân qua đời', 'Khai tử, mai táng phí, thừa kế', 'A death in the family', 'Death registration, funeral grant, inheritance'),
];

/**
 * National domains (lĩnh vực) in which every procedure belongs to one life event, by the domain's own name. A domain that also
 * holds other things (Hộ tịch: births, marriages, deaths; Người có công: also offices' own papers) is not here: nothing is guessed.
 */
const EVENT_OF_DOMAIN: Readonly<Record<string, string>> = {
  'Cấp, quản lý căn cước': 'Cư trú và giấy tờ tùy thân',
  'Đăng ký, quản lý cư trú': 'Cư trú và giấy tờ tùy thân',
  'Việc làm': 'Việc làm',
  'Đất đai': 'Nhà ở và đất đai',
  'Tài chính đất đai': 'Nhà ở và đất đai',
  'Sát hạch, cấp giấy phép lái xe': 'Phương tiện và người lái',
  'Đăng ký, quản lý phương tiện giao thông cơ giới, xe máy chuyên dùng': 'Phương tiện và người lái',
  'Giảm nghèo': 'Chế độ và trợ cấp',
  'Quản lý xuất nhập cảnh': 'Ra nước ngoài, người nước ngoài',
  'Trồng trọt': 'Trồng trọt, chăn nuôi',
  'Chăn nuôi': 'Trồng trọt, chăn nuôi',
  Thuế: 'Thuế và hóa đơn',
  'Khiếu nại, tố cáo': 'Giải quyết khiếu kiện',
};
const eventOfDomain = new Map(Object.entries(EVENT_OF_DOMAIN).map(([domain, name]) => [foldKey(domain), name]));

/** The life events of a record: its own, else the one of its domain where that is safe, else none. */
export function lifeEventsOf({ lifeEvents, domain }: { readonly lifeEvents: readonly string[]; readonly domain: string }): string[] {
  if (lifeEvents.length > 0) return [...lifeEvents];
  const name = eventOfDomain.get(foldKey(domain));
  return name === undefined ? [] : [name];
}

/** For whom a procedure is, those asked for most first. */
export const TARGETS = [
  { id: 'citizen', name: 'Người dân', english: 'Residents' },
  { id: 'enterprise', name: 'Doanh nghiệp', english: 'Companies' },
  { id: 'cooperative', name: 'Hợp tác xã', english: 'Cooperatives' },
  { id: 'organisation', name: 'Tổ chức khác', english: 'Other organisations' },
  { id: 'overseas', name: 'Người Việt ở nước ngoài', english: 'Vietnamese abroad' },
  { id: 'foreigner', name: 'Người nước ngoài', english: 'Foreigners' },
  { id: 'official', name: 'Cán bộ, công chức', english: 'Public servants' },
] as const;
