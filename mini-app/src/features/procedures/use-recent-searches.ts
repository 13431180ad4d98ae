import { fold } from '@tayninh/shared/features/procedures/fold';
import { useEffect } from 'react';
import { atom, useRecoilState } from 'recoil';
import { readStored, removeStored, writeStored } from '../../zalo/zalo-host.ts';

const KEY = 'recent-searches';
const MAX = 6;
/** `null` until the phone has been asked. */
const recentState = atom<readonly string[] | null>({ key: 'procedures/recentSearches', default: null });

/** What was searched before, newest first; only on this phone, never sent. */
export function useRecentSearches() {
  const [recent, set] = useRecoilState(recentState);
  useEffect(() => {
    if (recent === null) void readStored(KEY).then((text) => set(parse(text)));
  }, [recent, set]);
  return {
    recent: recent ?? [],
    /** Called when a result was opened: half-typed words are not remembered. */
    remember: (words: string) => {
      const clean = words.trim();
      // a number may be somebody's id or phone
      if (clean.length < 2 || /\d{6}/.test(clean)) return;
      const next = [clean, ...(recent ?? []).filter((known) => fold(known) !== fold(clean))].slice(0, MAX);
      set(next);
      void writeStored(KEY, JSON.stringify(next));
    },
    forget: () => {
      set([]);
      void removeStored(KEY);
    },
  };
}

function parse(text: string | null): string[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string').slice(0, MAX) : [];
  } catch {
    return [];
  }
}
