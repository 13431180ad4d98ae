import './phone.css';
import type { ReactNode } from 'react';

/** A phone's frame: what stands in it is what a citizen sees. */
export function Phone({ title, children, note }: { title: string; children: ReactNode; note?: ReactNode }) {
  return (
    <figure className="phone">
      <div className="phone-frame">
        <div className="phone-top">{title}</div>
        <div className="phone-body">{children}</div>
      </div>
      {note && <figcaption>{note}</figcaption>}
    </figure>
  );
}

/** One message as a card; lines of the text stay lines. */
export function MessageCard({ title, body, action }: { title: string; body: string; action?: string | undefined }) {
  return (
    <div className="phone-card">
      <b>{title}</b>
      <p>{body}</p>
      {action && <span className="phone-action">{action}</span>}
    </div>
  );
}
