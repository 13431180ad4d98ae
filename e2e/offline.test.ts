import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../scripts/browser.ts';
import { useSharedCopy } from './shared-copy.ts';

const copy = useSharedCopy();

describe.skipIf(!hasBrowser())('a citizen whose network goes away', () => {
  it('still finds what they need, sees from when it is, and reads the short of it', async () => {
    const page = await copy.phone('thu-ha', '/');
    await page.getByRole('link', { name: 'Gõ việc cần làm, không cần dấu' }).click();
    const isKept = () => Object.keys(localStorage).some((key) => key.endsWith('catalogue-checked'));
    await page.waitForFunction(isKept);
    await page.waitForLoadState('networkidle');
    await page.context().setOffline(true);

    const field = page.getByRole('textbox', { name: 'Việc cần làm' });
    await field.fill('khai sinh');
    await page.getByText(/Đang mất mạng\. Danh mục lưu trên máy lúc \d+:\d\d hôm nay/).waitFor();
    await field.fill('👶\u202e');
    await field.fill('x'.repeat(2_000));
    await page.getByText('Chưa tìm thấy việc này').waitFor();
    await field.fill('giay khai sinh'.normalize('NFD'));
    await page.getByRole('link', { name: /Làm giấy khai sinh/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Làm giấy khai sinh' }).waitFor();
    await page.getByText(/Phần còn lại cần mạng/).waitFor();
    expect(await page.getByRole('main').textContent()).toMatch(/Đây là thông tin lúc \d+:\d\d hôm nay/);

    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Thử kết nối lại' }).click();
    await page.getByRole('heading', { name: 'Bạn cần gì?' }).waitFor();
    await page.context().close();
  });
});
