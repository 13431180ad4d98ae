import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hasBrowser } from '../scripts/browser.ts';
import { expectAccessible } from './hands.ts';
import { type Copy, openCopy } from './running-copy.ts';

describe.skipIf(!hasBrowser())('the staff console', () => {
  let copy: Copy;
  beforeAll(async () => {
    copy = await openCopy(inject('copy'));
  });
  afterAll(() => copy.close());

  it('an officer signs in with the staff account, sees who they are and what they may do, and signs out', async () => {
    const page = await copy.console('/templates');
    const refusedByPolicy: string[] = [];
    page.on('console', (line) => {
      if (/Content Security Policy|Trusted/i.test(line.text())) refusedByPolicy.push(line.text());
    });
    await page.getByRole('button', { name: /Tiếp tục với tài khoản công vụ/ }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Enter'); // the button has the focus
    await page.getByRole('button', { name: /Cao Thị Mai/ }).click();
    await page.getByRole('heading', { name: 'Mẫu tin', level: 1 }).waitFor(); // where they wanted to go
    const menu = page.getByRole('navigation', { name: 'Điều hướng chính' });
    expect(await menu.getByRole('link').allTextContents()).toEqual(
      ['Bàn làm việc', 'Chiến dịch', 'Mẫu tin', 'Nhóm người nhận', 'Tự động', 'Công tắc dừng'].map((name) => expect.stringContaining(name)),
    );
    await expectAccessible(page);

    const person = page.getByRole('button', { name: /Cao Thị Mai/ });
    expect(await person.textContent()).toContain('Cán bộ · phường Ninh Thạnh');
    expect(await page.evaluate('document.cookie')).toBe(''); // no script sees the session
    await person.click();
    await page.getByText('Tối', { exact: true }).click();
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1280);
    await expectAccessible(page);

    await person.click();
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
    await page.goto(`${page.url().split('/sign-in')[0]}/campaigns`);
    await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
    expect(refusedByPolicy).toEqual([]);
  });

  it('who has an account and no role is told whom to ask', async () => {
    const page = await copy.console();
    await page.getByRole('button', { name: /Tiếp tục với tài khoản công vụ/ }).click();
    await page.getByRole('button', { name: /Đỗ Văn Lạ/ }).click();
    expect(await page.getByRole('alert').textContent()).toContain('chưa được cấp quyền');
  });
});
