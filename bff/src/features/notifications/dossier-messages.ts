import { NATIONAL_STATUS, type NationalStatus } from '@tayninh/shared/features/dossiers/national-status';

/** What a citizen reads when something happens to a dossier. No identity, no content of the case (PD-2, NT-11). */
export interface DossierMessage {
  readonly kind: 'dossier-sent' | 'dossier-status' | 'dossier-needs-you' | 'dossier-delayed';
  readonly title: string;
  readonly body: string;
  /** The one line of the Zalo template. */
  readonly statusText: string;
}

export type DossierHappening =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'needs-citizen' }
  | { readonly kind: 'needs-staff' }
  | { readonly kind: 'fee-paid' | 'fee-refunding' | 'fee-refunded' | 'fee-other-amount'; readonly amountVnd: number }
  | { readonly kind: 'result-expiring'; readonly validUntil: string; readonly daysLeft: number }
  | { readonly kind: 'pickup-tomorrow'; readonly from: string; readonly to: string; readonly number: string }
  | { readonly kind: 'new-date'; readonly dueAt: Date; readonly wasDueAt: Date }
  | {
      readonly kind: 'supplement-arrived' | 'supplement-refused' | 'withdrawn' | 'withdrawal-arrived' | 'withdrawal-refused';
    }
  | { readonly kind: 'status'; readonly status: NationalStatus; readonly dueAt: Date | null; readonly isUnknownText: boolean };

export function dossierMessage(what: DossierHappening, plainName: string): DossierMessage {
  switch (what.kind) {
    case 'sent':
      return {
        kind: 'dossier-sent',
        title: 'Hồ sơ đã đến tỉnh',
        body: `${plainName}: hệ thống của tỉnh đã nhận hồ sơ, chờ cán bộ tiếp nhận. Bạn không phải làm gì lúc này.`,
        statusText: 'Đã đến hệ thống của tỉnh',
      };
    case 'refused':
      return {
        kind: 'dossier-needs-you',
        title: 'Tỉnh không nhận hồ sơ',
        body: `${plainName}: hệ thống của tỉnh không nhận hồ sơ này. Cán bộ hỗ trợ sẽ nhắn bạn, bạn không cần nộp lại ngay.`,
        statusText: 'Không được nhận',
      };
    case 'needs-citizen':
      return {
        kind: 'dossier-needs-you',
        title: 'Cần gửi lại tệp',
        body: `${plainName}: có tệp không gửi được. Bạn mở hồ sơ để xem cần chụp lại giấy nào.`,
        statusText: 'Cần gửi lại tệp',
      };
    case 'needs-staff':
      return {
        kind: 'dossier-delayed',
        title: 'Hồ sơ gửi chậm hơn dự kiến',
        body: `${plainName}: hệ thống của tỉnh chưa trả lời. Hồ sơ của bạn vẫn được giữ, cán bộ hỗ trợ đang kiểm tra. Bạn không cần nộp lại.`,
        statusText: 'Đang được kiểm tra',
      };
    case 'fee-paid':
      return {
        kind: 'dossier-status',
        title: 'Đã nhận tiền phí, lệ phí',
        body: `${plainName}: đã nhận ${money(what.amountVnd)}. Chúng tôi báo cho cơ quan, bạn không phải làm gì lúc này.`,
        statusText: 'Đã nộp phí, lệ phí',
      };
    case 'fee-refunding':
      return {
        kind: 'dossier-status',
        title: 'Hoàn lại tiền nộp thừa',
        body: `${plainName}: ${money(what.amountVnd)} đến trễ hoặc nộp hai lần, đang được hoàn lại. Bạn không phải làm gì.`,
        statusText: 'Đang hoàn tiền',
      };
    case 'fee-refunded':
      return {
        kind: 'dossier-status',
        title: 'Đã hoàn lại tiền',
        body: `${plainName}: ${money(what.amountVnd)} đã được trả về nơi bạn nộp. Ngân hàng có thể cần thêm vài ngày.`,
        statusText: 'Đã hoàn tiền',
      };
    case 'fee-other-amount':
      return {
        kind: 'dossier-delayed',
        title: 'Số tiền nhận được chưa khớp',
        body: `${plainName}: nhận được ${money(what.amountVnd)}, khác số phải nộp. Cán bộ đang kiểm tra, bạn đừng nộp lại.`,
        statusText: 'Đang kiểm tra số tiền',
      };
    case 'result-expiring':
      return {
        kind: 'dossier-status',
        title: what.daysLeft === 0 ? 'Giấy tờ hết hạn hôm nay' : `Giấy tờ còn hạn ${what.daysLeft} ngày`,
        body: `${plainName}: giấy đã cấp cho bạn dùng được đến hết ngày ${what.validUntil.split('-').reverse().join('/')}. Nếu còn cần, bạn làm giấy mới trước ngày đó.`,
        statusText: 'Giấy tờ sắp hết hạn',
      };
    case 'pickup-tomorrow':
      return {
        kind: 'dossier-status',
        title: 'Ngày mai bạn nhận kết quả',
        body: `${plainName}: số ${what.number}, từ ${what.from} đến ${what.to} ngày mai. Nhớ mang giấy tờ tùy thân. Không đến được thì bạn mở hồ sơ và trả lại số.`,
        statusText: 'Nhắc nhận kết quả ngày mai',
      };
    case 'new-date':
      return {
        kind: 'dossier-delayed',
        title: 'Hẹn lại ngày trả kết quả',
        body: `${plainName}: cơ quan xin lỗi vì chậm. Ngày hẹn cũ ${formatDue(what.wasDueAt)}, ngày hẹn mới ${formatDue(what.dueAt)}. Bạn mở hồ sơ để xem lý do.`,
        statusText: 'Hẹn lại ngày trả',
      };
    case 'supplement-arrived':
      return {
        kind: 'dossier-status',
        title: 'Giấy tờ bổ sung đã đến tỉnh',
        body: `${plainName}: giấy tờ bạn gửi thêm đã đến cơ quan, chờ cán bộ xem. Bạn không phải làm gì lúc này.`,
        statusText: 'Đã nhận giấy tờ bổ sung',
      };
    case 'supplement-refused':
      return {
        kind: 'dossier-needs-you',
        title: 'Giấy tờ bổ sung chưa được nhận',
        body: `${plainName}: hệ thống của tỉnh không nhận lần gửi thêm này. Bạn mở hồ sơ để xem cần làm gì.`,
        statusText: 'Giấy tờ bổ sung chưa được nhận',
      };
    case 'withdrawn':
      return {
        kind: 'dossier-status',
        title: 'Hồ sơ đã rút',
        body: `${plainName}: hồ sơ đã rút theo yêu cầu của bạn và không gửi đến tỉnh.`,
        statusText: 'Đã rút hồ sơ',
      };
    case 'withdrawal-arrived':
      return {
        kind: 'dossier-status',
        title: 'Yêu cầu rút hồ sơ đã đến tỉnh',
        body: `${plainName}: cơ quan sẽ trả lời yêu cầu rút hồ sơ. Chúng tôi báo bạn khi có trả lời.`,
        statusText: 'Chờ trả lời yêu cầu rút',
      };
    case 'withdrawal-refused':
      return {
        kind: 'dossier-needs-you',
        title: 'Chưa rút được hồ sơ',
        body: `${plainName}: cơ quan chưa đồng ý cho rút hồ sơ. Bạn mở hồ sơ để xem lý do.`,
        statusText: 'Chưa đồng ý cho rút',
      };
    case 'status':
      return statusMessage(what, plainName);
  }
}

