import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';

const BIRTH = '1.001193';
let server: TestServer;
beforeAll(async () => {
  server = await buildTestApp();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => server.sandbox.faults.clear());

const file = async (personaId: string, code = BIRTH) => {
  const citizen = await server.as(personaId);
  const draft = await citizen.fillDraft(code);
  const filed = await citizen.submit(draft.id, crypto.randomUUID());
  return { citizen, draft, ...filed };
};
const confirmed = (filing: Awaited<ReturnType<typeof file>>) =>
  filing.citizen.until(async () => ((await filing.citizen.dossier(filing.id)).state === 'confirmed' ? true : null));

describe('filing a dossier', () => {
  it.each(['1.001193', '1.004873', '1.001612', '1.013225', '1.013949'])(
    '%s: reaches the province once, with its papers, and says so',
    async (code) => {
      const filing = await file('thu-ha', code);
      await confirmed(filing);
      const [kept, ...more] = await filing.citizen.provinceDossiers(filing.receiptNo);
      expect(more).toEqual([]);
      expect(kept).toMatchObject({ timesFiled: 1, status: 1 });
      expect(kept?.files).toHaveLength(filing.draft.files);
      expect(await filing.citizen.provinceDossiers(filing.id)).toHaveLength(1);
    },
  );

  it('202: the same key three times at once gives one receipt and one dossier', async () => {
    const citizen = await server.as('van-binh');
    const draft = await citizen.fillDraft(BIRTH);
    const key = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 12 }, () => citizen.submit(draft.id, key)));
    expect(new Set(answers.map((answer) => answer.receiptNo)).size).toBe(1);
    expect(await server.sql`select count(*)::int as n from dossier where draft_id = ${draft.id}`).toEqual([{ n: 1 }]);
  });

  it('422: the same key with another body is refused, and another key for a filed draft too', async () => {
    const { citizen, draft } = await file('van-binh');
    const other = await citizen.fillDraft(BIRTH);
    const key = crypto.randomUUID();
    await citizen.submit(other.id, key);
    const submit = (draftId: string, idempotencyKey: string) =>
      citizen.call('/v1/dossiers', {
        method: 'POST',
        body: JSON.stringify({ draftId, consent: true }),
        headers: { 'idempotency-key': idempotencyKey },
      });
    expect(await (await submit(draft.id, key)).json()).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    expect(await (await submit(draft.id, crypto.randomUUID())).json()).toMatchObject({ status: 409, code: 'draft-submitted' });
  });

  it('422: asks for the consent and for what is missing, naming each place', async () => {
    const citizen = await server.as('kim-ngan');
    const draft = (await (await citizen.call('/v1/drafts', { method: 'POST', body: JSON.stringify({ procedureCode: BIRTH }) })).json()) as {
      id: string;
    };
    const submit = (consent: boolean) =>
      citizen.call('/v1/dossiers', {
        method: 'POST',
        body: JSON.stringify({ draftId: draft.id, consent }),
        headers: { 'idempotency-key': crypto.randomUUID() },
      });
    expect(await (await submit(false)).json()).toMatchObject({ code: 'consent-required' });
    const problem = (await (await submit(true)).json()) as { code: string; errors: { pointer: string }[] };
    expect(problem.code).toBe('draft-incomplete');
    expect(problem.errors.map((error) => error.pointer)).toEqual(expect.arrayContaining(['/answers/childName', '/files/giay-chung-sinh']));
  });

  it('422: never accepts a dossier one of whose papers is gone', async () => {
    const citizen = await server.as('kim-ngan');
    const draft = await citizen.fillDraft(BIRTH);
    // As after a lost disk or a removal between two requests: the draft names a file that is no longer there.
    await server.sql`delete from uploaded_file where id = (select files -> 0 ->> 'fileId' from draft where id = ${draft.id})`;
    const answer = await citizen.call('/v1/dossiers', {
      method: 'POST',
      body: JSON.stringify({ draftId: draft.id, consent: true }),
      headers: { 'idempotency-key': crypto.randomUUID() },
    });
    expect(await answer.json()).toMatchObject({ status: 422, code: 'draft-incomplete', errors: [{ pointer: '/files/giay-chung-sinh' }] });
  });

  it('400: a missing idempotency key is named', async () => {
    const citizen = await server.as('kim-ngan');
    const answer = await citizen.call('/v1/dossiers', {
      method: 'POST',
      body: JSON.stringify({ draftId: crypto.randomUUID(), consent: true }),
    });
    expect(await answer.json()).toMatchObject({ status: 400, code: 'idempotency-key-missing' });
  });

  it('202 while the province is down: kept with a receipt, filed once after it is back', async () => {
    server.sandbox.faults.set({ system: 'province', mode: 'down', rate: 1, seed: 1 });
    const filing = await file('ba-sau');
    expect(filing.receiptNo).toMatch(/^TNS-/);
    await filing.citizen.until(async () =>
      (await server.sql`select state, next_attempt_at > accepted_at as waited from dossier where id = ${filing.id}`)[0]?.waited
        ? true
        : null,
    );
    expect(await filing.citizen.provinceDossiers(filing.receiptNo)).toEqual([]);
    server.sandbox.faults.clear();
    await confirmed(filing);
    expect((await filing.citizen.provinceDossiers(filing.receiptNo)).map((dossier) => dossier.timesFiled)).toEqual([1]);
  });

  it.each(['lose-reply', 'garbage', 'hang'] as const)(
    '%s: the outcome is unknown for a while, then known, and filed once',
    async (mode) => {
      server.sandbox.faults.set({ system: 'province', mode, rate: 0.5, seed: 7 });
      const filings = await Promise.all(['thu-ha', 'kim-ngan', 'minh-tam'].map((personaId) => file(personaId)));
      await filings[0]?.citizen.until(async () =>
        ((await server.sql`select count(*)::int as n from dossier where attempt_no > 0`)[0]?.n as number) > 0 ? true : null,
      );
      if (mode === 'hang') server.sandbox.faults.clear();
      for (const filing of filings) {
        await filing.citizen.until(async () => {
          if ((await filing.citizen.dossier(filing.id)).state === 'confirmed') return true;
          await server.letTimePass(5_000);
          return null;
        });
        expect((await filing.citizen.provinceDossiers(filing.receiptNo)).map((dossier) => dossier.timesFiled)).toEqual([1]);
      }
    },
    90_000,
  );
});

