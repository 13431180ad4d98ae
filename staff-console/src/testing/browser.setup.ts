import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// pages are fetched when they are first opened
configure({ asyncUtilTimeout: 8_000 });
afterEach(cleanup);
// jsdom lays nothing out and knows no media
window.matchMedia ??= (media) =>
  ({ media, matches: false, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {} }) as never;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
const computed = window.getComputedStyle.bind(window);
window.getComputedStyle = (element) => computed(element); // of pseudo-elements it knows nothing and says so at length
