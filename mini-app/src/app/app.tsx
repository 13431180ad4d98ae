import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RecoilRoot } from 'recoil';
import { ZMPRouter } from 'zmp-ui';
import { ProblemError } from '../api/errors.ts';
import { AppRoutes } from './routes.tsx';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < 2 && !(error instanceof ProblemError && error.problem.status < 500),
    },
  },
});

export function App() {
  return (
    <RecoilRoot>
      <QueryClientProvider client={queryClient}>
        <ZMPRouter>
          <div className="phone">
            <AppRoutes />
          </div>
        </ZMPRouter>
      </QueryClientProvider>
    </RecoilRoot>
  );
}
