import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { PhoneCatalogue } from './phone-catalogue.ts';

const DAY_MS = 86_400_000;
const AFTER_START_MS = 4_000;

/** Reads the stored copy, or fetches one; never asks again by itself. In memory: it has its own place in the phone's store. */
const catalogueQuery = queryOptions({
  queryKey: ['phone-catalogue'],
  queryFn: async (): Promise<PhoneCatalogue> => {
    const { openStored, fetchCatalogue } = await import('./phone-catalogue.ts');
    await idle();
    return (await openStored()) ?? fetchCatalogue(null);
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
  structuralSharing: false,
  retry: false,
});

/** The catalogue on this phone, as soon as it is there. @param isNeeded otherwise only what is in memory already */
export const useCatalogue = (isNeeded = true): PhoneCatalogue | undefined => useQuery({ ...catalogueQuery, enabled: isNeeded }).data;

/** Has the catalogue on the phone and not older than a day, seen to when the phone has nothing else to do. */
export function useKeepCatalogue() {
  const client = useQueryClient();
  useEffect(() => {
    const timer = setTimeout(() => void keep(client).catch(() => {}), AFTER_START_MS);
    return () => clearTimeout(timer);
  }, [client]);
}

async function keep(client: QueryClient) {
  const held = await client.fetchQuery(catalogueQuery);
  if (Date.now() - held.checkedAt < DAY_MS) return;
  const { fetchCatalogue } = await import('./phone-catalogue.ts');
  client.setQueryData(catalogueQuery.queryKey, await fetchCatalogue(held));
}

/** Building the index holds the phone up for a moment: not while something moves. Web views of iOS cannot say when they are idle. */
const idle = () =>
  new Promise<void>((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 500 });
    else setTimeout(resolve, 50);
  });
