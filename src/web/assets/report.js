// The form of a monthly report: keys along a column, the draft saved by itself, kept in this browser while the line is cut,
// what is found while one types. Loaded by app.js where the form is; without it the form works by its buttons.
const form = document.getElementById('report');
const bar = document.getElementById('link');
const words = bar.dataset;
const key = `duban.draft.${form.dataset.account}.${form.dataset.period}.${form.dataset.unit}`;
const SAVE_MS = 4000;
const RETRY_MS = 5000;
const fields = () => Array.from(form.elements).filter((e) => /^(cell|task|request|answer|head)\./.test(e.name));
const seen = () => form.elements.seen;
const first = new Map(fields().map((e) => [e.name, e.value])); // as the server has it
const changed = () => fields().filter((e) => first.get(e.name) !== e.value);
let timer = 0;
let busy = false;
let stopped = false; // another was faster, or the form is on its way

function tell(text, kind) {
  bar.textContent = text || '';
  bar.className = `notice ${kind || ''}`;
  bar.hidden = !text;
}

// ---- in this browser ----
function keep() {
  const draft = { seen: seen().value, at: Date.now(), fields: {} };
  changed().forEach((e) => { draft.fields[e.name] = e.value; });
  try {
    if (changed().length) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
  } catch (full) { /* a browser that keeps nothing: the page itself still has it */ }
}
function wipe() {
  try { localStorage.removeItem(key); } catch (none) { /* nothing was kept */ }
}
function kept() {
  try { return JSON.parse(localStorage.getItem(key)); } catch (none) { return null; }
}

// ---- what the server found ----
const time = () => new Date().toTimeString().slice(0, 5);

function finding(found) {
  const box = document.createElement('div');
  box.className = 'finding';
  const text = document.createElement('span');
  text.textContent = found.text;
  box.append(text);
  if (found.wants_answer) {
    const name = `answer.${found.check}.${found.place}`;
    const answer = document.createElement('input');
    answer.name = name;
    answer.maxLength = 200;
    answer.placeholder = words.answer;
    answer.setAttribute('aria-label', `${words.answer}: ${found.text}`);
    answer.value = found.answer || '';
    if (!first.has(name)) first.set(name, answer.value);
    box.append(answer);
  }
  return box;
}

// That a field is empty is said once somebody has saved, not while the first one is typed.
const asked = document.querySelector('[data-check^="answer.missing."]') !== null;

// Boxes are filled anew, but never the one that is being typed into.
function show(answer) {
  const boxes = new Map();
  answer.findings.filter((f) => asked || f.check !== 'missing').forEach((f) => {
    const at = f.place.replace(' ', '-');
    boxes.set(at, (boxes.get(at) || []).concat(f));
  });
  document.querySelectorAll('[id^="c-"]').forEach((place) => {
    if (place.contains(document.activeElement)) return;
    const found = boxes.get(place.id.slice(2)) || [];
    const typed = new Map(Array.from(place.querySelectorAll('input')).map((e) => [e.name, e.value]));
    while (place.firstChild) place.firstChild.remove();
    found.map(finding).forEach((box) => place.append(box));
    place.querySelectorAll('input').forEach((e) => { if (typed.get(e.name)) e.value = typed.get(e.name); });
    const row = place.closest('tr.found');
    if (row) row.hidden = found.length === 0;
  });
  answer.form.blocks.forEach((block) => block.indicators.forEach((line) => {
    const row = document.getElementById(`i-${line.code}`);
    if (row) row.querySelectorAll('[data-is]').forEach((cell) => { cell.textContent = line[cell.dataset.is]; });
  }));
}

// ---- saving ----
function body() {
  const data = new URLSearchParams();
  data.append('seen', seen().value);
  data.append('act', 'save');
  fields().forEach((e) => data.append(e.name, e.value));
  return data;
}

function later(ms) {
  clearTimeout(timer);
  if (!stopped) timer = setTimeout(save, ms);
}

