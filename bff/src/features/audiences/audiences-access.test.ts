import { randomUUID } from 'node:crypto';
import type { RecipientList, Segment } from '@tayninh/shared/features/audiences/audiences.contract';
import { describe, expect, it } from 'vitest';
import { buildTestApp } from '../../../test/build-test-app.ts';

const body = (definition: object = {}) => ({ name: 'Người trong xã', definition, reason: 'Diễn tập với dữ liệu giả' });

describe('segments and lists at the console', () => {
  it('401, 403: are for who drafts campaigns, nobody else', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    expect((await server.openConsole().request('/v1/staff/segments')).status).toBe(401);
    const support = await server.staff('ht-thao');
    expect((await support.call('/v1/staff/segments')).status).toBe(403);
    expect((await support.call('/v1/staff/recipient-lists', { method: 'POST', body: { name: 'Danh sách' } })).status).toBe(403);
    expect((await fetch(`${server.url}/v1/staff/segments`)).status).toBe(404); // not on the citizens' host
  });

  it('400: a definition knows its declared fields only', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    const officer = await server.staff('cb-mai');
    for (const definition of [{ religion: ['x'] }, { where: '1=1' }, { communes: ["x' or true --"] }, { dossier: { procedures: [] } }])
      expect((await officer.call('/v1/staff/segments', { method: 'POST', body: body(definition) })).status).toBe(400);
    const few = await officer.call('/v1/staff/segments', { method: 'POST', body: { ...body(), reason: null } });
    expect(await few.json()).toMatchObject({ code: 'invalid-request', errors: [{ pointer: '/reason' }] });
  });

  it('200: a file goes in as it is, its lines are mended in place, and the list is the unit’s own', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    const officer = await server.staff('cb-mai');
    const made = (await (
      await officer.call('/v1/staff/recipient-lists', { method: 'POST', body: { name: 'Mời nhận kết quả' } })
    ).json()) as RecipientList;
    const file = await officer.call(`/v1/staff/recipient-lists/${made.id}/file`, {
      method: 'PUT',
      headers: { 'content-type': 'text/csv' },
      raw: 'SĐT\n0912345\n0911111111\n',
    });
    expect(file.status).toBe(200);
    expect(((await file.json()) as RecipientList).lines).toMatchObject({ faulty: 1, unknown: 1 });
    const mended = await officer.call(`/v1/staff/recipient-lists/${made.id}/rows/2`, { method: 'PUT', body: { phone: '0912345678' } });
    expect(await mended.json()).toMatchObject({ row: null, list: { lines: { faulty: 0, unknown: 2 } } });
    const json = await officer.call(`/v1/staff/recipient-lists/${made.id}/file`, { method: 'PUT', body: { a: 1 } });
    expect(json.status).toBe(400);
    expect((await officer.call(`/v1/staff/recipient-lists/${randomUUID()}`)).status).toBe(404);
    expect(server.lines.join('')).not.toContain('0912345');
  });

  it('404: what one unit saved does not exist for another, and a count stays within the own units', async () => {
    await using server = await buildTestApp({}, { isWorking: false });
    const mine = await server.staff('cb-mai');
    const theirs = await server.staff('cb-long');
    const province = await server.staff('ld-hung');
    const { id, unitCode } = (await (await mine.call('/v1/staff/segments', { method: 'POST', body: body() })).json()) as Segment;
    const seenBy = async (browser: typeof mine) =>
      ((await (await browser.call('/v1/staff/segments')).json()) as { items: Segment[] }).items.map((each) => each.id);
    expect(await Promise.all([mine, theirs, province].map(seenBy))).toEqual([[id], [], [id]]);
    expect((await theirs.call(`/v1/staff/segments/${id}/recount`, { method: 'POST', body: {} })).status).toBe(404);

    const citizen = randomUUID();
    await server.sql`insert into citizen (id, zalo_id_index, zalo_id_sealed) values (${citizen}, ${Buffer.from(citizen)}, 'x')`;
    await server.sql`insert into preference (citizen_id, home_unit_code) values (${citizen}, ${unitCode})`;
    const counts = await Promise.all(
      [mine, theirs, province].map(async (browser) => {
        const answer = await browser.call('/v1/staff/segments/count', { method: 'POST', body: { definition: { communes: [unitCode] } } });
        return ((await answer.json()) as { count: number }).count;
      }),
    );
    expect(counts).toEqual([1, 0, 1]);
  });
});
