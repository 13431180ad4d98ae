import type { FrameLocator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../scripts/browser.ts';
import { addPaper, BIRTH, expectAccessible, fill, press } from './hands.ts';
import { aPdf, aPhoto } from './papers.ts';
import { useSharedCopy } from './shared-copy.ts';

const copy = useSharedCopy();

const ANSWERS = ['Ở bệnh viện, trạm y tế', 'Chưa, chỉ ghi tên mẹ', 'Chưa quá 60 ngày', 'Người khác được cha mẹ nhờ'];
const PAPERS = [
  'Tờ khai đăng ký khai sinh',
  'Giấy chứng sinh',
  'Giấy ủy quyền có chứng thực',
  'Căn cước, căn cước điện tử hoặc hộ chiếu còn hạn của người đi làm',
  'Giấy chứng minh nơi ở',
  'Giấy chứng nhận kết hôn của cha mẹ',
];
const shown = (app: FrameLocator, name: string) => app.getByRole('main').getByText(name, { exact: true });

describe.skipIf(!hasBrowser())('parents who are not married', () => {
  it('find their papers, fee and promised date by answering, and meet the same papers when filing', async () => {
    const hand = await copy.rehearsal('hoang-phuc');
    const { app } = hand;
    await app.getByRole('link', { name: 'Gõ việc cần làm, không cần dấu' }).click();
    await app.getByRole('textbox', { name: 'Việc cần làm' }).fill('khai sinh');
    await app.getByRole('link', { name: 'Làm giấy khai sinh' }).first().click();
    await app.getByRole('link', { name: 'Xem giấy tờ cho trường hợp của tôi' }).click();
    for (const [index, answer] of ANSWERS.entries()) {
      await app.getByText(new RegExp(`^Câu ${index + 1} trong`)).waitFor();
      if (index === 1) await expectAccessible(app);
      await app.getByRole('radio', { name: answer, exact: true }).check();
      await press(app, 'Tiếp tục');
    }

    await app.getByRole('heading', { name: 'Giấy tờ cho trường hợp của bạn' }).waitFor();
    for (const name of PAPERS) await shown(app, name).waitFor();
    await app.getByText('Vì cha mẹ chưa đăng ký kết hôn: không có giấy này để nộp.').waitFor();
    await app.getByText('Miễn phí', { exact: true }).waitFor();
    const promise = (await app.getByText(/^Nộp hôm nay thì hẹn trả/).textContent()) ?? '';
    await app.getByText('Vì sao là ngày này?').click();
    await app.getByText(/^Hẹn trả kết quả lúc 17:00 /).waitFor();
    await expectAccessible(app);
    await app.getByRole('link', { name: 'Nộp trên điện thoại' }).click();

    await app.getByRole('progressbar', { name: /^Bước 1 trên/ }).waitFor();
    const [child, parents, applicant] = BIRTH;
    const { 'Họ tên cha': _name, 'Ngày sinh của cha': _born, 'Số căn cước của cha': _number, ...mother } = parents;
    await fill(app, child);
    await press(app, 'Tiếp tục');
    await fill(app, { ...mother, 'Có ghi tên cha không?': { tap: 'Không' } });
    await press(app, 'Tiếp tục');
    await fill(app, { ...applicant, 'Bạn là gì của bé?': { tap: 'Người thân khác' }, 'Số điện thoại': '0902555101' });
    await press(app, 'Tiếp tục');

    await app.getByText('Danh sách này theo các câu trả lời của bạn.').waitFor();
    for (const name of PAPERS) await shown(app, name).waitFor();
    await press(app, 'Tiếp tục');
    await app
      .getByRole('alert')
      .getByRole('button', { name: /Giấy ủy quyền có chứng thực/ })
      .waitFor();
    await expectAccessible(app);
    await addPaper(hand, 'Giấy chứng sinh', aPhoto('giay-chung-sinh.png'));
    await addPaper(hand, 'Giấy ủy quyền có chứng thực', aPdf('uy-quyen.pdf'));
    await expect.poll(() => app.getByText('Đã gửi', { exact: true }).count(), { timeout: 20_000 }).toBe(2);
    await press(app, 'Tiếp tục');

    await app.getByRole('heading', { name: 'Bạn xem lại một lần nhé' }).waitFor();
    await app.getByText('Giấy ủy quyền có chứng thực, 1 trang').waitFor();
    await app.getByText(/^Lệ phí khai sinh: Miễn phí\./).waitFor();
    await shown(app, promise).waitFor();
    await hand.close();
  });
});
