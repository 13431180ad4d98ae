/** Why a message was not sent, did not arrive, or is in the inbox only: what an officer reads, and what to do about it. */
export const DELIVERY_REASONS = {
  'no-consent': { text: 'Chưa đồng ý nhận loại tin này', advice: 'Không gửi. Người dân tự bật trong ứng dụng khi muốn.' },
  'muted-zalo': { text: 'Đã tắt loại tin này trên Zalo', advice: 'Tôn trọng, không gửi lại. Tin đã nằm trong hộp thư.' },
  muted: { text: 'Đã tắt loại tin này', advice: 'Tôn trọng, không gửi lại.' },
  'no-address': { text: 'Không có địa chỉ Zalo để gửi', advice: 'Tin đã nằm trong hộp thư. Việc gấp thì gọi hoặc gửi giấy báo.' },
  unfollowed: { text: 'Đã bỏ theo dõi, không có số điện thoại', advice: 'Tin vẫn nằm trong hộp thư ứng dụng.' },
  blocked: { text: 'Chặn tin của tỉnh', advice: 'Tôn trọng, không gửi lại.' },
  'phone-wrong': { text: 'Số điện thoại sai hoặc chưa dùng Zalo', advice: 'Gọi, gửi giấy báo, hoặc hỏi lại khi người dân tới nơi nhận.' },
  unreachable: { text: 'Zalo không chuyển được tới người này', advice: 'Tin vẫn nằm trong hộp thư ứng dụng.' },
  'person-cap': { text: 'Đã nhận đủ tin trong ngày', advice: 'Tin đã nằm trong hộp thư. Gửi lại được từ ngày mai.' },
  duplicate: { text: 'Vừa nhận đúng tin này trong 24 giờ', advice: 'Không cần làm gì, người này đã có tin.' },
  'over-cap': { text: 'Vượt số người tối đa của chiến dịch', advice: 'Tăng trần rồi trình duyệt lại nếu vẫn cần gửi.' },
  'value-missing': { text: 'Thiếu giá trị để điền vào tin', advice: 'Xem lại mẫu tin hoặc danh sách người nhận.' },
  expired: { text: 'Tin hết hiệu lực trước khi tới lượt', advice: 'Soạn tin mới nếu nội dung còn cần.' },
  aborted: { text: 'Chiến dịch dừng trước khi tới lượt', advice: 'Sao thành bản mới nếu vẫn cần gửi.' },
  'channel-stopped': { text: 'Zalo tạm không nhận tin của tỉnh', advice: 'Báo quản trị xem quyền gửi, hạn mức và mẫu tin.' },
  refused: { text: 'Zalo từ chối tin này', advice: 'Mã của Zalo nằm trong tệp xuất, báo quản trị.' },
  'reply-lost': { text: 'Mất trả lời của Zalo', advice: 'Không gửi lại để tránh gửi hai lần. Tin đã nằm trong hộp thư.' },
  'worker-died': { text: 'Máy gửi dừng giữa chừng', advice: 'Không gửi lại để tránh gửi hai lần. Tin đã nằm trong hộp thư.' },
} as const satisfies Record<string, { text: string; advice: string }>;
export type DeliveryReason = keyof typeof DELIVERY_REASONS;
export const DELIVERY_REASON_CODES = Object.keys(DELIVERY_REASONS) as [DeliveryReason, ...DeliveryReason[]];
