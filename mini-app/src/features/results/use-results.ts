import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Result } from '@tayninh/shared/features/results/results.contract';
import { api } from '../../api/bff.ts';
import { apiBase } from '../../api/transport.ts';
import { openPdf } from '../../components/open-pdf.ts';
import { openOutside, saveFile } from '../../zalo/zalo-host.ts';

/** Own papers: in memory only, never in the persisted cache. While a copy is on its way it is asked for every few seconds. */
const everyFew = (items: readonly Result[] | undefined) => (items?.some(({ copy }) => copy === 'coming') ? 3_000 : false);

export const useResults = (dossierId: string) =>
  useQuery({
    queryKey: ['results', dossierId],
    queryFn: () => api('GET /v1/dossiers/:id/results', { params: { id: dossierId } }),
    refetchInterval: ({ state: { data } }) => everyFew(data?.items),
  });

export const useResult = (dossierId: string, no: string) =>
  useQuery({
    queryKey: ['results', dossierId, no],
    queryFn: () => api('GET /v1/dossiers/:id/results/:n', { params: { id: dossierId, n: no } }),
    refetchInterval: ({ state: { data } }) => everyFew(data && [data]),
  });

const vaultQuery = queryOptions({ queryKey: ['results'], queryFn: () => api('GET /v1/me/results') });
export const useVault = () => useQuery(vaultQuery);

type Which = Pick<Result, 'dossierId' | 'no'>;
const addressOf = ({ dossierId, no }: Which) => ({ id: dossierId, n: no });

/** Each way to a file is good once, so each try asks for a new one. */
async function wayTo(result: Which): Promise<{ url: string; name: string }> {
  const { path, name } = await api('POST /v1/dossiers/:id/results/:n/tickets', { params: addressOf(result) });
  return { url: apiBase() + path, name };
}

/** Opens the copy in Zalo's reader, or in its web view where the reader is too old or the copy is a picture. */
export const useOpenResult = (result: Result) =>
  useMutation({
    mutationFn: async () => {
      if (result.file?.type !== 'application/pdf') return openOutside((await wayTo(result)).url);
      await openPdf(() => wayTo(result));
    },
  });

export const useSaveResult = (result: Result) => useMutation({ mutationFn: async () => saveFile((await wayTo(result)).url) });

/** A copy of its own to file again. @returns the id of the new file */
export function useReuse() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (result: Which) => (await api('POST /v1/dossiers/:id/results/:n/copies', { params: addressOf(result) })).fileId,
    onError: () => client.invalidateQueries({ queryKey: vaultQuery.queryKey }),
  });
}
