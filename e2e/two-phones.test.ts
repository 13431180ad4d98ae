import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../scripts/browser.ts';
import { addPaper, expectAccessible, fill, PATIENT, press, receiptNumber, reviewed, SINGLE, sentPapers } from './hands.ts';
import { aPhoto } from './papers.ts';
import { useSharedCopy } from './shared-copy.ts';

const copy = useSharedCopy();

const SINGLE_CODE = '1.004873';
const HOUSEHOLD = '1.001612';
/** Measuring residential land anew: asks for level L3, has the generic form. */
const LAND = '1.012817';

const [, , PERSON] = SINGLE;
const saved = (app: Page) => app.getByText(/^Đã lưu trên máy chủ lúc/).waitFor();
const agree = (app: Page) => app.getByRole('checkbox', { name: /Tôi đồng ý gửi hồ sơ này/ }).check();
const goTo = (app: Page, path: string) => app.goto(copy.miniApp + path);
const closeAll = (...phones: Page[]) => Promise.all(phones.map((phone) => phone.context().close()));

/** The digits that a screen shows once. */
async function digits(app: Page, label: RegExp): Promise<string> {
  const said = await app.getByRole('img', { name: label }).first().getAttribute('aria-label');
  return said?.replace(/\D/g, '') ?? '';
}
/** One phone invites: what it taps, and the code it gets. */
async function invite(app: Page, kind: RegExp): Promise<string> {
  await app.getByRole('link', { name: 'Thêm người hoặc tổ chức' }).click();
  await app.getByRole('button', { name: kind }).click();
  await press(app, 'Tạo mã mời');
  return digits(app, /^Mã mời/);
}
/** The other phone reads what it would agree to, and agrees. */
async function accept(app: Page, code: string, asks: string) {
  await app.getByRole('link', { name: 'Tôi có mã lời mời' }).click();
  await app.getByLabel('Mã 6 chữ số', { exact: true }).fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await press(app, 'Xem lời mời');
  await app.getByRole('heading', { name: asks }).waitFor();
  await expectAccessible(app);
  await press(app, 'Tôi đồng ý');
  await app.getByText('Từ nay hai bên cùng thấy hồ sơ nộp thay.').waitFor();
}
async function end(app: Page, name: string) {
  await goTo(app, '/me/people');
  await press(app, `Thôi ủy quyền với ${name}`);
  const sheet = app.getByRole('dialog', { name: 'Thôi ủy quyền này?' });
  await expectAccessible(app);
  await sheet.getByRole('button', { name: 'Thôi', exact: true }).click();
  await app.getByText('Đã thôi', { exact: true }).first().waitFor();
}
const row = (app: Page, words: string) => app.getByRole('link').filter({ hasText: words });

