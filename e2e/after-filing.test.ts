import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../scripts/browser.ts';
import { addPaper, expectAccessible, PATIENT, press, sentPapers } from './hands.ts';
import { aPhoto } from './papers.ts';
import { useSharedCopy } from './shared-copy.ts';

const copy = useSharedCopy();

const SINGLE = '1.004873';

describe.skipIf(!hasBrowser())('a citizen whose dossier is with the desk', () => {
  it('is asked for one paper again, sends only that, and the old one stays beside it', async () => {
    const { receiptNo, desk, seen } = await copy.received('van-binh', SINGLE);
    const reason = 'Ảnh bị mờ, không đọc được ngày cấp';
    await desk('ask-supplement', { ask: { hours: 72, papers: [{ componentId: 'giay-tuy-than', reason, markedPages: [1] }] } });
    await seen(5);

    const app = await copy.phone('van-binh', '/dossiers');
    await app.getByRole('link').filter({ hasText: 'Cần thêm giấy tờ' }).first().click();
    await app.getByRole('heading', { name: 'Cơ quan cần bạn bổ sung giấy tờ' }).waitFor();
    await expectAccessible(app);
    await app.getByRole('link', { name: 'Gửi giấy tờ bổ sung' }).click();
    await app.getByText(reason).waitFor();
    await app.getByText('Cán bộ đánh dấu trang 1 của bản cũ.').waitFor();
    await press(app, 'Gửi giấy tờ bổ sung');
    await app.getByRole('alert').getByText('Bạn gửi ít nhất một giấy, hoặc viết cho cán bộ vì sao chưa có.').waitFor();
    await addPaper({ page: app, app }, 'Căn cước của bạn', aPhoto('chup-lai.png'));
    await expect.poll(() => sentPapers(app).count(), PATIENT).toBe(1);
    await expectAccessible(app);
    await press(app, 'Gửi giấy tờ bổ sung');
    await app.getByText('Giấy tờ bổ sung đã đến tỉnh', { exact: true }).waitFor(PATIENT);
    const [kept] = await copy.inProvince(receiptNo);
    expect(kept?.requests).toMatchObject([{ kind: 'supplement', files: [{ name: 'chup-lai.jpg' }] }]);

    await desk('process');
    await seen(4);
    await app.reload();
    await app.getByText('Cán bộ đang giải quyết', { exact: true }).waitFor(PATIENT);
    await app.getByText('Giấy tờ đã nộp').click();
    await app.getByText('chup-lai.jpg').waitFor();
    await app.context().close();
  });

  it('pays a fee, closes the app on the way to the bank, and finds it paid once on coming back', async () => {
    const { id, receiptNo, desk, seen } = await copy.received('hoang-phuc', SINGLE);
    await desk('ask-fee', { amountVnd: 50_000, purpose: 'Lệ phí (bịa để thử)' });
    await seen(6);

    const app = await copy.phone('hoang-phuc', `/dossiers/${id}`);
    await app.getByRole('link', { name: 'Nộp lệ phí' }).click();
    await app.getByRole('radio', { name: /^Nền tảng thanh toán quốc gia/ }).check();
    await expectAccessible(app);
    const [bank] = await Promise.all([app.waitForEvent('popup'), press(app, 'Nộp 50.000 đồng')]);
    await bank.getByRole('button', { name: 'Nộp tiền', exact: true }).waitFor();
    await app.close();
    await bank.getByRole('button', { name: 'Nộp tiền', exact: true }).click();
    await bank.getByText('Tình trạng: Đã nộp').waitFor();

    const again = await copy.phone('hoang-phuc', `/dossiers/${id}/payment`);
    await again.getByText('Đã nộp xong', { exact: true }).waitFor(PATIENT);
    await expectAccessible(again);
    await again.getByRole('link', { name: 'Về hồ sơ' }).click();
    await seen(4);
    await again.reload();
    await again.getByText('Cán bộ đang giải quyết', { exact: true }).waitFor();
    const [kept] = await copy.inProvince(receiptNo);
    expect(kept?.feePayments).toMatchObject([{ amountVnd: 50_000 }]);
    await Promise.all([bank.context().close(), again.context().close()]);
  });

  it('withdraws: is told what that means, and it is done only when the desk agrees', async () => {
    const { id, receiptNo, desk, seen } = await copy.received('quoc-dung', SINGLE);
    const app = await copy.phone('quoc-dung', `/dossiers/${id}`);
    await app.getByRole('link', { name: /^Rút hồ sơ/ }).click();
    await app.getByText('Rút rồi thì không lấy lại được hồ sơ này.').waitFor();
    await app.getByLabel(/^Vì sao bạn rút\?/).fill('Tôi nộp nhầm');
    await expectAccessible(app);
    await press(app, 'Rút hồ sơ');
    await app.getByText('Yêu cầu rút hồ sơ đã đến tỉnh', { exact: true }).waitFor(PATIENT);
    expect(await app.getByText('Đã rút theo ý bạn').count()).toBe(0);
    expect((await copy.inProvince(receiptNo))[0]?.requests).toMatchObject([{ kind: 'withdrawal' }]);

    await desk('agree-withdrawal');
    await seen(7);
    await app.reload();
    await app.getByText('Đã rút theo ý bạn', { exact: true }).first().waitFor();
    await app.getByRole('button', { name: 'Làm hồ sơ mới từ hồ sơ này' }).waitFor();
    await expectAccessible(app);
    await app.context().close();
  });

  it('hears an apology with a new day and its reason; nobody hides a day that passed', async () => {
    const { owner, id, desk, seen } = await copy.received('ba-sau', SINGLE);
    await desk('process');
    await seen(4);
    await desk('apologise', { note: 'Chờ nơi khác xác minh' });
    await owner.until(async () => (await owner.inbox()).find(({ title }) => title === 'Hẹn lại ngày trả kết quả') ?? null);
    const app = await copy.phone('ba-sau', '/inbox');
    await app.getByText(/cơ quan xin lỗi vì chậm\. Ngày hẹn cũ .* ngày hẹn mới/).waitFor();
    await app.goto(`${copy.miniApp}/dossiers/${id}`);
    await app.getByText(/^Cơ quan xin lỗi vì chậm và hẹn lại \d/).waitFor();
    await app.getByText('Chờ nơi khác xác minh').first().waitFor();
    await expectAccessible(app);

    await desk('process', { dueInHours: -1 });
    await owner.until(async () => (Date.parse((await owner.dossier(id)).dueAt ?? '') < Date.now() ? true : null));
    await app.reload();
    await app.getByText('Quá ngày hẹn', { exact: true }).waitFor(PATIENT);
    await app.getByRole('button', { name: 'Gọi 1022' }).waitFor();
    await app.context().close();
  });

  it('opens the result, sees that its signature holds, and has it among own papers', async () => {
    const { id, desk, seen } = await copy.received('minh-tam', SINGLE);
    await desk('finish');
    await seen(9);
    const app = await copy.phone('minh-tam', `/dossiers/${id}`);
    const paper = app.getByRole('region', { name: 'Giấy xác nhận tình trạng hôn nhân' });
    await paper.getByText(/^Chữ ký số của .* hợp lệ, ký lúc /).waitFor(PATIENT);
    await expectAccessible(app);
    const isPdf = { predicate: (answer: { headers(): Record<string, string> }) => answer.headers()['content-type'] === 'application/pdf' };
    const [file] = await Promise.all([
      app.context().waitForEvent('response', isPdf),
      paper.getByRole('button', { name: 'Mở bản điện tử' }).click(),
    ]);
    expect(file.status()).toBe(200);
    await app.goto(`${copy.miniApp}/vault`);
    await app.getByRole('link', { name: /Giấy xác nhận tình trạng hôn nhân/ }).waitFor();
    await expectAccessible(app);
    await app.context().close();
  });

  it('says who they are by VNeID in the browser, and sees what they once brought to a counter', async () => {
    const app = await copy.phone('ngoc-lan', '/me/identity');
    await press(app, 'Sang VNeID');
    await app.getByRole('alert').getByText('Bạn đánh dấu ô đồng ý trước khi sang VNeID.').waitFor();
    await app.getByRole('checkbox', { name: /^Tôi đồng ý liên kết/ }).check();
    await expectAccessible(app);
    const [browser] = await Promise.all([app.waitForEvent('popup'), press(app, 'Sang VNeID')]);
    await browser.getByLabel('Bạn là').selectOption('ngoc-lan');
    await browser.getByRole('button', { name: 'Đồng ý', exact: true }).click();
    const code = (await browser.locator('.code').textContent()) ?? '';
    await expectAccessible(browser);
    await browser.close();
    await app.getByLabel('Mã bốn số', { exact: true }).fill(code);
    await expectAccessible(app);
    await press(app, 'Xong');
    await app.getByText('Đã xác nhận danh tính').waitFor();
    await app.goto(`${copy.miniApp}/dossiers`);
    await app.getByRole('heading', { name: 'Nộp tại quầy' }).waitFor();
    await app.context().close();
  });
});
