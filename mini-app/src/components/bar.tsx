import type { ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { Icon } from './icon.tsx';

/** The top bar; the right end stays free for Zalo's own buttons. */
export function Bar({ title, back, children, heading = false }: { title: string; back?: string; children?: ReactNode; heading?: boolean }) {
  const navigate = useNavigate();
  return (
    <div className="top">
      <header className={back === undefined ? 'bar' : 'bar has-back'}>
        {back !== undefined && (
          <button className="icon-btn" type="button" aria-label="Quay lại" onClick={() => navigate(back)}>
            <Icon name="back" />
          </button>
        )}
        {heading ? <h1 className="name">{title}</h1> : <div className="name">{title}</div>}
      </header>
      {children}
    </div>
  );
}

export function StepTrack({ at, of, words }: { at: number; of: number; words: string }) {
  const text = `Bước ${at} trên ${of}`;
  return (
    <div className="step">
      <p className="small">{`${text}: ${words}`}</p>
      <div className="track" role="progressbar" aria-valuenow={at} aria-valuemin={0} aria-valuemax={of} aria-label={text}>
        <i style={{ width: `${(at / of) * 100}%` }} />
      </div>
    </div>
  );
}
