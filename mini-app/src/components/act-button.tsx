import type { ReactNode } from 'react';
import { Button } from 'zmp-ui';

interface Props {
  readonly kind?: 'main' | 'second' | 'quiet';
  readonly busy?: boolean;
  /** Said while busy; the button keeps its width and ignores a second press. */
  readonly busyText?: string;
  readonly type?: 'button' | 'submit';
  readonly label?: string;
  readonly onPress?: () => void;
  readonly children: ReactNode;
}

const CLASS = { main: 'btn main-act', second: 'btn second', quiet: 'btn quiet' };

export function ActButton({ kind = 'main', busy = false, busyText, type = 'button', label, onPress, children }: Props) {
  return (
    <Button
      className={CLASS[kind]}
      htmlType={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      {...(label ? { 'aria-label': label } : {})}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onPress?.();
      }}
    >
      {busy && busyText ? busyText : children}
    </Button>
  );
}
