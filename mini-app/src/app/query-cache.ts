import { createAsyncStoragePersister } from '@tanstack/query-async-storage-persister';
import { QueryClient } from '@tanstack/react-query';
import type { PersistQueryClientProviderProps } from '@tanstack/react-query-persist-client';
import { isProblem } from '../api/errors.ts';
import { readStored, removeStored, writeStored } from '../zalo/zalo-host.ts';

const WEEK_MS = 7 * 86_400_000;
const KEY = 'last-known';
/** Raised when a stored answer changes shape. */
const VERSION = '1';

export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // "offline" is learned from a failed call, not from the web view's guess
        networkMode: 'always',
        staleTime: 15_000,
        gcTime: WEEK_MS,
        retry: (count, error) => count < 1 && isProblem(error) && error.problem.status >= 500,
        retryDelay: 1_000,
      },
      mutations: { networkMode: 'always' },
    },
  });

/**
 * The person's own things are asked for at once: what came back from the phone's store is the last known, not the newest, and
 * who opens the app from a message has been told that something changed.
 */
export const askAgain = (client: QueryClient) =>
  Promise.all([['dossiers'], ['dossier'], ['results'], ['inbox']].map((queryKey) => client.invalidateQueries({ queryKey })));

/**
 * What is kept on the phone: only queries that say so (`meta.persist`): the catalogue, summaries, notices. Names, answers and
 * files are never written. Zalo gives 5 MB; the whole of it is below 1 MB.
 */
export const persistence: PersistQueryClientProviderProps['persistOptions'] = {
  persister: createAsyncStoragePersister({
    key: KEY,
    throttleTime: 1_000,
    storage: { getItem: readStored, setItem: writeStored, removeItem: removeStored },
  }),
  maxAge: WEEK_MS,
  buster: VERSION,
  dehydrateOptions: {
    shouldDehydrateQuery: ({ meta, state }) => meta?.persist === true && state.data !== undefined,
    shouldDehydrateMutation: () => false,
  },
};
