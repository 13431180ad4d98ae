import { createHash } from 'node:crypto';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../scripts/browser.ts';
import {
  addPaper,
  BIRTH,
  begin,
  expectAccessible,
  expectReviewed,
  type Fields,
  fill,
  PATIENT,
  press,
  receiptNumber,
  reviewed,
  SINGLE,
  sentPapers,
} from './hands.ts';
import { aPdf, aPhoto, aSpeck } from './papers.ts';
import { useSharedCopy } from './shared-copy.ts';

const copy = useSharedCopy();

/** What a screen reader says with a field: its hint and its trouble. */
async function describedBy(app: FrameLocator, field: Locator): Promise<string> {
  const ids = ((await field.getAttribute('aria-describedby')) ?? '').split(' ');
  return (await Promise.all(ids.map((id) => app.locator(`#${id}`).textContent()))).join(' ');
}

async function expectTyped(app: FrameLocator, fields: Fields) {
  for (const [label, answer] of Object.entries(fields))
    if (typeof answer === 'string') expect(await app.getByLabel(label, { exact: true }).inputValue(), label).toBe(answer);
    else
      expect(await app.getByRole('group', { name: label }).getByRole('radio', { name: answer.tap, exact: true }).isChecked(), label).toBe(
        true,
      );
}

/** The network stands still for bytes of papers. @returns lets them go on. */
async function holdUploads(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route('**/v1/uploads/*', async (route) => {
    if (route.request().method() === 'PATCH') await promise;
    await route.continue();
  });
  return resolve;
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!hasBrowser())('a citizen with a phone', () => {
  it('files a birth registration from own words to receipt, and hears once of each step', async () => {
    const hand = await copy.rehearsal('thu-ha');
    const { page, app } = hand;
    await begin(app, 'lam khai sinh cho be', 'Làm giấy khai sinh');

    const [child, parents, applicant] = BIRTH;
    await fill(app, child);
    await press(app, 'Tiếp tục');
    const motherNumber = app.getByLabel('Số căn cước của mẹ', { exact: true });
    await fill(app, { ...parents, 'Số căn cước của mẹ': '07219000447' });
    await press(app, 'Tiếp tục');
    await app.getByRole('alert').getByRole('button', { name: 'Số căn cước của mẹ' }).click();
    expect(await describedBy(app, motherNumber)).toContain('Số căn cước có 12 chữ số, bạn đã gõ 11.');
    expect(await app.locator(':focus').getAttribute('id')).toBe(await motherNumber.getAttribute('id'));
    await expectTyped(app, { ...parents, 'Số căn cước của mẹ': '07219000447' });
    await expectAccessible(app);
    await motherNumber.fill('072190004471');
    await press(app, 'Tiếp tục');

    await fill(app, applicant);
    await press(app, 'Lấy số Zalo của tôi');
    await page.getByRole('dialog', { name: 'Cho Tây Ninh Smart biết số điện thoại?' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Cho phép', exact: true }).click();
    await expect.poll(() => app.getByLabel('Số điện thoại', { exact: true }).inputValue(), PATIENT).toBe('0902555101');
    await expectTyped(app, applicant);
    await press(app, 'Tiếp tục');

    await addPaper(hand, 'Giấy chứng sinh', aSpeck('qua-nho.png'));
    await app.getByText('Ảnh quá nhỏ, chữ sẽ không đọc được. Bạn chụp lại gần hơn.').waitFor();
    await expectAccessible(app);
    await press(app, 'Bỏ ảnh này, chụp lại');
    const isArriving = await holdUploads(page);
    await addPaper(hand, 'Giấy chứng sinh', aPhoto('giay-chung-sinh.png'));
    await app.getByText(/^Đang gửi \d+%$/).waitFor();
    isArriving();
    await addPaper(hand, 'Giấy ủy quyền', aPdf('uy-quyen.pdf'));
    await expect.poll(() => sentPapers(app).count(), PATIENT).toBe(2);
    await addPaper(hand, 'Giấy chứng sinh', aPhoto('mat-sau.png'));
    await press(app, 'Gộp 2 trang thành một tệp PDF');
    await app.getByText('Giấy chứng sinh.pdf', { exact: true }).waitFor(PATIENT);
    await expect.poll(() => sentPapers(app).count(), PATIENT).toBe(2);
    await expectAccessible(app);
    await press(app, 'Tiếp tục');

    await app.getByRole('heading', { name: 'Bạn xem lại một lần nhé' }).waitFor();
    await expectReviewed(app, BIRTH);
    expect(await reviewed(app, 'Số điện thoại')).toBe('0902555101');
    expect(await app.getByRole('checkbox').isChecked()).toBe(false);
    await press(app, 'Nộp hồ sơ');
    await app.getByRole('alert').getByText('Bạn đánh dấu vào ô này thì mới nộp được.').waitFor();
    await app.getByRole('checkbox', { name: /Tôi đồng ý gửi hồ sơ này/ }).check();
    await expectAccessible(app);
    await press(app, 'Nộp hồ sơ');

    const receiptNo = await receiptNumber(app);
    await app.getByRole('img', { name: 'Mã QR của biên nhận' }).waitFor();
    expect(await app.getByRole('main').textContent()).not.toContain('thành công');
    await expectAccessible(app);
    await expect.poll(() => copy.inProvince(receiptNo), PATIENT).toHaveLength(1);
    expect((await copy.inProvince(receiptNo))[0]).toMatchObject({
      timesFiled: 1,
      answers: {
        childName: 'Nguyễn Ngọc Bịa',
        childBirthDate: '2026-03-05',
        motherPersonalNumber: '072190004471',
        relation: 'me',
        applicantPhone: '0902555101',
      },
      files: [
        { name: 'Giấy chứng sinh.pdf' }, // two photos, put together on the phone
        { name: 'uy-quyen.pdf', sha256: sha256(aPdf('').buffer) }, // a PDF may be signed: byte by byte as it was
      ],
    });

    await app.getByRole('link', { name: 'Theo dõi hồ sơ' }).click();
    await app.getByText('Chờ cán bộ tiếp nhận', { exact: true }).waitFor();
    await page.getByRole('button', { name: /Zalo OA/ }).click();
    const desk = await hand.desk();
    await desk.getByRole('button', { name: receiptNo }).click();
    await expectAccessible(desk);
    await desk.getByRole('button', { name: 'Tiếp nhận', exact: true }).click();
    const message = page.getByRole('listitem').filter({ hasText: 'Được tiếp nhận' });
    await message.waitFor({ timeout: 5_000 });
    await expectAccessible(page);
    await message.getByRole('button', { name: 'Mở Tây Ninh Smart' }).click();
    await app.getByRole('link').filter({ hasText: 'Làm giấy khai sinh' }).filter({ hasText: 'tiếp nhận' }).click();
    await app.getByText('Đã được tiếp nhận', { exact: true }).waitFor({ timeout: 5_000 });
    await expectAccessible(app);
    await app.getByRole('link', { name: /^Hộp thư/ }).click();
    await app.getByText('Hồ sơ đã được tiếp nhận').waitFor({ timeout: 5_000 });
    expect(await app.getByText('Hồ sơ đã được tiếp nhận').count()).toBe(1);
    await expectAccessible(app);
    await page.getByRole('button', { name: /Zalo OA/ }).click();
    expect(await message.count()).toBe(1);
    expect(await copy.inProvince(receiptNo)).toHaveLength(1);
    await hand.close();
  });

  it('who refuses Zalo’s sheet is told what that means, loses nothing typed, and goes on later', async () => {
    const hand = await copy.rehearsal('minh-tam');
    const { page, app } = hand;
    await begin(app, 'giay doc than', 'Giấy xác nhận độc thân');
    const [purpose, history, person] = SINGLE;
    for (const fields of [purpose, history]) {
      await fill(app, fields);
      await press(app, 'Tiếp tục');
    }
    await fill(app, person);
    await press(app, 'Lấy số Zalo của tôi');
    await page.getByRole('button', { name: 'Từ chối', exact: true }).click();
    await app
      .getByRole('status')
      .getByText(/Bạn chưa cho số, không sao cả\. Bạn tự gõ số ở ô trên/)
      .waitFor();
    await expectTyped(app, { ...person, 'Số điện thoại': '' });
    await expectAccessible(app);

    await app.getByText(/^Đã lưu trên máy chủ lúc/).waitFor();
    await page.getByRole('button', { name: 'Mở lại ứng dụng' }).click();
    await app.getByRole('link', { name: 'Hồ sơ', exact: true }).click();
    await app.getByRole('link', { name: /Đang viết dở Giấy xác nhận độc thân/ }).click();
    await expectTyped(app, purpose);
    for (const _ of [purpose, history]) await press(app, 'Tiếp tục');
    await expectTyped(app, person);
    await press(app, 'Lấy số Zalo của tôi');
    await page.getByRole('button', { name: 'Cho phép', exact: true }).click();
    await expect.poll(() => app.getByLabel('Số điện thoại', { exact: true }).inputValue(), PATIENT).toBe('0972555104');
    await hand.close();
  });

  it('files while the province is down: gets a receipt, is told that it waits, and the province has it once afterwards', async () => {
    const hand = await copy.rehearsal('ba-sau');
    const { app } = hand;
    await copy.setProvince('down');
    try {
      await begin(app, 'giay doc than', 'Giấy xác nhận độc thân');
      for (const fields of SINGLE) {
        await fill(app, fields);
        if (fields === SINGLE[2]) await app.getByLabel('Số điện thoại', { exact: true }).fill('0902 555 105');
        await press(app, 'Tiếp tục');
      }
      await addPaper(hand, 'Căn cước của bạn', aPhoto('can-cuoc.png'));
      await expect.poll(() => sentPapers(app).count(), PATIENT).toBe(1);
      await press(app, 'Tiếp tục');
      await app.getByRole('checkbox', { name: /Tôi đồng ý gửi hồ sơ này/ }).check();
      await press(app, 'Nộp hồ sơ');
      const receiptNo = await receiptNumber(app);
      await app.getByText(/Bạn không cần nộp lại/).waitFor();
      await app.getByRole('link', { name: 'Theo dõi hồ sơ' }).click();
      await app.getByText('Chờ gửi đến tỉnh', { exact: true }).waitFor();
      expect(await app.getByRole('main').textContent()).not.toContain('Hệ thống của tỉnh đã nhận hồ sơ');
      await expectAccessible(app);
      expect(await copy.inProvince(receiptNo)).toEqual([]);

      await copy.setProvince('none');
      await app.getByText('Hệ thống của tỉnh đã nhận hồ sơ', { exact: true }).waitFor({ timeout: 40_000 });
      expect((await copy.inProvince(receiptNo)).map(({ timesFiled }) => timesFiled)).toEqual([1]);
    } finally {
      await copy.setProvince('none');
    }
    await hand.close();
  });

  it('who turned Zalo messages off is asked again by Zalo only when they want them, and a no there stays a no', async () => {
    const citizen = await copy.citizen('kim-ngan');
    await citizen.call('/v1/me/preferences', { method: 'PUT', body: JSON.stringify({ zaloDossierUpdates: false }) });
    await citizen.fillDraft('1.001193');
    const hand = await copy.rehearsal('kim-ngan');
    const { page, app } = hand;
    await app.getByRole('link', { name: 'Hồ sơ', exact: true }).click();
    await app.getByRole('link', { name: /Đã điền đủ, chỉ còn xem lại và nộp/ }).click();
    await app.getByRole('checkbox', { name: /Tôi đồng ý gửi hồ sơ này/ }).check();
    await app.getByRole('checkbox', { name: /Nhắn Zalo cho tôi/ }).check();
    await press(app, 'Nộp hồ sơ');
    await page.getByRole('dialog', { name: 'Nhận thông báo từ Tây Ninh Smart?' }).waitFor();
    await page.getByRole('button', { name: 'Từ chối', exact: true }).click();
    await app.getByText(/Zalo sẽ không nhắn bạn\. Tin vẫn nằm trong Hộp thư/).waitFor();
    await expectAccessible(app);
    const receiptNo = await receiptNumber(app);
    await expect.poll(() => copy.inProvince(receiptNo), PATIENT).toHaveLength(1);
    const [kept] = await copy.inProvince(receiptNo);
    await citizen.deskAction(kept?.code ?? '', 'accept');
    await citizen.until(async () => ((await citizen.inbox()).some(({ title }) => title === 'Hồ sơ đã được tiếp nhận') ? true : null));
    expect(await citizen.oaThread()).toEqual([]);
    await hand.close();
  });

  it('finds a procedure by what happened in life, saves it, and finds it again at home after the app was closed', async () => {
    const page = await copy.phone('ngoc-lan');
    await page.getByRole('link', { name: /Xem tất cả thủ tục/ }).click();
    await page.getByRole('heading', { name: 'Theo việc trong đời' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: /^Người thân qua đời/ }).click();
    await page.getByText(/^Có \d+ việc$/).waitFor();
    await page.getByRole('button', { name: 'Cấp xã', exact: true }).click();
    await page.getByRole('link', { name: /^Khai tử cho người mất/ }).waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: /^Khai tử cho người mất/ }).click();
    await page.getByRole('button', { name: 'Lưu lại', exact: true }).click();
    await page.getByRole('button', { name: 'Đã lưu', exact: true }).waitFor();
    await expectAccessible(page);
    for (const way of ['share', 'counter', 'portal']) {
      await page.goto(`${page.url().split('?')[0]}/${way}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Quay lại' }).click();
      await page.getByRole('button', { name: 'Đã lưu', exact: true }).waitFor();
    }
    await page.goto(copy.miniApp);
    await page.getByRole('region', { name: 'Đã lưu' }).getByRole('link', { name: 'Khai tử cho người mất' }).waitFor();
    await expectAccessible(page);
    await page.context().close();
  });

  it('meets no barrier and no sideways scrolling on the main screens', async () => {
    const page = await copy.phone('ngoc-lan');
    for (const path of ['/', '/search', '/browse', '/dossiers', '/inbox', '/me']) {
      await page.goto(copy.miniApp + path);
      await page.getByRole('main').waitFor();
      await expectAccessible(page);
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    }
    await page.context().close();
  });
});
