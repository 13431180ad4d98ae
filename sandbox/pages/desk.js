import { ask, element, moment } from '/pages/theme.js';

const byId = (id) => document.getElementById(id);
const ACTIONS = [
  ['accept', 'Tiếp nhận'],
  ['process', 'Đang xử lý'],
  ['ask-fee', 'Yêu cầu nộp phí'],
  ['finish', 'Có kết quả'],
  ['deliver', 'Trả kết quả'],
  ['reject', 'Không tiếp nhận', 'danger'],
  ['stop', 'Dừng xử lý', 'danger'],
  ['apologise', 'Xin lỗi, hẹn lại'],
  ['agree-withdrawal', 'Đồng ý cho rút'],
  ['refuse-withdrawal', 'Không cho rút'],
  ['overdue', 'Để quá hẹn'],
];
const REQUESTS = { supplement: 'Giấy tờ bổ sung', withdrawal: 'Xin rút hồ sơ', rating: 'Đánh giá', delivery: 'Cách nhận kết quả' };
const MODES = [
  ['none', 'Chạy bình thường'],
  ['down', 'Sập, không nối được'],
  ['slow', 'Trả lời chậm 3 giây'],
  ['hang', 'Treo, không trả lời'],
  ['drip', 'Trả lời nhỏ giọt'],
  ['garbage', 'Trả lời sai dạng'],
  ['lose-reply', 'Làm rồi nhưng mất trả lời'],
  ['duplicate', 'Báo tin hai lần'],
  ['reorder', 'Báo tin sai thứ tự'],
];
/** The usual next step of a national status, shown first among equals. */
const NEXT = { 1: 'accept', 2: 'process', 4: 'finish', 5: 'process', 6: 'process', 9: 'deliver' };
const TONES = {
  'Yêu cầu công dân bổ sung': 'amber',
  'Yêu cầu thực hiện nghĩa vụ tài chính': 'amber',
  'Không được tiếp nhận': 'red',
  'Dừng xử lý': 'red',
  'Đã có kết quả': 'green',
  'Đã trả kết quả': 'green',
};

let items = [];
let chosen = null;
let shownList = '';
let shownDetail = '';
const say = (text) => {
  if (byId('notice').textContent !== text) byId('notice').textContent = text;
};

function row({ code, reference, applicantName, procedureCode, statusText }) {
  const button = element('button', { type: 'button', 'data-code': code, 'aria-current': String(code === chosen) }, [
    element('strong', { text: applicantName || 'Không rõ tên' }),
    element('span', { class: 'chip', 'data-tone': TONES[statusText], text: statusText }),
    element('span', { class: 'mono quiet', text: `${code} · ${reference}` }),
    element('span', { class: 'quiet procedure', text: procedureCode }),
  ]);
  button.addEventListener('click', () => {
    chosen = code;
    byId('note').value = '';
    render();
  });
  return element('li', {}, [button]);
}

/** Nested answers become one row per leaf. */
function leaves(value, path = []) {
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, Array.isArray(value) ? String(Number(key) + 1) : key]));
  return [[path.join(' › '), value === null || value === '' ? '–' : typeof value === 'boolean' ? (value ? 'có' : 'không') : String(value)]];
}

function renderDetail(dossier) {
  byId('hint').hidden = true;
  byId('detail').hidden = false;
  byId('code').textContent = `${dossier.code} · mã của người nộp ${dossier.reference}`;
  byId('title').textContent = dossier.applicantName || 'Không rõ tên';
  byId('meta').replaceChildren(
    element('span', { class: 'chip', 'data-tone': TONES[dossier.statusText], text: dossier.statusText }),
    ` Thủ tục ${dossier.procedureCode}`,
    dossier.dueAt ? ` · hẹn ${moment(dossier.dueAt)}` : '',
  );
  for (const button of byId('actions').children) button.classList.toggle('primary', button.dataset.action === NEXT[dossier.status]);
  byId('twice').hidden = dossier.timesFiled < 2;
  byId('twice').textContent = `Mã này đã bị nộp ${dossier.timesFiled} lần.`;
  const answers = leaves(dossier.answers ?? {});
  byId('answers').replaceChildren(
    ...(answers.length > 0 ? answers : [['Không có nội dung khai', '']]).map(([name, value]) =>
      element('tr', {}, [element('th', { scope: 'row', text: name }), element('td', { text: value })]),
    ),
  );
  byId('files').replaceChildren(
    ...(dossier.files.length > 0
      ? dossier.files.map(({ name, sha256 }) =>
          element('li', {}, [element('span', { text: name }), element('span', { class: 'sum', text: `sha256 ${sha256}` })]),
        )
      : [element('li', { class: 'quiet', text: 'Không có giấy tờ.' })]),
  );
  renderAsk(dossier);
  byId('requests').replaceChildren(
    ...(dossier.requests.length > 0
      ? dossier.requests.map(({ kind, at, files, content }) =>
          element('li', {}, [
            element('strong', { text: REQUESTS[kind] }),
            element('span', { class: 'quiet', text: ` ${moment(at)}` }),
            ...leaves(content).map(([name, value]) => element('p', { text: `${name}: ${value}` })),
            ...files.map(({ componentId, name }) => element('p', { text: `${componentId}: ${name}` })),
          ]),
        )
      : [element('li', { class: 'quiet', text: 'Chưa có gì.' })]),
  );
  byId('history').replaceChildren(
    ...dossier.history.map(({ text, note, at }) =>
      element('li', {}, [
        element('strong', { text }),
        element('span', { class: 'quiet', text: ` ${moment(at)}` }),
        ...(note ? [element('p', { text: note })] : []),
      ]),
    ),
  );
}

