import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/bff.ts';

/** What changed, version by version. A procedure in its first version has nothing to say and is not asked about. */
export const useVersions = (code: string, versionNo: number | undefined) =>
  useQuery({
    queryKey: ['versions', code, versionNo],
    queryFn: () => api('GET /v1/procedures/:code/versions', { params: { code } }),
    enabled: versionNo !== undefined && versionNo > 1,
    staleTime: 300_000,
    meta: { persist: true },
  });
