import { z } from 'zod';

/**
 * The one registry of what can go wrong on the wire: code → HTTP status and a title a citizen can read.
 * A code is added here before it is thrown. Titles follow the tone of `docs/glossary.md`: what happened, what is safe, what next.
 */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'Thông tin gửi lên chưa đúng, bạn xem lại các chỗ được nêu.' },
  'malformed-body': { status: 400, title: 'Nội dung gửi lên không đọc được.' },
  'idempotency-key-missing': { status: 400, title: 'Thiếu mã chống gửi trùng, bạn thử gửi lại từ ứng dụng.' },
  'session-required': { status: 401, title: 'Bạn cần đăng nhập lại bằng Zalo.' },
  'session-expired': { status: 401, title: 'Phiên làm việc đã hết, đang đăng nhập lại.' },
  'session-revoked': { status: 401, title: 'Phiên làm việc đã kết thúc, bạn đăng nhập lại bằng Zalo.' },
  'zalo-proof-refused': { status: 401, title: 'Zalo chưa xác nhận được tài khoản này, bạn mở lại ứng dụng.' },
  'signature-refused': { status: 401, title: 'Chữ ký của hệ thống gửi không đúng.' },
  'sign-in-required': { status: 401, title: 'Bạn cần đăng nhập bàn làm việc để làm tiếp.' },
  'sign-in-over': { status: 401, title: 'Phiên làm việc đã kết thúc, bạn đăng nhập lại.' },
  'role-missing': { status: 403, title: 'Vai trò của bạn không gồm việc này.' },
  'fresh-sign-in-required': { status: 403, title: 'Việc này cần bạn vừa đăng nhập trong 5 phút. Bạn xác nhận lại tài khoản rồi làm tiếp.' },
  'foreign-page': { status: 403, title: 'Yêu cầu không đến từ bàn làm việc. Bạn tải lại trang rồi thử lại.' },
  'level-too-low': { status: 403, title: 'Việc này cần xác nhận thêm danh tính.' },
  'not-authorised': { status: 403, title: 'Bạn chuẩn bị được hồ sơ này, còn việc này do người đại diện làm.' },
  'not-found': { status: 404, title: 'Không tìm thấy nội dung này.' },
  'procedure-not-found': { status: 404, title: 'Không tìm thấy thủ tục này.' },
  'message-not-found': { status: 404, title: 'Không thấy tin này trong Hộp thư của bạn.' },
  'draft-not-found': { status: 404, title: 'Không tìm thấy tờ khai này.' },
  'dossier-not-found': { status: 404, title: 'Không tìm thấy hồ sơ này.' },
  'payment-not-found': { status: 404, title: 'Không tìm thấy lần nộp tiền này.' },
  'supplement-not-found': { status: 404, title: 'Không tìm thấy yêu cầu bổ sung này.' },
  'tracking-not-found': { status: 404, title: 'Không tìm thấy hồ sơ theo thông tin này. Bạn xem lại mã và số xác nhận.' },
  'result-not-found': { status: 404, title: 'Không tìm thấy kết quả này.' },
  'download-not-found': { status: 404, title: 'Đường dẫn tải này không dùng được nữa. Bạn quay lại ứng dụng và bấm mở lần nữa.' },
  'identity-link-not-found': { status: 404, title: 'Không tìm thấy lần liên kết này. Bạn bắt đầu lại.' },
  'invitation-not-found': { status: 404, title: 'Mã này không đúng hoặc đã hết hạn. Bạn hỏi lại người gửi mã.' },
  'authorisation-not-found': { status: 404, title: 'Không tìm thấy ủy quyền này.' },
  'organisation-not-found': { status: 404, title: 'Không tìm thấy tổ chức này.' },
  'handoff-not-found': { status: 404, title: 'Mã nhận tại quầy không đúng hoặc đã hết hạn.' },
  'campaign-not-found': { status: 404, title: 'Không tìm thấy chiến dịch này.' },
  'kill-switch-not-found': { status: 404, title: 'Không tìm thấy nút dừng này.' },
  'template-not-found': { status: 404, title: 'Không tìm thấy mẫu tin này.' },
  'file-not-found': { status: 404, title: 'Không tìm thấy tệp này.' },
  'method-not-allowed': { status: 405, title: 'Cách gọi này không được hỗ trợ.' },
  'request-in-progress': { status: 409, title: 'Lần gửi trước đang được xử lý, bạn chờ giây lát.' },
  'draft-submitted': { status: 409, title: 'Tờ khai này đã được nộp.' },
  'draft-handed-over': {
    status: 409,
    title: 'Tờ khai đang chờ nộp tại quầy nên chưa sửa được. Bạn lấy lại tờ khai rồi sửa tiếp.',
  },
  'authorisation-ended': {
    status: 409,
    title: 'Ủy quyền đã hết hạn, đã thôi, hoặc không gồm thủ tục này. Tờ khai vẫn còn, bạn xin ủy quyền mới rồi nộp.',
  },
  'own-invitation': { status: 409, title: 'Đây là mã của chính bạn. Hãy gửi mã cho người kia.' },
  'too-many-authorisations': { status: 409, title: 'Bạn đã có nhiều lời mời hoặc tổ chức. Hãy thôi bớt rồi tạo mới.' },
  'not-online': { status: 409, title: 'Thủ tục này chưa nộp được trong ứng dụng, bạn xem nơi nộp ở trang thủ tục.' },
  'nothing-to-pay': { status: 409, title: 'Hồ sơ này không có khoản nào cần nộp lúc này.' },
  'payment-undecided': {
    status: 409,
    title: 'Lần nộp trước chưa rõ kết quả. Bạn đừng nộp lại, chúng tôi đang hỏi và sẽ báo bạn.',
  },
  'receipt-not-ready': { status: 409, title: 'Cơ quan chưa tiếp nhận hồ sơ nên chưa có giấy hẹn trả. Bạn dùng biên nhận điện tử.' },
  'not-possible-now': { status: 409, title: 'Lúc này hồ sơ không làm được việc này nữa. Bạn tải lại trang để xem hồ sơ đang ở đâu.' },
  'own-campaign': { status: 403, title: 'Người soạn, người sửa và người đã duyệt không duyệt chiến dịch này. Cần một người khác duyệt.' },
  'campaign-elsewhere': {
    status: 409,
    title: 'Chiến dịch vừa chuyển bước nên chưa làm được việc này. Bạn tải lại trang để xem nó đang ở đâu.',
  },
  'campaign-changed': { status: 409, title: 'Nội dung chiến dịch vừa được sửa. Bạn tải lại và xem lại trước khi làm tiếp.' },
  'plan-too-old': { status: 409, title: 'Kế hoạch đã quá một giờ. Bạn lập lại kế hoạch rồi trình.' },
  'audience-count-differs': { status: 409, title: 'Số người nhận bạn gõ không khớp với kế hoạch. Bạn xem lại rồi gõ lại.' },
  'approval-too-early': { status: 409, title: 'Giờ gửi xa quá 72 giờ kể từ lúc duyệt. Bạn duyệt lại gần ngày gửi hơn.' },
  'release-needs-another': { status: 409, title: 'Mở lại nút dừng cần hai người khác nhau. Nhờ một người duyệt khác mở.' },
  'slot-full': { status: 409, title: 'Giờ này vừa hết chỗ, bạn chọn giờ khác.' },
  'template-key-taken': { status: 409, title: 'Từ khóa này đã có mẫu tin khác dùng. Bạn chọn từ khác.' },
  'template-changed': { status: 409, title: 'Mẫu tin vừa được người khác sửa. Bản của bạn chưa lưu, bạn tải lại rồi chép sang.' },
  'template-version-frozen': { status: 409, title: 'Bản này đã dùng để gửi nên không sửa được nữa. Bạn soạn bản mới.' },
  'file-not-ready': { status: 409, title: 'Tệp này chưa mở được. Bạn thử lại sau ít phút.' },
  'draft-changed': { status: 412, title: 'Tờ khai vừa được sửa ở nơi khác. Bản của bạn còn nguyên, bạn tải lại rồi chép sang.' },
  'body-too-large': { status: 413, title: 'Nội dung gửi lên quá lớn.' },
  'unsupported-media-type': { status: 415, title: 'Kiểu nội dung này không được nhận.' },
  'file-type-refused': { status: 415, title: 'Chỉ nhận ảnh JPEG, PNG, WebP hoặc tệp PDF.' },
  'calendar-missing': { status: 422, title: 'Chưa có lịch nghỉ của năm đó nên chưa tính được ngày hẹn trả.' },
  'consent-required': { status: 422, title: 'Bạn cần xác nhận thông tin ở trang xem lại trước khi nộp.' },
  'category-always-sent': { status: 422, title: 'Tin loại này luôn được gửi vì liên quan đến an toàn của bạn, không tắt được.' },
  'draft-incomplete': { status: 422, title: 'Tờ khai còn chỗ chưa đủ, bạn xem các chỗ được nêu.' },
  'form-version-changed': { status: 409, title: 'Mẫu tờ khai vừa thay đổi. Những gì bạn đã ghi còn nguyên, bạn xem lại trước khi nộp.' },
  'idempotency-key-reused': { status: 422, title: 'Mã chống gửi trùng này đã dùng cho một nội dung khác.' },
  'phone-proof-refused': { status: 422, title: 'Zalo chưa cho số điện thoại, bạn thử lại hoặc tự nhập số.' },
  'location-proof-refused': { status: 422, title: 'Zalo chưa cho biết vị trí. Bạn thử lại, hoặc gõ tên xã, phường.' },
  'precondition-required': { status: 428, title: 'Cần biết bạn đang sửa bản nào của tờ khai, bạn tải lại trang.' },
  'too-many-requests': { status: 429, title: 'Bạn thao tác hơi nhanh, thử lại sau giây lát.' },
  internal: { status: 500, title: 'Ứng dụng gặp trục trặc. Những gì bạn đã lưu vẫn còn, bạn thử lại sau ít phút.' },
  'upstream-unavailable': { status: 503, title: 'Hệ thống bên ngoài chưa trả lời. Không mất gì, bạn thử lại sau ít phút.' },
  'zalo-unavailable': { status: 503, title: 'Zalo chưa trả lời, bạn thử lại sau ít phút.' },
  busy: { status: 503, title: 'Ứng dụng đang bận. Không mất gì, bạn thử lại sau giây lát.' },
  'not-ready': { status: 503, title: 'Ứng dụng đang khởi động, bạn thử lại sau giây lát.' },
  'storage-full': { status: 507, title: 'Kho tệp tạm hết chỗ. Tờ khai vẫn được giữ, bạn gửi tệp lại sau.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One part of the request that is wrong. `pointer` is a JSON pointer into the body (RFC 6901), or `?name` for a query parameter. */
export const ProblemPart = z.strictObject({ pointer: z.string(), detail: z.string() });
export type ProblemPart = z.infer<typeof ProblemPart>;

/** RFC 9457 problem details, the only shape of an error answer (HT-11). `detail` is Vietnamese, for people. */
export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
  requestId: z.string(),
  errors: z.array(ProblemPart).optional(),
});
export type Problem = z.infer<typeof Problem>;
