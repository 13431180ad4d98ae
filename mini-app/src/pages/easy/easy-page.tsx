import { useEffect } from 'react';
import { useSettings } from '../../features/settings/use-settings.ts';
import { EasyHome } from './easy-home.tsx';

/** `/easy`: turns easy mode on, also for the next start. */
export function EasyPage() {
  const [{ easy }, change] = useSettings();
  useEffect(() => {
    if (!easy) change({ easy: true });
    // only on arrival: leaving easy mode from here must not turn it on again
  }, []);
  return <EasyHome />;
}
