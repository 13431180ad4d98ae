import { useQueryClient } from '@tanstack/react-query';
import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import { matchRoutes, Route, Routes, useLocation, useNavigate } from 'react-router-dom';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { Problem, Skeleton } from '../components/faces.tsx';
import { Screen } from '../components/screen.tsx';
import { HomePage } from '../pages/home/home-page.tsx';
import { NotFoundPage } from '../pages/not-found-page.tsx';
import { SearchPage } from '../pages/search/search-page.tsx';
import { onReopened } from '../zalo/zalo-host.ts';
import { askAgain } from './query-cache.ts';

/** Home and search are in the first bundle; everything else comes when it is opened. */
const later = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  lazy(async () => ({ default: (await load())[name] as ComponentType }));

const ROUTES: { path: string; Page: ComponentType }[] = [
  { path: '/', Page: HomePage },
  { path: '/search', Page: SearchPage },
  { path: '/easy', Page: later(() => import('../pages/easy/easy-page.tsx'), 'EasyPage') },
  { path: '/browse', Page: later(() => import('../pages/browse/browse-page.tsx'), 'BrowsePage') },
  { path: '/browse/kept', Page: later(() => import('../pages/browse/kept-page.tsx'), 'KeptPage') },
  { path: '/browse/:by/:id', Page: later(() => import('../pages/browse/browse-list-page.tsx'), 'BrowseListPage') },
  { path: '/procedures/:code', Page: later(() => import('../pages/procedures/procedure-page.tsx'), 'ProcedurePage') },
  { path: '/procedures/:code/apply', Page: later(() => import('../pages/procedures/apply-page.tsx'), 'ApplyPage') },
  { path: '/procedures/:code/checklist/:step', Page: later(() => import('../pages/procedures/checklist-page.tsx'), 'ChecklistPage') },
  { path: '/procedures/:code/papers', Page: later(() => import('../pages/procedures/checklist-result-page.tsx'), 'ChecklistResultPage') },
  { path: '/procedures/:code/portal', Page: later(() => import('../pages/procedures/portal-page.tsx'), 'PortalPage') },
  { path: '/procedures/:code/counter', Page: later(() => import('../pages/procedures/counter-page.tsx'), 'CounterPage') },
  { path: '/procedures/:code/share', Page: later(() => import('../pages/procedures/share-page.tsx'), 'SharePage') },
  { path: '/procedures/:code/changes', Page: later(() => import('../pages/procedures/changes-page.tsx'), 'ChangesPage') },
  { path: '/drafts/:id/form/:step', Page: later(() => import('../pages/drafts/form-page.tsx'), 'FormPage') },
  { path: '/drafts/:id/conflict', Page: later(() => import('../pages/drafts/conflict-page.tsx'), 'ConflictPage') },
  { path: '/drafts/:id/papers', Page: later(() => import('../pages/drafts/papers-page.tsx'), 'PapersPage') },
  { path: '/drafts/:id/handoff', Page: later(() => import('../pages/drafts/handoff-page.tsx'), 'HandoffPage') },
  { path: '/drafts/:id/review', Page: later(() => import('../pages/drafts/review-page.tsx'), 'ReviewPage') },
  { path: '/offices', Page: later(() => import('../pages/places/offices-page.tsx'), 'OfficesPage') },
  { path: '/addresses', Page: later(() => import('../pages/places/addresses-page.tsx'), 'AddressesPage') },
  { path: '/me/commune', Page: later(() => import('../pages/places/my-commune-page.tsx'), 'MyCommunePage') },
  { path: '/dossiers', Page: later(() => import('../pages/dossiers/dossiers-page.tsx'), 'DossiersPage') },
  { path: '/dossiers/:id', Page: later(() => import('../pages/dossiers/dossier-page.tsx'), 'DossierPage') },
  { path: '/dossiers/:id/payment', Page: later(() => import('../pages/payments/payment-page.tsx'), 'PaymentPage') },
  { path: '/dossiers/:id/receipt', Page: later(() => import('../pages/dossiers/receipt-page.tsx'), 'ReceiptPage') },
  { path: '/dossiers/:id/files', Page: later(() => import('../pages/dossiers/resend-page.tsx'), 'ResendPage') },
  { path: '/dossiers/:id/supplements/:sid', Page: later(() => import('../pages/dossiers/supplement-page.tsx'), 'SupplementPage') },
  { path: '/dossiers/:id/results/:n', Page: later(() => import('../pages/results/result-page.tsx'), 'ResultPage') },
  { path: '/dossiers/:id/delivery', Page: later(() => import('../pages/dossiers/delivery-page.tsx'), 'DeliveryPage') },
  { path: '/dossiers/:id/pickup', Page: later(() => import('../pages/dossiers/pickup-page.tsx'), 'PickupPage') },
  { path: '/vault', Page: later(() => import('../pages/results/vault-page.tsx'), 'VaultPage') },
  { path: '/dossiers/:id/withdraw', Page: later(() => import('../pages/dossiers/withdraw-page.tsx'), 'WithdrawPage') },
  { path: '/tracking', Page: later(() => import('../pages/tracking/tracking-page.tsx'), 'TrackingPage') },
  { path: '/status', Page: later(() => import('../pages/status/status-page.tsx'), 'StatusPage') },
  { path: '/inbox', Page: later(() => import('../pages/inbox/inbox-page.tsx'), 'InboxPage') },
  { path: '/inbox/check', Page: later(() => import('../pages/inbox/check-message-page.tsx'), 'CheckMessagePage') },
  { path: '/inbox/:id', Page: later(() => import('../pages/inbox/message-page.tsx'), 'MessagePage') },
  { path: '/me/notices', Page: later(() => import('../pages/me/notices-page.tsx'), 'NoticesPage') },
  { path: '/me', Page: later(() => import('../pages/me/me-page.tsx'), 'MePage') },
  { path: '/me/identity', Page: later(() => import('../pages/me/identity-page.tsx'), 'IdentityPage') },
  { path: '/me/identity/:id', Page: later(() => import('../pages/me/identity-link-page.tsx'), 'IdentityLinkPage') },
  { path: '/me/people', Page: later(() => import('../pages/people/people-page.tsx'), 'PeoplePage') },
  { path: '/me/people/new', Page: later(() => import('../pages/people/invite-page.tsx'), 'InvitePage') },
  { path: '/me/people/accept', Page: later(() => import('../pages/people/accept-page.tsx'), 'AcceptPage') },
  { path: '/me/phone', Page: later(() => import('../pages/me/phone-page.tsx'), 'PhonePage') },
];

