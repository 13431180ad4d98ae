import type { TestProject } from 'vitest/node';
import { hasBrowser } from '../scripts/browser.ts';
import { type Addresses, startProduct } from './running-copy.ts';

/** One copy of the product for all journeys: starting it costs more than most of them take. */
export default async function startOnce(project: TestProject) {
  if (!hasBrowser()) return;
  const product = await startProduct();
  project.provide('copy', product.addresses);
  return product.stop;
}

declare module 'vitest' {
  export interface ProvidedContext {
    copy: Addresses;
  }
}
