import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startCopy } from '../e2e/running-copy.ts';
import { hasBrowser } from './browser.ts';

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

  const screens: Record<string, string> = {
    home: '/',
    search: '/search',
    procedure: '/procedures/1.004873',
    checklist: '/procedures/1.001193/checklist/1',
    apply: '/procedures/1.004873/apply',
    offices: '/offices',
    form: `/drafts/${draft.id}/form/1`,
    papers: `/drafts/${draft.id}/papers`,
    review: `/drafts/${draft.id}/review`,
    receipt: `/dossiers/${filed.id}/receipt`,
    dossiers: '/dossiers',
    dossier: `/dossiers/${filed.id}`,
    inbox: '/inbox',
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
    await phone.screenshot({ path: join(folder, `${name}.png`) });
  }
  await phone.goto(`${copy.miniApp}/easy`);
  await phone.getByText('Về giao diện thường').click(); // easy mode stays until somebody leaves it
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
} finally {
  await copy.stop();
}