describe('what the province says', () => {
  it('is told once: one timeline entry, one notice, one Zalo message, also when each report comes twice', async () => {
    server.sandbox.faults.set({ system: 'province', mode: 'duplicate', rate: 1, seed: 1 });
    const filing = await file('hoang-phuc');
    await confirmed(filing);
    const [kept] = await filing.citizen.provinceDossiers(filing.receiptNo);
    await filing.citizen.deskAction(kept?.code ?? '', 'accept');
    await filing.citizen.until(async () => ((await filing.citizen.dossier(filing.id)).status === 2 ? true : null));
    await filing.citizen.until(async () =>
      (await filing.citizen.oaThread()).some((message) => message.text.includes('Được tiếp nhận')) ? true : null,
    );
    await filing.citizen.until(async () =>
      (await server.sql`select count(*)::int as n from inbox_event where processed_at is null`)[0]?.n === 0 ? true : null,
    );
    const dossier = await filing.citizen.dossier(filing.id);
    expect(dossier.timeline.filter((entry) => entry.status === 2)).toHaveLength(1);
    expect(dossier.dueAt).not.toBeNull();
    expect((await filing.citizen.inbox()).filter((message) => message.title === 'Hồ sơ đã được tiếp nhận')).toHaveLength(1);
    expect((await filing.citizen.oaThread()).filter((message) => message.text.includes('Được tiếp nhận'))).toHaveLength(1);
  });

  it('keeps words it does not know, flags them, and moves nothing', async () => {
    const filing = await file('ngoc-lan');
    await confirmed(filing);
    const [kept] = await filing.citizen.provinceDossiers(filing.receiptNo);
    await filing.citizen.deskAction(kept?.code ?? '', 'accept');
    await filing.citizen.deskAction(kept?.code ?? '', 'other', { text: 'Chuyển phòng chuyên môn xem xét' });
    const dossier = await filing.citizen.until(async () => {
      const now = await filing.citizen.dossier(filing.id);
      const hasBoth = now.subStatus === 'Chuyển phòng chuyên môn xem xét' && now.timeline.some((entry) => entry.status === 2);
      return hasBoth ? now : null; // two reports may overtake each other
    });
    expect(dossier.status).toBe(2);
    expect(dossier.timeline.at(-1)).toMatchObject({ title: 'Tỉnh có cập nhật mới', text: 'Chuyển phòng chuyên môn xem xét', status: null });
  });

  it('ends at the right status when a later report overtakes an earlier one', async () => {
    const filing = await file('minh-tam');
    await confirmed(filing);
    const [kept] = await filing.citizen.provinceDossiers(filing.receiptNo);
    server.sandbox.faults.set({ system: 'province', mode: 'reorder', rate: 1, seed: 1 });
    await filing.citizen.deskAction(kept?.code ?? '', 'accept');
    await filing.citizen.deskAction(kept?.code ?? '', 'other', { text: 'Luân chuyển nội bộ' });
    const dossier = await filing.citizen.until(async () => {
      const now = await filing.citizen.dossier(filing.id);
      return now.timeline.some((entry) => entry.status === 2) && now.timeline.some((entry) => entry.text === 'Luân chuyển nội bộ')
        ? now
        : null;
    });
    expect(dossier.status).toBe(2);
    expect(dossier.subStatus).toBe('Luân chuyển nội bộ');
    expect(dossier.timeline.map((entry) => entry.title).slice(-2)).toEqual(['Được tiếp nhận', 'Tỉnh có cập nhật mới']);
    expect(
      (await filing.citizen.inbox()).filter((message) => message.dossierId === filing.id && message.title === 'Hồ sơ đã được tiếp nhận'),
    ).toHaveLength(1);
  });

  it('401: a report with a wrong signature changes nothing', async () => {
    const answer = await fetch(`${server.url}/hooks/province/one-gate`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', 'x-timestamp': String(Date.now()), 'x-signature': `sha256=${'0'.repeat(64)}` },
    });
    expect(await answer.json()).toMatchObject({ status: 401, code: 'signature-refused' });
  });
});

