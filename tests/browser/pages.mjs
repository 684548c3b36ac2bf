// What the browser tests look at: every page that routes.def can answer, by a stable name, where it is reached in the
// demo, and who looks. A page of routes.def that is not here is a fault (check_pages.mjs), so a new page gets its row.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const WIDTHS = [1280, 390];
export const LANGS = ['zh', 'en'];
export const PRINTED = ['ledger', 'ranking', 'circular', 'leader']; // looked at on paper, walked through by Tab

// An export of the ledger, started as its form does and waited for.
async function anExport() {
  const csrf = document.querySelector('meta[name="csrf"]').content;
  const { url } = await fetch('/exports', { method: 'POST', body: new URLSearchParams({ csrf, what: 'ledger', format: 'xlsx' }) });
  for (let left = 60; left > 0; left--) {
    const words = await (await fetch(url)).text();
    if (!words.includes('<progress')) break;
    await new Promise((later) => { setTimeout(later, 250); });
  }
  return new URL(url).pathname;
}
// The newest one; where there is none yet, one is sent and taken.
async function aHighlight() {
  const there = document.querySelector('main a[href^="/highlights/5"]');
  if (there) return there.getAttribute('href');
  const csrf = document.querySelector('meta[name="csrf"]').content;
  const sent = { csrf, unit: 'c09', sender: '示例科长', task: '1.2', title: '示例：项目会办机制', text: '示例：建立项目会办机制，每周一次由分管领导召集，要素问题当场交办，办结情况当周公布。', indicator: 'invest', period: '2021-10' };
  const { url } = await fetch('/highlights', { method: 'POST', body: new URLSearchParams(sent) });
  await fetch(`${url}/take`, { method: 'POST', body: new URLSearchParams({ csrf }) });
  return new URL(url).pathname;
}
// The one of 壬新区 that was held, and its minutes.
function aTalk() {
  const rows = Array.from(document.querySelectorAll('#rows tbody tr')).filter((row) => row.textContent.includes('壬新区'));
  return `${rows[rows.length - 1].querySelector('a').getAttribute('href')}?minutes=1`;
}
// Two units' files, dropped: one with a heading that says too little, one in a unit of measure of its own.
async function aFolder() {
  const csrf = document.querySelector('meta[name="csrf"]').content;
  const form = new FormData();
  form.append('csrf', csrf);
  form.append('period', '2021-10');
  form.append('files', new Blob(['填报单位,戊县\n所属期,2021年10月\n报送时间,2021/11/3\n指标名称,计量单位,完成数\n重点项目完成投资,亿元,20\n']), '戊县10月.csv');
  form.append('files', new Blob(['填报单位：己县\n报告期：10月\n指标,单位,本月,累计,去年同期\n重点项目完成投资,万元,12000,"123,400",１１００００\n投产项目,项,1,待定,\n合计,,1,2,3\n']), '己县10月.csv');
  form.append('files', new Blob(['x']), '庚县.doc');
  const { url } = await fetch('/folder', { method: 'POST', body: form });
  return new URL(url).pathname;
}
const aReceipt = () => document.querySelector('main a[href$="/receipt"]').getAttribute('href');
const aCorrection = () => document.querySelector('main a[href^="/corrections/5"]').getAttribute('href');
const aTrial = () => document.querySelector('main table.data a[href^="/sandbox/"]').getAttribute('href');
const aSubmission = () => document.querySelector('main a[href^="/submissions/"]').getAttribute('href');

