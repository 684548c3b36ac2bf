// The sample year from its trial months to December, as data/samples/shifanshi-2021/year.txt tells it: what comes in bulk by command, every
// step of the evaluation by the person whose it is, in a browser. What the pages say afterwards is held against the table that the sample was
// designed by (docs/sample.md): ranks, ties, streaks, proposals, what became of them. Every step is looked for in the audit chain, every month is
// verified, and pictures and papers are kept. DUBAN_YEAR_FOLDER is another folder for them.
// usage: year.mjs DUBAN ROOT PICTURES
import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { makePasswords, serveOn } from './demo.mjs';
import { Checks, anatomy, launchChromium, needChromium, pictureOf, signIn, watched } from './watch.mjs';

const require = createRequire(import.meta.url);
needChromium('year');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [duban, root, given] = process.argv.slice(2).map((one) => resolve(one));
const pictures = resolve(process.env.DUBAN_YEAR_FOLDER || given);
const sample = join(root, 'data/samples/shifanshi-2021');
const work = mkdtempSync(join(tmpdir(), 'duban-year-'));
const file = join(work, 'year.db'), db = `sqlite:${file}`;
const checks = new Checks();
const fonts = join(root, 'var/fonts');
if (existsSync(fonts) && !process.env.DUBAN_FONTS) process.env.DUBAN_FONTS = fonts;
// Of a part of the year, for who works on a page: by command before DUBAN_YEAR_FROM, not at all after DUBAN_YEAR_UNTIL.
const FROM = process.env.DUBAN_YEAR_FROM || '', UNTIL = process.env.DUBAN_YEAR_UNTIL || '9999-12-31';

// Ranks of the counties as published, 甲 乙 丙 丁 戊 己 庚 辛 壬; the last ones by their streaks.
const COUNTIES = ['甲区', '乙区', '丙区', '丁区', '戊县', '己县', '庚自治县', '辛开发区', '壬新区'];
const RANKS = {
  '2021-04': [1, 5, 4, 9, 3, 6, 7, 2, 8], '2021-05': [2, 4, 7, 9, 3, 8, 6, 1, 5], '2021-06': [1, 6, 4, 5, 3, 6, 9, 2, 8],
  '2021-07': [2, 5, 8, 4, 3, 6, 7, 1, 9], '2021-08': [1, 9, 4, 5, 8, 7, 3, 2, 6], '2021-09': [2, 5, 8, 4, 3, 6, 7, 1, 9],
  '2021-10': [1, 7, 3, 4, 8, 9, 5, 2, 6], '2021-11': [1, 5, 7, 3, 4, 6, 8, 2, 9], '2021-12': [1, 9, 5, 3, 4, 8, 6, 2, 7],
};
const BOTTOM = {
  '2021-04': '丁区 庚自治县 壬新区', '2021-05': '丙区 丁区 己县', '2021-06': '乙区 己县 庚自治县 壬新区', '2021-07': '丙区 庚自治县 壬新区', '2021-08': '乙区 戊县 己县',
  '2021-09': '丙区 庚自治县 壬新区', '2021-10': '乙区 戊县 己县', '2021-11': '丙区 庚自治县 壬新区', '2021-12': '乙区 己县 壬新区',
};
const PROPOSED = { '2021-05': '丁区', '2021-06': '己县', '2021-07': '庚自治县 壬新区', '2021-12': '壬新区' };
const TRIALS = ['2021-02', '2021-03'];

// ---- the program

