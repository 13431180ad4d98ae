import axe from 'axe-core';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Paper } from './papers.ts';

/** The mini app: alone on a phone, or inside the sandbox's page. */
export type App = Page | FrameLocator;
/** For what comes from the province by way of our jobs. */
export const PATIENT = { timeout: 20_000, interval: 100 };

/**
 * No serious finding of axe on what is shown now: of a whole page, or of the app inside the sandbox's page. Looks into that one
 * document only: going through all frames from outside takes four times as long.
 */
export async function expectAccessible(shown: App) {
  const root = shown.locator(':root');
  if (!(await root.evaluate(() => 'axe' in globalThis))) await root.evaluate(axe.source);
  const found = await root.evaluate(async (element) => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(element, {
      resultTypes: ['violations'],
      iframes: false,
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
  expect(found).toEqual([]);
}

/** Visible label of a field → what a person types, or the option they tap. */
export type Fields = Record<string, string | { readonly tap: string }>;

export const BIRTH = [
  {
    'Họ, chữ đệm, tên của bé': 'Nguyễn Ngọc Bịa',
    'Giới tính': { tap: 'Nữ' },
    'Ngày sinh': '05/03/2026',
    'Nơi sinh': 'Bệnh viện Mẫu Tây Ninh',
    'Dân tộc': 'Kinh',
    'Quê quán': 'Phường Tân Ninh, tỉnh Tây Ninh',
  },
  {
    'Họ tên mẹ': 'Huỳnh Thị Thu Hà',
    'Ngày sinh của mẹ': '12/08/1990',
    'Số căn cước của mẹ': '072190004471',
    'Có ghi tên cha không?': { tap: 'Có' },
    'Họ tên cha': 'Nguyễn Văn Bịa',
    'Ngày sinh của cha': '01/02/1988',
    'Số căn cước của cha': '072088000017',
  },
  {
    'Họ tên của bạn': 'Huỳnh Thị Thu Hà',
    'Số căn cước của bạn': '072190004471',
    'Bạn là gì của bé?': { tap: 'Mẹ' },
    'Nơi bạn đang ở': 'Số 9 đường Bịa Ra, phường Ninh Thạnh',
  },
] as const satisfies Fields[];

export const SINGLE = [
  { 'Bạn cần giấy để làm gì?': { tap: 'Vay ngân hàng' } },
  { 'Từ trước đến nay bạn': { tap: 'Chưa kết hôn lần nào' } },
  {
    'Họ tên của bạn': 'Lê Minh Tâm',
    'Ngày sinh': '14/06/1981',
    'Số căn cước': '072081005566',
    'Nơi thường trú': 'Ấp Bịa, xã Tân Biên, tỉnh Tây Ninh',
  },
] as const satisfies Fields[];

export async function fill(app: App, fields: Fields) {
  for (const [label, answer] of Object.entries(fields))
    if (typeof answer === 'string') await app.getByLabel(label, { exact: true }).fill(answer);
    else await app.getByRole('group', { name: label, exact: true }).getByRole('radio', { name: answer.tap, exact: true }).check();
}
export const press = (app: App, name: string) => app.getByRole('button', { name, exact: true }).click();

/** From the home screen to the first step of the form, as people get there. */
export async function begin(app: App, words: string, procedure: string) {
  await app.getByRole('link', { name: 'Gõ việc cần làm, không cần dấu' }).click();
  await app.getByRole('textbox', { name: 'Việc cần làm' }).fill(words);
  await app.getByRole('link', { name: procedure }).first().click();
  await app.getByRole('link', { name: 'Nộp trên điện thoại' }).click();
  await app.getByRole('progressbar', { name: /^Bước 1 trên/ }).waitFor();
}

export async function addPaper({ page, app }: { page: Page; app: App }, name: string, paper: Paper) {
  const choose = app.getByLabel(`Chọn ảnh hoặc tệp PDF: ${name}`, { exact: true });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), choose.click()]);
  await chooser.setFiles(paper);
}
export const sentPapers = (app: App): Locator => app.getByText('Đã gửi', { exact: true });

/** What the review page shows beside a question. */
export const reviewed = async (app: App, label: string) =>
  (await app
    .locator('dl > div')
    .filter({ has: app.getByText(label, { exact: true }) })
    .getByRole('definition')
    .textContent()) ?? '';

export async function expectReviewed(app: App, steps: readonly Fields[]) {
  for (const [label, answer] of steps.flatMap((fields) => Object.entries(fields)))
    expect(await reviewed(app, label), label).toBe(typeof answer === 'string' ? answer : answer.tap);
}

export async function receiptNumber(app: App): Promise<string> {
  await app.getByText(/TNS-/).first().waitFor();
  const [number = ''] = /TNS-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await app.getByRole('main').textContent()) ?? '') ?? [];
  return number;
}
