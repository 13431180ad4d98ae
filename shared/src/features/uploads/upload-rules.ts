/**
 * What may be attached (UP-1). The type is decided by the file's first bytes, never by its name or what the phone says.
 */
export const UPLOAD_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
export type UploadType = (typeof UPLOAD_TYPES)[number];

export const UPLOAD_MAX_BYTES = 10 * 1024 * 1024;
export const DOSSIER_MAX_FILES = 20;
export const DOSSIER_MAX_BYTES = 60 * 1024 * 1024;
/** Per citizen and day. */
export const DAILY_MAX_BYTES = 200 * 1024 * 1024;

/** Pixels of one picture, at most (UP-6). */
export const IMAGE_MAX_PIXELS = 40_000_000;
/** Pages of one PDF, at most (UP-7). */
export const PDF_MAX_PAGES = 200;

/** How far the look at a file's inside got. */
export const FILE_CHECKS = ['checking', 'accepted', 'refused'] as const;
export type FileCheck = (typeof FILE_CHECKS)[number];

/** Why a file was refused after it had arrived (UP-5 to UP-8). */
export const FILE_TROUBLES = [
  'infected',
  'broken',
  'too-many-pixels',
  'pdf-locked',
  'pdf-active',
  'pdf-attachment',
  'pdf-dynamic-form',
  'pdf-too-long',
] as const;
export type FileTrouble = (typeof FILE_TROUBLES)[number];

/** What the citizen is told: what it is, and what to do. Nothing of the scanner's words (UP-8). */
export const FILE_TROUBLE_WORDS: Readonly<Record<FileTrouble, string>> = {
  infected: 'Tệp này không an toàn nên không gửi được. Bạn chụp lại giấy, hoặc chọn tệp khác.',
  broken: 'Tệp này hỏng, không mở được. Bạn chụp lại giấy, hoặc lưu tệp lại rồi gửi.',
  'too-many-pixels': 'Ảnh này lớn quá 40 triệu điểm ảnh. Bạn chụp lại ở cỡ nhỏ hơn.',
  'pdf-locked': 'Tệp PDF có mật khẩu hoặc bị khóa. Bạn bỏ khóa rồi gửi lại.',
  'pdf-active': 'Tệp PDF có chứa lệnh tự chạy. Bạn in ra tệp PDF mới, hoặc chụp lại giấy, rồi gửi.',
  'pdf-attachment': 'Tệp PDF có tệp khác đính kèm bên trong. Bạn bỏ tệp đính kèm ra, gửi riêng từng tệp.',
  'pdf-dynamic-form': 'Tệp PDF là biểu mẫu động (XFA). Bạn in ra tệp PDF mới rồi gửi.',
  'pdf-too-long': 'Tệp PDF dài quá 200 trang. Bạn tách thành nhiều tệp rồi gửi.',
};
