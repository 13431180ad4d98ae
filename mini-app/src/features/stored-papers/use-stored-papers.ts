import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../api/bff.ts';
import { apiBase } from '../../api/transport.ts';
import { openPdf } from '../../components/open-pdf.ts';

/** Own papers in the national store, for who has just proven their identity. In memory only, and not for long. */
export const useStoredPapers = (isProven: boolean) =>
  useQuery({
    queryKey: ['stored-papers'],
    queryFn: () => api('GET /v1/me/stored-papers'),
    enabled: isProven,
    staleTime: 300_000,
    gcTime: 0,
  });

interface Which {
  readonly id: string;
  readonly no: number;
}

export const useOpenStoredPaper = () =>
  useMutation({
    mutationFn: ({ id, no }: Which) =>
      openPdf(async () => {
        const { path, name } = await api('POST /v1/me/stored-papers/:id/files/:n/tickets', { params: { id, n: no } });
        return { url: apiBase() + path, name };
      }),
  });

/** A copy to file. @returns the id of the new file */
export const useCopyStoredPaper = () =>
  useMutation({
    mutationFn: async ({ id, no }: Which) => (await api('POST /v1/me/stored-papers/:id/files/:n/copies', { params: { id, n: no } })).fileId,
  });
