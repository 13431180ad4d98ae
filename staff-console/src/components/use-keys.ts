import { useEffect, useRef } from 'react';

/**
 * Keys of a page: `c`, `/`, `ctrl+enter`, `ctrl+shift+x`. A single letter does nothing while somebody types or a dialog is open.
 */
export function useKeys(keys: Readonly<Record<string, () => void>>) {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    function press(event: KeyboardEvent) {
      const isCombined = event.ctrlKey || event.metaKey;
      const name = [isCombined && 'ctrl', event.shiftKey && isCombined && 'shift', event.key.toLowerCase()].filter(Boolean).join('+');
      const act = latest.current[name];
      if (!act || event.altKey || event.isComposing) return;
      if (document.querySelector('[role="dialog"]')) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (!isCombined && target?.closest('input, textarea, select, [contenteditable="true"], [role="combobox"]')) return;
      event.preventDefault();
      act();
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
