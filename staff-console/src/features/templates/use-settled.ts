import { useEffect, useState } from 'react';

const SETTLED_MS = 600;

/** The value once nobody has changed it for a moment: for what asks the server. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
