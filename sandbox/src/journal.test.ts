import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sandboxCredentials } from './credentials.ts';
import { openJournal } from './journal.ts';
import { aFiling, buildTestSandbox } from './testing/build-test-sandbox.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'tns-sandbox-'));
const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

describe('the journal', () => {
  it('gives back what was set, without a torn last line', () => {
    const path = join(folder(), 'journal.ndjson');
    const first = openJournal(path);
    const kept = first.collection<string>('word');
    kept.set('a', 'một');
    kept.set('b', 'hai');
    kept.set('a', 'ba');
    kept.delete('b');
    appendFileSync(path, '{"kind":"word","id":"c","val'); // killed while writing; `first` is not closed
    const again = openJournal(path).collection<string>('word');
    expect([...again.entries()]).toEqual([['a', 'ba']]);
    again.set('d', 'bốn');
    expect([...openJournal(path).collection<string>('word').entries()]).toEqual([
      ['a', 'ba'],
      ['d', 'bốn'],
    ]);
    rmSync(join(path, '..'), { recursive: true });
  });

  it('writes nothing after it was closed', () => {
    const path = join(folder(), 'journal.ndjson');
    const journal = openJournal(path);
    journal.close();
    journal.collection<string>('word').set('a', 'muộn');
    expect(readFileSync(path, 'utf8')).toBe('');
    rmSync(join(path, '..'), { recursive: true });
  });
});

describe('the sandbox after a restart', () => {
  it('knows dossiers, messages, credentials and what it still has to report', async () => {
    const dataDir = folder();
    const abandoned = await buildTestSandbox(dataDir);
    await abandoned.province('NopHoSo', aFiling());
    const [{ code } = { code: '' }] = await abandoned.dossiers('TNS-7K3M-94QX');
    await abandoned.receiver.stop(); // the bff is down, then the sandbox goes too, without a word
    await abandoned.act(code, { action: 'accept' });

    await using world = await buildTestSandbox(dataDir);
    expect(world.credentials).toEqual(abandoned.credentials);
    expect(await world.dossiers('TNS-7K3M-94QX')).toMatchObject([{ code, status: 2, timesFiled: 1 }]);
    expect((await world.receiver.next()).body).toMatchObject({ soBienNhan: code, thuTu: 2 });
    await world.province('NopHoSo', aFiling({ MaHoSoKhac: 'TNS-0000-0002' }));
    expect((await world.dossiers('TNS-0000-0002'))[0]?.code).not.toBe(code);
    await abandoned.stop();
  });

  it('after kill -9 in the middle of filing: every answered dossier is there, once', async () => {
    const dataDir = folder();
    const { oneGate } = sandboxCredentials(dataDir);
    const child = spawn(process.execPath, [MAIN], {
      env: {
        ...process.env,
        SANDBOX_PORT: '0',
        MINI_APP_PORT: '0',
        DATA_DIR: dataDir,
        MINI_APP_DIR: dataDir,
        BFF_URL: 'http://127.0.0.1:9',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { ready, url } = JSON.parse(line.toString()) as { ready: boolean; url: string };
    expect(ready).toBe(true);
    const answered: string[] = [];
    const gone = once(child, 'exit');
    for (let index = 0; index < 500; index++) {
      const reference = `TNS-${index}`;
      if (index === 60) setImmediate(() => child.kill('SIGKILL'));
      const answer = await fetch(`${url}/api/MotCuaDienTu/NopHoSo`, {
        method: 'POST',
        headers: { authorization: `Bearer ${oneGate.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(aFiling({ MaHoSoKhac: reference, MaThamChieu: null })),
      }).catch(() => null);
      if (!answer) break;
      answered.push(reference);
    }
    await gone;
    expect(answered.length).toBeGreaterThanOrEqual(60);

    await using world = await buildTestSandbox(dataDir);
    for (const reference of answered) expect(await world.dossiers(reference)).toMatchObject([{ timesFiled: 1 }]);
  });
});

describe('reset', () => {
  it('forgets dossiers, messages and faults, and hands no code out twice', async () => {
    await using world = await buildTestSandbox();
    await world.province('NopHoSo', aFiling());
    const [before] = await world.dossiers('TNS-7K3M-94QX');
    await world.fault('zalo', 'down');
    await world.ask('/control/reset', { method: 'POST' });
    expect(await world.dossiers()).toEqual([]);
    expect(await world.ask('/control/faults')).toMatchObject({ zalo: { mode: 'none' } });
    await world.province('NopHoSo', aFiling());
    expect((await world.dossiers('TNS-7K3M-94QX')).map(({ code, timesFiled }) => [code === before?.code, timesFiled])).toEqual([
      [false, 1],
    ]);
  });
});

describe('the credentials', () => {
  it('are invented once, for the owner’s eyes only', () => {
    const dataDir = folder();
    const made = sandboxCredentials(dataDir);
    expect(sandboxCredentials(dataDir)).toEqual(made);
    expect(statSync(join(dataDir, 'sandbox', 'credentials.json')).mode & 0o777).toBe(0o600);
    rmSync(dataDir, { recursive: true });
  });
});

describe('the scanner', () => {
  const talk = (path: string, ...chunks: Buffer[]) =>
    new Promise<string>((resolve, reject) => {
      let answer = '';
      const socket = connect({ path });
      socket.on('error', reject);
      socket.on('data', (data) => {
        answer += data.toString('latin1');
      });
      socket.on('close', () => resolve(answer));
      for (const chunk of chunks) socket.write(chunk);
    });
  const sized = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const stream = (...pieces: Buffer[]) => Buffer.concat([Buffer.from('zINSTREAM\0'), ...pieces.map(sized), Buffer.alloc(4)]);

  it('answers PING, passes a large file, finds the test file also across chunks and packets', async () => {
    await using world = await buildTestSandbox();
    const path = world.clamdSocket;
    expect(await talk(path, Buffer.from('zPING\0'))).toBe('PONG\0');
    expect(await talk(path, stream(...Array.from({ length: 160 }, () => Buffer.alloc(64 * 1024, 7))))).toBe('stream: OK\0');
    const virus = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].map((part) => Buffer.from(part));
    const whole = stream(...virus);
    expect(await talk(path, whole)).toBe('stream: Eicar-Test-Signature FOUND\0');
    expect(await talk(path, ...[...whole].map((byte) => Buffer.from([byte])))).toBe('stream: Eicar-Test-Signature FOUND\0');
  });
});
