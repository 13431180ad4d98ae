import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { api } from '../api/bff.ts';
import { aMe, problem, startFakeBff } from '../testing/fake-bff.ts';
import { Providers } from './providers.tsx';
import { ConsoleRoutes } from './routes.tsx';

function open(path: string) {
  window.history.pushState({}, '', path);
  return render(
    <Providers>
      <ConsoleRoutes />
    </Providers>,
  );
}
beforeEach(() => localStorage.clear());

describe('the console', () => {
  it('shows who is here, as what and where, and the places of that role alone', async () => {
    await using _ = await startFakeBff({ 'GET /v1/staff/me': () => ({ json: aMe() }) });
    open('/');
    expect(await screen.findByText('Cao Thị Bịa')).toBeTruthy();
    expect(screen.getByText('Cán bộ · phường Ninh Thạnh')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Chiến dịch');
    const menu = screen.getByRole('navigation', { name: 'Điều hướng chính' });
    for (const name of ['Chiến dịch', 'Mẫu tin', 'Nhóm người nhận', 'Tự động', 'Công tắc dừng']) expect(menu.textContent).toContain(name);
    for (const name of ['Hội thoại', 'Nhật ký']) expect(menu.textContent).not.toContain(name);
    expect(screen.getByText('Diễn tập · dữ liệu giả')).toBeTruthy();
  });

  it('says that a role does not include a page, and keeps the menu', async () => {
    await using _ = await startFakeBff({ 'GET /v1/staff/me': () => ({ json: aMe() }) });
    open('/audit');
    expect(await screen.findByText('Vai trò của bạn không gồm việc này')).toBeTruthy();
    expect(screen.getByRole('link', { name: /Chiến dịch/ })).toBeTruthy();
  });

  it('sends who is signed out to the sign-in page, which remembers where they were', async () => {
    await using _ = await startFakeBff({ 'GET /v1/staff/me': () => problem('sign-in-over') });
    open('/templates/7?tab=text');
    expect(await screen.findByRole('heading', { name: 'Đăng nhập' })).toBeTruthy();
    expect(new URLSearchParams(location.search).get('to')).toBe('/templates/7?tab=text');
  });

  it('says why signing in did not work and what to do', async () => {
    await using _ = await startFakeBff({ 'GET /v1/staff/me': () => problem('sign-in-required') });
    open('/sign-in?refused=no-role');
    expect((await screen.findByRole('alert')).textContent).toMatch(/chưa được cấp quyền.*trưởng đơn vị/);
  });

  it('says that the server is silent, and goes on when it is asked again', async () => {
    await using bff = await startFakeBff({ 'GET /v1/staff/me': () => ({ status: 502, json: 'x' }) });
    open('/campaigns');
    const again = await screen.findByRole('button', { name: 'Thử lại' }, { timeout: 10_000 });
    bff.on('GET /v1/staff/me', () => ({ json: aMe() }));
    fireEvent.click(again);
    expect(await screen.findByRole('heading', { name: 'Chiến dịch' })).toBeTruthy();
  });

  it('goes to a place by G and its letter, but not while somebody types', async () => {
    await using _ = await startFakeBff({ 'GET /v1/staff/me': () => ({ json: aMe() }) });
    open('/campaigns');
    await screen.findByRole('heading', { name: 'Chiến dịch' });
    const field = document.body.appendChild(document.createElement('input'));
    for (const key of ['g', 'm']) fireEvent.keyDown(field, { key });
    expect(location.pathname).toBe('/campaigns');
    for (const key of ['g', 'm']) fireEvent.keyDown(document.body, { key });
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Mẫu tin'));
    field.remove();
  });

  it('remembers dark and roomy on this machine', async () => {
    await using _ = await startFakeBff({ 'GET /v1/staff/me': () => ({ json: aMe() }) });
    const first = open('/campaigns');
    fireEvent.click(await screen.findByRole('button', { name: /Cao Thị Bịa/ }));
    fireEvent.click(await screen.findByText('Tối'));
    fireEvent.click(screen.getByText('Thoáng'));
    first.unmount();
    delete document.documentElement.dataset.theme;
    open('/campaigns');
    await waitFor(() => expect({ ...document.documentElement.dataset }).toMatchObject({ theme: 'dark', density: 'roomy' }));
  });
});

describe('api', () => {
  it('proves with every change that our own page makes it', async () => {
    await using bff = await startFakeBff({
      'GET /v1/staff/me': () => ({ json: aMe() }),
      'POST /v1/staff/sign-out': () => ({ json: { next: '/sign-in' } }),
    });
    await api('GET /v1/staff/me');
    await api('POST /v1/staff/sign-out');
    expect(bff.calls.at(-1)).toEqual({ route: 'POST /v1/staff/sign-out', csrf: 'csrf-of-this-session' });
  });
});
