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
