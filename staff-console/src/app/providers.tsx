import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import vi from 'antd/es/locale/vi_VN';
import dayjs from 'dayjs';
import 'dayjs/locale/vi';
import { type ReactNode, useMemo, useState } from 'react';
import { BrowserRouter } from 'react-router-dom';
import { isProblem, isSignedOut } from '../api/errors.ts';
import { meQuery } from '../features/session/use-session.ts';
import { AppearanceProvider, useAppearance } from '../look/appearance.tsx';
import { themeOf } from '../look/theme.ts';

dayjs.locale('vi');
/** Browsers hide it from selectors; the server made it for this page alone. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;

export function Providers({ children }: { children: ReactNode }) {
  const [queries] = useState(createQueries);
  return (
    <QueryClientProvider client={queries}>
      <AppearanceProvider>
        <Themed>
          <BrowserRouter>{children}</BrowserRouter>
        </Themed>
      </AppearanceProvider>
    </QueryClientProvider>
  );
}

function Themed({ children }: { children: ReactNode }) {
  const { shown, density } = useAppearance();
  const theme = useMemo(() => themeOf(shown, density), [shown, density]);
  return (
    <ConfigProvider locale={vi} theme={theme} {...(nonce && { csp: { nonce } })} button={{ autoInsertSpace: false }}>
      {children}
    </ConfigProvider>
  );
}

/** A refusal is final; silence is asked about twice more. A session that ended is noticed by whichever call is first. */
function createQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isSignedOut(error) && query.queryKey[0] !== 'me') void queries.invalidateQueries({ queryKey: meQuery.queryKey });
      },
    }),
    defaultOptions: {
      queries: { retry: (count, error) => !isProblem(error) && count < 2, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
  return queries;
}
