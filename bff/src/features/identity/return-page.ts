import { createHash } from 'node:crypto';
import type { IdentityLinkRefusal } from '@tayninh/shared/features/identity/identity-links.contract';
import type { ReturnFace } from './identity-links.service.ts';

/**
 * The page in the browser after the national log-in. No script, nothing from elsewhere, nothing of the person on it; the code is the
 * one thing that it hands over, and it is worth something only to the session that began.
 */
export function returnPage(face: ReturnFace): string {
  const { title, text, code } = words(face);
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Tây Ninh Smart</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="app">Tây Ninh Smart</p>
<h1>${title}</h1>
${code ? `<p class="code" aria-label="Mã ${[...code].join(' ')}">${code}</p>\n` : ''}${text.map((line) => `<p>${line}</p>`).join('\n')}
</main>
</body>
</html>
`;
}

const STYLE =
  ':root{color-scheme:light dark}body{margin:0;font:1.125rem/1.6 system-ui,sans-serif;background:#fff;color:#16261c}' +
  'main{max-width:26rem;margin:0 auto;padding:2rem 1.25rem}h1{font-size:1.625rem;line-height:1.3;margin:.5rem 0 1rem}' +
  '.app{color:#1b6b3a;font-weight:600;margin:0}.code{font-size:3rem;line-height:1.2;font-weight:700;letter-spacing:.3em;margin:1rem 0}' +
  '@media (prefers-color-scheme:dark){body{background:#101713;color:#e8efe9}.app{color:#7fcf9b}}';

/** Exactly this style and nothing else may have an effect. */
export const RETURN_PAGE_CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

interface Words {
  readonly title: string;
  readonly text: readonly string[];
  readonly code?: string;
}
const BACK = 'Bạn đóng trang này rồi quay lại Zalo, mở Tây Ninh Smart.';

function words(face: ReturnFace): Words {
  switch (face.kind) {
    case 'code':
      return {
        title: 'Còn một bước: nhập mã này trong Zalo',
        code: face.code,
        text: [
          'Bạn quay lại Zalo, mở Tây Ninh Smart và nhập bốn số trên.',
          'Đừng đọc mã cho ai, kể cả người tự xưng là cán bộ. Nếu không phải bạn bắt đầu việc này, hãy đóng trang: sẽ không có gì được liên kết.',
        ],
      };
    case 'done':
      return { title: 'Đã xác nhận danh tính', text: [BACK, 'Việc bạn đang làm vẫn còn nguyên ở đó.'] };
    case 'unknown':
      return {
        title: 'Trang này không còn dùng được',
        text: ['Lần xác nhận này đã xong, đã quá lâu hoặc không có.', `${BACK} Nếu chưa thấy kết quả, bạn bắt đầu lại ở đó.`],
      };
    case 'refused':
      return { ...REFUSED[face.reason], text: [...REFUSED[face.reason].text, BACK] };
  }
}

const REFUSED: Record<IdentityLinkRefusal, Words> = {
  declined: { title: 'Bạn đã từ chối', text: ['Không có gì được liên kết. Bạn vẫn dùng được những việc không cần định danh.'] },
  'level-1': {
    title: 'Tài khoản VNeID mới ở mức độ 1',
    text: ['Cần mức độ 2. Bạn mang căn cước đến công an xã, phường để được cấp, không mất phí.'],
  },
  organisation: { title: 'Đây là tài khoản của tổ chức', text: ['Ở đây cần tài khoản VNeID của chính bạn.'] },
  'other-identity': {
    title: 'Zalo này đang liên kết với người khác',
    text: ['Một tài khoản Zalo chỉ gắn với một người. Muốn đổi người, trước hết bỏ liên kết trong mục Của tôi.'],
  },
  'not-verified': { title: 'Chưa xác nhận được', text: ['Câu trả lời của hệ thống định danh không dùng được. Bạn thử lại từ Zalo.'] },
  unavailable: { title: 'Hệ thống định danh chưa trả lời', text: ['Không mất gì. Bạn thử lại sau ít phút.'] },
  'wrong-code': { title: 'Mã chưa đúng', text: ['Lần liên kết này đã dừng.'] },
};
