import type { Authorisation } from '@tayninh/shared/features/authorisations/authorisations.contract';
import type { DraftFor } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { aDraft, aProcedure, DRAFT_ID, type FakeBff, ID, problem, startFakeBff } from '../testing/fake-bff.ts';
import { newPhone, openApp, storedOnPhone } from '../testing/open-app.tsx';

const anAuthorisation = (part: Partial<Authorisation> = {}): Authorisation => ({
  id: ID,
  kind: 'relative',
  state: 'active',
  iAm: 'helper',
  otherName: 'Phạm Thị Sáu',
  organisation: null,
  maySubmit: true,
  procedures: null,
  until: '2027-05-24',
  acceptBy: null,
  ...part,
});
const peopleAre = (bff: FakeBff, ...items: Authorisation[]) =>
  bff.on('GET /v1/authorisations', () => ({ json: { items, organisations: [] } }));
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }));
const sent = (bff: FakeBff, route: string) => bff.calls.filter((call) => call.route === route).map(({ body }) => body);

beforeEach(newPhone);

describe('for whom', () => {
  it('is asked once somebody may be filed for, and the form begins for the one chosen', async () => {
    await using bff = await startFakeBff();
    peopleAre(bff, anAuthorisation(), anAuthorisation({ id: DRAFT_ID, state: 'ended', otherName: 'Người Đã Thôi' }));
    bff.on('POST /v1/drafts', () => ({ status: 201, json: aDraft() }));
    openApp('/procedures/1.004873/apply', bff);
    await press(/Thay Phạm Thị Sáu/);
    expect(screen.queryByText(/Người Đã Thôi/)).toBeNull();
    await screen.findByLabelText(/Họ tên của bạn/);
    expect(sent(bff, 'POST /v1/drafts')).toEqual([expect.objectContaining({ for: { authorisationId: ID } })]);
  });

  it('is not asked of whoever files for nobody else', async () => {
    await using bff = await startFakeBff();
    bff.on('POST /v1/drafts', () => ({ status: 201, json: aDraft() }));
    openApp('/procedures/1.004873/apply', bff);
    await screen.findByLabelText(/Họ tên của bạn/);
    expect(sent(bff, 'POST /v1/drafts')[0]).not.toHaveProperty('for');
  });
});

describe('the people of a citizen', () => {
  it('an invitation shows its six digits once, says on the list once that it waits, and can be withdrawn', async () => {
    await using bff = await startFakeBff();
    const invited = anAuthorisation({ state: 'invited', otherName: null, acceptBy: new Date(Date.now() + 86_400_000).toISOString() });
    bff.on('POST /v1/authorisations', () => ({ status: 201, json: { authorisation: invited, code: '482913' } }));
    bff.on(`DELETE /v1/authorisations/${ID}`, () => ({ status: 204 }));
    openApp('/me/people/new', bff);
    await press(/Tôi nộp thay người nhà/);
    peopleAre(bff, invited);
    await press('Tạo mã mời');
    expect(await screen.findByLabelText(/Mã mời/)).toBeTruthy();
    expect(sent(bff, 'POST /v1/authorisations')).toEqual([expect.objectContaining({ kind: 'relative', iAm: 'helper' })]);
    expect(storedOnPhone()).not.toContain('482913');
    await press('Xong');
    expect(await screen.findAllByText(/Chờ người kia nhập mã/)).toHaveLength(1);
    await press('Hủy lời mời');
    expect(bff.times(`DELETE /v1/authorisations/${ID}`)).toBe(0);
    fireEvent.click((await screen.findAllByRole('button', { name: 'Hủy lời mời' })).at(-1) as HTMLElement);
    await waitFor(() => expect(bff.times(`DELETE /v1/authorisations/${ID}`)).toBe(1));
  });

  it('accepting says first what it means; a wrong code says so and agrees to nothing', async () => {
    await using bff = await startFakeBff();
    bff.on('POST /v1/authorisations/invitation', () => problem('invitation-not-found'));
    bff.on('POST /v1/authorisations/acceptance', () => ({ json: anAuthorisation({ iAm: 'principal', otherName: 'Huỳnh Thị Thu Hà' }) }));
    openApp('/me/people/accept', bff);
    fireEvent.change(await screen.findByLabelText(/Mã 6 chữ số/), { target: { value: '482 913' } });
    await press('Xem lời mời');
    expect(await screen.findByRole('alert')).toBeTruthy();
    bff.on('POST /v1/authorisations/invitation', () => ({
      json: {
        kind: 'relative',
        iAm: 'principal',
        inviterName: 'Huỳnh Thị Thu Hà',
        organisationName: null,
        maySubmit: true,
        procedures: null,
        until: '2027-05-24',
      },
    }));
    await press('Xem lời mời');
    expect(await screen.findByText('Huỳnh Thị Thu Hà xin nộp hồ sơ thay bạn')).toBeTruthy();
    expect(screen.getByText('Nếu không quen người này, đừng đồng ý.')).toBeTruthy();
    expect(bff.times('POST /v1/authorisations/acceptance')).toBe(0);
    await press('Tôi đồng ý');
    expect(await screen.findByText('Từ nay hai bên cùng thấy hồ sơ nộp thay.')).toBeTruthy();
    expect(sent(bff, 'POST /v1/authorisations/acceptance')).toEqual([{ code: '482913', consent: true }]);
  });

  it('ending asks once and says what it does', async () => {
    await using bff = await startFakeBff();
    peopleAre(bff, anAuthorisation());
    bff.on(`DELETE /v1/authorisations/${ID}`, () => ({ status: 204 }));
    openApp('/me/people', bff);
    await press('Thôi ủy quyền với Phạm Thị Sáu');
    expect(await screen.findByText(/Có hiệu lực ngay/)).toBeTruthy();
    peopleAre(bff, anAuthorisation({ state: 'ended' }));
    await press('Thôi');
    expect(await screen.findByText('Đã thôi')).toBeTruthy();
  });
});

