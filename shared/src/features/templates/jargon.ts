import type { Language } from '../../contract/values.ts';

/** A word of the office and what people say. An empty `say` means: leave it out. */
export interface Jargon {
  readonly word: string;
  readonly say: string;
}

/**
 * As of 24 November 2026. Words of docs/glossary.md whose plain form stands beside them, and abbreviations that a message has no room to
 * explain. Names of papers and of offices stay as they are. Replacements are proposals: whoever writes may keep the word.
 */
export const JARGON: Readonly<Record<Language, readonly Jargon[]>> = {
  vi: [
    { word: 'bộ phận một cửa', say: 'nơi nhận hồ sơ' },
    { word: 'bộ phận tiếp nhận và trả kết quả', say: 'nơi nhận hồ sơ' },
    { word: 'kính đề nghị công dân', say: 'mời anh, chị' },
    { word: 'đề nghị công dân', say: 'mời anh, chị' },
    { word: 'trân trọng kính mời', say: 'mời' },
    { word: 'kính đề nghị', say: 'mời' },
    { word: 'đề nghị', say: 'mời' },
    { word: 'quý công dân', say: 'anh, chị' },
    { word: 'công dân', say: 'người dân' },
    { word: 'khẩn trương', say: 'sớm' },
    { word: 'thực hiện nghĩa vụ tài chính', say: 'nộp phí, thuế' },
    { word: 'nghĩa vụ tài chính', say: 'phí, thuế phải nộp' },
    { word: 'thành phần hồ sơ', say: 'giấy tờ cần có' },
    { word: 'hoàn thiện hồ sơ', say: 'nộp đủ giấy tờ' },
    { word: 'thủ tục hành chính', say: 'thủ tục' },
    { word: 'theo quy định của pháp luật', say: '' },
    { word: 'theo quy định hiện hành', say: '' },
    { word: 'theo quy định', say: '' },
    { word: 'triển khai thực hiện', say: 'làm' },
    { word: 'tiến hành', say: '' },
    { word: 'xuất trình', say: 'mang theo' },
    { word: 'thụ lý', say: 'nhận giải quyết' },
    { word: 'niêm yết', say: 'dán công khai' },
    { word: 'cơ quan có thẩm quyền', say: 'cơ quan phụ trách' },
    { word: 'cơ quan chức năng', say: 'cơ quan phụ trách' },
    { word: 'truy cập', say: 'mở' },
    { word: 'dịch vụ công trực tuyến toàn trình', say: 'làm thủ tục hoàn toàn trên mạng' },
    { word: 'dịch vụ công trực tuyến', say: 'làm thủ tục trên mạng' },
    { word: 'hồi đáp', say: 'trả lời' },
    { word: 'phúc đáp', say: 'trả lời' },
    { word: 'thời hạn giải quyết', say: 'ngày có kết quả' },
    { word: 'trích lục', say: 'bản sao từ sổ gốc' },
    { word: 'ủy quyền hợp pháp', say: 'giấy ủy quyền' },
    { word: 'cá nhân, tổ chức', say: 'người dân' },
    { word: 'TTHC', say: 'thủ tục' },
    { word: 'DVCTT', say: 'làm thủ tục trên mạng' },
    { word: 'DVC', say: 'dịch vụ công' },
    { word: 'UBND', say: 'Ủy ban nhân dân' },
    { word: 'HĐND', say: 'Hội đồng nhân dân' },
    { word: 'CCCD', say: 'thẻ căn cước' },
    { word: 'CMND', say: 'chứng minh nhân dân' },
    { word: 'GCN', say: 'giấy chứng nhận' },
    { word: 'QSDĐ', say: 'quyền sử dụng đất' },
    { word: 'TTPVHCC', say: 'Trung tâm Phục vụ hành chính công' },
    { word: 'VPĐKĐĐ', say: 'Văn phòng đăng ký đất đai' },
    { word: 'BHYT', say: 'bảo hiểm y tế' },
    { word: 'BHXH', say: 'bảo hiểm xã hội' },
  ],
  en: [
    { word: 'pursuant to', say: 'under' },
    { word: 'in accordance with the law', say: '' },
    { word: 'competent authority', say: 'office in charge' },
    { word: 'administrative procedure', say: 'procedure' },
    { word: 'hereby', say: '' },
    { word: 'kindly be informed that', say: '' },
    { word: 'commence', say: 'start' },
    { word: 'prior to', say: 'before' },
    { word: 'submit the required documentation', say: 'send the papers' },
    { word: 'financial obligation', say: 'fee' },
  ],
};
