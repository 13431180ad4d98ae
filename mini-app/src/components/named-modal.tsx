import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { Modal } from 'zmp-ui';

interface Props {
  readonly title: string;
  readonly description?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** zmp-ui's modal gives its dialog no name, so that a screen reader would only say "dialog". */
export function NamedModal({ title, description, onClose, children }: Props) {
  const inside = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => inside.current?.closest('[role="dialog"]')?.setAttribute('aria-label', title), [title]);
  return (
    <Modal visible title={title} {...(description && { description })} onClose={onClose} coverSrc="">
      <div ref={inside}>{children}</div>
    </Modal>
  );
}