const say = (account, now, ...words) => execFileSync(duban, ['--db', db, '--as', account, '--now', now, '--data', join(work, 'data'), ...words],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const asked = (query, ...given_) => JSON.parse(execFileSync('/usr/bin/python3', ['-c',
  'import json, sqlite3, sys; print(json.dumps(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute(sys.argv[2], sys.argv[3:]).fetchall()))',
  file, query, ...given_], { encoding: 'utf8' }));

// What the chain says since it was last asked.
let heard = 0;
function chain() {
  const rows = asked('SELECT seq, account, action, object, origin FROM audit WHERE chain = ? AND seq > ? AND result = ? ORDER BY seq', 'shifanshi-2021', String(heard), 'ok');
  if (rows.length) heard = rows[rows.length - 1][0];
  return rows;
}

// ---- a server for each day, people in browsers of their own

let browser, server, day = '', step = 0;
const contexts = new Map();
const passwords = new Map();

const PEOPLE = ['clerk1', 'clerk2', 'director1', 'leader1', 'inspector1', 'u_c04', 'u_c09', 'u_t14', 'u_c05'];
const PASSWORD_DAYS = 80; // they are of no use after 90

let passwordsOf = null;
async function freshPasswords(now) {
  const today = Date.parse(now);
  if (passwordsOf && today - passwordsOf < PASSWORD_DAYS * 86400000) return;
  passwordsOf = today;
  await evening();
  await makePasswords(duban, db, now, PEOPLE, passwords);
}

async function evening() {
  for (const context of contexts.values()) await context.close();
  contexts.clear();
  if (server) await server.stop();
  server = null;
  day = '';
}

async function as(account, now, play) {
  if (day !== now.slice(0, 10)) {
    await evening();
    server = await serveOn(duban, db, now, join(work, 'data'));
    day = now.slice(0, 10);
  }
  let context = contexts.get(account);
  const known = Boolean(context);
  if (!known) contexts.set(account, context = await watched(browser, checks, server.base));
  const page = await context.newPage();
  if (!known) await signIn(page, account, passwords.get(account));
  try {
    await play(page);
  } catch (fault) {
    checks.that(false, `${now} ${account} at ${page.url()}`, fault.message.split('\n').slice(0, 3).join(' '), ...await page.locator('.notice.error').allTextContents().catch(() => []));
    await page.screenshot({ path: join(pictures, `fault-${now.slice(0, 10)}-${account}.png`), fullPage: true }).catch(() => {});
  }
  await page.close();
}

const seen = new Set();
async function look(page, name) {
  step += 1;
  await pictureOf(page, join(pictures, `${String(step).padStart(3, '0')}-${day}-${name}.jpg`));
  if (seen.has(name)) return;
  seen.add(name);
  const wrong = await page.evaluate(anatomy);
  checks.that(wrong.length === 0, `${name}`, wrong);
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate('axe.run({ resultTypes: ["violations"] })');
  const heavy = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
  checks.that(heavy.length === 0, `${name}: axe`, heavy.map((one) => `${one.id} ${one.nodes[0].html.slice(0, 120)}`));
}

const words = (page, selector = 'main') => page.innerText(selector);
const submit = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
const api = async (page, path) => (await page.request.get(`/api/v1${path}`)).json();
const told = async (page, text, name) => checks.that((await words(page)).includes(text), name, `says no “${text}”`, page.url());

async function keep(page, path, name) {
  const answer = await page.request.get(path);
  const bytes = await answer.body();
  if (answer.status() === 409 && name.endsWith('.pdf') && bytes.includes('字体')) return null; // none is installed here; another test has them
  checks.same(answer.status(), 200, `${name} comes`);
  writeFileSync(join(pictures, 'papers', name), bytes);
  return bytes;
}

// ---- what each command of the year is in the browser

const evaluation = (period) => `/evaluation/${period}`;

// Behind its question: the summary, then the button of the form.
async function act(page, period, word) {
  await page.goto(evaluation(period));
  const form = `form[action="${evaluation(period)}/${word}"]`;
  await page.locator('details.confirm', { has: page.locator(form) }).first().locator('summary').click();
  await submit(page, `${form} button`);
  checks.that(page.url().includes('done='), `${period} ${word}`, page.url(), ...await page.locator('.notice.error').allTextContents());
}

// {name: [cells]} of the group's table on the page of the evaluation.
const groupRows = (page, title) => page.$$eval('section.panel, div.panel', (all, head) => {
  const panel = all.find((one) => (one.querySelector('h2') || {}).innerText === head);
  return panel ? Array.from(panel.querySelectorAll('tbody tr'), (row) => Array.from(row.children, (cell) => cell.innerText)) : [];
}, title);

async function trial(page, period) {
  await act(page, period, 'trial');
  await told(page, TRIALS.includes(period) ? '试' : '试算', `${period} is tried`);
  await look(page, TRIALS.includes(period) ? 'trial-month' : 'tried');
}

async function opened(page, period) {
  const before = await page.request.get(`/api/v1/rankings/${period}/county/leaves`);
  await act(page, period, 'open');
  if (TRIALS.includes(period)) {
    checks.same(await page.locator(`form[action="${evaluation(period)}/confirm"]`).count(), 0, `${period} ends with its opening`);
    return;
  }
  checks.that(before.status() < 500, 'the leaf table before');
  const rows = await groupRows(page, '县区');
  checks.same(rows.length, 9, `${period}: the counties on the page of the evaluation`);
  if (period === '2021-07') await told(page, '其间考评方案有变动', 'July is measured by another version');
  if (period === '2021-10') await tried14(page, '13');
  await look(page, 'opened');
}

// 营商环境专班 before and after its appeal.
async function tried14(page, rank) {
  const rows = await groupRows(page, '活动专班');
  const row = rows.find((one) => one[1].includes('优化营商环境专班')) || [];
  checks.same(row[0], rank, '营商环境专班 in the trial run');
  checks.same(row[1] && row[1].includes('靠后'), rank === '13', '营商环境专班 among the last three');
}

async function confirmed(page, period) {
  if (period === '2021-10') {
    await page.goto(evaluation(period));
    await tried14(page, '12');
  }
  await act(page, period, 'confirm');
  await page.goto(evaluation(period));
  checks.same(await page.locator(`form[action="${evaluation(period)}/freeze"]`).count(), 0, `${period}: who confirmed cannot freeze`);
  await look(page, 'confirmed');
}

async function frozen(page, period) {
  await act(page, period, 'freeze');
  await look(page, 'frozen');
}

async function published(page, period) {
  const early = await page.request.get(`/api/v1/rankings/${period}/county`);
  await act(page, period, 'publish');
  await look(page, 'published');
  checks.that(early.status() !== 500, 'the ranking before');
}

// A unit reads its own score with what is behind it and the group's points, before there are ranks.
async function ownScore(page, period) {
  await page.goto(`/units/c04?period=${period}`);
  await told(page, '丁区', 'its own page');
  await look(page, 'own-score');
  await page.goto(`/rankings/${period}/county/leaves`);
  const shown = await words(page);
  for (const name of COUNTIES) checks.that(shown.includes(name), `${period}: the group's points have ${name}`);
  checks.that(!shown.includes('总分') && !/第\s*\d+\s*名/.test(shown), `${period}: points without ranks`);
  await look(page, 'leaves');
  const other = await page.goto('/units/c05');
  checks.that(other.status() === 403 || other.status() === 404, `${period}: no other unit's page`, String(other.status()));
  const ranked = await page.request.get(`/api/v1/rankings/${period}/county`);
  checks.that(!(await ranked.text()).includes('"rank":'), `${period}: no ranks before the publication`, (await ranked.text()).slice(0, 200));
}

// Corrections of what was confirmed, line by line of the file that the year imports: a clerk asks, another approves, nothing published moves.
const correctionsOf = (given_) => readFileSync(given_, 'utf8').replace('\ufeff', '').trim().split(/\r?\n/).slice(1).map((line) => line.split(','));
let corrections = [];
async function askCorrections(page, given_) {
  corrections = [];
  for (const [period, unit, indicator, object, old, new_, reason, basis] of correctionsOf(given_)) {
    await page.goto('/corrections');
    for (const [name, value] of Object.entries({ period, unit, indicator, object })) await page.selectOption(`form[action="/corrections"] [name="${name}"]`, value);
    for (const [name, value] of Object.entries({ old, new: new_, reason, basis })) await page.fill(`form[action="/corrections"] [name="${name}"]`, value);
    await look(page, 'correction-filled');
    await submit(page, 'form[action="/corrections"] button');
    const at = new URL(page.url()).pathname;
    checks.that(/^\/corrections\/\w+$/.test(at), `the correction of ${unit} ${indicator} is asked`, page.url(), ...await page.locator('.notice.error').allTextContents());
    checks.same(await page.locator(`form[action="${at}/approve"]`).count(), 0, 'who asked cannot approve');
    corrections.push(at);
  }
}

async function approveCorrections(page) {
  for (const at of corrections) {
    await page.goto(at);
    await look(page, 'correction');
    const form = `form[action="${at}/approve"]`;
    const box = page.locator('details', { has: page.locator(form) });
    if (await box.count() && !(await box.first().evaluate((one) => one.open))) await box.first().locator('summary').click();
    await submit(page, `${form} button`);
    checks.same(await page.locator('.notice.error').count(), 0, `the correction ${at} is approved`);
  }
}

// The counties' second version, which July is measured by: a clerk proposes the file before July begins, another enters its paper.
const V2 = { now: '2021-06-28T10:00:00+08:00', file: join(sample, 'schemes/county-v2.yaml'), reason: '示例：新开工率占比偏低，投产项移2分', authority: '示例市活动领导小组', document: '示督考计划〔2021〕1号(示例)', dated: '2021-06-28' };
async function proposeScheme(page) {
  await page.goto('/schemes/county');
  checks.that(!(await words(page)).includes('第2版'), 'there is one version so far');
  await page.setInputFiles('form[action="/schemes/county/propose"] input[name="file"]', V2.file);
  await page.selectOption('form[action="/schemes/county/propose"] select[name="effective"]', '2021-07');
  await page.fill('form[action="/schemes/county/propose"] [name="reason"]', V2.reason);
  await submit(page, 'form[action="/schemes/county/propose"] button');
  checks.same(await page.locator('.notice.error').count(), 0, 'the second version is proposed');
  checks.same(await page.locator('form[action="/schemes/county/2/approve"]').count(), 0, 'who proposed cannot approve');
  await look(page, 'scheme-proposed');
}

async function approveScheme(page) {
  await page.goto('/schemes/county?version=2');
  const form = 'form[action="/schemes/county/2/approve"]';
  for (const name of ['authority', 'document', 'dated']) await page.fill(`${form} [name="${name}"]`, V2[name]);
  await submit(page, `${form} button`);
  checks.same(await page.locator('.notice.error').count(), 0, 'the second version is approved');
  await told(page, V2.document, 'its paper stands on the page');
  await look(page, 'scheme-approved');
}

async function schemeChange() {
  if (V2.now.slice(0, 10) < FROM) {
    say('clerk1', V2.now, 'scheme', 'propose', V2.file, '--effective', '2021-07', '--reason', V2.reason);
    say('director1', V2.now, 'scheme', 'approve', '--group', 'county', '--version', '2', '--authority', V2.authority, '--document', V2.document, '--dated', V2.dated);
    return;
  }
  await freshPasswords(V2.now);
  await as('clerk1', V2.now, proposeScheme);
  await as('director1', V2.now, approveScheme);
  const rows = chain().map((row) => `${row[1]} ${row[2]} ${row[4]}`);
  for (const [account, action] of [['clerk1', 'scheme.propose'], ['director1', 'scheme.approve']])
    checks.that(rows.some((row) => row.startsWith(`${account} ${action} `) && !row.endsWith('terminal')), `${action} is in the chain`, rows);
}

// 营商环境专班 contests the deduction of its score, on the page it was led to from there; somebody who did not enter it rules.
let appeal;
async function fileAppeal(page, { period, rule, reason }) {
  await page.goto(`/appeal/new?period=${period}`);
  const item = await page.$$eval('select[name="item"] option', (all, wanted) => (all.find((one) => one.value.includes(wanted) || one.textContent.includes(wanted)) || all.find((one) => one.textContent.includes('扣')) || {}).value, rule);
  await page.selectOption('select[name="item"]', item);
  await page.fill('textarea[name="reason"]', reason);
  await look(page, 'appeal-filled');
  await submit(page, 'form[action="/appeals"] button');
  appeal = new URL(page.url()).pathname;
  checks.that(/^\/appeals\/\w+$/.test(appeal), 'the appeal is filed', page.url(), ...await page.locator('.notice.error').allTextContents());
  checks.same(await page.locator(`form[action="${appeal}/rule"]`).count(), 0, 'who filed it cannot rule');
  await look(page, 'appeal-filed');
}

async function upholdAppeal(page, { reason }) {
  await page.goto(appeal);
  await page.check('input[name="ruling"][value="upheld"]');
  await page.fill('textarea[name="reason"]', reason);
  await look(page, 'appeal-ruling');
  await submit(page, `form[action="${appeal}/rule"] button`);
  checks.same(await page.locator('.notice.error').count(), 0, 'the appeal is upheld');
  const shown = await words(page);
  checks.that(shown.includes('13') && shown.includes('12'), 'what the ruling moved is kept: 13 to 12', shown.slice(0, 1500));
  await look(page, 'appeal-ruled');
}

// What is listed and acts by itself nowhere: the published stays.
async function consequences(page, period, expected, name) {
  await page.goto(`${evaluation(period)}/consequences`);
  const shown = await words(page);
  for (const text of expected) checks.that(shown.includes(text), `${name}: the page of consequences`, `says no “${text}”`, shown.slice(0, 1500));
  await look(page, 'consequences');
  const before = step;
  await ranking(page, period);
  checks.that(step > before, 'the published ranking is looked at');
  for (const format of ['docx', 'pdf', 'txt']) await keep(page, `${evaluation(period)}/notice/file?format=${format}`, `notice-${period}-${name}.${format}`);
}

const talkOf = async (page, period, unit) => (await api(page, '/talks')).talks.find((one) => one.period === period && one.unit === unit);

// Into the cells of a table, row by row.
async function fillRows(page, form, name, rows) {
  const table = page.locator(`${form} table`, { has: page.locator(`[name^="${name}."]`) }).first();
  for (let i = 0; i < rows.length; i++) {
    const cells = table.locator('tbody tr').nth(i).locator('input');
    for (let k = 0; k < rows[i].length; k++) await cells.nth(k).fill(rows[i][k]);
  }
}

async function fillTalk(page, form, options) {
  for (const [name, value] of Object.entries(options)) {
    if (name === 'problems' || name === 'requirements') {
      await fillRows(page, form, name, value.split('\n').map((line) => line.split('|')));
      continue;
    }
    const field = page.locator(`${form} [name="${name}"]`);
    const kind = await field.first().evaluate((one) => (one.tagName === 'SELECT' ? 'select' : one.type));
    if (kind === 'select') await field.selectOption(value);
    else if (kind === 'radio') await page.check(`${form} [name="${name}"][value="${value}"]`);
    else await field.fill(value);
  }
}

const STATES = { apply: '已申请', approve: '已批准', waive: '不约谈', notify: '已通知', receive: '已签收', hold: '已约谈', report: '已报告', verify: '已核查', close: '已销号', withdraw: '已撤回' };

async function talk(page, word, { period, unit, ...options }) {
  const row = await talkOf(page, period, unit);
  if (!checks.that(row, `${period} ${unit}: the talk is listed`)) return;
  await page.goto(`/talks/${row.id}${['commit', 'report', 'close'].includes(word) ? '?minutes=1' : ''}`);
  const name = `talk-${word}`;
  let form = `form[action="/talks/${row.id}/${word}"]`;
  if (word === 'commit') {
    form += `:has(input[name="position"][value="${options.position}"])`;
    delete options.position;
  }
  const box = page.locator('details', { has: page.locator(form) }).last();
  if (await box.count() && !(await box.evaluate((one) => one.open))) await box.locator('summary').first().click();
  await fillTalk(page, form, options);
  await look(page, `${name}-filled`);
  await submit(page, `${form} button`);
  checks.same(await page.locator('.notice.error').count(), 0, `${period} ${unit} ${word}: ${await page.locator('.notice.error').allTextContents()}`);
  if (word !== 'commit') {
    const now = await talkOf(page, period, unit);
    checks.that(now.state !== row.state, `${period} ${unit} ${word}: the state moves`, row.state, now.state);
  }
  await look(page, name);
}

// ---- what is looked at between the steps

// As everybody reads it once it is published.
async function ranking(page, period) {
  await page.goto(`/rankings/${period}/county`);
  const table = await api(page, `/rankings/${period}/county`);
  const rows = table.units || table.rows;
  const ranks = COUNTIES.map((name) => (rows.find((one) => one.name === name) || {}).rank);
  checks.same(JSON.stringify(ranks), JSON.stringify(RANKS[period]), `${period}: ranks of the counties`);
  checks.same(rows.filter((one) => one.in_bottom).map((one) => one.name).sort().join(' '), BOTTOM[period].split(' ').sort().join(' '), `${period}: the bottom`);
  const shown = await words(page);
  for (const name of COUNTIES) checks.that(shown.includes(name), `${period}: the page shows ${name}`);
  await look(page, 'ranking');
  const scores = Object.fromEntries(rows.map((one) => [one.name, one.score]));
  if (period === '2021-06') checks.that(scores['乙区'] === '84.27' && scores['己县'] === '84.27', 'June: the tie', scores);
  if (period === '2021-07') checks.that(scores['壬新区'] === '9.96' && shown.includes('缺报'), 'July: 壬新区 is missing and ranked', scores);
}

// One department is another from 15 June, and keeps its seat.
async function reorganised(page, period) {
  await page.goto(`/rankings/${period}/department`);
  const shown = await words(page);
  checks.same(shown.includes('市扶贫开发办公室'), period < '2021-06', `${period}: the name until June`);
  checks.same(shown.includes('市乡村振兴局'), period >= '2021-06', `${period}: the name from June`);
}

async function proposals(page, period) {
  await page.goto('/talks');
  const all = (await api(page, '/talks')).talks.filter((one) => one.period === period);
  checks.same(all.map((one) => one.name || one.unit_name || one.unit).sort().join(' '), (PROPOSED[period] || '').split(' ').filter(Boolean).sort().join(' '), `${period}: what the ladder proposes`);
  await look(page, 'talks');
}

// ---- the year

// Words of a line as a shell has them.
function split(line) {
  const found = [];
  for (const [whole] of line.matchAll(/(?:'[^']*'|[^\s'])+/g)) found.push(whole.replace(/'/g, ''));
  return found;
}

function optionsOf(all) {
  const options = {};
  for (let i = 0; i < all.length; i += 2) options[all[i].slice(2).replace(/-/g, '_')] = all[i + 1].replace(/\\n/g, '\n');
  return options;
}

// The circular goes through the hands of three people, is issued by one who may, and is received.
async function circular(page, word, { period, step: step_, ...options }) {
  const at = `/circulars/${period}`;
  await page.goto(at);
  const drafts = word === 'sign' && step_ === 'drafted';
  const form = `form[action="${drafts ? at : `${at}/${word}`}"]`;
  for (const [name, value] of Object.entries(options)) {
    const field = page.locator(`${form} [name="${name}"]`).first();
    if (checks.that(await field.count(), `${period} circular ${word} ${step_ || ''} asks for ${name}`)) await field.fill(value);
  }
  if (drafts) {
    const box = page.locator(`${form} input[name="sign"]`);
    if (!(await box.isChecked())) await box.check();
  }
  await Promise.all([page.waitForNavigation(), page.locator(`${form} button`).first().click()]);
  checks.same(await page.locator('.notice.error').count(), 0, `${period} circular ${word} ${step_ || ''}: ${await page.locator('.notice.error').allTextContents()}`);
  await look(page, `circular-${step_ || word}`);
}

const PLAYS = { evaluate: trial, 'result open': opened, 'result confirm': confirmed, freeze: frozen, publish: published };
const AUDIT = { evaluate: 'evaluate', 'result open': 'result.open', 'result confirm': 'result.confirm', freeze: 'freeze', publish: 'publish',
  'circular sign': 'circular.', 'circular issue': 'circular.issue', 'talks apply': 'talk.apply', 'talks approve': 'talk.decide', 'talks waive': 'talk.decide', 'talks notify': 'talk.notify', 'talks receive': 'talk.receive',
  'talks hold': 'talk.hold', 'talks commit': 'talk.report', 'talks report': 'talk.report', 'talks verify': 'talk.verify', 'talks close': 'talk.decide', 'talks withdraw': 'talk.decide' };

async function inBrowser(now, account, command, rest) {
  await freshPasswords(now);
  const options = optionsOf(rest);
  if (command.startsWith('circular ')) await as(account, now, (page) => circular(page, command.slice(9), options));
  else if (command.startsWith('talks ')) await as(account, now, (page) => talk(page, command.slice(6), options));
  else await as(account, now, (page) => PLAYS[command](page, options.period));
  const rows = chain();
  checks.that(rows.some((row) => row[1] === account && row[2].startsWith(AUDIT[command]) && row[4] !== 'terminal'), `${now} ${account} ${command} is in the chain`, rows.map((row) => `${row[1]} ${row[2]} ${row[4]}`));
}

// Beside the play, on a copy.
const proofs = [];
function verify(now) {
  const copy = join(work, `verify-${now.slice(0, 10)}.db`);
  copyFileSync(file, copy);
  proofs.push(promisify(execFile)(duban, ['--db', `sqlite:${copy}`, '--data', join(work, 'data'), '--now', now, 'verify'])
    .then(({ stdout }) => checks.that(stdout.length > 0, `${now}: all can be proved`, stdout), (fault) => checks.that(false, `${now}: verify`, fault.stdout, fault.stderr))
    .finally(() => rmSync(copy, { force: true })));
}

const HUMAN = new Set(Object.keys(AUDIT));
// What a command of the year is here, where it is more than one form of one page.
const OTHERWISE = {
  'appeal file 2021-11-11': (now, account, options) => as(account, now, (page) => fileAppeal(page, options)),
  'appeal uphold 2021-11-15': (now, account, options) => as(account, now, (page) => upholdAppeal(page, options)),
  'import corrections 2021-08-30': (now, account, options, given_) => as(account, now, (page) => askCorrections(page, given_)),
  'correction approve 2021-08-30': async (now, account) => {
    await as(account, now, approveCorrections);
    await as('clerk1', now, (page) => consequences(page, '2021-07', ['戊县', '庚自治县'], 'august'));
  },
  'import corrections 2021-10-29': (now, account, options, given_) => as(account, now, (page) => askCorrections(page, given_)),
  'correction approve 2021-10-29': (now, account) => as(account, now, approveCorrections),
};

async function play() {
  const lines = readFileSync(join(sample, 'year.txt'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map(split);
  let changed = false;
  for (const [now, account, ...rest] of lines) {
    const all = rest.map((one) => one.replace('$SAMPLE', join(work, 'sample')).replace('$OUT', join(work, 'files')));
    if (now.slice(0, 10) > UNTIL) break;
    if (now > V2.now && !changed) {
      changed = true;
      await schemeChange();
    }
    if (now.slice(0, 10) < FROM) {
      say(account, now, ...all);
      continue;
    }
    const two = all.slice(0, 2).join(' ');
    const command = HUMAN.has(all[0]) ? all[0] : two;
    const other = OTHERWISE[`${two} ${now.slice(0, 10)}`];
    if (other) {
      await freshPasswords(now);
      await other(now, account, two.startsWith('appeal') ? optionsOf(all.slice(2)) : {}, all[2]);
      const heard_ = chain();
      checks.that(heard_.some((row) => row[1] === account && row[4] !== 'terminal'), `${now} ${account} ${two} is in the chain`, heard_.map((row) => `${row[1]} ${row[2]} ${row[4]}`));
      continue;
    }
    if (!HUMAN.has(command)) {
      say(account, now, ...all);
      continue;
    }
    await inBrowser(now, account, command, all.slice(command === two ? 2 : 1));
    if (command === 'circular issue') await after(now, all[all.indexOf('--period') + 1]);
    if (command === 'result open' && rest[3] === '2021-05') await as('u_c04', now, (page) => ownScore(page, '2021-05'));
  }
}

// What became of every proposal; what a correction of September would have changed.
async function atLast(page) {
  const talks = (await api(page, '/talks')).talks.map((one) => `${one.period} ${one.unit} ${one.state}`).sort();
  checks.same(talks.join(', '), '2021-05 c04 closed, 2021-06 c06 waived, 2021-07 c07 withdrawn, 2021-07 c09 closed, 2021-12 c09 held', 'what became of the proposals');
  await consequences(page, '2021-09', ['辛开发区', '甲区'], 'september');
  for (const talk_ of (await api(page, '/talks')).talks.filter((one) => one.period === '2021-05')) {
    for (const paper of ['application', 'notice']) for (const format of ['docx', 'pdf']) await keep(page, `/talks/${talk_.id}/file?paper=${paper}&format=${format}`, `talk-${talk_.unit}-${paper}.${format}`);
  }
}

// When the circular is out: what everybody reads, what is proposed, the papers; and the proof.
async function after(now, period) {
  await freshPasswords(now);
  await as('u_c05', now, async (page) => {
    await ranking(page, period);
    if (period === '2021-04') await circular(page, 'receive', { period, signer: '戊县政府办公室主任' });
  });
  await as('clerk1', now, async (page) => {
    await proposals(page, period);
    await reorganised(page, period);
    await page.goto(`/circulars/${period}`);
    await look(page, 'circular');
    for (const format of ['docx', 'pdf', 'txt']) await keep(page, `/circulars/${period}/file?format=${format}`, `circular-${period}.${format}`);
  });
  await server.stop(); // the copy is of a database that nobody writes
  server = null;
  day = '';
  for (const context of contexts.values()) await context.close();
  contexts.clear();
  verify(now);
}

mkdirSync(join(pictures, 'papers'), { recursive: true });
try {
  execFileSync('/usr/bin/python3', ['-B', 'tools/make_sample.py', sample, join(work, 'files')], { cwd: root, stdio: 'ignore' });
  cpSync(sample, join(work, 'sample'), { recursive: true });
  rmSync(join(work, 'sample/schemes/county-v2.yaml')); // proposed and approved in June
  browser = await launchChromium();
  await play();
  if (UNTIL > '2022-02-01') await as('clerk1', '2022-02-01T09:00:00+08:00', atLast);
  await evening();
  verify('2022-02-01T09:00:00+08:00');
  await Promise.all(proofs);
} catch (fault) {
  checks.that(false, 'the year', fault.stack, fault.stderr || '');
} finally {
  if (browser) await browser.close();
  if (server) await server.stop().catch(() => {});
  await Promise.allSettled(proofs);
  rmSync(work, { recursive: true, force: true });
}
for (const fault of checks.faults) console.log(fault);
console.log(`${checks.passed} passed, ${checks.faults.length} failed, 0 skipped`);
process.exit(checks.faults.length ? 1 : 0);