/** One line for each paper of the dossier, each field of its form, and one for words alone. */
function renderAsk({ files, answers }) {
  const papers = [...new Set(files.map(({ componentId }) => componentId))];
  const line = (kind, name, label) =>
    element('label', { class: 'ask-line', text: label }, [
      element('input', { 'data-kind': kind, 'data-name': name, placeholder: 'Lý do; để trống là không cần', maxlength: 2000 }),
      ...(kind === 'paper' ? [element('input', { class: 'pages', 'data-pages': name, placeholder: 'Trang, ví dụ 1,3' })] : []),
    ]);
  byId('ask-papers').replaceChildren(
    ...papers.map((id) => line('paper', id, `Giấy ${id}`)),
    ...Object.keys(answers ?? {}).map((name) => line('field', name, `Mục ${name}`)),
    line('words', '', 'Giấy khác, viết bằng lời'),
  );
}

function readAsk() {
  const inputs = [...byId('ask-papers').querySelectorAll('input[data-kind]')].filter(({ value }) => value.trim() !== '');
  const pagesOf = (id) =>
    (byId('ask-papers').querySelector(`[data-pages="${CSS.escape(id)}"]`)?.value ?? '')
      .split(',')
      .map(Number)
      .filter((page) => page > 0);
  return {
    hours: Number(byId('ask').elements.hours.value),
    papers: inputs
      .filter(({ dataset }) => dataset.kind !== 'field')
      .map(({ dataset, value }) =>
        dataset.kind === 'paper'
          ? { componentId: dataset.name, reason: value.trim(), markedPages: pagesOf(dataset.name) }
          : { reason: value.trim() },
      ),
    fields: inputs
      .filter(({ dataset }) => dataset.kind === 'field')
      .map(({ dataset, value }) => ({ name: dataset.name, reason: value.trim() })),
  };
}

/** Draws only what changed, and puts the keyboard back where it was. */
function render() {
  const list = JSON.stringify([chosen, items.map(({ code, statusText }) => [code, statusText])]);
  if (list !== shownList) {
    shownList = list;
    const focused = document.activeElement?.dataset?.code;
    byId('dossiers').replaceChildren(...items.map(row));
    byId('total').textContent = String(items.length);
    byId('empty').hidden = items.length > 0;
    if (focused)
      byId('dossiers')
        .querySelector(`[data-code="${CSS.escape(focused)}"]`)
        ?.focus();
  }
  const dossier = items.find(({ code }) => code === chosen);
  const detail = JSON.stringify(dossier ?? null);
  if (detail === shownDetail) return;
  shownDetail = detail;
  if (dossier) renderDetail(dossier);
  else {
    byId('hint').hidden = false;
    byId('detail').hidden = true;
  }
}

async function refresh() {
  try {
    items = (await ask('/control/province/dossiers')).items;
    chosen ??= items[0]?.code ?? null;
    render();
    if (byId('notice').dataset.lost) {
      delete byId('notice').dataset.lost;
      say('');
    }
  } catch {
    byId('notice').dataset.lost = 'yes';
    say('Chưa nối được với sân tập, đang thử lại.');
  }
}

async function act(action, label, more = {}) {
  const code = chosen;
  const note = byId('note').value.trim();
  const amountVnd = Number(byId('fee-amount').value);
  const purpose = byId('fee-purpose').value.trim();
  // an empty amount is sent as none: clerks forget it, and the app must not guess
  const fee = action === 'ask-fee' ? { ...(amountVnd > 0 ? { amountVnd } : {}), ...(purpose ? { purpose } : {}) } : {};
  const until = byId('result-until').value;
  const result = action === 'finish' ? { result: { copy: byId('result-copy').value, ...(until ? { validUntil: until } : {}) } } : {};
  try {
    await ask(`/control/province/dossiers/${encodeURIComponent(code)}/actions`, {
      method: 'POST',
      body: { action, ...(note ? { note } : {}), ...fee, ...result, ...more },
    });
    byId('note').value = '';
    say(`${code}: ${label.toLowerCase()}, đã báo cho Tây Ninh Smart.`);
  } catch {
    say(`Chưa làm được “${label}”. Thử lại.`);
  }
  await refresh();
}

