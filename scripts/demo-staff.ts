import { createHash } from 'node:crypto';
import { staffSubject } from '@tayninh/sandbox/identity/staff-accounts';
import { PERSONAS } from '@tayninh/sandbox/personas';
import postgres from 'postgres';

/** Always the same for a person, so that a copy which moves to other ports keeps its people. */
const idOf = (personaId: string) => {
  const hex = createHash('sha256').update(`staff-member:${personaId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/**
 * The sandbox's officers as people of our console, each with the role that their kind says, for their commune or the province, for a
 * year. Repeatable; roles that were given or changed since are left alone.
 * @param issuer of the sandbox's staff accounts. @throws Error for any that is not on this machine: nobody invented enters production.
 */
export async function seedDemoStaff(databaseUrl: string, issuer: string): Promise<void> {
  if (!/^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(issuer)) throw new Error('Invented staff are for a sandbox on this machine only.');
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.begin(async (tx) => {
      for (const { id, name, kind, commune } of PERSONAS) {
        if (kind === 'citizen') continue;
        const staffId = idOf(id);
        await tx`
          insert into staff_member (id, issuer, subject, name) values (${staffId}, ${issuer}, ${staffSubject(id)}, ${name})
          on conflict (id) do update set issuer = excluded.issuer, name = excluded.name`;
        await tx`
          insert into staff_grant (staff_id, role, unit_code, valid_until)
          select ${staffId}, ${kind}, code, now() + interval '1 year' from unit
          where (kind || ' ' || name = ${commune} or (${commune} = 'tỉnh' and parent_code is null))
            and not exists (select 1 from staff_grant where staff_id = ${staffId} and valid_until > now())`;
      }
    });
  } finally {
    await sql.end();
  }
}
