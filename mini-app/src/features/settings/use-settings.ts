import { useEffect } from 'react';
import { atom, type SetterOrUpdater, useRecoilState } from 'recoil';
import { type Language, speak } from '../../texts/translate.ts';
import { hostFacts, readStored, writeStored } from '../../zalo/zalo-host.ts';

export type TextSize = 'normal' | 'large' | 'huge';
export type Theme = 'auto' | 'light' | 'dark';

/** A commune by its code and by its name as it is shown: "Xã Bến Lức". */
export interface MyUnit {
  readonly code: string;
  readonly name: string;
}

/** How one wants to see the app, and for which commune. Nothing that names a person: it may stay on the phone. */
export interface Settings {
  readonly size: TextSize;
  readonly theme: Theme;
  readonly language: Language;
  /** The home screen is six big choices. */
  readonly easy: boolean;
  /** "Xã, phường của tôi": chosen by the person, never guessed; null before that. */
  readonly unit: MyUnit | null;
}

const KEY = 'settings';
const USUAL: Settings = { size: 'normal', theme: 'auto', language: 'vi', easy: false, unit: null };

/** Web storage only for the first paint; Zalo's own store outlives it and decides. */
const settingsState = atom<Settings>({ key: 'settings', default: readMirror() });
const hostThemeState = atom<'light' | 'dark'>({
  key: 'settings/hostTheme',
  default: globalThis.matchMedia?.('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
});

export function useSettings() {
  const [settings, set] = useRecoilState(settingsState);
  const change = (part: Partial<Settings>) => {
    const next = { ...settings, ...part };
    set(next);
    remember(next);
  };
  return [settings, change] as const;
}

/** Applies the settings to the page. @returns the theme in force */
export function useAppliedSettings(): 'light' | 'dark' {
  const [settings, set] = useRecoilState(settingsState);
  const [hostTheme, setHostTheme] = useRecoilState(hostThemeState);
  const theme = settings.theme === 'auto' ? hostTheme : settings.theme;
  useEffect(() => restore(set, setHostTheme), [set, setHostTheme]);
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.theme = theme;
    dataset.size = settings.easy && settings.size !== 'huge' ? 'easy' : settings.size;
  }, [theme, settings.size, settings.easy]);
  useEffect(() => void speak(settings.language), [settings.language]);
  return theme;
}

function restore(set: SetterOrUpdater<Settings>, setHostTheme: SetterOrUpdater<'light' | 'dark'>) {
  void readStored(KEY).then((text) => text && set(parse(text)));
  void hostFacts().then(
    ({ theme }) => setHostTheme(theme),
    () => {}, // without Zalo's word the phone's own preference stays
  );
}

function remember(settings: Settings) {
  const text = JSON.stringify(settings);
  void writeStored(KEY, text);
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // full or forbidden: only the first paint of the next start is plain
  }
}

function readMirror(): Settings {
  try {
    return parse(localStorage.getItem(KEY) ?? '');
  } catch {
    return USUAL;
  }
}

function parse(text: string): Settings {
  try {
    const kept = JSON.parse(text) as Partial<Settings>;
    return { ...USUAL, ...kept, unit: isUnit(kept.unit) ? kept.unit : null };
  } catch {
    return USUAL;
  }
}

const isUnit = (kept: unknown): kept is MyUnit => {
  const { code, name } = (kept ?? {}) as Partial<MyUnit>;
  return typeof code === 'string' && /^\d{5}$/.test(code) && typeof name === 'string';
};
