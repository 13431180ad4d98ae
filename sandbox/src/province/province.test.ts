import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aFiling, buildTestSandbox } from '../testing/build-test-sandbox.ts';

interface Row {
  readonly soBienNhan: string;
  readonly maHoSoKhac: string;
  readonly tenTinhTrang: string;
  readonly ngayNhan: string | null;
  readonly ngayHentra: string | null;
  readonly thuTu: number;
}

describe('the province’s one-gate interface', () => {
  it('takes files and a dossier, and shows them on the desk with the sum of what was sent', async () => {
    await using world = await buildTestSandbox();
    const bytes = new TextEncoder().encode('đơn xin xác nhận');
    const { success, data } = await world.upload('đơn.pdf', bytes);
    expect({ success, ...data }).toMatchObject({
      success: true,
      tenTiepDinhKem: 'đơn.pdf',
      dungLuong: bytes.length,
      hoSoKemTheoId: 'to-khai',
    });

    const { hoSoKemTheoId, tenTiepDinhKem, lienKet } = data;
    const filed = await world.province<{ success: boolean }>(
      'NopHoSo',
      aFiling({ dsHoSoKemTheo: [{ hoSoKemTheoId, tenTiepDinhKem, lienKet }] }),
    );
    expect(filed.success).toBe(true);

    const [dossier] = await world.dossiers('TNS-7K3M-94QX');
    expect(dossier).toMatchObject({ timesFiled: 1, status: 1, answers: { hoTen: 'Huỳnh Thị Thu Hà' } });
    expect(dossier?.code).toMatch(/^H80\.05-\d{6}-\d{4}$/);
    expect(dossier?.files).toMatchObject([{ name: 'đơn.pdf', sha256: createHash('sha256').update(bytes).digest('hex') }]);
  });

  it('finds a dossier by our receipt number, by our dossier id and by its own code', async () => {
    await using world = await buildTestSandbox();
    await world.province('NopHoSo', aFiling());
    const [{ code } = { code: '' }] = await world.dossiers('TNS-7K3M-94QX');
    expect(await world.dossiers(aFiling().MaThamChieu)).toHaveLength(1);
    expect(await world.dossiers(code)).toHaveLength(1);
    const byReference = await world.province<{ data: Row[] }>('TraCuuHoSo', { MaHoSoKhac: 'TNS-7K3M-94QX' });
    expect(byReference.data).toMatchObject([
      { soBienNhan: code, tenTinhTrang: 'Chờ tiếp nhận', ngayNhan: null, ngayHentra: null, thuTu: 1 },
    ]);
    const byCode = await world.province<{ data: Row[] }>('TraCuuHoSo', { SoBienNhan: code });
    expect(byCode.data).toEqual(byReference.data);
    expect(await world.province('TraCuuHoSo', { MaHoSoKhac: 'TNS-0000-0000' })).toEqual({ success: true, data: [] });
  });

  it('counts two when the same reference is filed twice: it is not idempotent', async () => {
    await using world = await buildTestSandbox();
    await world.province('NopHoSo', aFiling());
    await world.province('NopHoSo', aFiling());
    const found = await world.dossiers('TNS-7K3M-94QX');
    expect(found.map(({ timesFiled }) => timesFiled)).toEqual([2, 2]);
    expect(new Set(found.map(({ code }) => code)).size).toBe(2);
  });

  it('refuses a dossier without a reference, and anybody without the credential', async () => {
    await using world = await buildTestSandbox();
    expect(await world.province('NopHoSo', { ...aFiling(), MaHoSoKhac: '' })).toMatchObject({ success: false });
    const foreign = await fetch(
      `${world.url}/api/MotCuaDienTu/NopHoSo`,
      world.json(aFiling(), { authorization: `Bearer ${'x'.repeat(32)}` }),
    );
    expect(foreign.status).toBe(401);
    expect(await foreign.json()).toMatchObject({ success: false });
    expect(await world.dossiers('TNS-7K3M-94QX')).toEqual([]);
  });

  it('reports each step of the clerk, signed over the raw body, in rising order', async () => {
    await using world = await buildTestSandbox();
    await world.province('NopHoSo', aFiling());
    const [{ code } = { code: '' }] = await world.dossiers('TNS-7K3M-94QX');
    await world.act(code, { action: 'accept' });
    const accepted = await world.receiver.next();
    const timestamp = String(accepted.headers['x-timestamp']);
    const signature = createHmac('sha256', world.credentials.oneGate.webhookSecret).update(`${timestamp}.${accepted.raw}`).digest('hex');
    expect(accepted.path).toBe('/hooks/province/one-gate');
    expect(accepted.headers['x-signature']).toBe(`sha256=${signature}`);
    expect(Math.abs(Date.now() - Number(timestamp))).toBeLessThan(10_000);
    expect(accepted.body).toMatchObject({
      soBienNhan: code,
      maHoSoKhac: 'TNS-7K3M-94QX',
      tenTinhTrang: 'Đã tiếp nhận',
      ghiChu: null,
      thuTu: 2,
    });
    expect(accepted.body.ngayHentra).toMatch(/^\d{2}\/\d{2}\/\d{4} 17:00$/);
    expect(accepted.body.thoiDiem).toMatch(/^\d{14}$/);

    await world.act(code, { action: 'ask-supplement', note: 'Thiếu quyết định ly hôn' });
    const asked = await world.receiver.next();
    expect(asked.body).toMatchObject({ tenTinhTrang: 'Yêu cầu công dân bổ sung', ghiChu: 'Thiếu quyết định ly hôn', thuTu: 3 });
    expect(asked.body.maSuKien).not.toBe(accepted.body.maSuKien);
  });

  it('asks for papers one by one, in report and look-up, and takes every answer as one more request', async () => {
    await using world = await buildTestSandbox();
    await world.province('NopHoSo', aFiling());
    const [{ code } = { code: '' }] = await world.dossiers('TNS-7K3M-94QX');
    await world.act(code, {
      action: 'ask-supplement',
      ask: {
        hours: 24,
        papers: [{ componentId: 'to-khai', reason: 'Mờ', markedPages: [2] }],
        fields: [{ name: 'hoTen', reason: 'Sai dấu' }],
      },
    });
    const asked = {
      hanBoSung: expect.stringMatching(/^\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}$/),
      danhSach: [{ hoSoKemTheoId: 'to-khai', tenGiayTo: null, lyDo: 'Mờ', trangDanhDau: [2] }],
      duLieu: [{ truong: 'hoTen', lyDo: 'Sai dấu' }],
    };
    expect((await world.receiver.next()).body.yeuCauBoSung).toEqual(asked);
    expect(await world.province('TraCuuHoSo', { SoBienNhan: code })).toMatchObject({ data: [{ yeuCauBoSung: asked }] });
    const answer = { SoBienNhan: code, MaYeuCau: 'yc-1', dsHoSoKemTheo: [], duLieuBieuMau: { hoTen: 'Hà' }, GhiChu: '' };
    await world.province('BoSungHoSo', answer);
    await world.province('BoSungHoSo', answer);
    expect(await world.province('TraCuuYeuCau', { MaYeuCau: 'yc-1' })).toMatchObject({
      data: [{ maYeuCau: 'yc-1' }, { maYeuCau: 'yc-1' }],
    });
    expect(await world.province('TraCuuYeuCau', { MaYeuCau: 'yc-2' })).toEqual({ success: true, data: [] });
  });

  it('refuses an answer that nobody asked for, and answers a withdrawal with its reference', async () => {
    await using world = await buildTestSandbox();
    await world.province('NopHoSo', aFiling());
    const [{ code } = { code: '' }] = await world.dossiers('TNS-7K3M-94QX');
    expect(await world.province('BoSungHoSo', { SoBienNhan: code, MaYeuCau: 'yc-1' })).toMatchObject({ success: false });
    await world.province('RutHoSo', { SoBienNhan: code, MaYeuCau: 'yc-2', LyDo: 'Nhầm' });
    await world.act(code, { action: 'refuse-withdrawal', note: 'Đã ký' });
    expect((await world.receiver.next()).body).toMatchObject({
      tenTinhTrang: 'Chờ tiếp nhận',
      traLoiRut: { maYeuCau: 'yc-2', dongY: false, lyDo: 'Đã ký' },
    });
  });

  it('says a text nobody knows when asked to, and refuses an action nobody knows', async () => {
    await using world = await buildTestSandbox();
    await world.province('NopHoSo', aFiling());
    const [{ code } = { code: '' }] = await world.dossiers('TNS-7K3M-94QX');
    await world.act(code, { action: 'process', text: 'Chuyển phòng chuyên môn' });
    expect((await world.receiver.next()).body.tenTinhTrang).toBe('Chuyển phòng chuyên môn');
    expect((await world.act(code, { action: 'burn' })).status).toBe(404);
    expect((await world.act('H80.05-000000-9999', { action: 'accept' })).status).toBe(404);
  });

  it('stays quick with 5,000 dossiers, and shows the newest 200 when nothing is asked', async () => {
    await using world = await buildTestSandbox();
    for (let from = 0; from < 5_000; from += 50)
      await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          world.province('NopHoSo', aFiling({ MaHoSoKhac: `TNS-${from + index}`, MaThamChieu: null })),
        ),
      );
    const newest = await world.dossiers();
    expect(newest).toHaveLength(200);
    expect(Number(newest[0]?.code.slice(-4))).toBe(5_000);
    const started = performance.now();
    for (let index = 0; index < 100; index++)
      expect(await world.province<{ data: Row[] }>('TraCuuHoSo', { MaHoSoKhac: `TNS-${index * 50}` })).toMatchObject({ data: [{}] });
    expect((performance.now() - started) / 100).toBeLessThan(20);
  }, 60_000);
});
