import type { PaymentState } from '@tayninh/shared/features/payments/payment-state';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestServer } from '../../../test/build-test-app.ts';
import { MODEL_TIMEOUT_MS, walkModel } from '../../../test/model-runs.ts';
import { scopeOfOwner } from '../../platform/access.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { createEncryption } from '../../platform/encryption.ts';
import { createSubjectKeyStore } from '../identity/identity.repository.ts';
import { createPaymentWorkRepository } from './payment-work.repository.ts';
import { createPaymentRepository, type PaymentRow } from './payments.repository.ts';

/** One attempt as ADR 0013 promises it; written apart from the product's own table. */
interface Attempt {
  state: PaymentState;
  /** The transaction that came first, and whether its amount was right. */
  money: { id: string; isRight: boolean } | null;
  needsStaff: boolean;
}
interface Model {
  readonly attempts: Attempt[];
  paidBy: number | null;
}
const AMOUNT = 120_000;

let server: TestServer;
let database: Database;
let owner: { citizenId: string; dossierId: string };
let step = 100;
const told: string[] = [];
let repository: ReturnType<typeof createPaymentRepository>;
let work: ReturnType<typeof createPaymentWorkRepository>;

beforeAll(async () => {
  server = await buildTestApp({}, { isWorking: false });
  database = openDatabase(server.databaseUrl, { name: 'model', poolSize: 4, statementTimeoutMs: 10_000 });
  const encryption = createEncryption({
    keyEncryptionKeys: server.config.KEY_ENCRYPTION_KEYS,
    subjectKeys: createSubjectKeyStore(database),
  });
  const parts = {
    database,
    encryption,
    announce: async (_tx: unknown, { what, eventKey }: { what: { kind: string }; eventKey: string }) =>
      void told.push(`${what.kind}|${eventKey}`),
  };
  repository = createPaymentRepository(parts);
  work = createPaymentWorkRepository(parts);
  const citizen = await server.as('thu-ha');
  const { id } = await citizen.submit((await citizen.fillDraft('1.004873')).id, crypto.randomUUID());
  const [row] = await server.sql<{ citizenId: string }[]>`select citizen_id as "citizenId" from dossier where id = ${id}`;
  owner = { citizenId: row?.citizenId ?? '', dossierId: id };
});
afterAll(async () => {
  await database.close();
  await server[Symbol.asyncDispose]();
});

async function newFee() {
  told.length = 0;
  step += 1;
  await database.drizzle.transaction((tx) =>
    repository.noteFee(tx, { ...owner, step }, { amountVnd: AMOUNT, purpose: 'Lệ phí', payee: null, dueAt: null }),
  );
  const [fee] = await server.sql<{ id: string }[]>`select id from fee_notice where dossier_id = ${owner.dossierId} and step = ${step}`;
  const feeId = fee?.id ?? '';
  const rows: PaymentRow[] = [];
  return {
    rows,
    begin: async () => {
      const row = await repository
        .begin(scopeOfOwner(owner.citizenId), {
          dossierId: owner.dossierId,
          feeNoticeId: feeId,
          method: 'payment-platform',
          amountVnd: AMOUNT,
          idempotencyKey: crypto.randomUUID(),
          requestHash: Buffer.alloc(32),
          openMs: 60_000,
          dueAt: null,
          firstLookMs: 60_000,
        })
        .catch(() => null);
      if (row) rows.push(row);
      return row !== null;
    },
    standing: async () => {
      const [paid] = await server.sql<{ paidBy: string | null }[]>`select paid_payment_id as "paidBy" from fee_notice where id = ${feeId}`;
      const byId = await server.sql<{ id: string; state: PaymentState; transactionId: string | null; needsStaff: boolean }[]>`
        select id, state, transaction_id as "transactionId", needs_staff as "needsStaff" from payment where fee_notice_id = ${feeId}`;
      return {
        count: byId.length,
        attempts: rows
          .map(({ id }) => byId.find((row) => row.id === id))
          .map((row) => ({ state: row?.state, transactionId: row?.transactionId, needsStaff: row?.needsStaff })),
        paidBy: rows.findIndex(({ id }) => id === paid?.paidBy),
      };
    },
  };
}
type Real = Awaited<ReturnType<typeof newFee>>;
type Command = fc.AsyncCommand<Model, Real>;
const command = (name: string, run: Command['run']): Command => ({
  check: () => true,
  run: async (model, real) => {
    await run(model, real);
    const { attempts, paidBy, count } = await real.standing();
    expect(count).toBe(model.attempts.length);
    expect(attempts).toEqual(
      model.attempts.map(({ state, money, needsStaff }) => ({ state, transactionId: money?.id ?? null, needsStaff })),
    );
    expect(paidBy).toBe(model.paidBy ?? -1);
    expect(attempts.filter(({ state }) => state === 'paid').length).toBe(model.paidBy === null ? 0 : 1);
  },
  toString: () => name,
});
const isOpen = ({ state }: Attempt) => state === 'created' || state === 'awaiting';
const pick = <T>(items: readonly T[], at: number) =>
  items.length ? { item: items[at % items.length] as T, index: at % items.length } : null;

