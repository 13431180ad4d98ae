import { ask, element, moment } from '/pages/theme.js';

const byId = (id) => document.getElementById(id);
const [frame, chat, thread, sheet, select] = ['app', 'chat', 'thread', 'sheet', 'persona'].map(byId);
const OPENED_BY_LINK = 'h5.event.open.mp';
const SCOPES = {
  'scope.userInfo': 'tên và ảnh đại diện',
  'scope.userLocation': 'vị trí',
  'scope.userPhonenumber': 'số điện thoại',
  'scope.userFriends': 'danh sách bạn bè',
};
/** What each sheet asks; openChat needs no consent, it changes the screen. */
const SHEETS = {
  getPhoneNumber: () => ['Cho Tây Ninh Smart biết số điện thoại?', 'Số đang dùng với Zalo được gửi cho ứng dụng để liên hệ về hồ sơ.'],
  getLocation: () => ['Cho Tây Ninh Smart biết vị trí?', 'Vị trí lúc này của bạn được gửi cho ứng dụng một lần.'],
  authorize: ({ scopes = [] }) => [
    'Cho Tây Ninh Smart dùng thông tin của bạn?',
    `Ứng dụng xin xem: ${scopes.map((scope) => SCOPES[scope] ?? scope).join(', ')}.`,
  ],
  requestSendNotification: () => [
    'Nhận thông báo từ Tây Ninh Smart?',
    'Ứng dụng gửi tin khi hồ sơ có thay đổi. Bạn tắt được bất cứ lúc nào.',
  ],
};

let personas = [];
let miniAppUrl = '';
let seen = 0;
let shownIds = '';
let pending = [];

function show(view) {
  const isChat = view === 'chat';
  chat.hidden = !isChat;
  frame.hidden = isChat;
  byId('close').hidden = isChat;
  byId('show-app').setAttribute('aria-pressed', String(!isChat));
  byId('show-chat').setAttribute('aria-pressed', String(isChat));
  if (isChat) {
    seen = thread.children.length;
    byId('unread').hidden = true;
    thread.lastElementChild?.scrollIntoView({ block: 'end' });
  }
}

function closeSheet() {
  sheet.close();
  for (const covered of [frame, byId('close')]) covered.inert = false;
}

function openApp() {
  pending = [];
  closeSheet();
  const url = new URL(miniAppUrl);
  url.searchParams.set('persona', select.value);
  frame.src = url.href;
  show('app');
}

function nextSheet() {
  const first = pending[0];
  if (!first || sheet.open) return;
  const [title, text] = SHEETS[first.api](first.args ?? {});
  byId('sheet-title').textContent = title;
  byId('sheet-text').textContent = text;
  show('app');
  sheet.show();
  for (const covered of [frame, byId('close')]) covered.inert = true;
  byId('allow').focus();
}

function reply({ id, from, origin }, answer) {
  from.postMessage({ source: 'phone', id, ...answer }, origin);
}

function decide(isAllowed) {
  const first = pending.shift();
  closeSheet();
  if (first) reply(first, { ok: isAllowed });
  frame.focus();
  nextSheet();
}

window.addEventListener('message', ({ source, origin, data }) => {
  if (source !== frame.contentWindow || data?.source !== 'mini-app') return;
  const request = { id: data.id, api: data.api, args: data.args, from: source, origin };
  if (Object.hasOwn(SHEETS, data.api)) {
    reply(request, { isSeen: true });
    pending.push(request);
    nextSheet();
  } else if (data.api === 'openChat') {
    reply(request, { ok: true });
    show('chat');
  } else if (data.api === 'openPhone') byId('notice').textContent = `Điện thoại sẽ gọi ${data.args?.phoneNumber ?? ''}.`;
  else if (data.api === 'openShareSheet') byId('notice').textContent = 'Bảng chia sẻ của Zalo sẽ mở ở đây.';
  else if (data.api === 'closeApp') show('chat');
});

/** As Zalo does with a link to an app that is already open: the app is told where to go. */
function openFromMessage() {
  show('app');
  frame.contentWindow.postMessage({ source: 'phone', event: OPENED_BY_LINK, data: { path: '/dossiers' } }, new URL(miniAppUrl).origin);
}

function bubble({ text, at, channel }) {
  const open = element('button', { type: 'button', text: 'Mở Tây Ninh Smart', class: 'primary' });
  open.addEventListener('click', openFromMessage);
  const [title, ...lines] = text.split('\n');
  return element('li', {}, [
    element('p', {}, [element('strong', { text: title }), lines.join('\n')]),
    open,
    element('p', { class: 'quiet', text: `${moment(at)} · ${channel === 'zbs-phone' ? 'gửi theo số điện thoại' : 'gửi theo Zalo'}` }),
  ]);
}

async function poll() {
  const person = select.value;
  try {
    const { items } = await ask(`/control/zalo/messages?personaId=${encodeURIComponent(person)}`);
    if (person !== select.value) return;
    const ids = items.map(({ id }) => id).join();
    if (ids === shownIds) return;
    // Only what is new is added, so a screen reader reads only that.
    if (shownIds && ids.startsWith(shownIds)) thread.append(...items.slice(thread.children.length).map(bubble));
    else thread.replaceChildren(...items.map(bubble));
    shownIds = ids;
    byId('empty').hidden = items.length > 0;
    if (!chat.hidden) show('chat');
    byId('unread').textContent = String(items.length - seen);
    byId('unread').hidden = items.length <= seen;
  } catch {
    byId('notice').textContent = 'Chưa nối được với sân tập, đang thử lại.';
  }
}

/** What matters for a rehearsal: how the person can be reached. */
const about = ({ birthYear, commune, oaUserId, phone }) =>
  `Sinh năm ${birthYear}, ${commune}. ${oaUserId ? 'Có' : 'Chưa'} quan tâm Zalo OA, ${phone ? 'có' : 'không có'} số điện thoại.`;

function changePerson() {
  sessionStorage.setItem('phone-persona', select.value);
  const person = personas.find(({ id }) => id === select.value);
  byId('chat-person').textContent = person?.name ?? '';
  byId('about').textContent = person ? about(person) : '';
  thread.replaceChildren();
  shownIds = '';
  seen = 0;
  byId('unread').hidden = true;
  byId('empty').hidden = false;
  openApp();
}

byId('show-app').addEventListener('click', () => show('app'));
byId('show-chat').addEventListener('click', () => show('chat'));
byId('close').addEventListener('click', () => show('chat'));
byId('reload').addEventListener('click', openApp);
byId('allow').addEventListener('click', () => decide(true));
byId('refuse').addEventListener('click', () => decide(false));
sheet.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') decide(false);
});
select.addEventListener('change', changePerson);

const [settings, people] = await Promise.all([ask('/control/settings'), ask('/control/personas')]);
miniAppUrl = settings.miniAppUrl;
personas = people.items.filter(({ kind }) => kind === 'citizen');
select.replaceChildren(...personas.map(({ id, name }) => element('option', { value: id, text: name })));
const before = new URLSearchParams(location.search).get('persona') ?? sessionStorage.getItem('phone-persona');
if (personas.some(({ id }) => id === before)) select.value = before;
changePerson();
setInterval(poll, 1000);
