import { expect, it } from 'vitest';
import { buildTestApp } from '../../../test/build-test-app.ts';
import { openDatabase } from '../../platform/database.ts';
import { createEncryption } from '../../platform/encryption.ts';
import { createSubjectKeyStore } from '../identity/identity.repository.ts';
import { createOaTokenRepository } from './oa-token.repository.ts';

it('pushes go on after the Official Account was authorised again: the stored token is refused, the new one of the configuration works', async () => {
  await using server = await buildTestApp();
  const database = openDatabase(server.databaseUrl, { name: 'test', poolSize: 1, statementTimeoutMs: 3_000 });
  const encryption = createEncryption({
    keyEncryptionKeys: server.config.KEY_ENCRYPTION_KEYS,
    subjectKeys: createSubjectKeyStore(database),
  });
  await createOaTokenRepository(database, encryption).save(server.config.ZALO_OA_ID, {
    accessToken: 'ended',
    refreshToken: 'spent elsewhere',
    expiresAt: new Date(Date.now() - 1_000),
  });
  await database.close();

  const citizen = await server.as('thu-ha');
  const draft = await citizen.fillDraft('1.004873');
  const { receiptNo } = await citizen.submit(draft.id, crypto.randomUUID());
  const code = await citizen.until(async () => (await citizen.provinceDossiers(receiptNo))[0]?.code ?? null);
  await citizen.deskAction(code, 'accept');
  expect(await citizen.until(async () => (await citizen.oaThread())[0] ?? null)).toHaveProperty('text');
});