describe.skipIf(!hasBrowser())('one citizen with two phones', () => {
  it('edits one draft on both, chooses where they differ, loses nothing, and files it once', async () => {
    const owner = await copy.citizen('minh-tam');
    const { id } = await owner.fillDraft(SINGLE_CODE);
    const [first, second] = await Promise.all([1, 2].map(() => copy.phone('minh-tam', `/drafts/${id}/form/2`)));
    if (!first || !second) throw new Error('no phones');
    await second.getByLabel('Họ tên của bạn', { exact: true }).waitFor();

    await fill(first, { 'Họ tên của bạn': 'Lê Minh Tâm', 'Số căn cước': '072081005566' });
    await saved(first);
    await fill(second, { 'Họ tên của bạn': 'Lê Minh Tấm', 'Nơi thường trú': PERSON['Nơi thường trú'] });
    await second.getByRole('alert').getByText('Có 1 mục được sửa khác nhau ở hai máy. Cả hai bản đều còn.').waitFor();
    await second.getByRole('link', { name: 'Xem và chọn' }).click();

    await second.getByRole('heading', { name: '1 mục khác nhau giữa hai máy' }).waitFor();
    await press(second, 'Dùng các bản đã chọn');
    await second.getByRole('alert').getByRole('button', { name: 'Họ tên của bạn' }).waitFor();
    await second.getByRole('radio', { name: /^Máy này\s*Lê Minh Tấm$/ }).waitFor();
    await expectAccessible(second);
    await second.getByRole('radio', { name: /^Máy kia\s*Lê Minh Tâm$/ }).check();
    await press(second, 'Dùng các bản đã chọn');
    await saved(second);

    await goTo(first, `/drafts/${id}/review`);
    await goTo(second, `/drafts/${id}/review`);
    for (const phone of [first, second]) {
      await phone.getByRole('heading', { name: 'Bạn xem lại một lần nhé' }).waitFor();
      for (const label of ['Họ tên của bạn', 'Số căn cước', 'Nơi thường trú'] as const)
        expect.soft(await reviewed(phone, label)).toBe({ ...PERSON, 'Họ tên của bạn': 'Lê Minh Tâm' }[label]);
      await agree(phone);
    }
    await press(second, 'Nộp hồ sơ');
    const receiptNo = await receiptNumber(second);
    await press(first, 'Nộp hồ sơ');
    await first.getByText('Tờ khai này đã được nộp rồi. Bạn xem trong Hồ sơ của tôi.').waitFor();
    await expect.poll(() => copy.inProvince(receiptNo), PATIENT).toMatchObject([{ timesFiled: 1 }]);
    await closeAll(first, second);
  });
});

describe.skipIf(!hasBrowser())('who helps and who is helped, each on their own phone', () => {
  it('a relative agrees, both see what is filed for them, and who was helped ends it', async () => {
    const [helper, relative] = await Promise.all([copy.phone('thu-ha', '/me/people'), copy.phone('ba-sau', '/me/people')]);
    const code = await invite(helper, /^Tôi nộp thay người nhà/);
    await accept(relative, code, 'Huỳnh Thị Thu Hà xin nộp hồ sơ thay bạn');

    await goTo(helper, `/procedures/${SINGLE_CODE}/apply`);
    await helper.getByRole('button', { name: 'Thay Phạm Thị Sáu' }).click();
    for (const fields of SINGLE) {
      await helper.getByText('Tờ khai này làm thay Phạm Thị Sáu').waitFor();
      await fill(helper, fields);
      if (fields === PERSON) await fill(helper, { 'Họ tên của bạn': 'Phạm Thị Sáu', 'Số điện thoại': '0902555105' });
      await press(helper, 'Tiếp tục');
    }
    await addPaper({ page: helper, app: helper }, 'Căn cước của bạn', aPhoto('can-cuoc.png'));
    await expect.poll(() => sentPapers(helper).count(), PATIENT).toBe(1);
    await press(helper, 'Tiếp tục');
    await agree(helper);
    await press(helper, 'Nộp hồ sơ');
    const receiptNo = await receiptNumber(helper);
    await helper.getByRole('link', { name: 'Theo dõi hồ sơ' }).click();
    await helper.getByText('Nộp thay Phạm Thị Sáu', { exact: true }).waitFor();
    const path = new URL(helper.url()).pathname.replace(/^\/zapps\/\d+/, '');

    await goTo(relative, '/dossiers');
    await row(relative, 'Huỳnh Thị Thu Hà nộp thay bạn').click();
    await expect.poll(() => copy.inProvince(receiptNo), PATIENT).toHaveLength(1);
    const [kept] = await copy.inProvince(receiptNo);
    await relative.getByText(`Mã hồ sơ ${kept?.code}`).first().waitFor();
    await expectAccessible(relative);

    await end(relative, 'Huỳnh Thị Thu Hà');
    await goTo(helper, '/dossiers');
    await helper.getByRole('main').waitFor();
    await expect.poll(() => row(helper, 'Nộp thay Phạm Thị Sáu').count(), PATIENT).toBe(0);
    await goTo(helper, path);
    await helper.getByText('Không tìm thấy', { exact: false }).first().waitFor();
    await goTo(relative, path);
    await relative.getByText('Huỳnh Thị Thu Hà nộp thay bạn').waitFor();
    await closeAll(helper, relative);
  });

  it('an organisation’s helper prepares and cannot file; the representative reads it and files', async () => {
    const shop = 'Hộ kinh doanh Tạp hóa Bịa Ra';
    const [boss, helper] = await Promise.all([copy.phone('ngoc-lan', '/me/people'), copy.phone('hoang-phuc', '/me/people')]);
    await boss.getByRole('link', { name: 'Thêm người hoặc tổ chức' }).click();
    await boss.getByRole('button', { name: /^Thêm công ty hoặc hộ kinh doanh/ }).click();
    await fill(boss, { 'Tên công ty hoặc hộ kinh doanh': shop, 'Mã số thuế': '080175002211' });
    await press(boss, 'Lưu');
    await boss.getByRole('heading', { name: shop }).waitFor();
    const code = await invite(boss, /^Mời người làm hồ sơ cho tổ chức/);
    await accept(helper, code, `Võ Ngọc Lan mời bạn làm hồ sơ cho ${shop}`);

    const staff = await copy.citizen('hoang-phuc');
    const { items } = (await (await staff.call('/v1/authorisations')).json()) as { items: { id: string; state: string }[] };
    const authorisationId = items.find(({ state }) => state === 'active')?.id ?? '';
    const { id } = await staff.fillDraft(HOUSEHOLD, undefined, {}, { authorisationId });
    await goTo(helper, `/drafts/${id}/review`);
    await helper.getByText(`Tờ khai này làm cho ${shop}`).waitFor();
    expect(await helper.getByRole('button', { name: 'Nộp hồ sơ', exact: true }).count()).toBe(0);
    expect((await staff.submitAnswer(id, crypto.randomUUID())).status).toBe(403);
    await goTo(boss, '/dossiers');
    await boss.getByRole('main').waitFor();
    expect(await row(boss, shop).count()).toBe(0);
    await press(helper, 'Gửi cho người đại diện xem và nộp');
    await helper.getByText('Đã gửi cho người đại diện', { exact: true }).waitFor();
    await expectAccessible(helper);

    await boss.reload();
    await row(boss, shop).filter({ hasText: 'Người làm hồ sơ gửi bạn xem và nộp' }).click();
    await agree(boss);
    await expectAccessible(boss);
    await press(boss, 'Nộp hồ sơ');
    const receiptNo = await receiptNumber(boss);
    await expect.poll(() => copy.inProvince(receiptNo), PATIENT).toMatchObject([{ timesFiled: 1 }]);
    await goTo(helper, '/dossiers');
    await row(helper, `Cho ${shop}`).waitFor();
    await end(boss, 'Đặng Hoàng Phúc');
    await closeAll(boss, helper);
  });
});

