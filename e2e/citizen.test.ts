import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser } from '../scripts/browser.ts';
import { type Copy, startCopy } from './running-copy.ts';

let copy: Copy;
beforeAll(async () => {
  if (hasBrowser()) copy = await startCopy();
});
afterAll(() => copy?.stop());

/** No serious finding of axe on what is shown now. */
async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations
      .filter((found) => found.impact === 'serious' || found.impact === 'critical')
      .map((found) => `${found.id}: ${found.nodes[0]?.html}`),
  ).toEqual([]);
}

describe.skipIf(!hasBrowser())('a citizen with a phone', () => {
  it('types in own words without diacritics and opens the right procedure', async () => {
    const page = await copy.phone('thu-ha');
    await page.getByText('Gõ việc cần làm').first().click();
    await page.getByRole('searchbox').or(page.getByRole('textbox')).first().fill('lam khai sinh cho be');
    await page.getByText('Làm giấy khai sinh').first().click();
    await page.getByText('Nộp trên điện thoại').waitFor();
    await expectAccessible(page);
  });

  it('confirms on the review page, gets a receipt, and is not told of success before the province has it', async () => {
    const citizen = await copy.citizen('van-binh');
    const draft = await citizen.fillDraft('1.004873');
    const page = await copy.phone('van-binh', `/drafts/${draft.id}/review`);
    await page.getByRole('checkbox').waitFor({ state: 'attached' });
    await expectAccessible(page);
    expect(await page.getByRole('checkbox').isChecked()).toBe(false);
    await page.getByRole('checkbox').check({ force: true });
    await page.getByRole('button', { name: 'Nộp hồ sơ' }).click();
    await page.getByText(/TNS-/).first().waitFor();
    expect(await page.textContent('body')).not.toContain('thành công');
    await expectAccessible(page);
  });

  it('sees the step of the authority in the dossier and in the inbox, once', async () => {
    const citizen = await copy.citizen('kim-ngan');
    const filed = await citizen.submit((await citizen.fillDraft('1.001193')).id, crypto.randomUUID());
    await citizen.until(async () => ((await citizen.dossier(filed.id)).state === 'confirmed' ? true : null));
    const [kept] = await citizen.provinceDossiers(filed.receiptNo);
    await citizen.deskAction(kept?.code ?? '', 'accept');
    await citizen.until(async () => ((await citizen.dossier(filed.id)).status === 2 ? true : null));
    const page = await copy.phone('kim-ngan', `/dossiers/${filed.id}`);
    await page
      .getByText(/được tiếp nhận/i)
      .first()
      .waitFor();
    await expectAccessible(page);
    await page.goto(`${copy.miniApp}/inbox`);
    await page.getByText('Hồ sơ đã được tiếp nhận').first().waitFor();
    expect(await page.getByText('Hồ sơ đã được tiếp nhận').count()).toBe(1);
    await expectAccessible(page);
  });

  it('meets no barrier and no sideways scrolling on the main screens', async () => {
    const page = await copy.phone('thu-ha');
    for (const path of ['/', '/search', '/dossiers', '/inbox', '/me']) {
      await page.goto(copy.miniApp + path);
      await page.waitForLoadState('networkidle');
      await expectAccessible(page);
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    }
  });
});

describe.skipIf(!hasBrowser())('the province’s desk', () => {
  it('shows a filed dossier with the number of times it was filed', async () => {
    const citizen = await copy.citizen('hoang-phuc');
    const filed = await citizen.submit((await citizen.fillDraft('1.001612')).id, crypto.randomUUID());
    await citizen.until(async () => ((await citizen.dossier(filed.id)).state === 'confirmed' ? true : null));
    const desk = await copy.desk();
    await desk.getByText(filed.receiptNo).first().waitFor();
  });
});
