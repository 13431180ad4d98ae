import type { Persona } from '../personas.ts';

const KINDS: Record<Exclude<Persona['kind'], 'citizen'>, string> = {
  officer: 'Cán bộ',
  approver: 'Người duyệt',
  support: 'Hỗ trợ người dân',
  lead: 'Trưởng ca hỗ trợ',
  auditor: 'Kiểm tra',
};
type Account = Pick<Persona, 'id' | 'name' | 'kind' | 'commune'>;

/** Needs no script. `asked` is base64url and the names are ours: nothing in them can end an attribute. */
export const staffPage = (asked: string, accounts: readonly Account[]) => `<!doctype html>
<html lang="vi">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Tài khoản công vụ thử · sân tập</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/pages/tokens.css">
    <link rel="stylesheet" href="/pages/base.css">
    <link rel="stylesheet" href="/pages/pay.css">
    <link rel="stylesheet" href="/pages/staff.css">
  </head>
  <body>
    <main>
      <p class="invented">Không phải tài khoản công vụ thật. Mọi người ở đây được bịa ra để thử</p>
      <h1>Tài khoản công vụ thử</h1>
      <p class="quiet">Chọn một người để vào bàn làm việc của cán bộ Tây Ninh Smart.</p>
      <form method="post" action="/idp/staff/decision">
        <input type="hidden" name="asked" value="${asked}">
        ${accounts
          .map(
            ({ id, name, kind, commune }) =>
              `<button class="person" name="personaId" value="${id}"><b>${name}</b><span>${kind === 'citizen' ? '' : KINDS[kind]} · ${commune}</span></button>`,
          )
          .join('\n        ')}
      </form>
      <form method="post" action="/idp/staff/decision">
        <input type="hidden" name="asked" value="${asked}">
        <input type="hidden" name="act" value="refuse">
        <button name="personaId" value="">Không đăng nhập, quay lại</button>
      </form>
    </main>
  </body>
</html>
`;