describe.skipIf(!hasBrowser())('a citizen at the counter', () => {
  it('fills in at home, reads the code out, and sees the dossier that the clerk received', async () => {
    const owner = await copy.citizen('van-binh');
    const { id } = await owner.fillDraft(SINGLE_CODE, undefined, { applicantName: 'Nguyễn Văn Bình' });
    const [app, desk] = await Promise.all([copy.phone('van-binh', `/drafts/${id}/review`), copy.desk()]);
    await app.getByRole('link', { name: /^Nộp tại quầy bằng mã/ }).click();
    await press(app, 'Tạo mã');
    const code = await digits(app, /^Mã nộp tại quầy/);
    await expectAccessible(app);

    const counter = desk.getByRole('region', { name: 'Nhận tại quầy' });
    const typed = counter.getByLabel(/^Mã 6 chữ số/);
    await typed.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await press(desk, 'Mở tờ khai');
    await counter.getByRole('cell', { name: 'Nguyễn Văn Bình' }).waitFor();
    await expectAccessible(desk);
    await app.getByText('Cán bộ đang xem tờ khai').waitFor(PATIENT);
    await press(desk, 'Nhận hồ sơ, người dân có mặt');
    await desk.getByText(/^Đã nhận hồ sơ /).waitFor();

    await app.getByText('Cán bộ đã nhận hồ sơ tại quầy').waitFor(PATIENT);
    await app.getByRole('link', { name: 'Xem hồ sơ' }).click();
    await app.getByText('Nộp tại quầy', { exact: true }).waitFor();
    await expectAccessible(app);
    await typed.fill(code);
    await press(desk, 'Mở tờ khai');
    await expect.poll(() => desk.getByRole('status').textContent(), PATIENT).not.toMatch(/^Đã/);
    expect(await counter.getByRole('cell').count()).toBe(0);
    await closeAll(app, desk);
  });
});

