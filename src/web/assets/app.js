// What makes the pages smoother; every page works without it. htmx takes parts of pages (forms with hx-get), the rest
// is the keyboard: / to the filter, arrows or j k along rows, Esc back. No inline handler anywhere: see the policy of web/reply.c.
import htmx from 'htmx.org';

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0, // no page content in the browser's storage
  refreshOnHistoryMiss: true,
});

document.addEventListener('htmx:configRequest', (event) => {
  const token = document.querySelector('meta[name="csrf"]');
  if (token) event.detail.headers['X-CSRF-Token'] = token.content;
});

// What went wrong is a page of its own: go there. Sent elsewhere than asked, the session has ended: load the page again,
// the server then asks who it is and comes back here.
document.addEventListener('htmx:beforeSwap', (event) => {
  const { xhr, requestConfig, pathInfo } = event.detail;
  const path = (address) => new URL(address, window.location.href).pathname;
  const elsewhere = requestConfig.verb === 'get' && path(xhr.responseURL) !== path(pathInfo.finalRequestPath);
  if (xhr.status < 400 && !elsewhere) return;
  event.preventDefault();
  if (elsewhere) window.location.reload();
  else window.location.assign(xhr.responseURL);
});

const typing = (element) => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) || element.isContentEditable;

// The links that lead on from the rows of the table which has the focus, or of the first one.
function rowLinks() {
  const near = document.activeElement.closest('table.data');
  const table = near || document.querySelector('main table.data');
  if (!table) return [];
  return Array.from(table.tBodies[0] ? table.tBodies[0].rows : [])
    .map((row) => row.querySelector('a, summary, button'))
    .filter((link) => link && link.offsetParent);
}

function moveRow(step) {
  const links = rowLinks();
  const row = document.activeElement.closest('tr');
  const at = links.findIndex((link) => link.closest('tr') === row);
  const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step];
  if (next) next.focus();
  return Boolean(next);
}

function escape() {
  const element = document.activeElement;
  const open = element.closest('details[open]');
  if (element.matches('input[type="search"]') && element.value) element.value = '';
  else if (open && !typing(element)) {
    open.open = false;
    open.querySelector('summary').focus();
  } else element.blur();
}

const inTable = () => Boolean(document.activeElement.closest('table.data'));
const KEYS = {
  '/': () => {
    const filter = document.querySelector('main input[type="search"]');
    if (filter) filter.select();
    if (filter) filter.focus();
    return Boolean(filter);
  },
  j: () => moveRow(1),
  k: () => moveRow(-1),
  ArrowDown: () => inTable() && moveRow(1),
  ArrowUp: () => inTable() && moveRow(-1),
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === 'Escape') escape();
  else if (!typing(document.activeElement) && KEYS[event.key] && KEYS[event.key]()) event.preventDefault();
});

// Of the bar's places one is open at a time, and none when the person goes on elsewhere.
const openPlaces = () => Array.from(document.querySelectorAll('.nav details[open]'));
document.addEventListener('toggle', (event) => {
  if (event.target.matches('.nav details') && event.target.open) openPlaces().forEach((place) => { place.open = place === event.target; });
}, true);
['click', 'focusin'].forEach((kind) => document.addEventListener(kind, (event) => {
  openPlaces().filter((place) => !place.contains(event.target)).forEach((place) => { place.open = false; });
}));

// A form is sent once, however often its button is pressed.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post' || event.defaultPrevented) return;
  if (form.hasAttribute('aria-busy')) event.preventDefault();
  form.setAttribute('aria-busy', 'true');
});
window.addEventListener('pageshow', () => {
  document.querySelectorAll('form[aria-busy]').forEach((form) => form.removeAttribute('aria-busy'));
});

// Text to be taken along: the button shows where the browser can copy by itself (https or the machine itself).
const copyButtons = () => document.querySelectorAll('[data-copy]');
function showCopy() {
  if (document.queryCommandSupported && document.queryCommandSupported('copy')) copyButtons().forEach((button) => { button.hidden = false; });
}
function copy(button) {
  const box = document.getElementById(button.dataset.copy);
  box.focus();
  box.select();
  if (document.execCommand('copy')) button.textContent = button.dataset.done;
}

document.addEventListener('click', (event) => {
  if (event.target.closest('[data-print]')) window.print();
  const button = event.target.closest('[data-copy]');
  if (button) copy(button);
});

// A slider stands beside its number; without the script there is the number alone. The form asks for the answer by itself.
document.querySelectorAll('input[type="range"][data-number]').forEach((slider) => { slider.hidden = false; });
document.addEventListener('input', ({ target }) => {
  const of = target.dataset && target.dataset.number ? document.getElementById(target.dataset.number) : null;
  const slider = target.type === 'number' && target.id ? document.querySelector(`input[data-number="${target.id}"]`) : null;
  if (of) of.value = target.value;
  if (slider) slider.value = target.value;
});

