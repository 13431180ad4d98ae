import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, vi } from 'vitest';
import { forgetSession } from '../api/session.ts';
import { Providers } from '../app/providers.tsx';
import { AppRoutes } from '../app/routes.tsx';
import { forgetAllDrafts } from '../features/drafts/use-draft.ts';
import type { FakeBff } from './fake-bff.ts';

/** A phone that has never seen the app: nothing stored, nobody signed in. */
export async function newPhone() {
  await forgetAllDrafts();
  localStorage.clear();
  sessionStorage.clear();
  forgetSession();
}

/** Opens the whole app at a path, with its real providers; only the network is a fake. */
export function openApp(path: string, bff: FakeBff) {
  window.history.pushState({}, '', path);
  return openPart(<AppRoutes />, bff);
}

/** One part by itself, in the same providers. */
export function openPart(part: ReactNode, bff: FakeBff) {
  window.BFF_ORIGIN = bff.origin;
  window.SANDBOX_ORIGIN = bff.origin;
  return render(<Providers>{part}</Providers>);
}

/** The browser's own window, which jsdom has not: pages outside the app open in it. Called once, at the top of a test file. */
export function openOutside() {
  const open = vi.fn();
  beforeEach(() => {
    open.mockReset();
    vi.stubGlobal('open', open);
  });
  afterEach(() => vi.unstubAllGlobals());
  return { open, addresses: (): unknown[] => open.mock.calls.map(([url]) => url) };
}

/** What Zalo's store on this phone holds, as one text. */
export const storedOnPhone = () => Object.values({ ...localStorage }).join('\n');
