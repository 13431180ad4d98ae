import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Providers } from '../../app/providers.tsx';
import { ConsoleRoutes } from '../../app/routes.tsx';
import { aMe, problem, startFakeBff } from '../../testing/fake-bff.ts';
import { A_TEMPLATE_ID, aTemplateDetail, aTemplateSummary, aVersion } from '../../testing/template-examples.ts';

const ME = { 'GET /v1/staff/me': () => ({ json: aMe() }) };
const ONE = `/v1/staff/templates/${A_TEMPLATE_ID}`;

function open(path: string) {
  window.history.pushState({}, '', path);
  return render(
    <Providers>
      <ConsoleRoutes />
    </Providers>,
  );
}
const type = (name: string | RegExp, value: string) => fireEvent.change(screen.getByLabelText(name), { target: { value } });
const preview = () => screen.getByRole('region', { name: 'Người dân sẽ thấy' });

describe('the list of templates', () => {
  it('says in words what Zalo decided and why, and which templates can only be used', async () => {
    await using _ = await startFakeBff({
      ...ME,
      'GET /v1/staff/templates': () => ({
        json: {
          items: [
            aTemplateSummary({ latest: aVersion({ providerState: 'rejected', zbsTemplateId: '1', providerReason: 'Sai mục đích' }) }),
            aTemplateSummary({
              id: A_TEMPLATE_ID.replace('a1', 'a2'),
              name: 'Mời họp dân',
              canChange: false,
              unitName: 'tỉnh Tây Ninh',
              latest: aVersion({ providerState: 'enabled', quality: 'low', zbsTemplateId: '2' }),
            }),
          ],
          nextCursor: null,
        },
      }),
    });
    open('/templates');
    const [, first, second] = await screen.findAllByRole('row');
    expect(first?.textContent).toMatch(/Kết quả đã có.*Zalo từ chối.*Sai mục đích.*còn sửa được/);
    expect(second?.textContent).toMatch(/Zalo đã duyệt.*Kém, dễ bị khóa.*dùng được, không sửa được/);
  });

  it('offers to write the first one where there is none, and comes back after silence', async () => {
    await using bff = await startFakeBff({ ...ME, 'GET /v1/staff/templates': () => problem('internal') });
    open('/templates');
    const again = await screen.findByRole('button', { name: 'Thử lại' });
    bff.on('GET /v1/staff/templates', () => ({ json: { items: [], nextCursor: null } }));
    fireEvent.click(again);
    fireEvent.click(await screen.findByRole('link', { name: 'Soạn mẫu tin đầu tiên' }));
    expect(await screen.findByRole('heading', { name: 'Soạn mẫu tin', level: 1 })).toBeTruthy();
  });
});

