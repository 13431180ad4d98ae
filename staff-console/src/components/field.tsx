import type { ReactNode } from 'react';

/** A label around its control: a press on the words reaches it, and it is read out by them. */
export function Field({ className = 'field', children }: { className?: string; children: ReactNode }) {
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
  return <label className={className}>{children}</label>;
}