// pattern: the row of routes.def. path: an address; or find: run in the page `from`, it gives one. shows: what it
// must have, so that a page that says only that it has nothing is a fault. chart: it has one, which must be drawn.
export const PAGES = [
  { name: 'sign-in', pattern: '/sign-in', path: '/sign-in', as: null, shows: 'input[type="password"]' },
  { name: 'password', pattern: '/password', path: '/password', as: 'clerk1', shows: 'input[autocomplete="new-password"]' },
  { name: 'me', pattern: '/me', path: '/me', as: 'clerk1', shows: 'table.data tbody tr' },
  { name: 'code', pattern: '/sign-in/code', path: '/sign-in/code', as: 'clerk1', shows: 'main h1' },
  { name: 'second-factor', pattern: '/me/second-factor', path: '/me/second-factor', as: 'clerk1', shows: 'form[action$="begin"]' },
  { name: 'delegations', pattern: '/me/delegations', path: '/me/delegations', as: 'clerk1', shows: 'select[name="delegate"] option:nth-child(3)' },
  { name: 'security', pattern: '/security', path: '/security', as: 'secadmin', shows: '.list li' },
  { name: 'policy', pattern: '/security/policy', path: '/security/policy', as: 'secadmin', shows: 'input[name="idle_minutes"]' },
  { name: 'delegations-all', pattern: '/security/delegations', path: '/security/delegations', as: 'secadmin', shows: 'h1' },
  { name: 'prove', pattern: '/prove', path: '/prove', as: 'clerk1', shows: 'input[type="password"]' },
  { name: 'notice', pattern: '/notice', path: '/notice', as: 'clerk1', shows: '.door li' },
  { name: 'overview', pattern: '/', path: '/', shows: '.lines tbody tr' },
  { name: 'overview-unit', pattern: '/', path: '/', as: 'u_c09', shows: 'tr.own' },
  { name: 'overview-leader', pattern: '/', path: '/', as: 'leader1', shows: '.lines tbody tr' },
  { name: 'inbox', pattern: '/inbox', path: '/inbox', as: 'clerk1', shows: '.due a[href="/calls?period=2021-11"]' },
  { name: 'inbox-director', pattern: '/inbox', path: '/inbox', as: 'director1', shows: '.due a' },
  { name: 'inbox-unit', pattern: '/inbox', path: '/inbox', as: 'u_c09', shows: '.due .light .red' },
  { name: 'inbox-leader', pattern: '/inbox', path: '/inbox', as: 'leader1', shows: '.due .light .red' },
  { name: 'inbox-admin', pattern: '/inbox', path: '/inbox', as: 'sysadmin', shows: '.due li' },
  { name: 'remind', pattern: '/remind', path: '/remind', as: 'clerk1', shows: 'form select option' },
  { name: 'calls', pattern: '/calls', path: '/calls', as: 'clerk1', shows: 'table.data tbody tr' },
  { name: 'setup-over', pattern: '/setup', path: '/setup', as: null, status: 404, shows: '.notice.error' },
  { name: 'campaigns', pattern: '/campaigns', path: '/campaigns', as: 'director1', shows: 'input[type="radio"]' },
  { name: 'campaign-new', pattern: '/campaigns/new', path: '/campaigns/new', as: 'director1', shows: 'input[type="file"]' },
  { name: 'system', pattern: '/system', path: '/system', as: 'sysadmin', shows: '.list li' },
  { name: 'accounts', pattern: '/system/accounts', path: '/system/accounts', as: 'sysadmin', shows: '#rows tbody tr a' },
  { name: 'accounts-none', pattern: '/system/accounts', path: '/system/accounts?state=off', as: 'sysadmin', shows: '#rows .empty' },
  { name: 'account-new', pattern: '/system/accounts/new', path: '/system/accounts/new', as: 'sysadmin', shows: 'select[name="role"]' },
  { name: 'accounts-import', pattern: '/system/accounts/import', path: '/system/accounts/import', as: 'sysadmin', shows: 'input[type="file"]' },
  { name: 'accounts-security', pattern: '/security/accounts', path: '/security/accounts', as: 'secadmin', shows: '#rows tbody tr a' },
  { name: 'account', pattern: '/accounts/{account}', path: '/accounts/clerk1', as: 'secadmin', shows: 'details.confirm' },
  { name: 'targets', pattern: '/targets', path: '/targets', as: 'clerk1', shows: '#rows tbody tr a' },
  { name: 'target', pattern: '/targets/{target}', path: '/targets/T01', as: 'clerk1', shows: '#change select[name="unit"] option', chart: true },
  { name: 'target-unit', pattern: '/targets/{target}', path: '/targets/T01', as: 'u_c09', shows: 'tr.own', chart: true },
  { name: 'ledger', pattern: '/ledger', path: '/ledger', shows: '#rows tbody tr a' },
  { name: 'ledger-area', pattern: '/ledger', path: '/ledger?area=1.2&light=red', shows: '#rows .light .red' },
  { name: 'ledger-nothing', pattern: '/ledger', path: '/ledger?q=%E9%B3%84', shows: '#rows .empty' },
  { name: 'ledger-own', pattern: '/ledger', path: '/ledger?own=1', as: 'u_c09', shows: '#rows tbody tr a' },
  { name: 'task', pattern: '/tasks/{task}', path: '/tasks/1.2.1', shows: 'form textarea', chart: true },
  { name: 'task-leader', pattern: '/tasks/{task}', path: '/tasks/3.4.1', as: 'leader1', shows: '.timeline li' },
  { name: 'rankings', pattern: '/rankings', path: '/rankings', shows: '.columns > section:nth-child(3) tbody tr' },
  { name: 'ranking', pattern: '/rankings/{period}/{group}', path: '/rankings/2021-10/county', shows: 'tbody tr:nth-child(9) .spark' },
  { name: 'unit', pattern: '/units/{unit}', path: '/units/c09', shows: '.scores details details', chart: true },
  { name: 'unit-month', pattern: '/units/{unit}', path: '/units/d06?period=2021-07', shows: '.scores details details' },
  { name: 'unit-own', pattern: '/units/{unit}', path: '/units/c09', as: 'u_c09', shows: '.scores details details' },
  { name: 'submission', pattern: '/submissions/{id}', from: '/units/c09', find: aSubmission, shows: 'table.data tbody tr' },
  { name: 'reports', pattern: '/report', path: '/report', as: 'u_c09', shows: '#now .steps li' },
  { name: 'report', pattern: '/reports/{period}/{unit}', path: '/reports/2021-11/c09', as: 'u_c09', shows: '.form input[name="cell.invest.cumulative"]' },
  { name: 'report-closed', pattern: '/reports/{period}/{unit}', path: '/reports/2021-10/c09', as: 'clerk1', shows: '.form tbody tr' },
  { name: 'parts', pattern: '/reports/{period}/{unit}/parts', path: '/reports/2021-11/c09/parts', as: 'u_c09', shows: 'textarea[name="names"]' },
  { name: 'receipt', pattern: '/submissions/{id}/receipt', from: '/reports/2021-10/c09', find: aReceipt, shows: '.receipt table tr' },
  { name: 'jobs', pattern: '/system/jobs', path: '/system/jobs', as: 'sysadmin', shows: 'table.data tbody tr' },
  { name: 'calendar', pattern: '/calendar', path: '/calendar?year=2021&from=2021-02-08&term=5%E4%B8%AA%E5%B7%A5%E4%BD%9C%E6%97%A5%E5%86%85', as: 'clerk1', shows: '.month td.off' },
  { name: 'confirm-list', pattern: '/confirm', path: '/confirm', as: 'o_fgw', shows: 'tbody tr:nth-child(5) a' },
  { name: 'confirm-office', pattern: '/confirm', path: '/confirm', as: 'clerk1', shows: 'tbody tr:nth-child(20) a' },
  { name: 'confirm', pattern: '/confirm/{period}', path: '/confirm/2021-11', as: 'o_fgw', shows: '.grid input[data-grid="v"]' },
  { name: 'confirm-lag', pattern: '/confirm/{period}', path: '/confirm/2021-11', as: 'o_sthjj', shows: '.grid thead .first b' },
  { name: 'confirm-behalf', pattern: '/confirm/{period}', path: '/confirm/2021-11?body=kjj', as: 'clerk1', shows: 'input[name="sender"]' },
  { name: 'circulars', pattern: '/circulars', path: '/circulars', shows: 'tbody tr:nth-child(7)' },
  { name: 'circular', pattern: '/circulars/{period}', path: '/circulars/2021-10', shows: '.paper .annex table' },
  { name: 'permissions', pattern: '/permissions', path: '/permissions', as: 'secadmin', shows: 'table.rights tbody tr td' },
  { name: 'audit', pattern: '/audit', path: '/audit', as: 'auditadmin', shows: '#rows tbody tr a' },
  { name: 'audit-refused', pattern: '/audit', path: '/audit?result=denied', as: 'auditadmin', shows: '#rows' },
  { name: 'audit-row', pattern: '/audit/rows/{chain}/{seq}', path: '/audit/rows/-/1', as: 'auditadmin', shows: '.notice.done' },
  { name: 'checkpoints', pattern: '/audit/checkpoints', path: '/audit/checkpoints', as: 'auditadmin', shows: 'main form button' },
  { name: 'files', pattern: '/files', path: '/files', shows: '#rows' },
  { name: 'spill', pattern: '/spill', path: '/spill', as: 'u_c09', shows: 'main ol li' },
  { name: 'purges', pattern: '/purges', path: '/purges', as: 'secadmin', shows: 'main form textarea' },
  { name: 'appeals', pattern: '/appeals', path: '/appeals', shows: '#rows tbody tr a' },
  { name: 'appeal', pattern: '/appeals/{id}', from: '/appeals', find: () => document.querySelector('#rows tbody tr a').getAttribute('href'), as: 'director1', shows: 'dl.facts' },
  { name: 'appeal-new', pattern: '/appeal/new', path: '/appeal/new?period=2021-10', as: 'u_c09', shows: '.notice' },
  { name: 'talks', pattern: '/talks', path: '/talks', shows: '#rows tbody tr:nth-child(4) a' },
  { name: 'talks-unit', pattern: '/talks', path: '/talks', as: 'u_c09', shows: '#rows tbody tr a' },
  { name: 'talk', pattern: '/talks/{id}', from: '/talks', find: aTalk, as: 'director1', shows: 'table.data tbody tr' },
  { name: 'schemes', pattern: '/schemes', path: '/schemes', shows: 'table.data tbody tr a' },
  { name: 'scheme', pattern: '/schemes/{group}', path: '/schemes/county', shows: 'input[type="file"]' },
  { name: 'scheme-unit', pattern: '/schemes/{group}', path: '/schemes/county', as: 'u_c09', shows: 'table.data tbody tr' },
  { name: 'scheme-ready', pattern: '/ready-schemes/{name}', path: '/ready-schemes/efficacy', shows: 'table.data tbody tr' },
  { name: 'parallel-run', pattern: '/parallel-run', path: '/parallel-run', as: 'clerk1', shows: 'input[type="file"]' },
  { name: 'highlights', pattern: '/highlights', path: '/highlights', shows: '#rows' },
  { name: 'highlight-new', pattern: '/highlight/new', path: '/highlight/new', shows: 'select[name="indicator"] option:nth-child(3)' },
  { name: 'highlight-new-unit', pattern: '/highlight/new', path: '/highlight/new', as: 'u_c09', shows: 'select[name="task"] option:nth-child(3)' },
  { name: 'highlight', pattern: '/highlights/{id}', from: '/highlights', find: aHighlight, shows: 'form input[name="adopter"]' },
  { name: 'folder-new', pattern: '/folder', path: '/folder', as: 'clerk1', shows: 'input[type="file"]' },
  { name: 'folder', pattern: '/folder/{id}', from: '/folder', find: aFolder, as: 'clerk1', shows: 'form select[name^="q."]' },
  { name: 'provinces', pattern: '/province', path: '/province', shows: 'table.data tbody tr:nth-child(7)' },
  { name: 'province', pattern: '/province/{period}', path: '/province/2021-10', as: 'director1', shows: '.paper table td.num' },
  { name: 'leaves', pattern: '/rankings/{period}/{group}/leaves', path: '/rankings/2021-10/county/leaves', shows: '#leaves tbody tr:nth-child(9)' },
  { name: 'stability', pattern: '/rankings/{period}/{group}/stability', path: '/rankings/2021-10/county/stability', shows: '#stability tbody tr:nth-child(9) svg.span .bar' },
  { name: 'whatif', pattern: '/whatif', path: '/whatif?group=county&period=2021-10', as: 'clerk1', shows: '#result svg.slope path:nth-of-type(9)' },
  { name: 'sandbox-list', pattern: '/sandbox', path: '/sandbox?group=county&version=2', as: 'clerk1', shows: 'table.data tbody tr a[href^="/sandbox/"]' },
  { name: 'sandbox', pattern: '/sandbox/{id}', from: '/sandbox', find: aTrial, as: 'clerk1', shows: 'svg.slope path:nth-of-type(9)' },
  { name: 'explain', pattern: '/units/{unit}/explain', path: '/units/c09/explain?period=2021-10&all=1', shows: '.tree.scores .facts dd a' },
  { name: 'explain-unit', pattern: '/units/{unit}/explain', path: '/units/c09/explain?period=2021-10', as: 'u_c09', shows: '.tree.scores details:not([open])' },
  { name: 'screening', pattern: '/screening/{period}', path: '/screening/2021-11', as: 'clerk1', shows: '#rows' },
  { name: 'finding', pattern: '/screening/{period}/findings/{id}', from: '/screening/2021-11', find: () => document.querySelector('#rows tbody a[href*="/findings/"]').getAttribute('href'), as: 'clerk1', shows: 'dl.facts' },
  { name: 'screening-unit', pattern: '/screening/{period}', path: '/screening/2021-11', as: 'u_c09', shows: '#rows' },
  { name: 'evaluation-now', pattern: '/evaluation', path: '/evaluation', as: 'clerk1', shows: '.timeline' },
  { name: 'evaluation', pattern: '/evaluation/{period}', path: '/evaluation/2021-10', as: 'director1', shows: 'table.data tbody tr:nth-child(15)' },
  { name: 'consequences', pattern: '/evaluation/{period}/consequences', path: '/evaluation/2021-07/consequences', as: 'director1', shows: 'ul.list li:nth-child(2)' },
  { name: 'review-now', pattern: '/review', path: '/review', as: 'clerk1', shows: '#rows tbody tr' },
  { name: 'review', pattern: '/review/{period}', path: '/review/2021-10', as: 'clerk1', shows: '#rows tbody tr:nth-child(40)' },
  { name: 'review-all', pattern: '/review/{period}', path: '/review/2021-10?all=1&group=county', as: 'clerk1', shows: '#rows tbody tr:nth-child(9)' },
  { name: 'review-unit', pattern: '/review/{period}/units/{unit}', path: '/review/2021-10/units/c05', as: 'clerk1', shows: 'tbody tr:nth-child(20)' },
  { name: 'corrections', pattern: '/corrections', path: '/corrections', as: 'director1', shows: 'form textarea' },
  { name: 'corrections-unit', pattern: '/corrections', path: '/corrections', as: 'u_c09', shows: 'form textarea' },
  { name: 'correction', pattern: '/corrections/{id}', from: '/corrections', find: aCorrection, as: 'director1', shows: 'table.data tbody tr' },
  { name: 'leader', pattern: '/leader', path: '/leader', as: 'leader1', shows: 'main h1' },
  { name: 'leader-office', pattern: '/leader', path: '/leader', shows: 'select[name="post"] option:nth-child(5)' },
  { name: 'burden', pattern: '/burden', path: '/burden', shows: 'table.data tbody tr:nth-child(9)', chart: true },
  { name: 'burden-unit', pattern: '/burden', path: '/burden', as: 'u_c09', shows: 'tr.own' },
  { name: 'export', pattern: '/exports/{id}', from: '/', find: anExport, shows: '.files a' },
  { name: 'styleguide', pattern: '/styleguide', path: '/styleguide', as: 'sysadmin', shows: '.tabs a[aria-current]' },
  { name: 'styleguide-table', pattern: '/styleguide', path: '/styleguide?kind=table', shows: 'main table .theme' },
  { name: 'styleguide-form', pattern: '/styleguide', path: '/styleguide?kind=form', shows: 'main [aria-invalid]' },
  { name: 'styleguide-chart', pattern: '/styleguide', path: '/styleguide?kind=chart', shows: 'figure.chart', chart: true },
  { name: 'styleguide-status', pattern: '/styleguide', path: '/styleguide?kind=status', shows: '.signatures .pending' },
  { name: 'nothing-there', pattern: null, path: '/no-such-page', status: 404, shows: '.notice.error' },
  { name: 'not-yours', pattern: null, path: '/units/c01', as: 'u_c09', status: 403, shows: '.notice.error' },
];

const NO_PAGES = /\/file$|^\/files\/\{id\}$|^\/assets\/|^\/(healthz|metrics|openapi\.json|overview|target-list)$/; // files and what only programs read

// The patterns of routes.def that answer a page.
export function pagePatterns(root) {
  const table = readFileSync(join(root, 'src/web/routes.def'), 'utf8');
  return Array.from(table.matchAll(/^ROUTE\(GET, "([^"]+)"/gm), (row) => row[1]).filter((pattern) => !NO_PAGES.test(pattern));
}