function statusMessage({ status, dueAt, isUnknownText }: Extract<DossierHappening, { kind: 'status' }>, plainName: string): DossierMessage {
  const say = (title: string, sentence: string, kind: DossierMessage['kind'] = 'dossier-status') => ({
    kind,
    title,
    body: `${plainName}: ${sentence}`,
    statusText: NATIONAL_STATUS[status].name,
  });
  if (isUnknownText)
    return { ...say('Hồ sơ có cập nhật', 'tỉnh có ghi thêm thông tin. Bạn mở hồ sơ để xem.'), statusText: 'Có cập nhật mới' };
  switch (status) {
    case 1:
      return say('Hồ sơ đã đến tỉnh', 'chờ cán bộ tiếp nhận.');
    case 2:
      return say('Hồ sơ đã được tiếp nhận', dueAt ? `cán bộ đã tiếp nhận. Hẹn trả kết quả ${formatDue(dueAt)}.` : 'cán bộ đã tiếp nhận.');
    case 3:
      return say('Hồ sơ không được tiếp nhận', 'cơ quan không tiếp nhận. Bạn mở hồ sơ để xem lý do.', 'dossier-needs-you');
    case 4:
      return say('Hồ sơ đang được xử lý', 'cán bộ đang giải quyết. Bạn không phải làm gì lúc này.');
    case 5:
      return say('Cần bổ sung giấy tờ', 'cơ quan cần thêm giấy tờ. Bạn mở hồ sơ để xem cần giấy nào.', 'dossier-needs-you');
    case 6:
      return say('Cần nộp phí, lệ phí', 'cơ quan đã ra thông báo. Bạn mở hồ sơ để xem số tiền.', 'dossier-needs-you');
    case 7:
      return say('Hồ sơ đã rút', 'hồ sơ đã được rút theo yêu cầu của bạn.');
    case 8:
      return say('Hồ sơ dừng xử lý', 'cơ quan đã dừng xử lý. Bạn mở hồ sơ để xem lý do.', 'dossier-needs-you');
    case 9:
      return say('Đã có kết quả', 'kết quả đã sẵn sàng. Bạn mở hồ sơ để xem cách nhận.');
    case 10:
      return say('Đã trả kết quả', 'bạn đã nhận kết quả.');
  }
}

/** `120.000 đồng` */
const money = (amountVnd: number) => `${new Intl.NumberFormat('vi-VN').format(amountVnd)} đồng`;

const DUE = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  hour: '2-digit',
  minute: '2-digit',
  weekday: 'long',
  day: 'numeric',
  month: 'numeric',
  hour12: false,
});
/** `17:00 thứ Tư, 29/4`, local time. */
export function formatDue(at: Date): string {
  const part = Object.fromEntries(DUE.formatToParts(at).map(({ type, value }) => [type, value]));
  const weekday = part.weekday ?? '';
  return `${part.hour}:${part.minute} ${weekday.charAt(0).toLowerCase()}${weekday.slice(1)}, ${part.day}/${part.month}`;
}

/** `TNS-••••-94QX`: enough for its owner to recognise, useless to others. */
export const maskReceiptNumber = (receiptNo: string) => receiptNo.replace(/^(TNS-)....(-....)$/, '$1••••$2');