// A page with a chart loads what draws it; the others never do. What draws looks again by itself when parts are swapped.
function loadCharts() {
  const figure = document.querySelector('figure[data-script]');
  if (!figure || document.getElementById('charts')) return;
  const script = document.createElement('script');
  script.id = 'charts';
  script.src = figure.dataset.script;
  document.head.append(script);
}
document.addEventListener('htmx:afterSettle', () => {
  showCopy();
  loadCharts();
});
showCopy();
loadCharts();

// The form of a report has a script of its own; what it keeps in this browser goes when its person signs out.
const report = document.querySelector('form#report[data-open]');
if (report) {
  const script = document.createElement('script');
  script.src = report.dataset.script;
  document.head.append(script);
}
document.addEventListener('submit', (event) => {
  if (event.target.getAttribute('action') !== '/sign-out') return;
  Object.keys(window.localStorage).filter((name) => name.startsWith('duban.draft.')).forEach((name) => window.localStorage.removeItem(name));
});

// A file on its way shows how far it is; what the server says afterwards, the page or what is wrong, takes its place.
// Without the script the form is sent as it is.
document.addEventListener('submit', (event) => {
  const form = event.target.closest('.upload form');
  const bar = form && form.querySelector('progress');
  if (!bar || event.defaultPrevented) return;
  event.preventDefault();
  const request = new XMLHttpRequest();
  const stop = () => {
    bar.hidden = true;
    form.removeAttribute('aria-busy');
  };
  request.upload.addEventListener('progress', (step) => {
    if (step.lengthComputable) bar.value = (100 * step.loaded) / step.total;
  });
  request.addEventListener('load', () => {
    const main = request.status >= 400 && new DOMParser().parseFromString(request.responseText, 'text/html').querySelector('main');
    if (!main) return window.location.assign(request.responseURL);
    const box = (one) => one && one.closest('.panel'); // only the files: what is typed beside them stays
    const fresh = box(main.querySelector('.upload')) || main;
    (fresh === main ? document.querySelector('main') : box(form)).replaceWith(document.adoptNode(fresh));
    return htmx.process(fresh);
  });
  request.addEventListener('error', stop);
  request.addEventListener('abort', stop);
  bar.hidden = false;
  request.open('POST', form.action);
  request.send(new FormData(form));
});

// A sheet that is typed into behaves as in a spreadsheet: arrows and Enter go from cell to cell, and a block copied from Excel or WPS
// is laid over the cells from where it is pasted. Values and notes are blocks of their own.
const gridRows = (cell) => Array.from(cell.closest('table').tBodies[0].rows)
  .map((row) => Array.from(row.querySelectorAll(`input[data-grid="${cell.dataset.grid}"]:not([disabled])`)))
  .filter((cells) => cells.length);
const gridColumn = (cell) => cell.closest('td').cellIndex;

function gridDown(cell, step) {
  const rows = gridRows(cell);
  const at = rows.findIndex((cells) => cells.includes(cell));
  for (let r = at + step; r >= 0 && r < rows.length; r += step) {
    const next = rows[r].find((other) => gridColumn(other) === gridColumn(cell));
    if (next) return next;
  }
  return null;
}

function gridAside(cell, step) {
  const cells = Array.from(cell.closest('tr').querySelectorAll('input[data-grid]:not([disabled])'));
  const edge = step < 0 ? 0 : cell.value.length;
  const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  return whole || (cell.selectionStart === edge && cell.selectionEnd === edge) ? cells[cells.indexOf(cell) + step] : null;
}

const GRID_KEYS = {
  ArrowDown: (cell) => gridDown(cell, 1),
  ArrowUp: (cell) => gridDown(cell, -1),
  ArrowLeft: (cell) => gridAside(cell, -1),
  ArrowRight: (cell) => gridAside(cell, 1),
  Enter: (cell, event) => gridDown(cell, event.shiftKey ? -1 : 1) || cell,
};
document.addEventListener('keydown', (event) => {
  const cell = event.target;
  if (!cell.dataset || !cell.dataset.grid || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const next = GRID_KEYS[event.key] && GRID_KEYS[event.key](cell, event);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
});

document.addEventListener('paste', (event) => {
  const cell = event.target;
  const text = event.clipboardData ? event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n').replace(/\n$/, '') : '';
  if (!cell.dataset || !cell.dataset.grid || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const rows = gridRows(cell);
  const from = rows.findIndex((cells) => cells.includes(cell));
  const right = rows[from].indexOf(cell);
  text.split('\n').forEach((line, r) => line.split('\t').forEach((value, k) => {
    const to = rows[from + r] && rows[from + r][right + k];
    if (!to) return;
    to.value = value.trim();
    to.classList.add('changed');
  }));
});
