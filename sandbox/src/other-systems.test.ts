import { describe, expect, it } from 'vitest';
import { buildTestSandbox, type TestSandbox } from './testing/build-test-sandbox.ts';

const CODE = 'TNS-7K3M-94QX';
const aSync = (isUpdating: 'True' | 'False') => ({
  service: 'DongBoHoSoMC',
  isUpdating,
  data: [
    {
      MaHoSo: CODE,
      MaTTHC: '1.004873',
      ChuHoSo: 'Huỳnh Thị Thu Hà',
      KenhThucHien: '2',
      NgayNopHoSo: '20261124083000',
      TrangThaiHoSo: '1',
      TaiLieuNop: [],
    },
  ],
});
const aProgress = {
  service: 'CapNhatTienDoHoSoMC',
  data: [{ MaHoSo: CODE, ThoiDiemXuLy: '20261124083000', NoiDungXuLy: 'Người dân nộp hồ sơ', TrangThai: '1' }],
};

async function logIn(world: TestSandbox) {
  const { username, password, dstcode } = world.credentials.national;
  const { session } = await world.ask<{ session: string }>('/mapi/login', world.json({ username, password }, { dstcode }));
  return (call: object) =>
    world.ask<{ error_code: string | number; message: string }>('/mapi/g', world.json({ session, madonvi: 'H80', ...call }, { dstcode }));
}

describe('the fake national adapter', () => {
  it('adds again what is added twice, refuses an update of nothing and progress before the sync', async () => {
    await using world = await buildTestSandbox();
    const call = await logIn(world);
    expect((await call(aSync('True'))).error_code).toBe('3');
    expect((await call(aProgress)).error_code).toBe('3');
    await call(aSync('False'));
    await call(aSync('False'));
    const again = await logIn(world);
    await again(aSync('True'));
    expect((await again(aProgress)).error_code).toBe('0');
    const { items } = await world.ask<{ items: object[] }>(`/control/national/dossiers?code=${CODE}`);
    expect(items).toMatchObject([{ timesAdded: 2, progress: [{ text: 'Người dân nộp hồ sơ' }] }]);
  });

  it('ends a session after four calls, and puts what it found as a text into the message', async () => {
    await using world = await buildTestSandbox();
    const call = await logIn(world);
    await call(aSync('False'));
    const found = await call({ service: 'TraCuuHoSo', mahoso: CODE });
    expect(JSON.parse(found.message)).toMatchObject({ error_code: '0', result: [{ MaHoSo: CODE, TrangThaiHoSo: '1' }] });
    await call({ service: 'TraCuuHoSo', mahoso: CODE });
    await call({ service: 'TraCuuHoSo', mahoso: CODE });
    expect((await call({ service: 'TraCuuHoSo', mahoso: CODE })).error_code).toBe('-3');
  });
});

describe('the fake iGate', () => {
  it('401 without its token and to wrong credentials; with one it lists neighbours too, and ends it after five calls', async () => {
    await using world = await buildTestSandbox();
    const search = (token: string) =>
      fetch(`${world.url}/pa/dossier-search/dvc?page=0&size=10&spec=slice&code=H80.05-261116-9001`, {
        headers: { authorization: `Bearer ${token}` },
      });
    const token = (secret: string) =>
      fetch(`${world.url}/auth/realms/digo/protocol/openid-connect/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
        headers: { authorization: `Basic ${Buffer.from(`${world.credentials.igate.clientId}:${secret}`).toString('base64')}` },
      });
    expect((await search('none')).status).toBe(401);
    expect((await token('wrong')).status).toBe(401);
    const { access_token } = (await (await token(world.credentials.igate.clientSecret)).json()) as { access_token: string };
    const page = (await (await search(access_token)).json()) as { content: { code: string }[]; last: boolean };
    expect(page.content.map(({ code }) => code)).toEqual(['H80.05-261116-9001', 'H80.05-261116-9002', 'H80.05-261116-9003']);
    for (let call = 2; call <= 5; call++) expect((await search(access_token)).status).toBe(200);
    expect((await search(access_token)).status).toBe(401);
  });
});
