import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { LoadingPanel } from '../components/state-panel.tsx';
import { PLACES } from '../features/session/places.ts';
import { Frame } from '../pages/frame.tsx';

// Each page is a file of its own, fetched when it is first opened.
const SignInPage = lazy(() => import('../pages/sign-in/sign-in-page.tsx').then((page) => ({ default: page.SignInPage })));
const ComingPage = lazy(() => import('../pages/coming/coming-page.tsx').then((page) => ({ default: page.ComingPage })));
const CampaignsPage = lazy(() => import('../pages/campaigns/campaigns-page.tsx').then((page) => ({ default: page.CampaignsPage })));
const ComposePage = lazy(() => import('../pages/campaigns/compose-page.tsx').then((page) => ({ default: page.ComposePage })));
const CampaignPage = lazy(() => import('../pages/campaigns/campaign-page.tsx').then((page) => ({ default: page.CampaignPage })));
const KillSwitchesPage = lazy(() =>
  import('../pages/campaigns/kill-switches-page.tsx').then((page) => ({ default: page.KillSwitchesPage })),
);
const TemplatesPage = lazy(() => import('../pages/templates/templates-page.tsx').then((page) => ({ default: page.TemplatesPage })));
const TemplatePage = lazy(() => import('../pages/templates/template-page.tsx').then((page) => ({ default: page.TemplatePage })));
const AudiencesPage = lazy(() => import('../pages/audiences/audiences-page.tsx').then((page) => ({ default: page.AudiencesPage })));
const SegmentPage = lazy(() => import('../pages/audiences/segment-page.tsx').then((page) => ({ default: page.SegmentPage })));
const NewListPage = lazy(() => import('../pages/audiences/list-page.tsx').then((page) => ({ default: page.NewListPage })));
const ListPage = lazy(() => import('../pages/audiences/list-page.tsx').then((page) => ({ default: page.ListPage })));
const NotFoundPage = lazy(() => import('../pages/not-found-page.tsx').then((page) => ({ default: page.NotFoundPage })));

export function ConsoleRoutes() {
  return (
    <Suspense fallback={<LoadingPanel />}>
      <Routes>
        <Route path="/sign-in" element={<SignInPage />} />
        <Route element={<Frame />}>
          <Route path="/campaigns" element={<CampaignsPage />} />
          <Route path="/campaigns/new" element={<ComposePage />} />
          <Route path="/campaigns/:id/compose" element={<ComposePage />} />
          <Route path="/campaigns/:id/:face?" element={<CampaignPage />} />
          <Route path="/kill-switches" element={<KillSwitchesPage />} />
          <Route path="/templates" element={<TemplatesPage />} />
          <Route path="/templates/new" element={<TemplatePage />} />
          <Route path="/templates/:id" element={<TemplatePage />} />
          <Route path="/audiences" element={<AudiencesPage />} />
          <Route path="/audiences/new" element={<SegmentPage />} />
          <Route path="/audiences/lists/new" element={<NewListPage />} />
          <Route path="/audiences/lists/:id" element={<ListPage />} />
          <Route path="/audiences/:id" element={<SegmentPage />} />
          {PLACES.map((place) => (
            <Route key={place.path} path={`${place.path}/*`} element={<ComingPage place={place} />} />
          ))}
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Routes>
    </Suspense>
  );
}
