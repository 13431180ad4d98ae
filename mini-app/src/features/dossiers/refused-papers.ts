import type { DossierDetail } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { FileTrouble } from '@tayninh/shared/features/uploads/upload-rules';

/** One paper of a filed dossier whose file was refused. */
export interface RefusedPaper {
  readonly id: string;
  readonly name: string;
  readonly isRequired: boolean;
  /** Each reason once. */
  readonly troubles: readonly FileTrouble[];
  /** Names of the files that were refused, and of those that stay. */
  readonly refused: readonly string[];
  readonly kept: readonly string[];
}

/** What has to be sent again, paper by paper. `describe` says how a paper is called and whether it may be left out. */
export function refusedPapers(
  { files }: Pick<DossierDetail, 'files'>,
  describe: (componentId: string) => Pick<RefusedPaper, 'name' | 'isRequired'>,
): RefusedPaper[] {
  const ids = new Set(files.filter(({ trouble }) => trouble).map(({ componentId }) => componentId));
  return [...ids].map((id) => {
    const own = files.filter(({ componentId }) => componentId === id);
    return {
      id,
      ...describe(id),
      troubles: [...new Set(own.flatMap(({ trouble }) => trouble ?? []))],
      refused: own.filter(({ trouble }) => trouble).map(({ name }) => name),
      kept: own.filter(({ trouble }) => !trouble).map(({ name }) => name),
    };
  });
}