describe('who may see what', () => {
  it('404: answers alike for somebody else’s dossier and for none', async () => {
    const filing = await file('thu-ha');
    const stranger = await server.as('quoc-dung');
    const foreign = await stranger.call(`/v1/dossiers/${filing.id}`);
    const missing = await stranger.call(`/v1/dossiers/${crypto.randomUUID()}`);
    expect(foreign.status).toBe(404);
    expect(await foreign.json()).toEqual({ ...((await missing.json()) as object), requestId: expect.any(String) });
    expect([...foreign.headers.keys()].sort()).toEqual([...missing.headers.keys()].sort());
  });

  it('stores and logs nothing of the citizens in clear', async () => {
    const filing = await file('thu-ha');
    await confirmed(filing);
    const tables = await server.sql<
      { name: string }[]
    >`select table_schema || '.' || table_name as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema in ('public', 'graphile_worker') and table_name <> 'e_form'`; // e_form holds the invented samples of the forms
    const dump = (
      await Promise.all(
        tables.map(({ name }) => server.sql.unsafe(`select coalesce(string_agg(t::text, E'\\n'), '') as rows from ${name} t`)),
      )
    )
      .map((rows) => String(rows[0]?.rows))
      .join('\n');
    const stored = readdirSync(join(server.dataDir, 'files'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'))
      .join('');
    const { items } = (await (await fetch(`${server.sandbox.url}/control/personas`)).json()) as {
      items: { kind: string; name: string; phone?: string; zaloId?: string; oaUserId?: string; personalNumber?: string }[];
    };
    const sample = ((await (await fetch(`${server.url}/v1/procedures/${BIRTH}/form`)).json()) as { sample: Record<string, unknown> })
      .sample;
    const secrets = [
      // officers stand in the list of staff, by name
      ...items
        .filter(({ kind }) => kind === 'citizen')
        .flatMap(({ name, phone, zaloId, oaUserId, personalNumber }) => [
          name,
          phone,
          phone?.replace(/^84/, '0'),
          zaloId,
          oaUserId,
          personalNumber,
        ]),
      sample.childName,
      sample.applicantPersonalNumber,
      sample.applicantPhone,
    ].filter((value): value is string => typeof value === 'string');
    for (const secret of secrets) {
      expect(dump.includes(secret), 'in the database').toBe(false);
      expect(stored.includes(secret), 'in the file store').toBe(false);
      expect(server.lines.join('').includes(secret), 'in the log').toBe(false);
    }
    expect(stored.includes('PNG')).toBe(false);
  });
});
