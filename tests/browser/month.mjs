// A whole month as people live it, in one browser after the other: an office hands targets on; units report, each filled in by one
// person and approved by another (one is given back and corrected, one loses its connection while typing, one sends a workbook, one
// speaks to the API, thirty-seven are dropped as a folder, one is late and has one account, so a scan of the signed form stands for
// its second signature); a data owner reads English, confirms and corrects one number; the office accepts all at once and locks;
// what is wrong after that is corrected by two people; the province gets its report. At last the main pages in Chromium 83.
// usage: month.mjs DUBAN ROOT PICTURES
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launch } from './chromium83.mjs';
import { makePasswords, serveOn } from './demo.mjs';
import { Checks, anatomy, launchChromium, needChromium, pictureOf, setLanguage, signIn, watched } from './watch.mjs';

const require = createRequire(import.meta.url);
needChromium('month');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [duban, root, pictures] = process.argv.slice(2).map((one) => resolve(one));
const PERIOD = '2021-10';
const IN_TIME = '2021-11-04T09:30:00+08:00';
const TOO_LATE = '2021-11-09T09:30:00+08:00';
const PEOPLE = ['director1', 'clerk1', 'clerk2', 'o_kjj', 'o_fgw', 'u_c01', 'u_c02', 'u_c03', 'u_c04', 'u_d09', 'u_c01_s', 'u_c02_s', 'u_c03_s', 'u_c04_s'];
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

const passwords = new Map();
let browser, server, now, step = 0;
const contexts = new Map(); // of this server, by account: nobody signs in twice a day

// One person in a browser of their own.
async function as(account, play, next = '/', lang = 'zh') {
  let context = contexts.get(account);
  const known = Boolean(context);
  if (!known) contexts.set(account, context = await watched(browser, checks, server.base));
  const page = await context.newPage();
  if (lang !== 'zh') await setLanguage(context, server.base, lang);
  if (known) await page.goto(next);
  else await signIn(page, account, passwords.get(account), next);
  try {
    await play(page, context);
  } catch (fault) {
    checks.that(false, `${account} at ${page.url()}`, fault.message.split('\n')[0]);
    await page.screenshot({ path: join(pictures, `fault-${account}.png`), fullPage: true }).catch(() => {});
  }
  await page.close();
}

async function evening() {
  for (const context of contexts.values()) await context.close();
  contexts.clear();
  await server.stop();
}

const seen = new Set();
// A picture, at 390 px too where people do this on a telephone; the page itself is examined once a name.
async function look(page, name, narrow = false) {
  step += 1;
  const file = (what) => join(pictures, `${String(step).padStart(2, '0')}-${name}${what}.jpg`);
  await page.screenshot({ path: file(''), fullPage: true, type: 'jpeg', quality: 70 });
  if (narrow) {
    await page.setViewportSize({ width: 390, height: 800 });
    await pictureOf(page, file('-390'));
    const wrong = await page.evaluate(anatomy);
    checks.that(wrong.length === 0, `${name} at 390 px`, wrong);
    await page.setViewportSize({ width: 1280, height: 800 });
  }
  if (seen.has(name)) return;
  seen.add(name);
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate('axe.run({ resultTypes: ["violations"] })');
  const heavy = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
  checks.that(heavy.length === 0, `${name}: axe`, heavy.map((one) => `${one.id} ${one.nodes[0].html.slice(0, 120)}`));
}

const words = (page, selector = 'main') => page.textContent(selector);
const NAMES = /\b(u_[a-z0-9_]+|clerk\d|director\d|o_[a-z]+)\b/;
// Who did it is told by post; names of accounts are for the audit log.
async function posts(page, name, post) {
  const told = await page.innerText('main');
  checks.that(!NAMES.test(told), `${name} names no account`, (NAMES.exec(told) || [''])[0]);
  checks.that(told.includes(post), `${name} says who by post`, post);
}
const submit = (page, selector, options) => Promise.all([page.waitForNavigation(options), page.click(selector)]);

