import axe from 'axe-core';
import type { FrameLocator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Paper } from './papers.ts';
import type { Rehearsal } from './running-copy.ts';

/**
 * No serious finding of axe on what is shown now: of a whole page, or of the app inside the sandbox's page. Looks into that one
 * document only: going through all frames from outside takes four times as long.
 */
export async function expectAccessible(shown: Page | FrameLocator) {
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

export async function fill(app: FrameLocator, fields: Fields) {
  for (const [label, answer] of Object.entries(fields))
    if (typeof answer === 'string') await app.getByLabel(label, { exact: true }).fill(answer);
    else await app.getByRole('group', { name: label }).getByRole('radio', { name: answer.tap, exact: true }).check();
}
export const press = (app: FrameLocator, name: string) => app.getByRole('button', { name, exact: true }).click();

export async function addPaper({ page, app }: Rehearsal, name: string, paper: Paper) {
  const choose = app.getByLabel(`Chọn ảnh hoặc tệp PDF: ${name}`, { exact: true });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), choose.click()]);
  await chooser.setFiles(paper);
}
