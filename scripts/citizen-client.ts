import { setTimeout as pause } from 'node:timers/promises';
import type { DossierDetail, Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { IdentityLinking } from '@tayninh/shared/features/identity/identity-links.contract';
import type { InboxMessage } from '@tayninh/shared/features/notifications/notifications.contract';

/** The smallest PNG there is: one pixel. */
export const TINY_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

interface ProvinceDossier {
  readonly code: string;
  readonly reference: string;
  readonly status: number;
  readonly timesFiled: number;
  readonly files: { readonly name: string; readonly sha256: string }[];
  /** What came after filing, as often as it came. */
  readonly requests: {
    readonly id: string;
    readonly kind: string;
    readonly files: { readonly componentId: string; readonly name: string }[];
    readonly content: Record<string, unknown>;
  }[];
}

/** A citizen of the sandbox, over HTTP only: what the mini app does, without a screen. For the journey, the fault runs and tests. */
export async function createCitizenClient({ bff, sandbox, personaId }: { bff: string; sandbox: string; personaId: string }) {
  const post = (body: unknown): RequestInit => ({
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  const control = async <T>(path: string, init?: RequestInit) => (await fetch(sandbox + path, init)).json() as Promise<T>;
  const { accessToken: zaloAccessToken } = await control<{ accessToken: string }>('/control/zalo/tokens', post({ personaId }));
  const session = await expectOk<{ accessToken: string; refreshToken: string }>(
    await fetch(`${bff}/v1/sessions`, post({ zaloAccessToken })),
  );
  const authorization = `Bearer ${session.accessToken}`;

  const call = (path: string, init: RequestInit = {}) =>
    fetch(bff + path, {
      ...init,
      headers: { authorization, ...(init.body ? { 'content-type': 'application/json' } : {}), ...(init.headers as Record<string, string>) },
    });
  const get = async <T>(path: string) => expectOk<T>(await call(path));

  async function upload(bytes: Buffer, name: string, type: string): Promise<string> {
    const metadata = `filename ${Buffer.from(name).toString('base64')},filetype ${Buffer.from(type).toString('base64')}`;
    const made = await fetch(`${bff}/v1/uploads`, {
      method: 'POST',
      headers: { authorization, 'tus-resumable': '1.0.0', 'upload-length': String(bytes.length), 'upload-metadata': metadata },
    });
    if (made.status !== 201) throw new Error(`upload refused: ${made.status}`);
    const location = new URL(made.headers.get('location') ?? '', bff);
    const tus = { authorization, 'tus-resumable': '1.0.0' };
    const sendFrom = (offset: number) =>
      fetch(location, {
        method: 'PATCH',
        headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        body: new Uint8Array(bytes.subarray(offset)),
      });
    // Goes on from what the server has, as the phone does: an upload given up counts against the citizen for an hour.
    let sent = await sendFrom(0).catch(() => null);
    for (let tries = 0; (!sent || sent.status >= 500 || sent.status === 423) && tries < 40; tries++) {
      await pause(500);
      const there = await fetch(location, { method: 'HEAD', headers: tus }).catch(() => null);
      if (there?.status === 404) break;
      if (!there?.ok) continue;
      const offset = Number(there.headers.get('upload-offset'));
      if (offset === bytes.length) return fileIdOf(location);
      sent = await sendFrom(offset).catch(() => null);
    }
    if (sent?.status !== 204) throw new Error(`upload broke: ${sent?.status}`);
    return fileIdOf(location);
  }

  const submitAnswer = (draftId: string, key: string) =>
    call('/v1/dossiers', { method: 'POST', body: JSON.stringify({ draftId, consent: true }), headers: { 'idempotency-key': key } });

  /** A browser at the national log-in's page and back at ours, which may show a code. */
  async function logInAt(authorizeUrl: string, { as = personaId, level = '2', account = 'person', act = 'allow', name }: LogInChoice = {}) {
    const page = await (await fetch(authorizeUrl)).text();
    const asked = /name="asked" value="([\w-]+)"/.exec(page)?.[1] ?? '';
    const decision = await fetch(new URL('/idp/decision', authorizeUrl), {
      method: 'POST',
      body: new URLSearchParams({ asked, personaId: as, level, account, act, ...(name && { name }) }),
      redirect: 'manual',
    });
    const back = new URL(decision.headers.get('location') ?? '', authorizeUrl);
    return { back, ...(await comeBack(back)) };
  }
  async function comeBack(back: URL) {
    const answer = await fetch(bff + back.pathname + back.search);
    const html = await answer.text();
    return { status: answer.status, headers: answer.headers, html, code: /class="code"[^>]*>(\d{4})</.exec(html)?.[1] };
  }

  return {
    session,
    call,
    comeBack,
    /** As `submit`, with whatever comes back. */
    submitAnswer,
    upload,
    search: async (q: string) =>
      (await get<{ items: { code: string; plainName: string }[] }>(`/v1/procedures?q=${encodeURIComponent(q)}`)).items,
    /** A complete draft with the form's own sample, changed by `answers`, and one picture for each paper. */
    async fillDraft(
      procedureCode: string,
      picture = TINY_PNG,
      answers: Record<string, unknown> = {},
      forWhom?: { authorisationId: string },
    ): Promise<{ id: string; files: number }> {
      const form = await get<{ sample: Record<string, unknown>; components: { id: string }[] }>(`/v1/procedures/${procedureCode}/form`);
      const draft = await expectOk<Draft>(
        await call('/v1/drafts', { method: 'POST', body: JSON.stringify({ procedureCode, for: forWhom }) }),
      );
      const files = await Promise.all(
        form.components.map(async ({ id }) => ({ componentId: id, fileId: await upload(picture, `${id}.png`, 'image/png') })),
      );
      const saved = await expectOk<Draft>(
        await call(`/v1/drafts/${draft.id}`, {
          method: 'PUT',
          body: JSON.stringify({ answers: { ...form.sample, ...answers }, files }),
          headers: { 'if-match': draft.etag },
        }),
      );
      if (saved.problems.length > 0)
        throw new Error(`the sample is incomplete: ${saved.problems.map((problem) => problem.pointer).join(', ')}`);
      return { id: draft.id, files: files.length };
    },
    submit: async (draftId: string, key: string) =>
      expectOk<{ id: string; receiptNo: string; state: string }>(await submitAnswer(draftId, key)),
    /** Begins a national log-in. @throws Error when refused */
    beginLogIn: async ({ consent = true } = {}) => {
      const tokens = await control<{ accessToken: string }>('/control/zalo/tokens', post({ personaId }));
      const body = JSON.stringify({ consent, zaloAccessToken: tokens.accessToken });
      return expectOk<{ id: string; authorizeUrl: string; expiresAt: string }>(
        await call('/v1/me/identity-links', { method: 'POST', body }),
      );
    },
    logInAt,
    identityLink: (id: string) => get<IdentityLinking>(`/v1/me/identity-links/${id}`),
    enterCode: async (id: string, code: string) =>
      expectOk<IdentityLinking>(await call(`/v1/me/identity-links/${id}/code`, { method: 'POST', body: JSON.stringify({ code }) })),
    /** The whole way: log-in as oneself, back, the code carried over where one is asked. */
    async proveIdentity(choice: LogInChoice = {}): Promise<IdentityLinking> {
      const { id, authorizeUrl } = await this.beginLogIn();
      const { code } = await logInAt(authorizeUrl, { as: personaId, ...choice });
      return code ? this.enterCode(id, code) : this.identityLink(id);
    },
    dossier: (id: string) => get<DossierDetail>(`/v1/dossiers/${id}`),
    inbox: async () => (await get<{ items: InboxMessage[] }>('/v1/inbox?limit=50')).items,
    oaThread: async () => (await control<{ items: { text: string; at: string }[] }>(`/control/zalo/messages?personaId=${personaId}`)).items,
    provinceDossiers: async (reference: string) =>
      (await control<{ items: ProvinceDossier[] }>(`/control/province/dossiers?reference=${encodeURIComponent(reference)}`)).items,
    deskAction: (code: string, action: string, rest: object = {}) =>
      control(`/control/province/dossiers/${encodeURIComponent(code)}/actions`, post({ action, ...rest })),
    /** Asks again until there is an answer. @throws Error after `seconds`. */
    async until<T>(ask: () => Promise<T | null>, seconds = 30): Promise<T> {
      for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(150)) {
        const answer = await ask();
        if (answer !== null) return answer;
      }
      throw new Error(`nothing happened within ${seconds} s`);
    },
  };
}
export interface LogInChoice {
  /** Who logs in there; usually oneself. */
  readonly as?: string;
  readonly level?: '1' | '2';
  readonly account?: 'person' | 'organisation';
  readonly act?: 'allow' | 'refuse' | 'allow-encrypted';
  /** As the registry has corrected it. */
  readonly name?: string;
}

export type CitizenClient = Awaited<ReturnType<typeof createCitizenClient>>;

async function expectOk<T>(answer: Response): Promise<T> {
  const body = (await answer.json()) as T & { code?: string };
  if (!answer.ok)
    throw new Error(`${new URL(answer.url).pathname.replace(/[0-9a-f-]{36}/, ':id')} answered ${answer.status} ${body.code ?? ''}`);
  return body;
}

const fileIdOf = (location: URL) => location.pathname.split('/').at(-1) ?? '';