const begin = command('begin', async (model, real) => {
  const isFree = !model.attempts.some((attempt) => isOpen(attempt) || attempt.state === 'paid');
  expect(await real.begin()).toBe(isFree);
  if (isFree) model.attempts.push({ state: 'created', money: null, needsStaff: false });
});
const onAttempt = (name: string, run: (attempt: Attempt, row: PaymentRow, model: Model, index: number) => Promise<void>) =>
  fc.nat(5).map((at) =>
    command(`${name} of #${at}`, async (model, real) => {
      const picked = pick(model.attempts, at);
      const row = picked && real.rows[picked.index];
      if (picked && row) await run(picked.item, row, model, picked.index);
    }),
  );
const opened = onAttempt('provider answers', async (attempt, row) => {
  if (attempt.state === 'created') attempt.state = 'awaiting';
  await repository.opened(row, 'https://bank.invalid/pay');
});
const ends = fc.constantFrom('failed', 'expired', 'cancelled').chain((to) =>
  onAttempt(`end as ${to}`, async (attempt, row) => {
    if (isOpen(attempt) && !attempt.money) attempt.state = to as PaymentState;
    await repository.end(row.id, to as 'failed');
  }),
);
const finding = (row: PaymentRow, outcome: 'paid' | 'failed' | 'unpaid' | 'processing', amountVnd: number, transactionId: string | null) =>
  repository.settle('payment-platform', { reference: row.reference, outcome, amountVnd, transactionId, orderId: null, occurredAt: null });
const noMoney = fc.constantFrom('failed', 'unpaid', 'processing').chain((outcome) =>
  onAttempt(`notice: ${outcome}`, async (attempt, row) => {
    if (outcome === 'failed' && isOpen(attempt) && !attempt.money) attempt.state = 'failed';
    await finding(row, outcome as 'failed', AMOUNT, null);
  }),
);
const money = fc.tuple(fc.boolean(), fc.constantFrom('a', 'b')).chain(([isRight, id]) =>
  onAttempt(`money ${isRight ? 'right' : 'wrong'} ${id}`, async (attempt, row, model, index) => {
    if (attempt.money) {
      if (attempt.money.id !== id) attempt.needsStaff = true;
    } else {
      attempt.money = { id, isRight };
      if (!isRight) attempt.needsStaff = true;
      else if (isOpen(attempt) && model.paidBy === null) {
        attempt.state = 'paid';
        model.paidBy = index;
      } else attempt.state = 'refunding';
    }
    // the same news twice at once, as a notice and a query bring it
    await Promise.all([1, 2].map(() => finding(row, 'paid', isRight ? AMOUNT : AMOUNT - 1, id)));
  }),
);
const refunded = onAttempt('money is back', async (attempt, row) => {
  if (attempt.state === 'refunding') attempt.state = 'refunded';
  await work.refunded(row);
});

describe('the life of attempts to pay one fee', () => {
  it(
    'goes as promised in whatever order news comes: paid once, no money lost from sight, each thing told once',
    () =>
      walkModel(
        'payment',
        {
          runs: 100,
          ways: [fc.commands([fc.constant(begin), fc.constant(begin), opened, ends, noMoney, money, money, refunded], { maxCommands: 16 })],
        },
        async (drawn) => {
          const model: Model = { attempts: [], paidBy: null };
          await fc.asyncModelRun(async () => ({ model, real: await newFee() }), drawn);
          for (const { money: came, state, needsStaff } of model.attempts)
            if (came) expect(needsStaff || ['paid', 'refunding', 'refunded'].includes(state)).toBe(true);
          expect(new Set(told).size).toBe(told.length);
          expect(told.filter((what) => what.startsWith('fee-paid')).length).toBe(model.paidBy === null ? 0 : 1);
        },
      ),
    MODEL_TIMEOUT_MS,
  );
});
