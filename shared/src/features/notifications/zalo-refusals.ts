/**
 * What is done after Zalo refused a send (RL-26).
 *
 * - `retry`: the same message again, later, a few times.
 * - `refresh`: renew the Official Account's token and send once more.
 * - `suppress-recipient`: this way does not reach the person for `blockedDays`; another way may.
 * - `suppress-type`: the person turned off this kind of message at Zalo.
 * - `switch-channel`: not by this way now; try the next one.
 * - `next-day`: a quota of the day is used up, the person's or ours.
 * - `night`: refused for the hour; again when the platform's day begins.
 * - `stop-campaign`: this template or this quota cannot go on; a person looks first.
 * - `alert`: the Account or the app is not allowed to send at all.
 * - `bug`: we sent what can never be right.
 * - `no-token`: the Account must be authorised again; everything that goes by it waits, nothing is lost.
 * - `unknown`: stands in no table: not sent, not sent again, alarm.
 */
export type RefusalClass =
  | 'retry'
  | 'refresh'
  | 'suppress-recipient'
  | 'suppress-type'
  | 'switch-channel'
  | 'next-day'
  | 'night'
  | 'stop-campaign'
  | 'alert'
  | 'bug'
  | 'no-token'
  | 'unknown';

/** Where a number comes from: the hosts number alike with different meanings. */
export type RefusalSource = 'oa' | 'business' | 'mini-app';

export interface Refusal {
  readonly class: RefusalClass;
  /** What officers read. */
  readonly says: string;
  /** For how long the way is not tried again for this person. */
  readonly blockedDays?: number;
  /** `next-day` of our own quota, not of the person's: nobody else can be reached by it today either. */
  readonly isOurQuota?: true;
}

/** When the tables below were last compared with Zalo's pages (docs/sources/zalo.md). */
export const REFUSALS_AS_OF = '2026-11-24';

const row = (kind: RefusalClass, says: string, more: Omit<Refusal, 'class' | 'says'> = {}): Refusal => ({ class: kind, says, ...more });
const each = (codes: readonly number[], refusal: Refusal) => codes.map((code): [number, Refusal] => [code, refusal]);
const UNREACHABLE_DAYS = 30;

/** openapi.zalo.me */
const OA: readonly [number, Refusal][] = [
  [-32, row('retry', 'Zalo báo gửi quá nhanh, hệ thống tự gửi lại.')],
  [-100, row('bug', 'Tệp đính kèm đã hết hạn ở Zalo.')],
  [-200, row('retry', 'Zalo chưa gửi được, hệ thống tự gửi lại.')],
  [-201, row('bug', 'Zalo không nhận nội dung: có tham số sai.')],
  ...each([-204, -205], row('alert', 'Zalo đã khóa hoặc không tìm thấy tài khoản OA.')),
  ...each([-209, -212], row('alert', 'Ứng dụng chưa được bật quyền gửi ở Zalo.')),
  [-210, row('bug', 'Tham số vượt giới hạn của Zalo.')],
  [-211, row('stop-campaign', 'OA đã dùng hết lượt gửi.', { isOurQuota: true })],
  [-213, row('suppress-recipient', 'Người nhận chưa quan tâm OA.', { blockedDays: UNREACHABLE_DAYS })],
  [-214, row('retry', 'Bài viết đang được Zalo xử lý.')],
  ...each([-216, -220], row('refresh', 'Mã truy cập của OA hết hạn, hệ thống tự đổi mã.')),
  [-217, row('suppress-recipient', 'Người nhận đã chặn OA.', { blockedDays: UNREACHABLE_DAYS })],
  [-218, row('next-day', 'Hôm nay người nhận đã nhận đủ số tin Zalo cho phép.')],
  [-219, row('alert', 'Zalo đã gỡ hoặc tắt ứng dụng.')],
  ...each([-221, -224], row('alert', 'OA cần xác thực hoặc nâng gói.')),
  [-223, row('alert', 'OA chưa cấp quyền gửi cho ứng dụng.')],
  [-227, row('suppress-recipient', 'Tài khoản người nhận bị khóa hoặc hơn 45 ngày không dùng.', { blockedDays: 7 })],
  ...each([-230, -232], row('switch-channel', 'Người nhận không tương tác với OA trong 7 ngày.')),
  ...each([-233, -235], row('bug', 'Loại tin này OA không gửi được.')),
  [-234, row('night', 'Zalo không nhận tin này ban đêm, hệ thống gửi lại lúc 6 giờ.')],
  ...each([-237, -403, -238, -241], row('bug', 'Nhóm hoặc lượt gửi này không dùng được nữa.')),
  [-240, row('bug', 'Cách gửi này Zalo đã đóng.')],
  [-242, row('alert', 'Bằng chứng của ứng dụng bị Zalo từ chối.')],
  [-244, row('suppress-type', 'Người nhận đã tắt loại tin này ở Zalo.', { blockedDays: UNREACHABLE_DAYS })],
  [-248, row('stop-campaign', 'Zalo cho là nội dung trái chính sách.')],
  [-249, row('switch-channel', 'Mẫu tin này không gửi được theo tài khoản.')],
  ...each([-320, -321], row('alert', 'Tài khoản Zalo Cloud chưa nối hoặc đã hết tiền.')),
  ...each([-1340, -1341], row('bug', 'Biểu mẫu gửi Zalo sai.')),
];

