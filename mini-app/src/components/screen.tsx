import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router-dom';
import { Page } from 'zmp-ui';
import { Icon } from './icon.tsx';

interface Props {
  /** Short name of the place. With `back` the page's own h1 says the thing; without, the title is the h1. */
  readonly title: string;
  /** Where back leads when this page was opened from outside; inside, it is the page before. */
  readonly back?: string;
  /** The title itself is the h1. */
  readonly heading?: boolean;
  /** Under the bar, stays while the page scrolls. */
  readonly underBar?: ReactNode;
  /** In place of the bar: the home screen's hill. */
  readonly hero?: ReactNode;
  /** Main action, or the tab bar. */
  readonly bottom?: ReactNode;
  readonly tight?: boolean;
  readonly children: ReactNode;
}

/** One screen: bar, content, bottom. The right end of the bar stays free for Zalo's ••• × capsule. */
export function Screen({ title, back, heading = false, underBar, hero, bottom, tight = false, children }: Props) {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    document.title = title;
    // a screen reader hears the new page, not the button that is gone
    if (pathname) main.current?.focus({ preventScroll: true });
  }, [title, pathname]);
  return (
    <Page className="page">
      <div className="phone">
        {hero ?? (
          <div className="top">
            <header className={back === undefined ? 'bar' : 'bar has-back'}>
              {back !== undefined && <BackButton fallback={back} />}
              {heading ? <h1 className="name">{title}</h1> : <div className="name">{title}</div>}
            </header>
            {underBar}
          </div>
        )}
        <main className={tight ? 'main tight' : 'main'} ref={main} tabIndex={-1}>
          {children}
        </main>
        {bottom}
      </div>
    </Page>
  );
}

function BackButton({ fallback }: { fallback: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { key } = useLocation();
  // 'default' is the first entry of this session: nothing of ours lies behind it
  const go = () => (key === 'default' ? navigate(fallback, { replace: true }) : navigate(-1));
  return (
    <button className="icon-btn" type="button" aria-label={t('app.back')} onClick={go}>
      <Icon name="back" />
    </button>
  );
}

export const Foot = ({ children }: { children: ReactNode }) => <div className="foot">{children}</div>;

/** `what` is being filed, and how far one is. */
export function StepTrack({ at, of, what }: { at: number; of: number; what: string | undefined }) {
  const { t } = useTranslation();
  return (
    <div className="step">
      <p className="small">{[what, t('form.step', { at, of })].filter(Boolean).join(' · ')}</p>
      <div
        className="track"
        role="progressbar"
        aria-valuenow={at}
        aria-valuemin={0}
        aria-valuemax={of}
        aria-label={t('form.step', { at, of })}
      >
        <i style={{ width: `${(at / of) * 100}%` }} />
      </div>
    </div>
  );
}