async function save() {
  if (busy || stopped || changed().length === 0) return;
  busy = true;
  const sent = new Map(fields().map((e) => [e.name, e.value]));
  try {
    const answer = await fetch(`/api/v1${form.getAttribute('action')}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'X-CSRF-Token': form.elements.csrf.value, Accept: 'application/json' },
      body: body(),
    });
    if (answer.ok) {
      const told = await answer.json();
      seen().value = told.form.draft.revision;
      sent.forEach((value, name) => first.set(name, value));
      document.getElementById('saved').textContent = `${words.saved} ${time()}`;
      if (bar.className.includes('warn')) tell(`${words.on} ${time()}`, 'done');
      show(told);
      keep();
    } else if (answer.status === 409) {
      stopped = true;
      tell(words.moved, 'warn');
      const look = document.createElement('button');
      look.type = 'button';
      look.className = 'button';
      look.textContent = words.look;
      look.addEventListener('click', () => send('save'));
      bar.append(' ', look);
    } else {
      const told = await answer.json().catch(() => ({}));
      tell((told.error && told.error.message) || words.refused, 'warn');
    }
  } catch (cut) {
    keep();
    tell(words.off, 'warn');
    later(RETRY_MS);
  }
  busy = false;
  if (changed().length && !stopped && !bar.className.includes('warn')) later(SAVE_MS);
}

function send(act) {
  const hidden = document.createElement('input');
  hidden.type = 'hidden';
  hidden.name = 'act';
  hidden.value = act;
  form.append(hidden);
  form.submit();
}

// ---- the person ----
function count(area) {
  const box = area.parentElement.querySelector('.count');
  if (box) box.textContent = `${Array.from(area.value).length}/${area.dataset.count}`;
  if (area.scrollHeight > area.clientHeight) area.style.height = `${area.scrollHeight + 2}px`;
}

form.addEventListener('input', (event) => {
  if (event.target.dataset.count) count(event.target);
  keep();
  if (!bar.className.includes('warn')) later(SAVE_MS);
});
form.addEventListener('change', (event) => {
  if ('more' in event.target.dataset && event.target.value === '否') event.target.closest('.task').querySelector('details').open = true;
});
form.addEventListener('change', () => { if (!bar.className.includes('warn')) later(600); });
window.addEventListener('online', () => later(0));
window.addEventListener('offline', () => {
  keep();
  tell(words.off, 'warn');
});

// Enter and the arrows go down a column; Ctrl+S saves.
function column(step) {
  const cell = document.activeElement.closest('td');
  if (!cell || !document.activeElement.matches('table.form input')) return false;
  let row = cell.parentElement;
  const at = cell.cellIndex;
  const list = Array.from(document.querySelectorAll('table.form tr[data-code]'));
  for (let i = list.indexOf(row) + step; i >= 0 && i < list.length; i += step) {
    row = list[i];
    const input = row.cells[at] && row.cells[at].querySelector('input');
    if (input) {
      input.focus();
      input.select();
      return true;
    }
  }
  return true;
}
form.addEventListener('keydown', (event) => {
  if (event.isComposing) return;
  const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && !event.ctrlKey && column(step)) event.preventDefault();
  else if (event.key === 'Enter' && event.target.tagName === 'INPUT') event.preventDefault();
});
document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === 's') {
    event.preventDefault();
    save();
  }
});

document.querySelectorAll('[data-take]').forEach((button) => {
  button.hidden = false;
  button.addEventListener('click', () => {
    const field = form.elements[button.dataset.take];
    field.value = button.dataset.value;
    button.closest('tr').classList.add('taken');
    keep();
  });
});

// A figure that is known goes into its cell; without the script the button saves it there.
document.querySelectorAll('[data-offer]').forEach((button) => {
  button.addEventListener('click', (event) => {
    event.preventDefault();
    const field = form.elements[button.dataset.offer];
    field.value = button.dataset.value;
    field.focus();
    button.hidden = true;
    keep();
    later(600);
  });
});

// The one that is pressed sends it all: what is kept here goes when the answer is another page.
form.addEventListener('submit', (event) => {
  clearTimeout(timer);
  if (!navigator.onLine) {
    event.preventDefault();
    form.removeAttribute('aria-busy');
    keep();
    tell(words.off, 'warn');
    return;
  }
  stopped = true;
  keep();
  try { sessionStorage.setItem(`${key}.sent`, '1'); } catch (none) { /* then it is offered once more */ }
});

// ---- what was kept when the page was left ----
(function start() {
  const draft = kept();
  let sent = '';
  try {
    sent = sessionStorage.getItem(`${key}.sent`);
    sessionStorage.removeItem(`${key}.sent`);
  } catch (none) { /* nothing was sent from here */ }
  if (!draft || !form.dataset.open || document.getElementById('conflict') || sent) {
    if (!document.getElementById('conflict') && !document.querySelector('.notice.error')) wipe();
    return;
  }
  Object.keys(draft.fields).forEach((name) => {
    const field = form.elements[name];
    if (field) field.value = draft.fields[name];
  });
  if (changed().length === 0) {
    wipe();
    return;
  }
  seen().value = draft.seen;
  tell(words.kept, 'done');
  later(300);
}());
