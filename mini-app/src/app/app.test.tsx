import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { aDossier, aDraft, aProcedureItem, DRAFT_ID, ID, problem, startFakeBff, summaryOf } from '../testing/fake-bff.ts';
import { newPhone, openApp, storedOnPhone } from '../testing/open-app.tsx';

beforeEach(newPhone);

describe('search', () => {
  it('shows results for words without diacritics and marks what matched', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/procedures', ({ url }) => ({
      json: { items: url.searchParams.get('q') === 'giay doc th' ? [aProcedureItem()] : [], nextCursor: null, suggestions: [] },
    }));
    openApp('/search', bff);
    fireEvent.change(screen.getByRole('textbox', { name: 'Việc cần làm' }), { target: { value: 'giay doc th' } });
    const row = await screen.findByRole('link', { name: /Giấy\s+xác nhận\s+độc thân/ });
    expect([...row.querySelectorAll('mark')].map((mark) => mark.textContent)).toContain('độc thân');
    expect(screen.getByRole('status').textContent).toBe('1 việc phù hợp');
  });

  it('offers other words when nothing matches', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/procedures', () => ({ json: { items: [], nextCursor: null, suggestions: ['Làm giấy khai sinh'] } }));
    openApp('/search?q=zzz', bff);
    expect(await screen.findByText('Làm giấy khai sinh')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Gọi 1022' })).toBeTruthy();
  });
});

describe('where to file', () => {
  it('a former name that was split asks, and the commune picked shows its office, open or not', async () => {
    await using bff = await startFakeBff();
    const unit = { name: 'Tân Châu', kind: 'xã', formerNames: [], matchedOn: 'Xã Suối Dây (huyện Tân Châu)', matchedBy: 'former-commune' };
    bff.on('GET /v1/units', () => ({
      json: {
        items: [
          { ...unit, code: '25516' },
          { ...unit, code: '25534', name: 'Tân Thành' },
        ],
        nextCursor: null,
        clarify: { question: 'Nơi bạn hỏi thuộc đâu?', options: [] },
      },
    }));
    bff.on('GET /v1/offices', ({ url }) => ({
      json: { items: [anOffice(url.searchParams.get('unit') ?? '27694')], nextCursor: null, located: null },
    }));
    openApp('/offices', bff);
    fireEvent.change(await screen.findByRole('textbox', { name: 'Tên xã, phường' }), { target: { value: 'suoi day' } });
    expect(await screen.findByRole('heading', { name: 'Nơi bạn hỏi thuộc đâu?' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: /Xã Tân Thành.*Trước là Xã Suối Dây/ }));
    expect(await screen.findByRole('heading', { name: 'Trung tâm 25534' })).toBeTruthy();
    expect(screen.getByText('Mở lại 13:30')).toBeTruthy();
    expect(screen.getByText('Địa chỉ cụ thể chưa được xác nhận.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Gọi 1022, Trung tâm 25534' })).toBeTruthy();
    const asked = bff.calls.filter(({ route }) => /units|offices/.test(route));
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(asked.map(() => undefined));
  });

  const anOffice = (code: string) => ({
    id: code,
    name: `Trung tâm ${code}`,
    level: 'commune',
    unit: { code, name: 'Tân Thành', kind: 'xã' },
    address: null,
    phone: null,
    hours: 'Thứ Hai đến Thứ Sáu 7:00–11:30, 13:30–17:00',
    openNow: false,
    openText: 'Mở lại 13:30',
    changesAt: '2026-11-24T06:30:00.000Z',
    distanceM: null,
    flags: ['ADDRESS_NOT_VERIFIED', 'HOURS_NOT_VERIFIED'],
  });
});

describe('the form', () => {
  const openForm = async (bff: Awaited<ReturnType<typeof startFakeBff>>) => {
    openApp(`/drafts/${DRAFT_ID}/form/0`, bff);
    return screen.findByRole('button', { name: 'Tiếp tục' });
  };

  it('lists what is wrong, moves the focus there, and ties the words to the field', async () => {
    await using bff = await startFakeBff();
    const next = await openForm(bff);
    fireEvent.change(screen.getByLabelText('Ngày sinh'), { target: { value: '31/02/2019' } });
    fireEvent.click(next);
    const summary = await screen.findByRole('alert');
    expect(summary.textContent).toContain('Còn 2 chỗ cần sửa');
    await waitFor(() => expect(document.activeElement).toBe(summary));
    const date = screen.getByLabelText('Ngày sinh');
    expect(date.getAttribute('aria-invalid')).toBe('true');
    const told = date
      .getAttribute('aria-describedby')
      ?.split(' ')
      .map((id) => document.getElementById(id)?.textContent);
    expect(told).toContain('Tháng 2 không có ngày 31. Bạn xem lại trên giấy.');
    fireEvent.click(within(summary).getByRole('button', { name: 'Họ tên của bạn' }));
    expect(document.activeElement).toBe(screen.getByLabelText('Họ tên của bạn'));
  });

  it('goes on when all is right, with the date as the schema wants it', async () => {
    await using bff = await startFakeBff();
    const next = await openForm(bff);
    fireEvent.change(screen.getByLabelText('Họ tên của bạn'), { target: { value: ' Người Bịa Ra ' } });
    fireEvent.change(screen.getByLabelText('Ngày sinh'), { target: { value: '28/2/2019' } });
    fireEvent.click(next);
    expect(await screen.findByText('Bạn xem lại một lần nhé')).toBeTruthy();
    const saved = bff.calls.filter(({ route }) => route === `PUT /v1/drafts/${DRAFT_ID}`).pop();
    expect(saved?.body).toEqual({ answers: { applicantName: 'Người Bịa Ra', birthDate: '2019-02-28' }, files: [] });
    expect(saved?.headers['if-match']).toBe('"1"');
  });
});

