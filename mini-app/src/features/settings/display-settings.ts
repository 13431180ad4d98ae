import { atom, useRecoilState } from 'recoil';
import { readStored, writeStored } from '../../zalo/zalo-host.ts';

export type TextSize = 'normal' | 'large' | 'easy';
export type Theme = 'light' | 'dark';

const root = document.documentElement;
const sizeState = atom<TextSize>({ key: 'text-size', default: (root.dataset.size as TextSize | undefined) ?? 'normal' });
const themeState = atom<Theme>({ key: 'theme', default: (root.dataset.theme as Theme | undefined) ?? 'light' });

/** Applies what the citizen chose before; without a choice the theme follows the phone. */
export function restoreSettings() {
  apply('theme', matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  for (const name of ['size', 'theme'] as const) void readStored(name).then((value) => value && apply(name, value));
}

function apply(name: 'size' | 'theme', value: string) {
  root.dataset[name] = value;
}

export function useTextSize() {
  const [, set] = useRecoilState(sizeState);
  return [(root.dataset.size as TextSize | undefined) ?? 'normal', setter<TextSize>('size', set)] as const;
}

export function useTheme() {
  const [, set] = useRecoilState(themeState);
  return [(root.dataset.theme as Theme | undefined) ?? 'light', setter<Theme>('theme', set)] as const;
}

const setter =
  <T extends string>(name: 'size' | 'theme', set: (value: T) => void) =>
  (value: T) => {
    apply(name, value);
    set(value);
    void writeStored(name, value);
  };
