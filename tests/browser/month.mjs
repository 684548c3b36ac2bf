// A whole month as five kinds of people live it, in one browser after the other: an office changes a target; units report (one is
// given back and corrected, one loses its connection while typing, one sends a workbook, one speaks to the API, thirty-seven are
// dropped as a folder, one is late); a data owner confirms; the office accepts all at once and locks; the province gets its report.
// usage: month.mjs DUBAN ROOT PICTURES
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Checks, chromium, signIn, watched } from './watch.mjs';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [duban, root, pictures] = process.argv.slice(2).map((one) => resolve(one));
const PERIOD = '2021-10';
const IN_TIME = '2021-11-04T09:30:00+08:00';
const TOO_LATE = '2021-11-09T09:30:00+08:00';
const BY_HAND = ['c01', 'c02', 'c03', 'c04', 'c05'];
const START_MS = 30000;
const work = mkdtempSync(join(tmpdir(), 'duban-month-'));
const db = `sqlite:${work}/month.db`;
const checks = new Checks();

const say = (account, now, ...words) => execFileSync(duban, ['--db', db, '--as', account, '--now', now, '--data', join(work, 'data'), ...words],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

// The year up to the day before the reports of October come in.
function play() {
  const sample = join(root, 'data/samples/shifanshi-2021');
  execFileSync('/usr/bin/python3', ['-B', 'tools/make_sample.py', sample, join(work, 'files')], { cwd: root, stdio: 'ignore' });
  const lines = readFileSync(join(sample, 'year.txt'), 'utf8').split('\n');
  const until = lines.findIndex((line) => line.includes(`import reports $OUT/reports/${PERIOD}`)) + 1;
  execFileSync('sh', ['tools/run_year.sh', duban, sample, join(work, 'files'), db], { cwd: root, env: { ...process.env, UNTIL: String(until) } });
}

function serve(now) {
  const server = spawn(duban, ['--db', db, '--now', now, 'serve', '--listen', '127.0.0.1:0', '--data', join(work, 'data')]);
  return new Promise((done, failed) => {
    let said = '';
    const late = setTimeout(() => failed(new Error(`no address: ${said}`)), START_MS);
    const hear = (bytes) => {
      said += bytes;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (!found) return;
      clearTimeout(late);
      const ended = new Promise((gone) => { server.on('exit', gone); });
      done({ base: found[0], stop: () => { server.kill(); return ended; } });
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
  });
}

const passwords = new Map();
function password(account, now) {
  if (!passwords.has(account)) passwords.set(account, say(account, now, 'passwd', '--generate').trim().split('\n').pop());
  return passwords.get(account);
}

let browser, server, now, step = 0;

// One person in a browser of their own.
async function as(account, play, next = '/') {
  const context = await watched(browser, checks, server.base);
  const page = await context.newPage();
  await signIn(page, account, password(account, now), next);
  try {
    await play(page, context);
  } catch (fault) {
    checks.that(false, `${account} at ${page.url()}`, fault.message.split('\n')[0]);
    await page.screenshot({ path: join(pictures, `fault-${account}.png`), fullPage: true }).catch(() => {});
  }
  await context.close();
}

async function look(page, name) {
  step += 1;
  await page.screenshot({ path: join(pictures, `${String(step).padStart(2, '0')}-${name}.png`), fullPage: true });
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate('axe.run({ resultTypes: ["violations"] })');
  const heavy = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
  checks.that(heavy.length === 0, `${name}: axe`, heavy.map((one) => `${one.id} ${one.nodes[0].html.slice(0, 120)}`));
}

const api = async (page, path) => (await page.request.get(`/api/v1${path}`)).json();
const form = (unit) => `/reports/${PERIOD}/${unit}`;

// The total of every indicator a little above last month's, as an honest month has it.
async function fillIn(page, plus = 1) {
  const names = await page.$$eval('#values input[name$=".cumulative"]:not([disabled])', (all) => all.map((one) => [one.name, one.value]));
  for (const [name, value] of names) {
    const row = page.locator(`tr:has(input[name="${name}"])`).first();
    const measured = (await row.locator('th').first().textContent()) || '';
    const grown = measured.includes('%') ? Math.min(100, Number(value || '90')) : Number(value || '0') + plus;
    await page.fill(`input[name="${name}"]`, String(Math.round(grown * 100) / 100));
    const month = name.replace('.cumulative', '.month');
    if (await page.locator(`input[name="${month}"]`).count()) await page.fill(`input[name="${month}"]`, String(plus));
  }
  const months = await page.$$eval('#values input[name$=".month"]:not([disabled])', (all) => all.filter((one) => !one.value).map((one) => one.name));
  for (const name of months) await page.fill(`input[name="${name}"]`, '92');
  return names.length + months.length;
}

async function press(page, act) {
  await Promise.all([page.waitForNavigation(), page.click(`#sign button[name="act"][value="${act}"]`)]);
}

// First signature, then the second by whoever may give it.
async function signAndSend(unit, filler, page) {
  await press(page, 'fill');
  const signer = existing(`${filler}_s`) ? `${filler}_s` : filler;
  if (signer === filler) await press(page, 'send');
  else await as(signer, async (other) => { await look(other, `${unit}-second-signature`); await press(other, 'send'); }, form(unit));
}

function existing(account) {
  return readFileSync(join(root, 'data/samples/shifanshi-2021/accounts.csv'), 'utf8').split('\n').some((line) => line.startsWith(`${account},`));
}

async function sent(page, unit) {
  const told = await api(page, form(unit));
  return JSON.stringify(told).includes('"received"') || JSON.stringify(told).includes('"accepted"');
}

async function liaison(page) {
  await page.click('nav a[href="/inbox"]');
  await look(page, 'inbox-of-a-liaison');
  await page.click('main a[href^="/report"]');
  if (!page.url().includes('/reports/')) await page.click(`main a[href="${form('c01')}"]`);
  await look(page, 'form-as-it-opens');
  checks.that(await fillIn(page) > 0, 'the form has fields to type into');
  await press(page, 'save');
  await look(page, 'form-saved');
  await signAndSend('c01', 'u_c01', page);
  await page.goto('/report');
  await look(page, 'report-sent');
  await page.goto(form('c01'));
  await page.click('main .notice a[href$="/receipt"]');
  const told = await page.textContent('article.receipt');
  checks.that(told.includes('甲区') && told.includes('10月') && told.includes('2021年11月4日'), 'the receipt names unit, month and day', told);
  await look(page, 'receipt');
}

async function cutOff(page, context) {
  await page.goto(form('c02'));
  await fillIn(page);
  await press(page, 'save');
  await context.setOffline(true);
  const name = await page.getAttribute('#values input[name$=".note"]', 'name');
  await page.fill(`input[name="${name}"]`, '断线时写下的话');
  await page.press(`input[name="${name}"]`, 'Tab');
  await page.waitForSelector('#link:not([hidden])', { timeout: 20000 });
  await look(page, 'connection-cut');
  await context.setOffline(false);
  await page.waitForFunction((path) => fetch(path).then((answer) => answer.text()).then((text) => text.includes('断线时写下的话')), `/api/v1${form('c02')}`, { timeout: 30000, polling: 1000 });
  await page.reload();
  checks.same(await page.inputValue(`input[name="${name}"]`), '断线时写下的话', 'what was typed without a connection is there');
  await signAndSend('c02', 'u_c02', page);
}

// The form as a workbook, filled by another program, given to the command a clerk uses.
async function byWorkbook(page) {
  const told = await page.request.get(`${form('c03')}/file?format=xlsx`);
  checks.same(told.status(), 200, 'the form as a workbook');
  execFileSync('/usr/bin/python3', ['-c', `
import io, sys, openpyxl
book = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
sheet = next(one for one in book if any('累计' in str(cell.value) for row in one.iter_rows(max_row=40) for cell in row))
for row in sheet.iter_rows():
    heads = [str(cell.value or '') for cell in row]
    if any('累计完成' in one for one in heads):
        total = next(i for i, one in enumerate(heads) if '累计完成' in one); month = next(i for i, one in enumerate(heads) if '本月' in one); first = row[0].row
        break
for row in sheet.iter_rows(min_row=first + 1):
    if not row[0].value or str(row[0].value).startswith('表'):
        break
    measure = str(row[2].value or '') + str(row[3].value or '')
    before = [one for one in range(total) if '上月' in heads[one]]
    if '%' in measure or not before or row[before[0]].value in (None, ''):
        row[month].value = '92'
    else:
        row[total].value = str(float(row[before[0]].value) + 1)
        row[month].value = '1'
    for cell in row:
        if str(cell.value).startswith('='):
            cell.value = None  # a spreadsheet keeps its result beside it; this library cannot
for row in sheet.iter_rows(max_row=first):
    for cell in row:
        if cell.value == '报送时间':
            sheet.cell(cell.row, cell.column + 1).value = '2021-11-04T10:00:00+08:00'
book.save('${work}/03.xlsx')`], { input: await told.body() });
  let said = '';
  try { said = say('u_c03', now, 'import', 'reports', join(work, '03.xlsx'), '--period', PERIOD); } catch (fault) { said = fault.stderr; }
  checks.that(await sent(page, 'c03'), 'a workbook is taken and stands as received', said);
}

async function byProgram(page) {
  const token = await page.getAttribute('meta[name="csrf"], input[name="csrf"]', 'content').catch(() => null) || await page.inputValue('input[name="csrf"]').catch(() => '');
  const told = await api(page, form('c04'));
  const cells = {};
  for (const line of told.form.blocks.flatMap((block) => block.indicators)) {
    const code = line.code;
    if (!line.typed) continue;
    if (line.measure === 'cumulative' || line.measure === 'stock') cells[`${code}.cumulative`] = String(Number(line.last_month || '1') + 1);
    else cells[`${code}.month`] = '92';
  }
  checks.that(Object.keys(cells).length > 0, 'the API tells what is owed', Object.keys(told));
  const post = (account, body) => page.request.post(`/api/v1${form('c04')}`, { data: body, headers: { 'X-CSRF-Token': token } });
  checks.same((await post('u_c04', { act: 'save', seen: 0, cell: cells })).status(), 200, 'API: saved');
  checks.same((await post('u_c04', { act: 'fill', seen: 1 })).status(), 200, 'API: signed');
  if (!existing('u_c04_s')) checks.same((await post('u_c04', { act: 'send', seen: 2 })).status(), 200, 'API: sent');
  else await as('u_c04_s', async (other) => { await press(other, 'send'); }, form('c04'));
  checks.that(await sent(page, 'c04'), 'and stands as received');
}

async function folder(page) {
  const reports = join(work, 'files/reports', PERIOD), messy = join(work, 'messy');
  const own = new Set(['甲区', '乙区', '丙区', '丁区', '戊县']);
  for (const name of readdirSync(reports)) if (own.has(/填报单位,(.*)/.exec(readFileSync(join(reports, name), 'utf8'))[1].trim())) rmSync(join(reports, name));
  execFileSync('/usr/bin/python3', ['-B', join(root, 'tests/folder/mess.py'), reports, messy, '--seed', '4'], { stdio: 'ignore' });
  await page.goto('/folder');
  await page.selectOption('select[name="period"]', PERIOD);
  await page.setInputFiles('input[type="file"]', readdirSync(messy).map((name) => join(messy, name)));
  await look(page, 'folder-chosen');
  await Promise.all([page.waitForNavigation({ timeout: 60000 }), page.click('form[action="/folder"] button')]);
  await look(page, 'folder-read');
  const questions = await page.$$('select[name^="q."]');
  checks.that(questions.length <= 3, 'at most three questions', String(questions.length));
  for (const question of questions) await question.selectOption({ index: 1 });
  if (questions.length) await Promise.all([page.waitForNavigation(), page.click('form[action$="/answers"] button')]);
  await Promise.all([page.waitForNavigation({ timeout: 60000 }), page.click('form[action$="/keep"] button')]);
  await look(page, 'folder-kept');
}

async function giveBack(page) {
  await page.goto(`/review/${PERIOD}`);
  await look(page, 'review-desk');
  await page.goto(`/review/${PERIOD}/units/c01`);
  await look(page, 'review-one-unit');
  await page.check('input[name^="cause."]');
  await page.check('input[name^="place."]');
  await page.fill('textarea[name="note"]', '示例：表二的说明与数值不一致，请核对后重报');
  await Promise.all([page.waitForNavigation(), page.click('#return button')]);
}

async function correct(page) {
  await page.goto(form('c01'));
  checks.that(await page.isVisible('#returned'), 'the unit is told why');
  await look(page, 'given-back');
  const name = await page.getAttribute('#values input[name$=".cumulative"]', 'name');
  await page.fill(`input[name="${name}"]`, String(Number(await page.inputValue(`input[name="${name}"]`)) + 2));
  await press(page, 'save');
  await signAndSend('c01', 'u_c01', page);
}

async function late(page) {
  await page.goto('/inbox');
  await look(page, 'inbox-overdue');
  await page.goto(form('c05'));
  await fillIn(page);
  await press(page, 'save');
  await signAndSend('c05', 'u_c05', page);
  const told = await (await page.request.get('/api/v1/report')).text();
  checks.that(told.includes('late'), 'a late report is told as late', told.slice(0, 200));
}

async function confirm(page) {
  await page.goto(`/confirm/${PERIOD}`);
  await look(page, 'data-owner');
  await Promise.all([page.waitForNavigation(), page.click('button[name="take"][value="all"]')]);
  for (const cell of await page.$$('input[data-grid="v"]:not([disabled])')) if (!await cell.inputValue()) await cell.fill('尚未取得');
  await page.fill('input[name="officer"]', '核定人');
  await Promise.all([page.waitForNavigation(), page.click('button[name="act"][value="submit"]')]);
  await look(page, 'data-owner-done');
  checks.that(new URL(page.url()).searchParams.has('sent'), 'the sheet is confirmed', page.url());
}

async function acceptAll(page) {
  await page.goto(`/review/${PERIOD}`);
  const all = page.locator('#rows .actions a');
  if (await all.count()) await Promise.all([page.waitForNavigation(), all.first().click()]);
  const chosen = await page.locator('input[name^="pick."]:checked').count();
  checks.that(chosen >= 35, 'forty are chosen at once', String(chosen));
  await Promise.all([page.waitForNavigation(), page.click('#rows .actions button')]);
  await look(page, 'review-accepted');
  await page.click(`details.confirm:has(form[action$="/lock"]) summary`);
  const reason = page.locator('form[action$="/lock"] textarea');
  if (await reason.count()) await reason.fill('示例：报送期结束');
  await Promise.all([page.waitForNavigation(), page.click('form[action$="/lock"] button')]);
  await look(page, 'locked');
}

async function target(page) {
  await page.goto('/targets');
  await look(page, 'targets');
  await page.click('main table a[href*="/targets/"]');
  await look(page, 'target');
}

async function province(page) {
  await page.goto(`/province/${PERIOD}`);
  await look(page, 'province-draft');
  checks.that((await page.textContent('main')).length > 400, 'the report to the province is assembled');
}

mkdirSync(pictures, { recursive: true });
try {
  play();
  browser = await chromium().launch({ executablePath: process.env.DUBAN_CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
  now = IN_TIME;
  server = await serve(now);
  await as('director1', target);
  await as('u_c01', liaison);
  await as('u_c02', cutOff);
  await as('u_c03', byWorkbook, form('c03'));
  await as('u_c04', byProgram, form('c04'));
  await as('clerk1', folder);
  await as('clerk2', giveBack);
  await as('u_c01', correct);
  await server.stop();
  now = TOO_LATE;
  server = await serve(now);
  await as('u_c05', late);
  await as('o_fgw', confirm);
  await as('clerk1', acceptAll);
  await as('director1', province);
  await server.stop();
  const said = say('director1', now, 'verify');
  checks.that(said.length > 0, 'everything can be proved afterwards', said);
} catch (fault) {
  checks.that(false, 'the month', fault.stack);
} finally {
  if (browser) await browser.close();
  if (server) await server.stop().catch(() => {});
  rmSync(work, { recursive: true, force: true });
}
for (const fault of checks.faults) console.log(fault);
console.log(`${checks.passed} passed, ${checks.faults.length} failed, 0 skipped`);
process.exit(checks.faults.length ? 1 : 0);
