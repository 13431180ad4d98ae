import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import { startTranslation } from '../texts/translate.ts';

// what jsdom lacks and a phone has
window.matchMedia ??= ((query: string) => ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} })) as never;
Element.prototype.scrollIntoView ??= () => {};
Element.prototype.scrollTo ??= (() => {}) as never;

// zmp-ui sets up the router and cannot pass the flags that version 6 asks for on every start
const warn = console.warn;
console.warn = (...words: unknown[]) => {
  if (!String(words[0]).includes('React Router Future Flag')) warn(...words);
};

configure({ asyncUtilTimeout: 5_000 });
startTranslation();
afterEach(() => cleanup());