describe('the review page', () => {
  it('demands the tick, which nobody set beforehand', async () => {
    await using bff = await startFakeBff();
    openApp(`/drafts/${DRAFT_ID}/review`, bff);
    const box = (await screen.findByRole('checkbox')) as HTMLInputElement;
    expect(box.checked).toBe(false);
    fireEvent.click(screen.getByRole('button', { name: 'Nộp hồ sơ' }));
    expect(await screen.findByText('Bạn đánh dấu vào ô này thì mới nộp được.')).toBeTruthy();
    expect(document.activeElement).toBe(box);
    expect(bff.times('POST /v1/dossiers')).toBe(0);
  });

  it('files with the same key again when the answer was lost, and leads to the receipt', async () => {
    await using bff = await startFakeBff();
    bff.on('POST /v1/dossiers', () => 'no answer');
    bff.on(`GET /v1/dossiers/${ID}`, () => ({ json: aDossier() }));
    openApp(`/drafts/${DRAFT_ID}/review`, bff);
    fireEvent.click(await screen.findByRole('checkbox'));
    fireEvent.click(screen.getByRole('button', { name: 'Nộp hồ sơ' }));
    expect(await screen.findByText(/hồ sơ vẫn chỉ nộp một lần/)).toBeTruthy();
    bff.on('POST /v1/dossiers', () => ({ status: 202, json: { id: ID, receiptNo: 'TNS-7K3M-94QX', state: 'accepted' } }));
    fireEvent.click(screen.getByRole('button', { name: 'Nộp hồ sơ' }));
    expect(await screen.findByText('Chúng tôi đã giữ hồ sơ của bạn')).toBeTruthy();
    const keys = bff.calls.filter(({ route }) => route === 'POST /v1/dossiers').map(({ headers }) => headers['idempotency-key']);
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(1);
  });

  it('leads to the place of what is missing when the server refuses', async () => {
    await using bff = await startFakeBff();
    bff.on('POST /v1/dossiers', () =>
      problem('draft-incomplete', { errors: [{ pointer: '/answers/birthDate', detail: 'Ngày sinh: bạn chưa điền.' }] }),
    );
    openApp(`/drafts/${DRAFT_ID}/review`, bff);
    fireEvent.click(await screen.findByRole('checkbox'));
    fireEvent.click(screen.getByRole('button', { name: 'Nộp hồ sơ' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Ngày sinh: bạn chưa điền.' }));
    expect(await screen.findByLabelText('Ngày sinh')).toBeTruthy();
  });
});

describe('home', () => {
  it('leads back to the form one was writing', async () => {
    await using bff = await startFakeBff();
    const { id, procedureCode, caseId, updatedAt, expiresAt } = aDraft();
    bff.on('GET /v1/drafts', () => ({
      json: { items: [{ id, procedureCode, caseId, plainName: 'Giấy xác nhận độc thân', isComplete: false, updatedAt, expiresAt }] },
    }));
    openApp('/', bff);
    const row = await screen.findByRole('link', { name: /Giấy xác nhận độc thân/ });
    expect(row.getAttribute('href')).toBe(`/drafts/${DRAFT_ID}/form/0`);
    expect(screen.queryByText(/Bạn chưa có hồ sơ nào/)).toBeNull();
  });

  it('stays of use when the dossiers cannot be had', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/dossiers', () => problem('internal'));
    openApp('/', bff);
    expect(await screen.findByRole('button', { name: 'Thử lại' }, { timeout: 10_000 })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Khai sinh' })).toBeTruthy();
    expect(screen.queryByText('Chưa mở được trang này')).toBeNull();
  });
});

describe('the timeline', () => {
  it('says the step a dossier is at once, with its time', async () => {
    await using bff = await startFakeBff();
    const at = '2026-11-20T01:30:00Z';
    const accepted = { id: DRAFT_ID, kind: 'status', status: 2, title: 'Được tiếp nhận', text: 'Đã tiếp nhận', at } as const;
    const dossier = aDossier({ state: 'confirmed', status: 2 });
    bff.on(`GET /v1/dossiers/${ID}`, () => ({ json: { ...dossier, timeline: [...dossier.timeline, accepted] } }));
    openApp(`/dossiers/${ID}`, bff);
    const step = (await screen.findByText('Đã được tiếp nhận')).closest('li');
    expect(step?.textContent).toMatch(/8:30.*20\/11.*Bạn không phải làm gì lúc này/);
    expect(step?.parentElement?.textContent?.match(/được tiếp nhận/gi)).toHaveLength(1);
  });
});

describe('the receipt', () => {
  it.each(['accepted', 'sending', 'uncertain', 'needs_staff'] as const)('never speaks of success while filing is %s', async (state) => {
    await using bff = await startFakeBff();
    bff.on(`GET /v1/dossiers/${ID}`, () => ({ json: aDossier({ state }) }));
    openApp(`/dossiers/${ID}/receipt`, bff);
    expect(await screen.findByText('Chúng tôi đã giữ hồ sơ của bạn')).toBeTruthy();
    expect(screen.getByText('TNS-7K3M-', { exact: false })).toBeTruthy();
    expect(document.body.textContent).toContain('Bạn không cần nộp lại');
    expect(document.body.textContent).not.toMatch(/thành công|đã đến tỉnh/i);
  });

  it('says that the province has it as soon as that is so', async () => {
    await using bff = await startFakeBff();
    let state: 'sending' | 'confirmed' = 'sending';
    bff.on(`GET /v1/dossiers/${ID}`, () => ({ json: aDossier({ state }) }));
    openApp(`/dossiers/${ID}/receipt`, bff);
    await screen.findByText('Chúng tôi đã giữ hồ sơ của bạn');
    state = 'confirmed';
    expect(await screen.findByText('Hồ sơ đã đến tỉnh', undefined, { timeout: 8_000 })).toBeTruthy();
  });
});

describe('without a network', () => {
  it('shows the dossiers as last known, with the time, after the app was closed', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/dossiers', () => ({ json: { items: [summaryOf(aDossier())], nextCursor: null } }));
    const { unmount } = openApp('/dossiers', bff);
    await screen.findByText('Giấy xác nhận độc thân');
    await waitFor(() => expect(storedOnPhone()).toContain('TNS-7K3M-94QX'), { timeout: 5_000 });
    unmount();
    bff.cutOff();
    openApp('/dossiers', bff);
    expect(await screen.findByText('Giấy xác nhận độc thân')).toBeTruthy();
    expect(await screen.findByText('Điện thoại đang mất mạng')).toBeTruthy();
    expect(screen.getByText(/Đây là thông tin lúc \d+:\d\d hôm nay/)).toBeTruthy();
  });

  it('keeps neither names nor answers on the phone', async () => {
    await using bff = await startFakeBff();
    bff.on('GET /v1/dossiers', () => ({ json: { items: [summaryOf(aDossier())], nextCursor: null } }));
    bff.on(`GET /v1/dossiers/${ID}`, () => ({ json: aDossier() }));
    bff.on(`GET /v1/drafts/${DRAFT_ID}`, () => ({ json: aDraft({ answers: { applicantName: 'Người Bịa Ra' } }) }));
    const { unmount } = openApp('/dossiers', bff);
    await waitFor(() => expect(storedOnPhone()).toContain('TNS-7K3M-94QX'), { timeout: 5_000 });
    unmount();
    openApp(`/dossiers/${ID}`, bff).unmount();
    openApp(`/drafts/${DRAFT_ID}/review`, bff);
    await screen.findByText('Người Bịa Ra');
    await waitFor(() => expect(storedOnPhone()).toContain('1.004873-thu'), { timeout: 5_000 });
    expect(storedOnPhone()).not.toMatch(/Người Bịa Ra|Thu Hà/);
  });
});

describe('easy mode and language', () => {
  it('shows six big choices and comes back', async () => {
    await using bff = await startFakeBff();
    openApp('/easy', bff);
    const choices = await screen.findByRole('navigation', { name: 'Sáu việc chính' });
    expect(within(choices).getAllByRole('link').length + within(choices).getAllByRole('button').length).toBe(6);
  });

  it('speaks English when asked', async () => {
    await using bff = await startFakeBff();
    openApp('/me', bff);
    fireEvent.click(await screen.findByRole('radio', { name: 'English' }));
    expect(await screen.findByText('Text size')).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: 'Tiếng Việt' }));
    expect(await screen.findByText('Cỡ chữ')).toBeTruthy();
  });
});
