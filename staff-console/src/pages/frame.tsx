import { Suspense, useMemo } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router-dom';
import { isSignedOut } from '../api/errors.ts';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { LoadingPanel, ProblemPanel, StatePanel } from '../components/state-panel.tsx';
import { PageHead } from '../features/session/page-head.tsx';
import { PLACES } from '../features/session/places.ts';
import { SideBar } from '../features/session/side-bar.tsx';
import { useGoKeys } from '../features/session/use-go-keys.ts';
import { holds, useMe } from '../features/session/use-session.ts';

/** Menu, page, and who may see it. Whoever is signed out goes to the sign-in page and comes back to where they were. */
export function Frame() {
  const me = useMe();
  const { pathname, search } = useLocation();
  const places = useMemo(() => (me.data ? PLACES.filter(({ roles }) => me.data && holds(me.data, roles)) : []), [me.data]);
  useGoKeys(places);
  if (isSignedOut(me.error)) return <Navigate to={`/sign-in?${new URLSearchParams({ to: pathname + search })}`} replace />;
  if (me.isPending) return <LoadingPanel />;
  if (!me.data) return <ProblemPanel error={me.error} onRetry={() => void me.refetch()} />;
  const [first] = places;
  if (pathname === '/' && first) return <Navigate to={first.path} replace />;
  const here = PLACES.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  return (
    <div className="frame">
      <a className="skip" href="#page">
        Đến nội dung
      </a>
      <SideBar me={me.data} places={places} />
      <main id="page" tabIndex={-1}>
        {here && !holds(me.data, here.roles) ? (
          <>
            <PageHead crumb={here.group} title={here.name} />
            <StatePanel icon="lock" title="Vai trò của bạn không gồm việc này">
              Bạn vẫn dùng được các mục bên trái. Cần thêm quyền, bạn nhờ trưởng đơn vị đề nghị quản trị hệ thống cấp.
            </StatePanel>
          </>
        ) : (
          <ErrorBoundary of={pathname}>
            <Suspense fallback={<LoadingPanel />}>
              <Outlet />
            </Suspense>
          </ErrorBoundary>
        )}
      </main>
    </div>
  );
}