describe('writing a template', () => {
  it('shows the message while it is typed, and says office words plainly at one press', async () => {
    await using _ = await startFakeBff({ ...ME, 'GET /v1/staff/templates/zalo': () => problem('zalo-unavailable') });
    open('/templates/new');
    await screen.findByRole('heading', { name: 'Soạn mẫu tin' });
    type(/^Tiêu đề/, 'Mời nhận kết quả');
    type(/^Nội dung/, 'Đề nghị công dân mang CCCD đến nhận kết quả.');
    await waitFor(() => expect(preview().textContent).toContain('Đề nghị công dân mang CCCD'));
    fireEvent.click(await screen.findByRole('button', { name: 'Thay “CCCD”' }));
    await waitFor(() => expect(preview().textContent).toContain('mang thẻ căn cước đến'));
  });

  it('names a value that nobody declared, declares it at one press, and fills it in with an invented one', async () => {
    await using _ = await startFakeBff(ME);
    open('/templates/new');
    await screen.findByRole('heading', { name: 'Soạn mẫu tin' });
    type(/^Tiêu đề/, 'Kết quả đã có');
    type(/^Nội dung/, 'Chào {{ho_ten}}. Mời anh, chị đến nhận kết quả.');
    expect(await screen.findByText(/lỗi cần sửa/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Khai ho_ten' }));
    expect(await screen.findByText(/Không có lỗi nào/)).toBeTruthy();
    expect(preview().textContent).toContain('Chào Đỗ Văn Bịa.');
    fireEvent.click(within(preview()).getByText('Dài nhất'));
    await waitFor(() => expect(preview().textContent).toContain('Nguyễn Phúc Công'));
  });

  it('saves with Ctrl S and keeps the words when the server refuses one of them', async () => {
    await using bff = await startFakeBff({
      ...ME,
      'POST /v1/staff/templates': () => {
        const refused = problem('invalid-request');
        return { ...refused, json: { ...(refused.json as object), errors: [{ pointer: '/name', detail: 'Viết ít nhất 3 ký tự.' }] } };
      },
      [`GET ${ONE}`]: () => ({ json: aTemplateDetail() }),
    });
    open('/templates/new');
    await screen.findByRole('heading', { name: 'Soạn mẫu tin' });
    type(/^Tên mẫu/, 'A');
    type(/^Tiêu đề/, 'Kết quả đã có');
    fireEvent.keyDown(document.body, { key: 's', ctrlKey: true });
    expect((await screen.findByRole('alert')).textContent).toContain('Viết ít nhất 3 ký tự.');
    expect(screen.getByLabelText(/^Tiêu đề/)).toHaveProperty('value', 'Kết quả đã có');
    bff.on('POST /v1/staff/templates', () => ({ status: 201, json: aTemplateDetail() }));
    fireEvent.keyDown(document.body, { key: 's', ctrlKey: true });
    expect(await screen.findByRole('heading', { name: 'Kết quả đã có', level: 1 })).toBeTruthy();
    expect(bff.bodies('POST /v1/staff/templates').at(-1)).toMatchObject({ name: 'A', unitCode: '25459', zbsTemplateId: null });
  });
});

describe('a version', () => {
  it('that was sent with stays as it is; the next one begins with its words', async () => {
    await using bff = await startFakeBff({
      ...ME,
      [`GET ${ONE}`]: () => ({ json: aTemplateDetail({ frozenAt: '2026-11-21T02:00:00Z' }) }),
      [`POST ${ONE}/versions`]: () => ({ status: 201, json: aTemplateDetail({ no: 2 }) }),
    });
    open(`/templates/${A_TEMPLATE_ID}`);
    expect(await screen.findByText(/đã dùng để gửi từ 21\/11\/2026 · 09:00 nên giữ nguyên/)).toBeTruthy();
    expect(screen.getByLabelText(/^Tiêu đề/)).toHaveProperty('readOnly', true);
    fireEvent.click(screen.getByRole('button', { name: 'Soạn bản 2' }));
    type(/^Tiêu đề/, 'Kết quả của bạn đã có');
    fireEvent.click(screen.getByRole('button', { name: /Lưu thành bản 2/ }));
    await screen.findByText(/Bản 2 chưa dùng, còn sửa được/);
    expect(bff.bodies(`POST ${ONE}/versions`)).toMatchObject([{ content: { texts: { vi: { title: 'Kết quả của bạn đã có' } } } }]);
  });

  it('that somebody else changed meanwhile is not written over', async () => {
    await using bff = await startFakeBff({
      ...ME,
      [`GET ${ONE}`]: () => ({ json: aTemplateDetail() }),
      [`PUT ${ONE}/versions/1`]: () => problem('template-changed'),
    });
    open(`/templates/${A_TEMPLATE_ID}`);
    fireEvent.change(await screen.findByLabelText(/^Tiêu đề/), { target: { value: 'Chữ của tôi' } });
    fireEvent.click(screen.getByRole('button', { name: /Lưu bản 1/ }));
    expect((await screen.findByRole('alert')).textContent).toContain('vừa được người khác sửa');
    expect(screen.getByLabelText(/^Tiêu đề/)).toHaveProperty('value', 'Chữ của tôi');
    expect(bff.bodies(`PUT ${ONE}/versions/1`)).toMatchObject([{ contentHash: 'a'.repeat(64) }]);
  });

  it('of a unit above is to be read, with no way to change or to put it away', async () => {
    await using _ = await startFakeBff({
      ...ME,
      [`GET ${ONE}`]: () => ({ json: aTemplateDetail({}, { canChange: false, unitName: 'tỉnh Tây Ninh' }) }),
    });
    open(`/templates/${A_TEMPLATE_ID}`);
    expect(await screen.findByText('Mẫu của tỉnh Tây Ninh: bạn dùng được, không sửa được.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^(Lưu|Soạn bản|Cất)/ })).toBeNull();
  });
});
