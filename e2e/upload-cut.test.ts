import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkImage } from '../bff/src/connectors/file-checker/check-image.ts';
import { hasBrowser } from '../scripts/browser.ts';
import { addPaper, begin, expectAccessible, type Fields, fill, PATIENT, press, receiptNumber, sentPapers } from './hands.ts';
import { aLine, bytesOf, type SentUpload } from './line.ts';
import { aLargePhoto } from './papers.ts';
import { useSharedCopy } from './shared-copy.ts';

const copy = useSharedCopy();

const STEPS = [
  { 'Bạn cần giấy để làm gì?': { tap: 'Đăng ký kết hôn' }, 'Họ tên người sẽ kết hôn với bạn': 'Phạm Thị Bịa' },
  {
    'Từ trước đến nay bạn': { tap: 'Đã ly hôn' },
    'Số bản án hoặc quyết định ly hôn': '15/2024/QĐST-HNGĐ',
    'Ngày của quyết định': '17/05/2024',
  },
  {
    'Họ tên của bạn': 'Võ Quốc Bịa',
    'Ngày sinh': '14/06/1981',
    'Nơi thường trú': 'Ấp Bịa, xã Tân Biên, tỉnh Tây Ninh',
    'Số điện thoại': '0972555104',
    'Số căn cước': '072081005566',
  },
] as const satisfies Fields[];

/** What the authority gets of a photo: our checker draws it anew from exactly what was sent. */
async function shaOfClean(upload: SentUpload): Promise<string> {
  const { clean } = await checkImage(bytesOf(upload), 'image/jpeg');
  return createHash('sha256')
    .update(clean ?? '')
    .digest('hex');
}

describe.skipIf(!hasBrowser())('a network that breaks at 60 % of the second photo, and an app that is closed', () => {
  it('goes on from there when the app is opened again, and what arrives is what was photographed', async () => {
    await using line = await aLine(copy.bff);
    const app = await copy.phone('quoc-dung');
    const context = app.context();
    await line.through(app);
    await begin(app, 'giay doc than', 'Giấy xác nhận độc thân');
    for (const [index, fields] of STEPS.entries()) {
      await app.getByRole('progressbar', { name: new RegExp(`^Bước ${index + 1} trên`) }).waitFor();
      await fill(app, fields);
      await press(app, 'Tiếp tục');
    }
    await addPaper({ page: app, app }, 'Căn cước của bạn', aLargePhoto('can-cuoc.png', 1));
    await expect.poll(() => sentPapers(app).count(), PATIENT).toBe(1);
    line.cutSecondAt(0.6);
    await addPaper({ page: app, app }, 'Quyết định ly hôn hoặc giấy khai tử', aLargePhoto('ly-hon.png', 2));
    await expect.poll(() => line.isCut(), PATIENT).toBe(true);
    await app.getByText(/^Mất mạng hay đóng ứng dụng cũng không mất/).waitFor();
    const draft = new URL(app.url()).pathname;
    await app.close();

    const second = line.uploads()[1] as SentUpload;
    const offset = Math.floor(second.sizeBytes * 0.6);
    await expect.poll(() => line.offset(second.id), PATIENT).toBe(offset); // all that got through is kept
    const partsBefore = second.parts.length;
    line.mend();

    const again = await context.newPage();
    await line.through(again);
    await again.goto(new URL(`${draft}?persona=quoc-dung`, copy.miniApp).href);
    await again.getByText('Đang gửi tiếp 1 tệp còn dở').waitFor();
    await expectAccessible(again);
    line.letGo();
    await expect.poll(() => sentPapers(again).count(), PATIENT).toBe(2);
    await again.getByText('Đang gửi tiếp 1 tệp còn dở').waitFor({ state: 'detached' });
    const rest = second.parts.slice(partsBefore);
    expect(line.uploads()).toHaveLength(2); // none began anew
    expect(rest[0]?.at).toBe(offset);
    expect(rest.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBe(second.sizeBytes - offset); // and no byte was sent twice
    await press(again, 'Tiếp tục');

    await again.getByRole('checkbox', { name: /Tôi đồng ý gửi hồ sơ này/ }).check();
    await press(again, 'Nộp hồ sơ');
    const receiptNo = await receiptNumber(again);
    await expect.poll(() => copy.inProvince(receiptNo), PATIENT).toMatchObject([{ timesFiled: 1 }]);
    const [kept] = await copy.inProvince(receiptNo);
    expect(kept?.files.map(({ sha256 }) => sha256)).toEqual(await Promise.all(line.uploads().map(shaOfClean)));
    await context.close();
  });
});