describe.skipIf(!hasBrowser())('a citizen who must prove who they are', () => {
  it('goes to VNeID and comes back with nothing lost; until then, and by another’s number, nobody learns anything', async () => {
    const others = '080058001122';
    for (const personaId of ['quoc-dung', 'van-binh']) await copy.bringToCounter(personaId, LAND);
    const owner = await copy.citizen('quoc-dung');
    const { id } = await owner.fillDraft(LAND, undefined, {
      applicantName: 'Bùi Quốc Dũng',
      applicantBirthDate: '1967-03-12',
      applicantPersonalNumber: others,
    });
    const app = await copy.phone('quoc-dung', '/dossiers');
    await app.getByRole('link', { name: /^Hồ sơ tôi nộp tại quầy/ }).waitFor();
    expect(await app.getByRole('heading', { name: 'Nộp tại quầy' }).count()).toBe(0);
    expect((await owner.call('/v1/me/counter-dossiers')).status).toBe(403);

    await goTo(app, `/drafts/${id}/form/2`);
    await fill(app, { 'Nội dung đề nghị': 'Gõ ngay trước khi sang VNeID' });
    await press(app, 'Tiếp tục');
    await press(app, 'Tiếp tục');
    await app.getByText('Việc này cần xác nhận bằng VNeID').waitFor();
    expect(await app.getByRole('button', { name: 'Nộp hồ sơ', exact: true }).count()).toBe(0);
    await expectAccessible(app);
    await press(app, 'Xác nhận bằng VNeID');
    await app.getByRole('checkbox', { name: /^Tôi đồng ý liên kết/ }).check();
    const [browser] = await Promise.all([app.waitForEvent('popup'), press(app, 'Sang VNeID')]);
    await browser.getByLabel('Bạn là').selectOption('quoc-dung');
    await browser.getByRole('button', { name: 'Đồng ý', exact: true }).click();
    const code = (await browser.locator('.code').textContent()) ?? '';
    await browser.close();
    await app.getByLabel('Mã bốn số', { exact: true }).fill(code);
    await press(app, 'Xong');
    await app.getByText('Tờ khai của bạn vẫn còn nguyên. Bạn quay lại để nộp.').waitFor();
    await app.getByRole('link', { name: 'Quay lại tờ khai' }).click();

    await app.getByRole('heading', { name: 'Bạn xem lại một lần nhé' }).waitFor();
    expect(await reviewed(app, 'Nội dung đề nghị')).toBe('Gõ ngay trước khi sang VNeID');
    await agree(app);
    await press(app, 'Nộp hồ sơ');
    await app
      .getByRole('alert')
      .getByRole('button', { name: /^Số căn cước: không phải số của người vừa xác nhận/ })
      .click();
    await fill(app, { 'Số căn cước': '072067004433' });
    for (let steps = 0; steps < 4; steps++) await press(app, 'Tiếp tục');
    await agree(app);
    await press(app, 'Nộp hồ sơ');
    const receiptNo = await receiptNumber(app);
    await expect
      .poll(() => copy.inProvince(receiptNo), PATIENT)
      .toMatchObject([{ timesFiled: 1, answers: { request: 'Gõ ngay trước khi sang VNeID', applicantPersonalNumber: '072067004433' } }]);

    await goTo(app, '/dossiers');
    const brought = app.locator('section', { has: app.getByRole('heading', { name: 'Nộp tại quầy' }) }).getByRole('listitem');
    await brought.first().waitFor();
    expect(await brought.count()).toBe(1);
    await app.context().close();
  });
});