describe('a form for an organisation', () => {
  const forCompany = (part: Partial<DraftFor> = {}): DraftFor => ({
    kind: 'organisation',
    name: 'Công ty Bịa Để Thử',
    authorisationId: ID,
    iAm: 'helper',
    maySubmit: false,
    sentForReviewAt: null,
    ...part,
  });
  const REVIEW = `POST /v1/drafts/${DRAFT_ID}/review`;

  it.each([
    ['a helper who only prepares', { maySubmit: false }, undefined, 'Bạn chuẩn bị được, còn nộp thì người đại diện làm.'],
    ['even one who may file, at level L3', { maySubmit: true }, 'L3', 'Thủ tục này cần chính người đại diện xác nhận bằng VNeID rồi nộp.'],
  ] as const)('%s sends it to the representative', async (_who, rights, submitLevel, why) => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/procedures/1.004873', () => ({ json: { ...aProcedure, ...(submitLevel && { submitLevel }) } }));
    bff.on(`GET /v1/drafts/${DRAFT_ID}`, () => ({ json: aDraft({ for: forCompany(rights) }) }));
    bff.on(REVIEW, () => ({ status: 204 }));
    openApp(`/drafts/${DRAFT_ID}/review`, bff);
    expect(await screen.findByText(why)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Nộp hồ sơ' })).toBeNull();
    await press('Gửi cho người đại diện xem và nộp');
    expect(await screen.findByText('Đã gửi cho người đại diện')).toBeTruthy();
    expect(sent(bff, REVIEW)).toEqual([{ isSent: true }]);
  });

  it('taken at a counter only: the helper reads what the representative does next', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/procedures/1.004873', () => ({ json: { ...aProcedure, submitMode: 'counter' } }));
    bff.on(`GET /v1/drafts/${DRAFT_ID}`, () => ({ json: aDraft({ for: forCompany() }) }));
    bff.on(REVIEW, () => ({ status: 204 }));
    openApp(`/drafts/${DRAFT_ID}/review`, bff);
    expect(await screen.findByText(/Bạn gửi cho người đại diện, họ lấy mã và mang giấy tờ đến quầy/)).toBeTruthy();
    await press('Gửi cho người đại diện xem và nộp');
    expect(await screen.findByText(/Người đại diện xem, lấy mã rồi nộp tại quầy/)).toBeTruthy();
  });

  it('once it is handed over the helper reads who has it, and is offered nothing that is refused', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/procedures/1.004873', () => ({ json: { ...aProcedure, submitMode: 'counter' } }));
    bff.on(`GET /v1/drafts/${DRAFT_ID}`, () => ({ json: aDraft({ for: forCompany(), isHandedOver: true }) }));
    openApp(`/drafts/${DRAFT_ID}/review`, bff);
    expect(await screen.findByText('Tờ khai đang chờ nộp tại quầy')).toBeTruthy();
    expect(screen.getByText(/Người đại diện đã lấy mã và nộp tại quầy/)).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Mã nộp tại quầy' })).toBeNull();
    expect(screen.queryByRole('button', { name: /người đại diện/ })).toBeNull();
  });
});

describe('a counter', () => {
  const HANDOFF = `/v1/drafts/${DRAFT_ID}/handoff`;

  it('gets a code with the time left; the form can be taken back', async () => {
    await using bff = await startFakeBff();
    const handoff = { state: 'waiting', expiresAt: new Date(Date.now() + 90 * 60_000 + 20_000).toISOString() };
    let live: typeof handoff | null = null;
    bff.on(`GET ${HANDOFF}`, () => ({ json: { handoff: live, dossierId: null } }));
    bff.on(`POST ${HANDOFF}`, () => {
      live = handoff;
      return { status: 201, json: { ...handoff, code: '015927' } };
    });
    bff.on(`DELETE ${HANDOFF}`, () => {
      live = null;
      return { status: 204 };
    });
    openApp(`/drafts/${DRAFT_ID}/handoff`, bff);
    await press('Tạo mã');
    expect(await screen.findByText('Còn dùng được 1 giờ 30 phút')).toBeTruthy();
    expect(screen.getByLabelText(/Mã nộp tại quầy/)).toBeTruthy();
    expect(storedOnPhone()).not.toContain('015927');
    await press('Lấy lại tờ khai');
    await waitFor(() => expect(bff.times(`DELETE ${HANDOFF}`)).toBe(1));
    await waitFor(() => expect(window.location.pathname).toBe(`/drafts/${DRAFT_ID}/review`));
  });

  it('is the only way for what cannot be filed in the app, and its page offers to fill in at home', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/procedures/1.004873', () => ({ json: { ...aProcedure, submitMode: 'counter' } }));
    const { unmount } = openApp('/procedures/1.004873/counter', bff);
    expect((await screen.findByRole('link', { name: /Điền tờ khai trước ở nhà/ })).getAttribute('href')).toBe('/procedures/1.004873/apply');
    unmount();
    openApp(`/drafts/${DRAFT_ID}/review`, bff);
    expect(await screen.findByText('Thủ tục này nhận tại quầy, không nộp được trong ứng dụng.')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Mã nộp tại quầy' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Nộp/ })).toBeNull();
    expect(screen.queryByRole('checkbox')).toBeNull();
  });
});