function showFaults(all) {
  for (const form of document.querySelectorAll('form[data-system]')) {
    const { mode, rate, seed } = all[form.dataset.system];
    Object.assign(form.elements.mode, { value: mode });
    Object.assign(form.elements.rate, { value: String(Math.round(rate * 100)) });
    Object.assign(form.elements.seed, { value: String(seed ?? 1) });
    form.classList.toggle('broken', mode !== 'none');
  }
}

for (const form of document.querySelectorAll('form[data-system]')) {
  const mode = element('select', { name: 'mode', 'aria-label': `Kiểu hỏng của ${form.textContent}` });
  mode.append(...MODES.map(([value, text]) => element('option', { value, text })));
  const rate = element('label', { text: 'Tỉ lệ %' }, [
    element('input', { name: 'rate', type: 'number', min: 0, max: 100, value: 100, required: '' }),
  ]);
  const seed = element('label', { text: 'Hạt giống' }, [
    element('input', { name: 'seed', type: 'number', step: 1, value: 1, required: '' }),
  ]);
  form.append(mode, rate, seed, element('button', { text: 'Áp dụng' }));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const fields = form.elements;
    const body = {
      system: form.dataset.system,
      mode: fields.mode.value,
      rate: Number(fields.rate.value) / 100,
      seed: Number(fields.seed.value),
    };
    try {
      showFaults(await ask('/control/faults', { method: 'PUT', body }));
      say(`Đã áp dụng: ${fields.mode.selectedOptions[0].textContent.toLowerCase()}.`);
    } catch {
      say('Chưa áp dụng được. Thử lại.');
    }
  });
}
byId('actions').append(
  ...ACTIONS.map(([action, label, tone]) => {
    const button = element('button', { type: 'button', text: label, class: tone, 'data-action': action });
    button.addEventListener('click', () => (action === 'overdue' ? act('process', label, { dueInHours: -1 }) : act(action, label)));
    return button;
  }),
);
/** A draft that a citizen handed over: opened by its code, received with the citizen present. */
let atCounter = null;
function showCounter(draft) {
  atCounter = draft;
  byId('counter-draft').hidden = draft === null;
  if (!draft) return;
  const whom = draft.behalf?.TenToChuc ?? draft.behalf?.NguoiDuocUyQuyen?.HoTen;
  byId('counter-what').textContent = `Thủ tục ${draft.procedureCode} · ${draft.files.length} giấy tờ${whom ? ` · ${whom}` : ''}`;
  byId('counter-answers').replaceChildren(
    ...leaves(draft.answers).map(([name, value]) =>
      element('tr', {}, [element('th', { scope: 'row', text: name }), element('td', { text: value })]),
    ),
  );
}
byId('counter').addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = { code: event.currentTarget.elements.code.value };
  const draft = await ask('/control/province/counter', { method: 'POST', body }).catch(() => ({ refused: 'Chưa mở được. Thử lại.' }));
  showCounter(draft.refused ? null : draft);
  say(draft.refused ?? 'Đã mở tờ khai.');
});
byId('counter-finish').addEventListener('click', async () => {
  const path = `/control/province/counter/${encodeURIComponent(atCounter.reference)}/finish`;
  const done = await ask(path, { method: 'POST', body: {} }).catch(() => ({
    refused: 'Chưa nhận được. Bấm lại, hồ sơ vẫn chỉ ghi một lần.',
  }));
  say(done.refused ?? `Đã nhận hồ sơ ${done.code}.`);
  if (done.refused) return;
  showCounter(null);
  byId('counter').reset();
  chosen = done.code;
  await refresh();
});
byId('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  void act('ask-supplement', 'Yêu cầu bổ sung', { ask: readAsk() });
});
ask('/control/personas').then(
  ({ items: people }) =>
    byId('brought').elements.personaId.append(
      ...people.filter(({ personalNumber }) => personalNumber).map(({ id, name }) => element('option', { value: id, text: name })),
    ),
  () => say('Chưa đọc được danh sách người thử.'),
);
byId('brought').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    const { code, applicantName } = await ask('/control/province/dossiers', {
      method: 'POST',
      body: Object.fromEntries(new FormData(event.target)),
    });
    chosen = code;
    say(`${code}: đã nhập hồ sơ của ${applicantName}.`);
  } catch {
    say('Chưa nhập được hồ sơ tại quầy. Thử lại.');
  }
  await refresh();
});
ask('/control/faults').then(showFaults, () => say('Chưa đọc được trạng thái lỗi thử.'));
await refresh();
setInterval(refresh, 2000);
