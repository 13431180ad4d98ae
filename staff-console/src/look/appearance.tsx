import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Density, Shade } from './theme.ts';

const KEY = 'appearance';
interface Choice {
  /** `system`: as the computer is set. */
  readonly shade: Shade | 'system';
  readonly density: Density;
}
interface Appearance extends Choice {
  /** What is shown now. */
  readonly shown: Shade;
  choose(part: Partial<Choice>): void;
}
const Context = createContext<Appearance | null>(null);

/** Light or dark, dense or roomy: this person's choice on this machine. */
export function AppearanceProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState<Choice>(read);
  const [isDark, setIsDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setIsDark(dark.matches);
    dark.addEventListener('change', follow);
    return () => dark.removeEventListener('change', follow);
  }, []);
  const shown: Shade = choice.shade === 'system' ? (isDark ? 'dark' : 'light') : choice.shade;
  useEffect(() => {
    document.documentElement.dataset.theme = shown;
    document.documentElement.dataset.density = choice.density;
  }, [shown, choice.density]);
  const value = useMemo(
    () => ({
      ...choice,
      shown,
      choose(part: Partial<Choice>) {
        const next = { ...choice, ...part };
        localStorage.setItem(KEY, JSON.stringify(next));
        setChoice(next);
      },
    }),
    [choice, shown],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useAppearance(): Appearance {
  const appearance = useContext(Context);
  if (!appearance) throw new Error('outside of AppearanceProvider');
  return appearance;
}

function read(): Choice {
  try {
    const { shade, density } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Choice>;
    return { shade: shade === 'light' || shade === 'dark' ? shade : 'system', density: density === 'roomy' ? 'roomy' : 'compact' };
  } catch {
    return { shade: 'system', density: 'compact' };
  }
}
