import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TINY_PNG } from '../../../../scripts/citizen-client.ts';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

const BIRTH = '1.001193';
let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => server.sandbox.faults.clear());

/** A dossier that the province has, under its code there. */
async function filed(personaId: string, procedureCode = BIRTH) {
  const citizen = await server.as(personaId);
  const { id, receiptNo } = await citizen.submit((await citizen.fillDraft(procedureCode)).id, crypto.randomUUID());
  await citizen.until(async () => ((await citizen.dossier(id)).state === 'confirmed' ? true : null));
  const code = (await citizen.provinceDossiers(receiptNo))[0]?.code ?? '';
  const post = (path: string, body: unknown, key: string = crypto.randomUUID()) =>
    citizen.call(`/v1/dossiers/${id}/${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'idempotency-key': key } });
  return {
    citizen,
    id,
    code,
    post,
    view: () => citizen.dossier(id),
    desk: (action: string, rest: object = {}) => citizen.deskAction(code, action, rest),
    requests: async (kind: string) =>
      (await citizen.provinceDossiers(receiptNo))[0]?.requests.filter((request) => request.kind === kind) ?? [],
    /** Waits for the dossier to look so. */
    seen: (is: (dossier: Awaited<ReturnType<typeof citizen.dossier>>) => boolean) =>
      citizen.until(async () => {
        const dossier = await citizen.dossier(id);
        return is(dossier) ? dossier : null;
      }),
  };
}
type Filed = Awaited<ReturnType<typeof filed>>;

const ASK = {
  hours: 72,
  papers: [
    { componentId: 'giay-chung-sinh', reason: 'Ảnh mờ, không đọc được tên bệnh viện', markedPages: [1] },
    { componentId: 'giay-la-khong-co', name: 'Giấy cam đoan', reason: 'Mẹ chưa có giấy tờ tùy thân' },
    { reason: 'Bản sao sổ hộ khẩu cũ nếu còn' },
  ],
  fields: [{ name: 'childName', reason: 'Tên không có dấu' }],
};

async function asked(personaId: string, procedureCode = BIRTH) {
  const dossier = await filed(personaId, procedureCode);
  await dossier.desk('accept');
  await dossier.seen(({ status }) => status === 2);
  await dossier.desk('ask-supplement', { note: 'Cần bổ sung', ask: ASK });
  const { needsAction } = await dossier.seen((now) => now.needsAction?.kind === 'supplement');
  const sid = needsAction?.supplementId ?? '';
  return { ...dossier, sid, file: () => dossier.citizen.upload(TINY_PNG, 'chup-lai.png', 'image/png') };
}
const answer = async ({ post, sid, file }: Awaited<ReturnType<typeof asked>>, key?: string) =>
  post(`supplements/${sid}`, { files: [{ componentId: 'giay-chung-sinh', fileId: await file() }], note: 'Tôi chụp lại rồi' }, key);

describe('what the authority asks for', () => {
  it('shows each paper with its reason and what was sent before, and loses no word it cannot place', async () => {
    const dossier = await asked('thu-ha');
    const { supplements, needsAction } = await dossier.view();
    expect(needsAction?.until).not.toBeNull();
    expect(supplements).toHaveLength(1);
    const [one] = supplements;
    expect(one).toMatchObject({
      isOpen: true,
      answer: null,
      note: 'Cần bổ sung',
      fields: [{ name: 'childName', reason: 'Tên không có dấu' }],
    });
    expect(one?.papers).toMatchObject([
      {
        id: 'giay-chung-sinh',
        reason: 'Ảnh mờ, không đọc được tên bệnh viện',
        markedPages: [1],
        oldFiles: [{ name: 'giay-chung-sinh.png' }],
      },
      { id: 'giay-la-khong-co', name: 'Giấy cam đoan', oldFiles: [] },
      { id: 'yeu-cau-3', name: null, reason: 'Bản sao sổ hộ khẩu cũ nếu còn' },
    ]);
    const stored = JSON.stringify(await server.sql`select ask_sealed, draft_sealed from supplement`);
    expect(stored).not.toContain('bệnh viện');
  });

  it('reaches the province once, keeps old and new, and says so', async () => {
    const dossier = await asked('van-binh');
    const key = crypto.randomUUID();
    const file = await dossier.file();
    const body = { files: [{ componentId: 'giay-chung-sinh', fileId: file }], note: '', answers: { childName: 'Nguyễn Bịa Ra' } };
    const answers = await Promise.all(Array.from({ length: 6 }, () => dossier.post(`supplements/${dossier.sid}`, body, key)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(202));
    expect(new Set(((await Promise.all(answers.map((one) => one.json()))) as { id: string }[]).map(({ id }) => id)).size).toBe(1);
    const after = await dossier.seen(({ supplements }) => supplements[0]?.answer?.state === 'confirmed');
    expect(after.needsAction).toBeNull();
    expect(after.supplements[0]).toMatchObject({
      isOpen: false,
      papers: [{ oldFiles: [{ name: 'giay-chung-sinh.png' }] }, {}, {}],
      answer: { files: [{ componentId: 'giay-chung-sinh', name: 'chup-lai.png' }], answers: { childName: 'Nguyễn Bịa Ra' } },
    });
    expect(after.timeline.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Bạn đã gửi giấy tờ bổ sung', 'Giấy tờ bổ sung đã đến tỉnh']),
    );
    expect(await dossier.requests('supplement')).toMatchObject([
      { files: [{ componentId: 'giay-chung-sinh', name: 'chup-lai.png' }], content: { duLieuBieuMau: { childName: 'Nguyễn Bịa Ra' } } },
    ]);
    expect((await dossier.citizen.inbox()).filter(({ title }) => title === 'Giấy tờ bổ sung đã đến tỉnh')).toHaveLength(1);
  });

  it.each(['lose-reply', 'garbage', 'down'] as const)(
    '%s: is at the province once all the same',
    async (mode) => {
      const dossier = await asked('kim-ngan');
      const file = await dossier.file();
      server.sandbox.faults.set({ system: 'province', mode, rate: 0.6, seed: 11 });
      expect((await dossier.post(`supplements/${dossier.sid}`, { files: [{ componentId: 'giay-chung-sinh', fileId: file }] })).status).toBe(
        202,
      );
      await dossier.citizen.until(async () => {
        if ((await dossier.view()).supplements[0]?.answer?.state === 'confirmed') return true;
        await server.letTimePass(5_000);
        return null;
      }, 60);
      expect(await dossier.requests('supplement')).toHaveLength(1);
    },
    90_000,
  );

  it('refuses what was not asked for, an empty answer, a second answer, and anybody else', async () => {
    const dossier = await asked('minh-tam');
    const fileId = await dossier.file();
    const send = (body: unknown) => dossier.post(`supplements/${dossier.sid}`, body);
    const other = (await (await send({ files: [{ componentId: 'cccd', fileId }], answers: { motherName: 'X' } })).json()) as {
      errors: { pointer: string }[];
    };
    expect(other.errors.map(({ pointer }) => pointer)).toEqual(['/files/0/componentId', '/answers/motherName']);
    expect((await send({ files: [] })).status).toBe(400);
    const stranger = await server.as('quoc-dung');
    const foreign = await stranger.call(`/v1/dossiers/${dossier.id}/supplements/${dossier.sid}`, {
      method: 'POST',
      body: JSON.stringify({ files: [{ componentId: 'giay-chung-sinh', fileId }] }),
      headers: { 'idempotency-key': crypto.randomUUID() },
    });
    expect(await foreign.json()).toMatchObject({ status: 404, code: 'dossier-not-found' });
    expect((await answer(dossier)).status).toBe(202);
    expect(await (await answer(dossier)).json()).toMatchObject({ status: 409, code: 'not-possible-now' });
  });

  it('keeps what is being prepared, sealed, and offers it again', async () => {
    const dossier = await asked('ba-sau');
    const fileId = await dossier.file();
    const saved = await dossier.citizen.call(`/v1/dossiers/${dossier.id}/supplements/${dossier.sid}/draft`, {
      method: 'PUT',
      body: JSON.stringify({ files: [{ componentId: 'yeu-cau-3', fileId }], note: 'Đang tìm sổ cũ', answers: { childName: 'Đang gõ' } }),
    });
    expect(saved.status).toBe(204);
    expect((await dossier.view()).supplements[0]?.draft).toMatchObject({
      files: [{ componentId: 'yeu-cau-3', fileId, name: 'chup-lai.png' }],
      note: 'Đang tìm sổ cũ',
      answers: { childName: 'Đang gõ' },
    });
    expect(JSON.stringify(await server.sql`select draft_sealed from supplement`)).not.toContain('Đang tìm');
  });

  it('counts a second request: one should have named everything', async () => {
    const dossier = await asked('hoang-phuc');
    await answer(dossier);
    await dossier.seen(({ supplements }) => supplements[0]?.answer?.state === 'confirmed');
    await dossier.desk('accept');
    await dossier.seen(({ status }) => status === 2);
    await dossier.desk('ask-supplement', { ask: ASK });
    const { supplements } = await dossier.seen((now) => now.status === 5 && now.supplements.length === 2);
    expect(supplements.map(({ round, isOpen }) => ({ round, isOpen }))).toEqual([
      { round: 2, isOpen: true },
      { round: 1, isOpen: false },
    ]);
  });

  it('explains the new date once work goes on: the clock stood still in between', async () => {
    const dossier = await asked('ngoc-lan', '1.001612');
    const { post, sid, file } = dossier;
    await post(`supplements/${sid}`, { files: [{ componentId: 'yeu-cau-3', fileId: await file() }] });
    await dossier.seen(({ supplements }) => supplements[0]?.answer?.state === 'confirmed');
    // As if the citizen had taken three days: the pause is in the events, with the province's times.
    await server.sql`update dossier_event set occurred_at = occurred_at - interval '3 days' where dossier_id = ${dossier.id} and status in (2, 5)`;
    await dossier.desk('process');
    const after = await dossier.seen(({ status }) => status === 4);
    expect(after.recount?.pauses).toHaveLength(1);
    expect(after.recount?.steps.join(' ')).toContain('không kể thời gian chờ bổ sung');
    expect(Date.parse(after.dueAt ?? '')).toBeGreaterThan(Date.now());
  });
});

describe('taking a dossier back', () => {
  const withdraw = ({ post }: Filed, key?: string) => post('withdrawal', { reason: 'Tôi nộp nhầm nơi' }, key);

  it('before it went out: it is never sent', async () => {
    server.sandbox.faults.set({ system: 'province', mode: 'down', rate: 1, seed: 1 });
    const citizen = await server.as('hoang-phuc');
    const { id, receiptNo } = await citizen.submit((await citizen.fillDraft(BIRTH)).id, crypto.randomUUID());
    await citizen.until(async () =>
      (await server.sql`select 1 from dossier where id = ${id} and state = 'ready' and lease_until is null`).length ? true : null,
    );
    const answered = await citizen.call(`/v1/dossiers/${id}/withdrawal`, {
      method: 'POST',
      body: JSON.stringify({}),
      headers: { 'idempotency-key': crypto.randomUUID() },
    });
    expect(answered.status).toBe(202);
    server.sandbox.faults.clear();
    await server.letTimePass(60_000);
    const dossier = await citizen.dossier(id);
    expect(dossier).toMatchObject({ state: 'withdrawn', status: 7, withdrawal: { isPossible: false } });
    expect(dossier.timeline.at(-1)?.title).toBe('Hồ sơ đã rút, không gửi đến tỉnh');
    expect(await citizen.provinceDossiers(receiptNo)).toEqual([]);
    expect((await citizen.inbox()).filter((message) => message.dossierId === id && message.title === 'Hồ sơ đã rút')).toHaveLength(1);
  });

  it('while it is being sent, replies lost: either never sent or asked back once, never both', async () => {
    server.sandbox.faults.set({ system: 'province', mode: 'lose-reply', rate: 0.5, seed: 5 });
    const ends = await Promise.all(
      ['thu-ha', 'van-binh', 'kim-ngan', 'minh-tam', 'ba-sau', 'ngoc-lan', 'hoang-phuc', 'quoc-dung'].map(async (personaId, index) => {
        const citizen = await server.as(personaId);
        const { id, receiptNo } = await citizen.submit((await citizen.fillDraft(BIRTH)).id, crypto.randomUUID());
        const reached = [['accepted'], ['ready', 'sending'], ['sending', 'uncertain'], ['uncertain', 'confirmed']][index % 4] ?? [];
        for (let looks = 0; looks < 200 && !reached.includes((await citizen.dossier(id)).state); looks++);
        const answered = await citizen.call(`/v1/dossiers/${id}/withdrawal`, {
          method: 'POST',
          body: JSON.stringify({}),
          headers: { 'idempotency-key': crypto.randomUUID() },
        });
        expect(answered.status).toBe(202);
        return citizen.until(async () => {
          const { withdrawal, state } = await citizen.dossier(id);
          await server.letTimePass(5_000);
          if (withdrawal.state !== 'confirmed') return null;
          const there = await citizen.provinceDossiers(receiptNo);
          return { state, filed: there.length, asked: there.flatMap(({ requests }) => requests).length };
        }, 60);
      }),
    );
    for (const end of ends)
      expect(end).toEqual(
        end.state === 'withdrawn' ? { state: 'withdrawn', filed: 0, asked: 0 } : { state: 'confirmed', filed: 1, asked: 1 },
      );
  }, 90_000);

  it('at the province: asked once, closed by its report', async () => {
    const dossier = await filed('thu-ha');
    const key = crypto.randomUUID();
    const twice = await Promise.all([withdraw(dossier, key), withdraw(dossier, key)]);
    expect([...twice, await withdraw(dossier)].map(({ status }) => status)).toEqual([202, 202, 409]);
    await dossier.seen(({ withdrawal }) => withdrawal.state === 'confirmed');
    expect(await dossier.requests('withdrawal')).toMatchObject([{ content: { LyDo: 'Tôi nộp nhầm nơi' } }]);
    await dossier.desk('agree-withdrawal');
    const after = await dossier.seen(({ status }) => status === 7);
    expect(after.withdrawal.isPossible).toBe(false);
    expect(await (await withdraw(dossier)).json()).toMatchObject({ status: 409, code: 'not-possible-now' });
  });

  it('503: a dossier that others hold for too long, nothing is kept, and the same key works a moment later', async () => {
    const dossier = await filed('ngoc-lan');
    const key = crypto.randomUUID();
    const busy = await server.sql.begin(async (tx) => {
      await tx`select 1 from dossier where id = ${dossier.id} for update`;
      return withdraw(dossier, key);
    });
    expect(busy.headers.get('retry-after')).toBe('1');
    expect(await busy.json()).toMatchObject({ status: 503, code: 'busy' });
    expect((await dossier.view()).withdrawal).toEqual({ isPossible: true, state: null });
    expect((await withdraw(dossier, key)).status).toBe(202);
  });

  it('refused: says why, goes on, and may be asked again', async () => {
    const dossier = await filed('van-binh');
    await dossier.desk('accept');
    await dossier.seen(({ status }) => status === 2);
    await withdraw(dossier);
    await dossier.seen(({ withdrawal }) => withdrawal.state === 'confirmed');
    await dossier.desk('refuse-withdrawal', { note: 'Đã ký trích lục' });
    const after = await dossier.seen(({ timeline }) => timeline.some(({ kind }) => kind === 'withdrawal-refused'));
    expect(after.status).toBe(2);
    expect(after.timeline.find(({ kind }) => kind === 'withdrawal-refused')).toMatchObject({ text: 'Đã ký trích lục' });
    expect(after.withdrawal).toEqual({ isPossible: true, state: 'rejected' });
  });

  it('not after the result', async () => {
    const dossier = await filed('kim-ngan');
    for (const [action, status] of [
      ['accept', 2],
      ['process', 4],
      ['finish', 9],
    ] as const) {
      await dossier.desk(action);
      await dossier.seen((now) => now.status === status);
    }
    expect((await dossier.view()).withdrawal.isPossible).toBe(false);
    expect((await withdraw(dossier)).status).toBe(409);
  });
});

describe('refused, stopped, late', () => {
  it('says why, and a correction begins with what was filed, linked both ways', async () => {
    const dossier = await filed('quoc-dung');
    await dossier.desk('reject', { note: 'Nộp sai nơi cư trú' });
    const refused = await dossier.seen(({ status }) => status === 3);
    expect(refused.timeline.at(-1)?.text).toContain('Nộp sai nơi cư trú');
    const key = crypto.randomUUID();
    const begin = async () =>
      (await (
        await dossier.citizen.call('/v1/drafts', {
          method: 'POST',
          body: JSON.stringify({ fromDossierId: dossier.id }),
          headers: { 'idempotency-key': key },
        })
      ).json()) as { id: string; answers: object; files: unknown[]; problems: unknown[] };
    const draft = await begin();
    expect((await begin()).id).toBe(draft.id);
    expect(draft).toMatchObject({ answers: refused.answers, problems: [] });
    expect(draft.files).toHaveLength(refused.files.length);
    const again = await dossier.citizen.submit(draft.id, crypto.randomUUID());
    const corrected = await dossier.citizen.dossier(again.id);
    expect(corrected.correctionOf?.id).toBe(dossier.id);
    expect((await dossier.view()).corrections.map(({ id }) => id)).toEqual([again.id]);
    expect((await dossier.view()).files).toHaveLength(refused.files.length);
  });

  it('404: nobody begins with a dossier of somebody else', async () => {
    const dossier = await filed('thu-ha');
    const stranger = await server.as('quoc-dung');
    const answer = await stranger.call('/v1/drafts', { method: 'POST', body: JSON.stringify({ fromDossierId: dossier.id }) });
    expect(await answer.json()).toMatchObject({ status: 404, code: 'dossier-not-found' });
  });

  it('tells the apology and its new date once, before the old date has passed', async () => {
    const dossier = await filed('van-binh');
    await dossier.desk('accept');
    await dossier.seen(({ status }) => status === 2);
    await dossier.desk('process');
    const before = await dossier.seen(({ status }) => status === 4);
    await dossier.desk('apologise', { note: 'Chờ xác minh ở nơi cư trú cũ' });
    const after = await dossier.seen(({ timeline }) => timeline.some(({ kind }) => kind === 'new-date'));
    expect(Date.parse(after.dueAt ?? '')).toBeGreaterThan(Date.parse(before.dueAt ?? ''));
    expect(Date.parse(before.dueAt ?? '')).toBeGreaterThan(Date.now());
    expect(after).toMatchObject({ status: 4 });
    expect(after.timeline.find(({ kind }) => kind === 'new-date')?.text).toContain('Chờ xác minh ở nơi cư trú cũ');
    const told = (await dossier.citizen.inbox()).filter(
      (message) => message.dossierId === dossier.id && message.title === 'Hẹn lại ngày trả kết quả',
    );
    expect(told).toHaveLength(1);
  });
});

describe('rating', () => {
  const finished = async (personaId: string) => {
    const dossier = await filed(personaId);
    for (const [action, status] of [
      ['accept', 2],
      ['process', 4],
      ['finish', 9],
    ] as const) {
      await dossier.desk(action);
      await dossier.seen((now) => now.status === status);
    }
    return dossier;
  };

  it('one tap counts, may be changed for seven days, and then reaches the province once as it was last', async () => {
    const dossier = await finished('minh-tam');
    expect((await dossier.post('rating', { stars: 2 })).status).toBe(202);
    expect((await dossier.post('rating', { stars: 5, reasons: ['fast'], comment: 'Chị Lan rất nhiệt tình' })).status).toBe(202);
    expect((await dossier.view()).rating).toMatchObject({
      isPossible: true,
      given: { stars: 5, reasons: ['fast'], comment: 'Chị Lan rất nhiệt tình' },
    });
    expect(JSON.stringify(await server.sql`select * from dossier_act where kind = 'rating'`)).not.toContain('nhiệt tình');
    expect(await dossier.requests('rating')).toEqual([]);
    await server.sql`update dossier_act set next_attempt_at = now() - interval '10 seconds' where dossier_id = ${dossier.id} and kind = 'rating'`;
    await dossier.citizen.until(async () => ((await dossier.requests('rating')).length > 0 ? true : null));
    expect(await dossier.requests('rating')).toMatchObject([{ content: { Diem: 5, NoiDung: ['fast'] } }]);
    expect(await (await dossier.post('rating', { stars: 1 })).json()).toMatchObject({ status: 409, code: 'not-possible-now' });
    expect((await dossier.view()).rating).toMatchObject({ isPossible: false, given: { stars: 5 } });
  });

  it('409 before there is a result', async () => {
    const dossier = await filed('hoang-phuc');
    expect((await dossier.post('rating', { stars: 5 })).status).toBe(409);
  });
});
