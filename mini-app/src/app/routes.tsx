import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import { Route, Routes, useLocation } from 'react-router-dom';
import { Loading } from '../components/states.tsx';
import { HomePage } from '../pages/home/home-page.tsx';
import { SearchPage } from '../pages/search/search-page.tsx';

const page = <N extends string>(load: () => Promise<Record<N, ComponentType>>, name: N) =>
  lazy(async () => ({ default: (await load())[name] as ComponentType }));

const ProcedurePage = page(() => import('../pages/procedures/procedure-page.tsx'), 'ProcedurePage');
const ApplyPage = page(() => import('../pages/procedures/apply-page.tsx'), 'ApplyPage');
const FormPage = page(() => import('../pages/drafts/form-page.tsx'), 'FormPage');
const PapersPage = page(() => import('../pages/drafts/papers-page.tsx'), 'PapersPage');
const ReviewPage = page(() => import('../pages/drafts/review-page.tsx'), 'ReviewPage');
const DossiersPage = page(() => import('../pages/dossiers/dossiers-page.tsx'), 'DossiersPage');
const DossierPage = page(() => import('../pages/dossiers/dossier-page.tsx'), 'DossierPage');
const ReceiptPage = page(() => import('../pages/dossiers/receipt-page.tsx'), 'ReceiptPage');
const InboxPage = page(() => import('../pages/inbox/inbox-page.tsx'), 'InboxPage');
const MePage = page(() => import('../pages/me/me-page.tsx'), 'MePage');

export function AppRoutes() {
  const { pathname } = useLocation();
  useEffect(() => {
    if (pathname) window.scrollTo(0, 0);
  }, [pathname]);
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route path="/" element={<HomePage />} />
        <Route path="/search" element={<SearchPage />} />
        <Route path="/procedures/:code" element={<ProcedurePage />} />
        <Route path="/procedures/:code/apply" element={<ApplyPage />} />
        <Route path="/drafts/:id/form/:step" element={<FormPage />} />
        <Route path="/drafts/:id/papers" element={<PapersPage />} />
        <Route path="/drafts/:id/review" element={<ReviewPage />} />
        <Route path="/dossiers" element={<DossiersPage />} />
        <Route path="/dossiers/:id" element={<DossierPage />} />
        <Route path="/dossiers/:id/receipt" element={<ReceiptPage />} />
        <Route path="/inbox" element={<InboxPage />} />
        <Route path="/me" element={<MePage />} />
        <Route path="*" element={<HomePage />} />
      </Routes>
    </Suspense>
  );
}
