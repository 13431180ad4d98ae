import type { EventEmitter } from 'node:events';
import autocannon from 'autocannon';
import postgres from 'postgres';
import { createCitizenClient } from '../scripts/citizen-client.ts';
import type { Trial } from '../scripts/trial.ts';

/** Drafts made ready beforehand, filed 16 at a time. @returns a function that files `amount` and tells dossiers a second. */
export async function createFiler(trial: Trial, drafts: number) {
  const citizen = await createCitizenClient({ bff: trial.bff, sandbox: trial.sandbox.url, personaId: 'thu-ha' });
  const ready = await citizen.fillDraft('1.004873');
  const sql = postgres(trial.databaseUrl, { max: 1, onnotice: () => {} });
  const made = await sql<{ id: string }[]>`
    insert into draft (id, citizen_id, procedure_code, procedure_version_no, case_id, form_version, answers_id, files, is_complete, revision, expires_at)
    select gen_random_uuid(), citizen_id, procedure_code, procedure_version_no, case_id, form_version, answers_id, files, true, 1, expires_at
    from draft, generate_series(1, ${drafts}) where id = ${ready.id} returning id`;
  // Each draft has papers of its own, as in life: shared rows would queue behind one another's locks.
  await sql`
    with own as (
      select draft.id as draft_id, entry ->> 'componentId' as component_id, entry ->> 'fileId' as from_id, gen_random_uuid()::text as to_id
      from draft, jsonb_array_elements(files) entry where draft.id <> ${ready.id}
    ), copied as (
      insert into uploaded_file (id, citizen_id, name_sealed, declared_type, type, size_bytes, key_sealed, sha256, state, completed_at, expires_at)
      select to_id, citizen_id, name_sealed, declared_type, type, size_bytes, key_sealed, sha256, state, completed_at, expires_at
      from own join uploaded_file on uploaded_file.id = from_id
    )
    update draft set files = new.files
    from (select draft_id, jsonb_agg(jsonb_build_object('componentId', component_id, 'fileId', to_id)) as files from own group by draft_id) new
    where draft.id = new.draft_id`;
  await sql`analyze draft, uploaded_file`;
  await sql.end();
  const queue = made.map((draft) => draft.id);
  return async (amount: number) => {
    const started = process.hrtime.bigint();
    let lastAnswer = started;
    const run = autocannon({
      url: trial.bff,
      connections: 16,
      amount,
      requests: [
        {
          method: 'POST',
          path: '/v1/dossiers',
          setupRequest: (request) => ({
            ...request,
            body: JSON.stringify({ draftId: queue.pop(), consent: true }),
            headers: {
              authorization: `Bearer ${citizen.session.accessToken}`,
              'content-type': 'application/json',
              'idempotency-key': crypto.randomUUID(),
            },
          }),
        },
      ],
    });
    (run as unknown as EventEmitter).on('response', () => {
      lastAnswer = process.hrtime.bigint();
    });
    const result = await run;
    if (result['2xx'] !== amount)
      throw new Error(
        `only ${result['2xx']} of ${amount} were accepted: ${JSON.stringify(result.statusCodeStats)}, ${result.errors} errors`,
      );
    return amount / (Number(lastAnswer - started) / 1e9); // the run itself ends on a whole second
  };
}
