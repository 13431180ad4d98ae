import { createCitizenClient } from './citizen-client.ts';

/** Plays the main job against the running copy and tells it: a citizen files, the province has it once, the citizen hears of it. */
const bff = `http://localhost:${process.env.BFF_PORT ?? 8080}`;
const sandbox = `http://localhost:${process.env.SANDBOX_PORT ?? 8090}`;
const say = (line: string) => console.log(`• ${line}`);

try {
  const citizen = await createCitizenClient({ bff, sandbox, personaId: 'thu-ha' });
  say('Huỳnh Thị Thu Hà (nhân vật bịa ra) mở mini app, Zalo xác nhận tài khoản.');
  const found = await citizen.search('lam khai sinh cho be');
  say(`Gõ "lam khai sinh cho be" → ${found[0]?.plainName} (${found[0]?.code}).`);
  const code = found[0]?.code ?? '';
  const draft = await citizen.fillDraft(code);
  say(`Điền tờ khai, gửi ${draft.files} tệp đính kèm, xem lại.`);
  const key = crypto.randomUUID();
  const filings = [];
  for (let time = 0; time < 3; time++) filings.push(await citizen.submit(draft.id, key));
  const filed = filings[0];
  if (!filed || filings.some((filing) => filing.id !== filed.id)) throw new Error('the same key gave two dossiers');
  say(`Nộp, mạng chập chờn nên bấm gửi ba lần: một biên nhận ${filed.receiptNo}.`);
  const kept = await citizen.until(async () => {
    const dossiers = await citizen.provinceDossiers(filed.receiptNo);
    return dossiers.length > 0 ? dossiers : null;
  });
  say(`Hệ thống của tỉnh có ${kept.length} hồ sơ ${kept[0]?.code}, được gửi ${kept[0]?.timesFiled} lần.`);
  await citizen.until(async () => ((await citizen.dossier(filed.id)).state === 'confirmed' ? true : null));
  await citizen.deskAction(kept[0]?.code ?? '', 'accept');
  say('Cán bộ ở bàn một cửa bấm tiếp nhận.');
  const started = Date.now();
  const after = await citizen.until(async () => {
    const dossier = await citizen.dossier(filed.id);
    return dossier.status === 2 ? dossier : null;
  });
  say(
    `Sau ${((Date.now() - started) / 1000).toFixed(1)} giây dòng thời gian có: ${after.timeline.map((entry) => entry.title).join(' → ')}.`,
  );
  const inbox = (await citizen.inbox()).filter((message) => message.dossierId === filed.id && message.title === 'Hồ sơ đã được tiếp nhận');
  const thread = await citizen.until(async () => {
    const messages = (await citizen.oaThread()).filter(
      (message) => message.text.includes(filed.receiptNo.slice(-4)) && message.text.includes('Được tiếp nhận'),
    );
    return messages.length > 0 ? messages : null;
  });
  say(`Hộp thư: ${inbox.length} tin. Zalo OA: ${thread.length} tin. Hẹn trả: ${after.dueAt}.`);
  if (kept.length !== 1 || kept[0]?.timesFiled !== 1 || inbox.length !== 1 || thread.length !== 1)
    throw new Error('something happened not exactly once');
  say('Xong: mọi việc đúng một lần.');
} catch (error) {
  console.error(`Không đi hết hành trình: ${error instanceof Error ? error.message : error}. Bản chạy đã mở chưa (pnpm start)?`);
  process.exit(1);
}