export function AppRoutes() {
  const { pathname } = useLocation();
  useReopening();
  return (
    <ErrorBoundary at={pathname} fallback={(error) => <BrokenPage error={error} />}>
      <Suspense fallback={<ComingPage />}>
        <Routes>
          {ROUTES.map(({ path, Page }) => (
            <Route key={path} path={path} element={<Page />} />
          ))}
          <Route path="*" element={<NotFoundPage />} />
        </Routes>
      </Suspense>
    </ErrorBoundary>
  );
}

/** A link opened while the app runs leads to its page, when it is one of ours. */
function useReopening() {
  const navigate = useNavigate();
  const client = useQueryClient();
  useEffect(() => {
    const go = (path: string) => {
      void askAgain(client);
      const wanted = path.replace(/^\/zapps\/[^/?]+/, '') || '/';
      if (matchRoutes(ROUTES, wanted.split(/[?#]/)[0] ?? '/')) navigate(wanted);
    };
    void onReopened(go).catch(() => {});
  }, [navigate, client]);
}

const ComingPage = () => (
  <Screen title="" back="/">
    <Skeleton />
  </Screen>
);

/** Also when a part of the app could not be loaded: with a network, loading it again helps. */
const BrokenPage = ({ error }: { error: unknown }) => (
  <Screen title="" back="/">
    <Problem error={error} retry={() => window.location.reload()} />
  </Screen>
);
