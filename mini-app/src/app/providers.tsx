import { PersistQueryClientProvider } from '@tanstack/react-query-persist-client';
import { type ReactNode, useState } from 'react';
import { RecoilRoot } from 'recoil';
import { App, SnackbarProvider, ZMPRouter } from 'zmp-ui';
import { useAppliedSettings } from '../features/settings/use-settings.ts';
import { Owner } from './owner.tsx';
import { askAgain, createQueryClient, persistence } from './query-cache.ts';

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return (
    <RecoilRoot>
      <PersistQueryClientProvider client={client} persistOptions={persistence} onSuccess={() => askAgain(client)}>
        <Shell>{children}</Shell>
        <Owner />
      </PersistQueryClientProvider>
    </RecoilRoot>
  );
}

function Shell({ children }: { children: ReactNode }) {
  const theme = useAppliedSettings();
  return (
    <App theme={theme}>
      <SnackbarProvider>
        <ZMPRouter>{children}</ZMPRouter>
      </SnackbarProvider>
    </App>
  );
}
