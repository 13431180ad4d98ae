import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Pickup } from '@tayninh/shared/features/pickups/pickups.contract';
import { pictureOfPdf } from '../e2e/picture-of-pdf.ts';
import { type Copy, startCopy } from '../e2e/running-copy.ts';
import { hasBrowser } from './browser.ts';
import { pictureDossiers } from './dossier-pictures.ts';

type Page = Awaited<ReturnType<Copy['phone']>>;
type Citizen = Awaited<ReturnType<Copy['citizen']>>;

/** Pictures of every screen for `docs/pictures`, from a copy of the product with invented people. */
const folder = resolve(import.meta.dirname, '../docs/pictures');
if (!hasBrowser()) throw new Error('no Chromium: see scripts/browser.ts');
mkdirSync(folder, { recursive: true });
const copy = await startCopy();
try {
  const citizen = await copy.citizen('thu-ha');
  const filed = await citizen.submit((await citizen.fillDraft('1.001193')).id, crypto.randomUUID());
  await citizen.until(async () => ((await citizen.dossier(filed.id)).state === 'confirmed' ? true : null));
  const [kept] = await citizen.provinceDossiers(filed.receiptNo);
  await citizen.deskAction(kept?.code ?? '', 'accept');
  await citizen.until(async () => ((await citizen.oaThread()).length > 1 ? true : null));
  const draft = await citizen.fillDraft('1.004873');
  const numbered = await aCounterNumber(citizen);

  const screens: Record<string, string> = {
    home: '/',
    search: '/search',
    browse: '/browse',
    'browse-list': '/browse/event/co-con-nho',
    procedure: '/procedures/1.004873',
    share: '/procedures/1.004873/share',
    portal: '/procedures/1.004194/portal',
    counter: '/procedures/2.000815/counter',
    checklist: '/procedures/1.001193/checklist/1',
    apply: '/procedures/1.004873/apply',
    offices: '/offices',
    'offices-near': '/offices',
    form: `/drafts/${draft.id}/form/1`,
    papers: `/drafts/${draft.id}/papers`,
    review: `/drafts/${draft.id}/review`,
    'receipt-page': `/dossiers/${filed.id}/receipt`,
    dossiers: '/dossiers',
    dossier: `/dossiers/${filed.id}`,
    'counter-number': `/dossiers/${numbered}`,
    inbox: '/inbox',
    'check-message': '/inbox/check',
    notices: '/me/notices',
    status: '/status',
    addresses: '/addresses',
    'my-commune': '/me/commune',
    me: '/me',
    phone: '/me/phone',
    easy: '/easy',
  };
  const phone = await copy.phone('thu-ha');
  for (const [name, path] of Object.entries(screens)) {
    await phone.goto(copy.miniApp + path);
    await phone.waitForLoadState('networkidle');
    if (name === 'search') {
      await phone.getByRole('searchbox').or(phone.getByRole('textbox')).first().fill('lam khai sinh cho be');
      await phone.getByText('Làm giấy khai sinh').first().waitFor();
    }
    if (name === 'offices') {
      await phone.getByRole('searchbox').or(phone.getByRole('textbox')).first().fill('ben luc');
      await phone.getByText('Bến Lức').first().waitFor();
    }
    if (name === 'offices-near') {
      await phone.getByRole('button', { name: 'Tìm nơi gần tôi' }).click();
      await phone.getByText('Khoảng').first().waitFor();
    }
    if (name === 'addresses') {
      await phone.getByRole('textbox').fill('12 Nguyễn Trãi, phường 2, TP Tây Ninh');
      await phone.getByText('Địa chỉ mới').waitFor();
    }
    await phone.screenshot({ path: join(folder, `${name}.png`) });
  }
  await pictureReceipts(phone, citizen, filed.id);
  await phone.goto(`${copy.miniApp}/easy`);
  await phone.getByText('Về giao diện thường').click(); // easy mode stays until somebody leaves it
  await pictureSearch(phone);
  const picture = (name: string) => phone.screenshot({ path: join(folder, `${name}.png`) });
  const answerAll = async (parents: string) => {
    await phone.goto(`${copy.miniApp}/procedures/1.001193/checklist/0`);
    for (const answer of ['Ở bệnh viện, trạm y tế', parents, 'Chưa quá 60 ngày', 'Cha hoặc mẹ']) {
      await phone.getByRole('radio', { name: answer, exact: true }).check({ force: true });
      await phone.getByRole('button', { name: 'Tiếp tục' }).click();
    }
    await phone.getByRole('heading', { name: 'Giấy tờ cho trường hợp của bạn' }).waitFor();
    await phone.waitForLoadState('networkidle');
  };
  await answerAll('Đã đăng ký kết hôn');
  await picture('my-papers');
  await phone.getByText('Vì sao là ngày này?').click();
  await phone.getByText('Vì sao là ngày này?').evaluate((summary) => summary.scrollIntoView({ block: 'center' }));
  await picture('promise');
  await answerAll('Chưa, và muốn ghi tên cha');
  await phone.getByRole('heading', { name: 'Nộp bản chính' }).evaluate((heading) => heading.scrollIntoView({ block: 'center' }));
  await picture('my-papers-not-married');
  await phone.goto(`${copy.miniApp}/me`);
  await phone.getByRole('radio', { name: 'English' }).waitFor();
  await phone.getByRole('radio', { name: 'English' }).dispatchEvent('click');
  await phone.getByText('Text size').waitFor();
  await phone.goto(`${copy.miniApp}/procedures/1.001193`);
  await phone.getByRole('link', { name: 'See the papers for my case' }).waitFor();
  await picture('english');
  const desk = await copy.desk();
  await desk.getByText(filed.receiptNo).first().click();
  await desk.screenshot({ path: join(folder, 'sandbox-desk.png') });
  await desk.goto(copy.sandbox);
  await desk.frameLocator('#app').getByText('Làm giấy khai sinh').first().waitFor();
  await desk.screenshot({ path: join(folder, 'sandbox-phone.png') });
  await pictureDossiers(copy, folder);
} finally {
  await copy.stop();
}

