import { ask, element } from '/pages/theme.js';

const byId = (id) => document.getElementById(id);
const [, , system, id] = location.pathname.split('/').map(decodeURIComponent);
const orderPath = `/control/${system}/orders/${encodeURIComponent(id)}`;
const NAMES = { payment: 'Nền tảng thanh toán thử', checkout: 'Zalo Checkout thử' };
const STATES = { unpaid: 'Chưa nộp', processing: 'Ngân hàng đang xử lý', paid: 'Đã nộp', failed: 'Không thành công' };
const USUAL = [
  ['pay', 'Nộp tiền', 'primary'],
  ['fail', 'Ngân hàng từ chối'],
];
const HARD = [
  ['pay-silently', 'Nộp, nhưng không báo tin (phải hỏi mới biết)'],
  ['processing', 'Ngân hàng xử lý lâu'],
  ['other-amount', 'Nộp thiếu 1.000 đồng'],
  ['twice', 'Nộp, báo tin hai lần'],
  ['wrong-hash', 'Nộp, báo tin sai mã xác thực'],
  ['pay-again', 'Nộp thêm một lần nữa cho cùng đơn'],
];

function show({ amountVnd, text, reference, state }) {
  byId('title').textContent = NAMES[system] ?? 'Trang nộp tiền thử';
  byId('amount').textContent = `${new Intl.NumberFormat('vi-VN').format(amountVnd)} đồng`;
  byId('about').textContent = `${text} · mã ${reference}`;
  byId('state').textContent = `Tình trạng: ${STATES[state]}`;
  // a return says what the page likes to say: nobody may believe it
  if (system === 'payment')
    byId('back').href = `${back}/payments/return?responseCode=${state === 'paid' ? '00' : '01'}&data=${encodeURIComponent(reference)}`;
}

const button = ([how, text, tone]) => {
  const made = element('button', { type: 'button', text, class: tone });
  made.addEventListener('click', async () => {
    try {
      show(await ask(`${orderPath}/happenings`, { method: 'POST', body: { how } }));
    } catch {
      byId('state').textContent = 'Chưa làm được, bạn thử lại.';
    }
  });
  return made;
};
byId('usual').append(...USUAL.map(button));
byId('hard').append(...HARD.map(button));
byId('back').addEventListener('click', (event) => {
  if (system === 'payment') return;
  event.preventDefault();
  window.close();
});
const { bffUrl: back } = await ask('/control/settings');
show(await ask(orderPath));
