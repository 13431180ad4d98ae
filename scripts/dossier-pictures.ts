import { join } from 'node:path';
import type { Copy } from '../e2e/running-copy.ts';

type Phone = Awaited<ReturnType<Copy['phone']>>;
type Citizen = Awaited<ReturnType<Copy['citizen']>>;

const SINGLE = '1.004873';
const HOUSEHOLD = '1.001612';
/** Has no form of its own: who, where, what, and the papers of the procedure. */
const GENERIC = '1.004845';
/** Pictures that are also made dark and with letters of twice the size. */
const IN_ALL_LOOKS = new Set(['supplement', 'fee', 'late', 'result', 'identity']);

/** Of `docs/pictures`: what a dossier meets between filing and its result, and who may act for whom. */
export async function pictureDossiers(copy: Copy, folder: string) {
  const shot = async (phone: Phone, name: string) => {
    await phone.waitForLoadState('networkidle');
    await phone.screenshot({ path: join(folder, `${name}.png`) });
    if (!IN_ALL_LOOKS.has(name)) return;
    /** As on a phone, the app asks for its look when it opens. */
    const wear = async (colorScheme: 'dark' | 'light') => {
      await phone.emulateMedia({ colorScheme });
      await phone.reload();
      await phone.getByRole('main').waitFor();
      await phone.waitForLoadState('networkidle');
    };
    await wear('dark');
    await phone.screenshot({ path: join(folder, `${name}-dark.png`) });
    await wear('light');
    const big = await phone.addStyleTag({ content: ':root { font-size: 200% !important }' });
    await phone.screenshot({ path: join(folder, `${name}-200.png`) });
    await big.evaluate((style) => style.parentNode?.removeChild(style));
  };
  const open = async (phone: Phone, path: string) => {
    await phone.goto(copy.miniApp + path);
    await phone.getByRole('main').waitFor();
  };
  await pictureForms();
  await pictureLife();
  await pictureFees();
  await pictureResult();
  await picturePeople();

  async function pictureForms() {
    const owner = await copy.citizen('hoang-phuc');
    const phone = await copy.phone('hoang-phuc');
    const people = await owner.fillDraft(HOUSEHOLD, undefined, {
      ownership: 'gia-dinh',
      members: [
        { fullName: 'Trần Thị Ví Dụ', birthDate: '1990-04-03', sex: 'nu', personalNumber: '072190000003', relation: 'Vợ' },
        { fullName: 'Phạm Ví Dụ', birthDate: '2005-08-09', sex: 'nam', personalNumber: '072205000007', relation: 'Con' },
      ],
    });
    await open(phone, `/drafts/${people.id}/form/2`);
    await phone.getByRole('heading', { name: 'Người 1' }).evaluate((heading) => heading.scrollIntoView({ block: 'center' }));
    await shot(phone, 'form-people');

    const plain = await owner.fillDraft(GENERIC);
    await open(phone, `/drafts/${plain.id}/form/0`);
    await shot(phone, 'form-generic');

    const two = await owner.fillDraft(SINGLE);
    await open(phone, `/drafts/${two.id}/form/2`);
    const name = phone.getByLabel('Họ tên của bạn', { exact: true });
    await name.waitFor();
    const known = (await (await owner.call(`/v1/drafts/${two.id}`)).json()) as { etag: string; answers: object; files: object[] };
    const answers = { ...known.answers, applicantName: 'Lê Thị Ví Dụ Hai' };
    const files = known.files.map((file) => ({ componentId: part(file, 'componentId'), fileId: part(file, 'fileId') }));
    const headers = { 'if-match': known.etag };
    await owner.call(`/v1/drafts/${two.id}`, { method: 'PUT', body: JSON.stringify({ answers, files }), headers });
    await name.fill('Lê Thị Ví Dụ Ba');
    await phone.getByRole('link', { name: 'Xem và chọn' }).click();
    await shot(phone, 'conflict');

    await open(phone, `/drafts/${two.id}/handoff`);
    await phone.getByRole('button', { name: 'Tạo mã' }).click();
    await phone.getByText('Đưa mã này cho cán bộ').waitFor();
    await shot(phone, 'handoff');
    await phone.context().close();
  }

  async function pictureLife() {
    const phone = await copy.phone('van-binh');
    const asked = await copy.received('van-binh', SINGLE);
    const reason = 'Ảnh bị mờ, không đọc được ngày cấp';
    await asked.desk('ask-supplement', { ask: { hours: 72, papers: [{ componentId: 'giay-tuy-than', reason, markedPages: [1] }] } });
    await asked.seen(5);
    await open(phone, `/dossiers/${asked.id}`);
    await shot(phone, 'supplement-asked');
    await phone.getByRole('link', { name: 'Gửi giấy tờ bổ sung' }).click();
    await phone.getByText(reason).waitFor();
    await shot(phone, 'supplement');

    const late = await copy.received('van-binh', HOUSEHOLD);
    await late.desk('process');
    await late.seen(4);
    await late.desk('apologise', { note: 'Chờ nơi khác xác minh' });
    await late.owner.until(async () => (await late.owner.inbox()).find(({ title }) => title === 'Hẹn lại ngày trả kết quả') ?? null);
    await open(phone, `/dossiers/${late.id}`);
    await shot(phone, 'apology');
    await late.desk('process', { dueInHours: -1 });
    await late.owner.until(async () => (Date.parse((await late.owner.dossier(late.id)).dueAt ?? '') < Date.now() ? true : null));
    await open(phone, `/dossiers/${late.id}`);
    await shot(phone, 'late');
    await open(phone, `/dossiers/${late.id}/delivery`);
    await shot(phone, 'delivery');

    const gone = await copy.received('van-binh', '1.013225');
    await open(phone, `/dossiers/${gone.id}/withdraw`);
    await phone.getByRole('heading', { name: 'Bạn muốn rút hồ sơ này?' }).waitFor();
    await shot(phone, 'withdraw');
    await phone.getByRole('button', { name: 'Rút hồ sơ', exact: true }).click();
    await phone.getByText('Yêu cầu rút hồ sơ đã đến tỉnh').waitFor();
    await gone.desk('agree-withdrawal');
    await gone.seen(7);
    await open(phone, `/dossiers/${gone.id}`);
    await shot(phone, 'withdrawn');

    await open(phone, '/tracking');
    await phone.getByLabel('Số biên nhận hoặc mã hồ sơ').fill(late.receiptNo);
    await phone.getByRole('button', { name: 'Xem hồ sơ' }).click();
    await phone.getByText('Cơ quan đang giải quyết').waitFor();
    await shot(phone, 'tracking');
    await phone.context().close();
  }

  /** One dossier, paid in every way that can go wrong, until it is paid. */
  async function pictureFees() {
    const { id, desk, seen } = await copy.received('quoc-dung', SINGLE);
    await desk('ask-fee', { amountVnd: 50_000, purpose: 'Lệ phí (bịa để thử)' });
    await seen(6);
    const phone = await copy.phone('quoc-dung');
    await open(phone, `/dossiers/${id}/payment`);
    await phone.getByRole('radio', { name: /^Nền tảng thanh toán quốc gia/ }).check();
    await shot(phone, 'fee'); // opened anew for each look, so that nothing is chosen any more
    await phone.getByRole('radio', { name: /^Nền tảng thanh toán quốc gia/ }).check();
    const pay = async (how: string) => {
      const [bank] = await Promise.all([
        phone.waitForEvent('popup'),
        phone.getByRole('button', { name: 'Nộp 50.000 đồng', exact: true }).click(),
      ]);
      await bank.getByRole('button', { name: how, exact: true }).click();
      await bank.getByText(/^Tình trạng: (Đã nộp|Không thành công|Ngân hàng đang xử lý)/).waitFor();
      await bank.close();
    };
    await pay('Ngân hàng từ chối');
    await phone.getByText('Lần nộp trước không thành công').waitFor();
    await shot(phone, 'fee-failed');
    for (const [state, words] of [
      ['expired', 'Lần nộp trước đã hết giờ'],
      ['refunding', 'Tiền nộp thừa đang được hoàn lại'],
    ] as const) {
      const undo = await pretendLastPayment(phone, state);
      await open(phone, `/dossiers/${id}/payment`);
      await phone.getByText(words).waitFor();
      await shot(phone, `fee-${state}`);
      await undo();
    }
    await open(phone, `/dossiers/${id}/payment`);
    await phone.getByRole('radio', { name: /^Nền tảng thanh toán quốc gia/ }).check();
    await pay('Nộp tiền');
    await phone.getByText('Đã nộp xong', { exact: true }).waitFor();
    await shot(phone, 'fee-paid');
    await phone.context().close();

    const other = await copy.received('kim-ngan', SINGLE);
    await other.desk('ask-fee', { amountVnd: 50_000, purpose: 'Lệ phí (bịa để thử)' });
    await other.seen(6);
    const second = await copy.phone('kim-ngan');
    await open(second, `/dossiers/${other.id}/payment`);
    await second.getByRole('radio', { name: /^Nền tảng thanh toán quốc gia/ }).check();
    const [bank] = await Promise.all([second.waitForEvent('popup'), second.getByRole('button', { name: 'Nộp 50.000 đồng' }).click()]);
    await second.getByText('Đang chờ xác nhận, đừng nộp lại').waitFor();
    await shot(second, 'fee-waiting');
    await bank.getByRole('button', { name: 'Nộp thiếu 1.000 đồng' }).click();
    await second.getByText('Số tiền nhận được chưa khớp').waitFor();
    await shot(second, 'fee-other-amount');
    await second.context().close();
  }

  async function pictureResult() {
    const { id, desk, seen } = await copy.received('minh-tam', SINGLE);
    await desk('finish', { result: { validUntil: inDays(40) } });
    await seen(9);
    const phone = await copy.phone('minh-tam');
    await open(phone, `/dossiers/${id}`);
    await phone.getByText(/^Chữ ký số của .* hợp lệ/).waitFor();
    await shot(phone, 'result');
    await phone.getByText('Bạn thấy cách giải quyết thế nào?').evaluate((heading) => heading.scrollIntoView({ block: 'center' }));
    await shot(phone, 'rating');
    await open(phone, '/vault');
    await phone.getByRole('link', { name: /Giấy xác nhận tình trạng hôn nhân/ }).waitFor();
    await shot(phone, 'vault');

    const fetched = await copy.received('minh-tam', SINGLE);
    await fetched.owner.call(`/v1/dossiers/${fetched.id}/delivery`, { method: 'PUT', body: JSON.stringify({ way: 'counter' }) });
    await fetched.desk('finish');
    await fetched.seen(9);
    await open(phone, `/dossiers/${fetched.id}/pickup`);
    await phone.getByRole('radio').first().waitFor();
    await shot(phone, 'pickup');
    await phone.context().close();
  }

  async function picturePeople() {
    const phone = await copy.phone('ngoc-lan');
    await open(phone, '/me/identity');
    await shot(phone, 'identity');
    await phone.getByRole('checkbox', { name: /^Tôi đồng ý liên kết/ }).check();
    const [browser] = await Promise.all([phone.waitForEvent('popup'), phone.getByRole('button', { name: 'Sang VNeID' }).click()]);
    await browser.getByLabel('Bạn là').selectOption('ngoc-lan');
    await browser.getByRole('button', { name: 'Đồng ý', exact: true }).click();
    await phone.getByText('Nhập mã vừa hiện').waitFor();
    await shot(phone, 'identity-code');
    await phone.getByLabel('Mã bốn số', { exact: true }).fill((await browser.locator('.code').textContent()) ?? '');
    await phone.getByRole('button', { name: 'Xong', exact: true }).click();
    await phone.getByText('Đã xác nhận danh tính').waitFor();
    await open(phone, '/vault');
    await phone.getByRole('button', { name: /^Mở / }).first().waitFor();
    await shot(phone, 'stored-papers');
    await open(phone, '/me/people/new');
    await shot(phone, 'people-new');
    const owner = await copy.citizen('ngoc-lan');
    await make(owner, '/v1/authorisations', { kind: 'paper', personName: 'Võ Thị Bịa', until: inDays(180) });
    await open(phone, '/me/people');
    await shot(phone, 'people');

    const shop = await make(owner, '/v1/organisations', { name: 'Hộ kinh doanh Tạp hóa Bịa Ra', taxCode: '080175002211' });
    const rights = { kind: 'organisation', organisationId: shop.id, maySubmit: false, until: inDays(180) };
    const { code } = await make(owner, '/v1/authorisations', rights);
    const staff = await copy.phone('van-binh', '/me/people/accept');
    await staff.getByLabel('Mã 6 chữ số', { exact: true }).fill(String(code));
    await staff.getByRole('button', { name: 'Xem lời mời' }).click();
    await staff.getByRole('heading', { name: /^Võ Ngọc Lan mời bạn/ }).waitFor();
    await shot(staff, 'people-accept');
    await staff.getByRole('button', { name: 'Tôi đồng ý' }).click();
    await staff.getByText('Từ nay hai bên cùng thấy hồ sơ nộp thay.').waitFor();
    const helper = await copy.citizen('van-binh');
    const agreed = (await (await helper.call('/v1/authorisations')).json()) as { items: { id: string }[] };
    const draft = await helper.fillDraft(HOUSEHOLD, undefined, {}, { authorisationId: agreed.items[0]?.id ?? '' });
    await open(staff, `/drafts/${draft.id}/review`);
    await staff.getByText('Bạn chuẩn bị được, còn nộp thì người đại diện làm.').waitFor();
    await shot(staff, 'organisation-prepared');
    await staff.getByRole('button', { name: 'Gửi cho người đại diện xem và nộp' }).click();
    await staff.getByText('Đã gửi cho người đại diện', { exact: true }).waitFor();
    await open(phone, `/drafts/${draft.id}/review`);
    await phone.getByText('Người làm hồ sơ gửi bạn xem và nộp').waitFor();
    await shot(phone, 'organisation');
    await staff.context().close();
    await phone.context().close();
  }
}

/**
 * What takes a quarter of an hour, or a bank: the server's answer reaches the phone with another state of the last attempt.
 * @returns ends it
 */
async function pretendLastPayment(phone: Phone, state: 'expired' | 'refunding'): Promise<() => Promise<void>> {
  const path = '**/v1/dossiers/*/payments';
  await phone.route(path, async (route) => {
    const answer = await route.fetch();
    const json = (await answer.json()) as { items: object[] };
    await route.fulfill({
      response: answer,
      json: { ...json, items: json.items.map((item, at) => (at === 0 ? { ...item, state } : item)) },
    });
  });
  return () => phone.unroute(path);
}
/** @throws Error when refused */
async function make(owner: Citizen, path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const made = await owner.call(path, { method: 'POST', body: JSON.stringify(body), headers });
  if (!made.ok) throw new Error(`${path}: ${made.status} ${await made.text()}`);
  return (await made.json()) as Record<string, unknown>;
}
const part = (file: object, name: string): unknown => (file as Record<string, unknown>)[name];
/** A day so many days from now, `yyyy-mm-dd`. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