const api = async (page, path) => (await page.request.get(`/api/v1${path}`)).json();
const form = (unit) => `/reports/${PERIOD}/${unit}`;

// The total of every indicator a little above last month's, as an honest month has it.
async function fillIn(page, plus = 1) {
  const names = await page.$$eval('#values input[name$=".cumulative"]:not([disabled])', (all) => all.map((one) => [one.name, one.value]));
  for (const [name, value] of names) {
    const row = page.locator(`tr:has(input[name="${name}"])`).first();
    const measured = (await row.locator('th').first().textContent()) || '';
    const before = Number((await row.locator('td.given').nth(2).textContent()).trim() || '0');
    const grown = measured.includes('%') ? Math.min(100, Number(value || before || '90') + 0.5) : Number(value || before) + plus;
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

// First signature, then the second by whoever may give it; what they see before they give it is for `check`.
async function signAndSend(unit, filler, page, check = async () => {}) {
  await press(page, 'fill');
  checks.that(existing(`${filler}_s`), `${unit} has somebody who approves`);
  checks.same(await page.locator('#sign button[value="send"]').count(), 0, `${unit}: who filled it in cannot approve it`);
  await as(`${filler}_s`, async (other) => { await check(other); await press(other, 'send'); }, form(unit));
}

function existing(account) {
  return readFileSync(join(root, 'data/samples/shifanshi-2021/accounts.csv'), 'utf8').split('\n').some((line) => line.startsWith(`${account},`));
}

async function sent(page, unit) {
  const told = await api(page, form(unit));
  return JSON.stringify(told).includes('"received"') || JSON.stringify(told).includes('"accepted"');
}

const SCAN = { name: '签字盖章.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') };

// A department has its number before the units have theirs: nobody types it a second time.
async function early(page) {
  await page.goto(`/confirm/${PERIOD}`);
  await page.fill('input[name="v.c01/hitech"]', '20');
  for (const cell of await page.$$('input[data-grid="v"]:not([disabled])')) if (!await cell.inputValue()) await cell.fill('尚未取得');
  await submit(page, 'button[name="act"][value="submit"]');
  checks.that(new URL(page.url()).searchParams.has('sent'), 'a number is confirmed before it is reported', page.url());
}

// The figure stands beside the field with its source; a press puts it there, also where no script runs.
async function take() {
  const context = await watched(browser, checks, server.base, { javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, 'u_c01', passwords.get('u_c01'), form('c01'));
  const row = page.locator('#i-hitech');
  const told = await row.locator('.offer').textContent();
  checks.that(told.includes('已有数 20') && told.includes('市科学技术局10月核定'), 'a known figure is offered with its source', told);
  await Promise.all([page.waitForNavigation(), row.locator('button[name="take"]').click()]);
  checks.same(await page.inputValue('input[name="cell.hitech.cumulative"]'), '20', 'a figure that was taken stands in its field');
  checks.same(await page.locator('#i-hitech button[name="take"]').count(), 0, 'and is offered no more');
  await context.close();
}

async function liaison(page) {
  await page.click('nav a[href="/inbox"]');
  await look(page, 'inbox-of-a-liaison', true);
  await page.click('main a[href^="/report"]');
  await look(page, 'months-of-a-liaison', true);
  await page.click(`main a[href="${form('c01')}"]`);
  checks.that((await words(page, 'main .next')).includes('下一步'), 'the form says first what to do');
  checks.same(await page.inputValue('input[name="cell.hitech.cumulative"]'), '20', 'what was taken before is there');
  await look(page, 'form-as-it-opens', true);
  checks.that(await fillIn(page) > 0, 'the form has fields to type into');
  await press(page, 'save');
  await posts(page, 'a saved form', '甲区填报人');
  await look(page, 'form-saved');
  await signAndSend('c01', 'u_c01', page, async (other) => {
    checks.that((await words(other, 'main .next')).includes('提交即审核签发'), 'who approves is told how');
    await posts(other, 'a filled form', '甲区填报人');
    await look(other, 'second-signature', true);
  });
  await page.goto('/report');
  await look(page, 'report-sent');
  await page.goto(form('c01'));
  await page.click('main .notice a[href$="/receipt"]');
  const told = await words(page, 'article.receipt');
  checks.that(told.includes('甲区') && told.includes('10月') && told.includes('2021年11月4日'), 'the receipt names unit, month and day', told);
  checks.that(told.includes('甲区填报人') && told.includes('甲区单位负责人'), 'and both who signed', told);
  await posts(page, 'the receipt', '甲区单位负责人');
  await look(page, 'receipt', true);
}

async function cutOff(page, context) {
  await page.goto(form('c02'));
  const month = await page.getAttribute('#values tr:has(input[name$=".cumulative"]:not([disabled])) input[name$=".month"]', 'name');
  const total = month.replace('.month', '.cumulative');
  const seen = await page.inputValue(`input[name="${total}"]`);
  await page.fill(`input[name="${month}"]`, '1');
  await press(page, 'save');
  checks.that(seen.length > 0, 'a form opens with last month\'s totals');
  checks.same(await page.inputValue(`input[name="${total}"]`), seen, 'a total that stood there stays when its line is typed in');
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
  await page.goto(`${form('c03')}/parts`);
  await page.setInputFiles('#book input[type="file"]', join(work, '03.xlsx'));
  await submit(page, '#book button');
  checks.that(page.url().endsWith(form('c03')), 'a workbook is taken into the form', page.url(), await page.locator('.notice.error').allTextContents());
  await signAndSend('c03', 'u_c03', page);
  checks.that(await sent(page, 'c03'), 'and stands as received');
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
  checks.same((await post('u_c04', { act: 'send', seen: 2 })).status(), 403, 'API: who filled it in does not approve it');
  await as('u_c04_s', async (other) => { await press(other, 'send'); }, form('c04'));
  checks.that(await sent(page, 'c04'), 'and stands as received');
}

async function folder(page) {
  const reports = join(work, 'files/reports', PERIOD), messy = join(work, 'messy');
  const own = new Set(['甲区', '乙区', '丙区', '丁区', '市水务局']);
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
  checks.that((await words(page, 'main .next')).includes('下一步'), 'the desk says what to do');
  await look(page, 'review-desk', true);
  await page.goto(`/review/${PERIOD}/units/c01`);
  await posts(page, 'a report at the desk', '甲区单位负责人');
  await look(page, 'review-one-unit', true);
  await page.check('input[name^="cause."]');
  await page.check('input[name="place.invest"]');
  await page.fill('textarea[name="note"]', '示例：表二的说明与数值不一致，请核对后重报');
  await submit(page, '#return button');
  await page.goto(`/review/${PERIOD}/units/c01`);
  await posts(page, 'a returned report at the desk', '活动办督导检查组科员');
}

async function correct(page) {
  await page.goto(form('c01'));
  await posts(page, 'a returned form', '活动办督导检查组科员');
  await look(page, 'given-back', true);
  const name = 'cell.invest.cumulative', before = await page.inputValue(`input[name="${name}"]`), after = String(Number(before) + 2);
  await page.fill(`input[name="${name}"]`, after);
  await page.fill('input[name="cell.invest.month"]', '3');
  await press(page, 'save');
  await signAndSend('c01', 'u_c01', page, async (other) => {
    const told = await words(other, '#i-invest .mark.bad').catch(() => '');
    checks.that(told.includes(before) && told.includes(after), 'a value that rose after the return is shown to who approves', told);
    await look(other, 'second-signature-after-return', true);
  });
}

// One account, so the form is printed, signed and scanned; and it comes late.
async function late(page) {
  await page.goto('/inbox');
  await look(page, 'inbox-overdue', true);
  await page.goto(form('d09'));
  await fillIn(page);
  await press(page, 'save');
  await press(page, 'fill');
  await page.setInputFiles('#upload input[type="file"]', SCAN);
  await page.check('#upload input[value="signed"]');
  await submit(page, '#upload button');
  await look(page, 'signed-on-paper');
  await press(page, 'send');
  const receipt = await words(page, 'article.receipt');
  checks.that(receipt.includes('签字扫描件') && receipt.includes('迟报2个工作日'), 'the receipt says that it was signed on paper and late', receipt);
  const told = await (await page.request.get('/api/v1/report')).text();
  checks.that(told.includes('late'), 'a late report is told as late', told.slice(0, 200));
}

// In English; what agrees is taken, what is not there is said to be so; one number is corrected after it was sent.
async function confirm(page) {
  await page.goto(`/confirm/${PERIOD}`);
  checks.that((await words(page, 'main .next')).startsWith('Next:'), 'a data owner is told in English what to do');
  await look(page, 'data-owner-en', true);
  await submit(page, 'button[name="take"][value="all"]');
  for (const cell of await page.$$('input[data-grid="v"]:not([disabled])')) if (!await cell.inputValue()) await cell.fill('not yet available');
  await submit(page, 'button[name="act"][value="submit"]');
  checks.that(new URL(page.url()).searchParams.has('sent'), 'the sheet is confirmed', page.url());
  await page.fill('input[name="v.c02/invest"]', '16.5');
  await page.fill('input[name="n.c02/invest"]', '示例：一个项目的票据不全，核减');
  await submit(page, 'button[name="act"][value="submit"]');
  checks.that(new URL(page.url()).searchParams.has('sent'), 'one number is corrected', page.url(), await page.locator('.notice.error').allTextContents());
  await posts(page, 'the versions of a sheet', '市发展和改革委员会核定人');
  checks.same((await api(page, `/confirm/${PERIOD}`)).version, 2, 'versions of the sheet');
  await look(page, 'data-owner-done-en');
}

async function acceptAll(page) {
  await page.goto(`/review/${PERIOD}`);
  const all = page.locator('#rows .actions a');
  if (await all.count()) await Promise.all([page.waitForNavigation(), all.first().click()]);
  const chosen = await page.locator('input[name^="pick."]:checked').count();
  checks.that(chosen >= 35, 'forty are chosen at once', String(chosen));
  await Promise.all([page.waitForNavigation(), page.click('#rows .actions button')]);
  await posts(page, 'reports that were accepted', '活动办综合统筹组科员');
  checks.that((await words(page, '#rows')).includes('退回后数值上升'), 'the desk marks what rose after a return');
  await look(page, 'review-accepted');
  await page.click(`details.confirm:has(form[action$="/lock"]) summary`);
  const reason = page.locator('form[action$="/lock"] textarea');
  if (await reason.count()) await reason.fill('示例：报送期结束');
  await Promise.all([page.waitForNavigation(), page.click('form[action$="/lock"] button')]);
  await look(page, 'locked');
}

async function handOn(page, target, unit, value, reason) {
  await page.goto(`/targets/${target}`);
  await page.selectOption('#change select[name="unit"]', unit);
  checks.same(await page.inputValue('#change select[name="from"]'), PERIOD, `${target} is changed from the month in hand on`);
  await page.fill('#change input[name="value"]', value);
  await page.fill('#change textarea[name="reason"]', reason);
  await page.fill('#change input[name="document"]', '示政办发〔2021〕31号');
  await submit(page, '#change button');
  checks.same(await page.locator('.notice.error').count(), 0, `${target} is handed on to ${unit}`, await page.locator('.notice.error').allTextContents());
}

// One that nobody had a part of is handed on to two; of one that was handed out with more than there is, a part is lowered.
async function target(page) {
  await page.goto('/targets');
  await look(page, 'targets', true);
  await handOn(page, 'T07', 'c05', '1', '示例：创建条件较好');
  await handOn(page, 'T07', 'c07', '1', '示例：创建条件较好');
  const told = await api(page, '/targets/T07');
  checks.same(told.allotted, '2', 'the parts of a target that was handed on');
  const history = await words(page);
  checks.that(history.includes('戊县：自10月起，— → 1') && history.includes('庚自治县：自10月起，— → 1'), 'both stand with their first part');
  checks.that(!told.findings.some((one) => one.finding === 'over' || one.finding === 'under'), 'it is handed on whole', told.findings);
  await look(page, 'target-handed-on');
  const before = await api(page, '/targets/T02');
  checks.same(before.findings.map((one) => one.finding).join(), 'over', 'a target that was handed out with more than there is');
  await handOn(page, 'T02', 'c01', '90', '示例：两个片区的项目划归市直');
  const after = await api(page, '/targets/T02');
  checks.same(`${after.allotted} ${after.findings.length}`, '800 0', 'it fits once a part is lowered');
  await posts(page, 'the changes of a target', '活动办副主任');
  checks.that((await words(page)).includes('示政办发〔2021〕31号') && (await words(page)).includes('130 → 90'), 'a change stands with its reason and document');
  await look(page, 'target-changed');
}

const onRecord = async (page, unit) => (await api(page, form(unit))).form.blocks.flatMap((block) => block.indicators).find((line) => line.code === 'invest').cumulative;

// The office chooses the unit by name and gives the number of a document.
async function askOffice(page) {
  await page.goto('/corrections');
  await page.selectOption('select[name="period"]', PERIOD);
  await page.selectOption('select[name="unit"]', { label: '丙区' });
  await page.selectOption('select[name="indicator"]', 'invest');
  const old = await onRecord(page, 'c03');
  await page.fill('input[name="old"]', old);
  await page.fill('input[name="new"]', String(Number(old) + 1));
  await page.fill('textarea[name="reason"]', '示例：漏计一项');
  await page.fill('input[name="basis"]', '示政办函〔2021〕7号');
  await submit(page, 'form[action="/corrections"] button');
  checks.that((await words(page)).includes('示政办函〔2021〕7号') && (await words(page)).includes('丙区'), 'it rests on a number', page.url(), await page.locator('.notice.error').allTextContents());
}

// What is locked: one asks, another approves.
async function ask(page) {
  await page.goto('/corrections');
  await page.selectOption('select[name="period"]', PERIOD);
  await page.selectOption('select[name="indicator"]', 'invest');
  const old = await onRecord(page, 'c02');
  await page.fill('input[name="old"]', old);
  await page.fill('input[name="new"]', String(Math.round((Number(old) - 0.31) * 100) / 100));
  await page.fill('textarea[name="reason"]', '示例：一个项目的票据不全');
  await submit(page, 'form[action="/corrections"] button');
  checks.that((await words(page, '.notice.error')).includes('依据'), 'a correction rests on something');
  await page.setInputFiles('form[action="/corrections"] input[type="file"]', { ...SCAN, name: '情况说明.png' });
  await look(page, 'correction-asked', true);
  await submit(page, 'form[action="/corrections"] button');
  checks.that(/\/corrections\/\w+$/.test(page.url()) && (await words(page)).includes('情况说明.png'), 'it rests on a file', page.url());
  await posts(page, 'a correction that waits', '乙区单位负责人');
  return page.url();
}

async function approve(page, url) {
  await page.goto(url);
  await look(page, 'correction-waits', true);
  await page.click('details.confirm:has(form[action$="/approve"]) summary');
  await submit(page, 'form[action$="/approve"] button');
  checks.that((await words(page)).includes('已批准'), 'another approves it');
  await posts(page, 'a correction that was approved', '活动办副主任');
}

// A report that nobody has read is not approved: the page says so, and whose turn it is.
async function draft(page) {
  await page.goto(`/province/${PERIOD}`);
  await submit(page, `form[action$="/province/${PERIOD}"] button`);
}

async function province(page) {
  await page.goto(`/province/${PERIOD}`);
  checks.that((await words(page)).length > 400, 'the report to the province is assembled');
  await page.fill('form[action$="/approve"] input[name="number"]', '示政办报〔2021〕10号');
  await page.fill('form[action$="/approve"] input[name="signer"]', '活动办主任');
  await look(page, 'province-draft', true);
  await submit(page, 'form[action$="/approve"] button');
  checks.that((await words(page)).includes('示政办报〔2021〕10号'), 'the report to the province is approved', await page.locator('.notice.error').allTextContents());
  await look(page, 'province-approved');
}

// The pages that everybody meets, as the oldest browser of an isolated office shows them; signed in as above.
async function oldPictures(rows) {
  const old = await launch({ args: ['--lang=zh-CN'] });
  const page = await old.newPage();
  await page.setExtraHTTPHeaders({ 'Accept-Language': 'zh-CN' });
  page.on('pageerror', (error) => checks.that(false, `Chromium 83, ${page.url()} fails in its script`, error.message));
  for (const [account, path, name] of rows) {
    const cookies = (await contexts.get(account).cookies()).filter((one) => one.name !== 'duban_lang');
    await page.deleteCookie(...await page.cookies(server.base));
    await page.setCookie(...cookies.map(({ name: key, value }) => ({ name: key, value, url: server.base })));
    await page.goto(server.base + path);
    checks.that(!page.url().includes('/sign-in'), `Chromium 83: ${name} is shown`, page.url());
    for (const width of [1280, 390]) {
      await page.setViewport({ width, height: 800 });
      const wrong = await page.evaluate(anatomy);
      checks.that(wrong.length === 0, `Chromium 83, ${name} ${width}`, wrong);
      await pictureOf(page, join(pictures, `old-${name}-${width}.jpg`));
    }
  }
  await old.close();
}

mkdirSync(pictures, { recursive: true });
try {
  play();
  [browser] = await Promise.all([launchChromium(),
    makePasswords(duban, db, IN_TIME, PEOPLE, passwords)]);
  now = IN_TIME;
  server = await serveOn(duban, db, now, join(work, 'data'));
  await as('director1', target);
  await as('o_kjj', early);
  await take();
  await as('u_c01', liaison);
  await as('u_c02', cutOff);
  await as('u_c03', byWorkbook, form('c03'));
  await as('u_c04', byProgram, form('c04'));
  await as('clerk1', folder);
  await as('clerk2', giveBack);
  await as('u_c01', correct);
  await oldPictures([['u_c01', '/inbox', 'inbox'], ['u_c02', form('c02'), 'form'], ['u_c01', '/report', 'months'], ['clerk1', `/review/${PERIOD}/units/c01`, 'review-unit']]);
  await evening();
  now = TOO_LATE;
  server = await serveOn(duban, db, now, join(work, 'data'));
  await as('u_d09', late);
  await as('o_fgw', confirm, '/', 'en');
  await as('clerk1', acceptAll);
  let asked;
  await as('clerk1', askOffice);
  await as('u_c02_s', async (page) => { asked = await ask(page); });
  await as('director1', (page) => approve(page, asked));
  await as('clerk1', draft);
  await as('director1', province);
  await oldPictures([['clerk1', `/review/${PERIOD}`, 'review'], ['u_d09', form('d09'), 'form-sent'], ['o_fgw', `/confirm/${PERIOD}`, 'confirm'], ['director1', asked.replace(server.base, ''), 'correction'], ['director1', '/targets/T02', 'target'], ['director1', `/province/${PERIOD}`, 'province']]);
  await evening();
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
