import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { BrowserContext } from 'playwright-core';

const pdfJs = createRequire(resolve(import.meta.dirname, '../bff/package.json')).resolve('pdfjs-dist/build/pdf.min.mjs');
const HOST = 'http://pdf.invalid';

/** Draws a page of a PDF with pdf.js in a browser page: the small Chromium has no viewer of its own. @returns PNG */
export async function pictureOfPdf(context: BrowserContext, pdf: Uint8Array, pageNo = 1): Promise<Buffer> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 900, height: 1273 });
  await page.route(`${HOST}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/') return route.fulfill({ contentType: 'text/html', body: '<body style="margin:0"><canvas></canvas></body>' });
    if (path === '/receipt.pdf') return route.fulfill({ contentType: 'application/pdf', body: Buffer.from(pdf) });
    const file = path === '/pdf.mjs' ? pdfJs : pdfJs.replace('pdf.min', 'pdf.worker.min');
    return route.fulfill({ contentType: 'text/javascript', body: readFileSync(file, 'utf8') });
  });
  await page.goto(`${HOST}/`);
  await page.addScriptTag({
    type: 'module',
    content: `
      import * as pdfjs from '${HOST}/pdf.mjs';
      pdfjs.GlobalWorkerOptions.workerSrc = '${HOST}/worker.mjs';
      const page = await (await pdfjs.getDocument('${HOST}/receipt.pdf').promise).getPage(${pageNo});
      const viewport = page.getViewport({ scale: 900 / page.getViewport({ scale: 1 }).width });
      const canvas = Object.assign(document.querySelector('canvas'), { width: viewport.width, height: viewport.height });
      await page.render({ canvas, canvasContext: canvas.getContext('2d'), viewport }).promise;
      document.body.dataset.isDrawn = 'yes';`,
  });
  await page.waitForSelector('body[data-is-drawn]');
  const picture = await page.locator('canvas').screenshot();
  await page.close();
  return picture;
}
