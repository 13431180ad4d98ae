import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../start-sandbox.ts';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly body: Record<string, unknown>;
}

/** A listener in the place of the bff that remembers what the sandbox reports and answers with `status()`. */
async function startReceiver() {
  const waiting: ((received: Received) => void)[] = [];
  const unread: Received[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const received = { path: request.url ?? '', headers: request.headers, raw, body: JSON.parse(raw) as Record<string, unknown> };
      response.writeHead(status).end();
      const next = waiting.shift();
      if (next) next(received);
      else unread.push(received);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answerWith: (next: number) => {
      status = next;
    },
    /** The next report, now or when it comes. */
    next: () => {
      const received = unread.shift();
      return received ? Promise.resolve(received) : new Promise<Received>((resolve) => waiting.push(resolve));
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A sandbox on ports and a folder of its own, with somebody who takes its reports. */
export async function buildTestSandbox(dataDir = mkdtempSync(join(tmpdir(), 'tns-sandbox-'))) {
  const receiver = await startReceiver();
  const sandbox = await startSandbox({ port: 0, miniAppPort: 0, miniAppDir: join(dataDir, 'www'), dataDir, bffUrl: receiver.url });
  const ask = async <T>(path: string, init?: RequestInit) => (await fetch(sandbox.url + path, init)).json() as Promise<T>;
  const json = (body: unknown, headers: Record<string, string> = {}, method = 'POST'): RequestInit => ({
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
  const authorization = `Bearer ${sandbox.credentials.oneGate.token}`;

  return {
    ...sandbox,
    dataDir,
    receiver,
    ask,
    json,
    province: <T>(operation: string, body: unknown, init: RequestInit = {}) =>
      ask<T>(`/api/MotCuaDienTu/${operation}`, { ...json(body, { authorization }), ...init }),
    upload: (name: string, bytes: Uint8Array<ArrayBuffer>) => {
      const form = new FormData();
      form.set('HSKemTheoID', 'to-khai');
      form.set('File', new Blob([bytes]), name);
      return ask<{ success: boolean; data: { lienKet: string; tenTiepDinhKem: string; dungLuong: number; hoSoKemTheoId: string } }>(
        '/api/MotCuaDienTu/UploadFile',
        { method: 'POST', body: form, headers: { authorization } },
      );
    },
    dossiers: async (reference = '') =>
      (await ask<{ items: DeskDossier[] }>(`/control/province/dossiers?reference=${encodeURIComponent(reference)}`)).items,
    act: (code: string, body: object) => fetch(`${sandbox.url}/control/province/dossiers/${encodeURIComponent(code)}/actions`, json(body)),
    fault: (system: string, mode: string, rate = 1) => ask('/control/faults', json({ system, mode, rate, seed: 1 }, {}, 'PUT')),
    async [Symbol.asyncDispose]() {
      await sandbox.stop();
      await receiver.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type TestSandbox = Awaited<ReturnType<typeof buildTestSandbox>>;

interface DeskDossier {
  readonly reference: string;
  readonly code: string;
  readonly status: number;
  readonly timesFiled: number;
  readonly files: { readonly name: string; readonly sha256: string }[];
  readonly answers: Record<string, unknown>;
}

/** What a bff files: changed only where a test says so. */
export const aFiling = (rest: object = {}) => ({
  TinhTrang: 'THS',
  HinhThuc: 4,
  MaHoSoKhac: 'TNS-7K3M-94QX',
  MaThamChieu: '4f6a3c1e-0000-4000-8000-000000000001',
  LoaiHoSoID: '1.004873',
  HoTenNguoiNop: 'Huỳnh Thị Thu Hà',
  dsHoSoKemTheo: [],
  duLieuBieuMau: { hoTen: 'Huỳnh Thị Thu Hà' },
  ...rest,
});
