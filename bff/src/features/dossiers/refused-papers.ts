import type { ProblemPart } from '@tayninh/shared/contract/problem';
import { DOSSIER_MAX_BYTES, DOSSIER_MAX_FILES, FILE_TROUBLE_WORDS, type FileTrouble } from '@tayninh/shared/features/uploads/upload-rules';

interface Attached {
  readonly componentId: string;
  readonly fileId: string;
}
/** Of a file that arrived. */
interface Facts {
  /** Null while nothing speaks against it. */
  readonly trouble: FileTrouble | null;
  readonly sizeBytes: number;
}

/**
 * The files of a dossier with `fresh` in the place of its refused ones: paper by paper, in the old order; what was not refused
 * stays. A paper that is not optional needs something in the place of what was refused.
 *
 * @param known the files, old and fresh, that are of one of the two who may act and of no other dossier
 * @returns what is wrong with `fresh`, the pointer naming the paper, where it does not fit.
 */
export function withoutRefused(
  old: readonly Attached[],
  fresh: readonly Attached[],
  { known, isOptional }: { known: ReadonlyMap<string, Facts>; isOptional: (componentId: string) => boolean },
): { files: Attached[] } | { wrong: ProblemPart[] } {
  const isRefused = ({ fileId }: Attached) => Boolean(known.get(fileId)?.trouble);
  const asked = new Set(old.filter(isRefused).map(({ componentId }) => componentId));
  const wrong: ProblemPart[] = [];
  const at = (componentId: string, detail: string) => wrong.push({ pointer: `/files/${componentId}`, detail });
  for (const { componentId, fileId } of fresh) {
    const file = known.get(fileId);
    if (!asked.has(componentId)) at(componentId, 'Giấy này không phải gửi lại.');
    else if (!file) at(componentId, 'Có tệp không còn nữa, bạn chụp lại giúp.');
    else if (file.trouble) at(componentId, FILE_TROUBLE_WORDS[file.trouble]);
  }
  for (const componentId of asked)
    if (!isOptional(componentId) && !fresh.some((file) => file.componentId === componentId)) at(componentId, 'Cần gửi lại giấy này.');

  const placed = new Set<string>();
  const files = old.flatMap((file) => {
    if (!isRefused(file)) return [file];
    if (placed.has(file.componentId)) return [];
    placed.add(file.componentId);
    return fresh.filter(({ componentId }) => componentId === file.componentId);
  });
  if (files.length > DOSSIER_MAX_FILES) wrong.push({ pointer: '/files', detail: `Một hồ sơ nhận tối đa ${DOSSIER_MAX_FILES} tệp.` });
  if (files.reduce((total, { fileId }) => total + (known.get(fileId)?.sizeBytes ?? 0), 0) > DOSSIER_MAX_BYTES)
    wrong.push({ pointer: '/files', detail: 'Tất cả tệp cộng lại không quá 60 MB.' });
  return wrong.length > 0 ? { wrong } : { files };
}