/** The papers to keep: form 01, and our own receipt of the moment of filing. */
async function pictureReceipts(phone: Page, citizen: Citizen, dossierId: string) {
  for (const [name, kind] of [
    ['receipt', 'reception'],
    ['receipt-filing', 'filing'],
  ] as const) {
    const pdf = await (await citizen.call(`/v1/dossiers/${dossierId}/receipt?kind=${kind}`)).arrayBuffer();
    writeFileSync(join(folder, `${name}.png`), await pictureOfPdf(phone.context(), new Uint8Array(pdf)));
  }
}

/** A result that waits at the counter, and a number for the last hour that is offered. @returns the dossier's id */
async function aCounterNumber(citizen: Awaited<ReturnType<Copy['citizen']>>): Promise<string> {
  const { id } = await citizen.submit((await citizen.fillDraft('1.004873')).id, crypto.randomUUID());
  const code = await citizen.until(async () => (await citizen.dossier(id)).code ?? null);
  await citizen.call(`/v1/dossiers/${id}/delivery`, { method: 'PUT', body: JSON.stringify({ way: 'counter' }) });
  for (const action of ['accept', 'process', 'finish']) await citizen.deskAction(code, action);
  await citizen.until(async () => ((await citizen.dossier(id)).status === 9 ? true : null));
  const pickup = async () => (await (await citizen.call(`/v1/dossiers/${id}/pickup`)).json()) as Pickup;
  const { day, slots } = (await pickup()).days.at(-1) ?? { day: '', slots: [] };
  await citizen.call(`/v1/dossiers/${id}/pickup`, { method: 'PUT', body: JSON.stringify({ day, from: slots[1]?.from }) });
  await citizen.until(async () => ((await pickup()).number?.state === 'taken' ? true : null));
  return id;
}

/** Search half typed, asking back, finding nothing, without a network; the last also dark. */
async function pictureSearch(phone: Awaited<ReturnType<Copy['phone']>>) {
  const field = phone.getByRole('textbox', { name: 'Việc cần làm' });
  for (const colorScheme of ['light', 'dark'] as const) {
    const name = (what: string) => join(folder, `search-${what}${colorScheme === 'dark' ? '-dark' : ''}.png`);
    await phone.emulateMedia({ colorScheme });
    await phone.goto(`${copy.miniApp}/search`);
    await phone.waitForFunction(() => Object.keys(localStorage).some((key) => key.endsWith('catalogue-checked')));
    for (const [what, words, seen] of [
      ['typing', 'giay khai s', 'Làm giấy khai sinh'],
      ['clarify', 'đất đai', 'Bạn cần'],
      ['none', 'zzqx wwvv', 'Chưa tìm thấy việc này'],
    ] as const) {
      await field.fill(words);
      await phone.getByText(seen).first().waitFor();
      await phone.waitForLoadState('networkidle');
      await phone.screenshot({ path: name(what) });
    }
    await phone.context().setOffline(true);
    await field.fill('khai sinh');
    await phone.getByText(/Đang mất mạng/).waitFor();
    await phone.screenshot({ path: name('offline') });
    await phone.context().setOffline(false);
  }
  await phone.emulateMedia({ colorScheme: 'light' });
}