/** business.openapi.zalo.me */
const BUSINESS: readonly [number, Refusal][] = [
  [-32, row('retry', 'Zalo báo gửi quá nhanh, hệ thống tự gửi lại.')],
  [-100, row('retry', 'Zalo chưa gửi được, hệ thống tự gửi lại.')],
  ...each([-101, -102, -103, -104, -105], row('alert', 'Ứng dụng chưa được bật hoặc chưa nối với OA ở Zalo.')),
  ...each([-106, -107], row('bug', 'Zalo không hiểu yêu cầu.')),
  [-108, row('suppress-recipient', 'Số điện thoại không đúng.', { blockedDays: 365 })],
  ...each([-109, -1091], row('stop-campaign', 'Mã mẫu tin không đúng.')),
  [-110, row('switch-channel', 'Bản Zalo của người nhận quá cũ.')],
  ...each([-111, -112, -1121, -1122, -1123, -1124, -113, -1131, -116], row('bug', 'Nội dung không đúng khuôn của mẫu tin.')),
  [-114, row('suppress-recipient', 'Người nhận không dùng Zalo hoặc từ chối nhận.', { blockedDays: UNREACHABLE_DAYS })],
  [-115, row('stop-campaign', 'Đã hết lượt gửi hoặc hết tiền.', { isOurQuota: true })],
  ...each([-117, -131], row('stop-campaign', 'OA không có quyền dùng mẫu tin này, hoặc mẫu chưa được duyệt.')),
  [-118, row('suppress-recipient', 'Số này không có tài khoản Zalo.', { blockedDays: UNREACHABLE_DAYS })],
  [-119, row('suppress-recipient', 'Tài khoản này không nhận được tin.', { blockedDays: UNREACHABLE_DAYS })],
  ...each([-120, -1201, -1202, -125], row('alert', 'OA chưa có quyền gửi.')),
  ...each([-121, -122, -132, -153], row('bug', 'Nội dung không đúng khuôn của mẫu tin.')),
  ...each([-123, -142, -143], row('bug', 'Khóa mã hóa gửi Zalo sai.')),
  [-124, row('refresh', 'Mã truy cập của OA hết hạn, hệ thống tự đổi mã.')],
  [-1241, row('alert', 'Bằng chứng của ứng dụng bị Zalo từ chối.')],
  ...each([-126, -127], row('alert', 'Đang ở chế độ thử của Zalo: chỉ quản trị viên nhận được.')),
  [-133, row('night', 'Zalo không nhận tin này ban đêm, hệ thống gửi lại lúc 6 giờ.')],
  ...each([-135, -1351], row('alert', 'OA không được gửi loại tin này.')),
  ...each([-136, -137], row('alert', 'Tài khoản Zalo Cloud chưa nối hoặc không trừ được tiền.')),
  ...each([-138, -1381, -145], row('alert', 'Ứng dụng chưa có quyền gửi loại tin này.')),
  [-139, row('suppress-type', 'Người nhận đã tắt loại tin này ở Zalo.', { blockedDays: UNREACHABLE_DAYS })],
  [-140, row('switch-channel', 'Người nhận không thuộc diện nhận tin này.')],
  [-141, row('suppress-recipient', 'Người nhận từ chối tin của OA.', { blockedDays: UNREACHABLE_DAYS })],
  ...each([-144, -1441, -160], row('next-day', 'Hết lượt gửi trong ngày của OA, phần còn lại gửi ngày mai.', { isOurQuota: true })),
  [-146, row('stop-campaign', 'Zalo đã tắt mẫu tin vì bị đánh giá thấp.')],
  ...each([-147, -1471, -1472], row('next-day', 'Hôm nay người nhận đã nhận đủ tin theo mẫu này.')),
  ...each([-148, -149, -1491, -150], row('bug', 'Mã hành trình gửi Zalo sai.')),
  ...each([-151, -152, -158, -159, -161, -162], row('alert', 'Cài đặt gửi tin ở Zalo chưa đúng.')),
  [-201, row('bug', 'Zalo không nhận nội dung: có tham số sai.')],
];

/** openapi.mini.zalo.me */
const MINI_APP: readonly [number, Refusal][] = [
  ...each([-100, -101], row('bug', 'Zalo không nhận nội dung: có tham số sai.')),
  ...each([-102, -104, -108, -112, -113, -114, -115, -116], row('alert', 'Mini App chưa được phép gửi thông báo.')),
  [-103, row('retry', 'Zalo báo gửi quá nhanh, hệ thống tự gửi lại.')],
  [-107, row('retry', 'Zalo chưa gửi được, hệ thống tự gửi lại.')],
  [-109, row('next-day', 'Hết lượt thông báo trong ngày của Mini App.', { isOurQuota: true })],
  [-110, row('bug', 'Mã người nhận không đúng.')],
  [-111, row('suppress-recipient', 'Người nhận chưa nhận thông báo hoặc 7 ngày chưa mở ứng dụng.', { blockedDays: 1 })],
  [-117, row('bug', 'Tệp quá lớn.')],
];

const TABLES: Readonly<Record<RefusalSource, ReadonlyMap<number, Refusal>>> = {
  oa: new Map(OA),
  business: new Map(BUSINESS),
  'mini-app': new Map(MINI_APP),
};
const UNKNOWN = row('unknown', 'Zalo từ chối vì lý do chưa rõ, kỹ thuật đang xem.');

/** What a number of Zalo's means and asks for; a number that stands in no table is `unknown`. */
export const refusalOf = (source: RefusalSource, code: number): Refusal => TABLES[source].get(code) ?? UNKNOWN;

/** Whose numbers a channel answers with. */
export const REFUSAL_SOURCE = {
  'zbs-uid': 'oa',
  'oa-reply': 'oa',
  'oa-article': 'oa',
  'zbs-phone': 'business',
  'mini-app': 'mini-app',
} as const satisfies Record<string, RefusalSource>;
