// A unit's report in a browser: typed, saved by itself, kept while the line is cut, two tabs at one draft, signed, sent, receipt.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signIn } from './watch.mjs';

const UNIT = 'c03';
const FORM = `/reports/2021-11/${UNIT}`;
const CELL = 'input[name="cell.invest.note"]';
const OTHER = 'input[name="cell.market.note"]';
const key = (account) => `duban.draft.${account}.2021-11.${UNIT}`;
const bar = (page) => page.locator('#link');
const revision = (page) => page.inputValue('#report input[name="seen"]');
const kept = (page, account) => page.evaluate((name) => localStorage.getItem(name), key(account));

async function typing(page, checks) {
  await page.fill(CELL, '示例：本月新开工两个项目');
  const before = await revision(page);
  await page.keyboard.press('Control+s');
  await page.waitForFunction((old) => document.querySelector('#report input[name="seen"]').value !== old, before);
  checks.that(/暂存/.test(await page.textContent('#saved')), 'a report says that it was saved');
  await page.focus('input[name="cell.invest.month"]');
  await page.keyboard.press('Enter');
  checks.that(/^cell\..*\.month$/.test(await page.evaluate(() => document.activeElement.name)), 'Enter goes down the column');
}

async function cut(context, page, checks, account) {
  await context.setOffline(true);
  await page.fill(CELL, '示例：断线时写的');
  await bar(page).filter({ hasText: '连接中断' }).waitFor();
  checks.that((await kept(page, account)).includes('断线时写的'), 'what is typed while the line is cut stays in this browser');
  const before = await revision(page);
  await context.setOffline(false);
  await page.waitForFunction((old) => document.querySelector('#report input[name="seen"]').value !== old, before);
  await bar(page).filter({ hasText: '恢复' }).waitFor();
  checks.same(await kept(page, account), null, 'what was saved is kept in this browser no more');
  await page.reload();
  checks.same(await page.inputValue(CELL), '示例：断线时写的', 'a cell typed while the line was cut');
}

async function twoTabs(context, page, checks, folder) {
  const second = await context.newPage();
  await second.goto(FORM);
  await page.fill(OTHER, '示例：第一个窗口');
  await Promise.all([page.waitForNavigation(), page.click('#sign button[value="save"]')]);
  await second.fill(OTHER, '示例：第二个窗口');
  await Promise.all([second.waitForNavigation(), second.evaluate(() => document.querySelector('#sign button[value="save"]').click())]);
  const told = await second.textContent('#conflict').catch(() => '');
  checks.that(told.includes('第一个窗口') && told.includes('第二个窗口'), 'two tabs at one draft are shown side by side', told);
  checks.same(await second.inputValue(OTHER), '示例：第二个窗口', 'what the second tab typed');
  await second.screenshot({ path: join(folder, 'report-conflict.png'), fullPage: true });
  await Promise.all([second.waitForNavigation(), second.click('#sign button[value="save"]')]);
  checks.same(await second.locator('#conflict').count(), 0, 'conflicts after the second has looked');
  await second.close();
}

async function send(page, checks, folder) {
  await page.goto(FORM);
  await Promise.all([page.waitForNavigation(), page.click('button[value="fill"]')]);
  checks.same(await page.locator('#values input').count(), 0, 'cells to type into after the first signature');
  await Promise.all([page.waitForNavigation(), page.click('button[value="send"]')]);
  checks.that(/\/submissions\/[^/]+\/receipt$/.test(page.url()), 'a report that is sent leads to its receipt', page.url());
  checks.that((await page.textContent('.receipt')).includes('丙'), 'the receipt names the unit');
  await page.screenshot({ path: join(folder, 'report-receipt.png'), fullPage: true });
}

const SCAN = { name: '签字盖章.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') };

// What is wrong with a task is asked only where something is; the form of a whole county stays short.
async function tasks(page, checks) {
  const first = page.locator('.task').first();
  checks.that((await first.boundingBox()).height <= 120, 'a task with nothing wrong is low', (await first.boundingBox()).height);
  checks.that(await first.locator('textarea[name$=".problem"]').isHidden(), 'the problem is folded away');
  await first.locator('select').selectOption('否');
  checks.that(await first.locator('textarea[name$=".problem"]').isVisible(), 'what is not on time is asked why');
  await first.locator('select').selectOption('是');
  checks.same(await page.locator('#requests textarea[name$=".matter"]:visible').count(), 1, 'rows for what is asked of others');
}

// A workbook filled in elsewhere goes into the draft; a form in parts is given out and added up again.
async function parts(page, checks, folder) {
  const xlsx = await (await page.request.get(`${FORM}/file?format=xlsx`)).body();
  await page.goto(`${FORM}/parts`);
  await page.setInputFiles('#book input[type="file"]', { name: '月报.xlsx', mimeType: 'application/octet-stream', buffer: xlsx });
  await Promise.all([page.waitForNavigation(), page.click('#book button')]);
  checks.that(page.url().endsWith(FORM), 'a workbook goes into the draft', page.url(), await page.locator('.notice.error').allTextContents());
  await page.goto(`${FORM}/parts`);
  await page.fill('textarea[name="names"]', '示例镇\n示例局');
  const [given] = await Promise.all([page.waitForEvent('download'), page.click('form[action$="/parts/file"] button')]);
  await page.setInputFiles('input#f-file', { name: '分表.xlsx', mimeType: 'application/octet-stream', buffer: readFileSync(await given.path()) });
  await page.uncheck('input[name="take"]');
  await Promise.all([page.waitForNavigation(), page.click('form[action$="/parts"] button')]);
  checks.that(await page.locator('.notice.error').count() === 0 && await page.locator('.sheet tbody tr').count() > 0, 'a form in parts is added up', await page.locator('.notice').allTextContents());
  await page.screenshot({ path: join(folder, 'report-parts.png'), fullPage: true });
}

// The scan of the signed form is said to be one, and stands in the list as that.
async function scan(page, checks) {
  await page.goto(FORM);
  await page.setInputFiles('#upload input[type="file"]', SCAN);
  await page.check('#upload input[value="signed"]');
  await Promise.all([page.waitForNavigation(), page.click('#upload button')]);
  checks.same(await page.locator('main .mark', { hasText: '签字盖章' }).count(), 1, 'files that are the signed form');
}

export async function report({ browser, demo, checks, folder }) {
  const context = await browser.newContext({ baseURL: demo.base, locale: 'zh-CN', viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(15000);
  context.on('page', (opened) => { // a line that is cut is told in the console by the browser itself
    opened.on('console', (message) => { if (!/status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(message.text())) checks.that(false, `${opened.url()} says in the console`, message.text()); });
    opened.on('pageerror', (error) => checks.that(false, `${opened.url()} fails in its script`, error.message));
  });
  const account = `u_${UNIT}`;
  const page = await context.newPage();
  await signIn(page, account, demo.account(account), '/report');
  await Promise.all([page.waitForNavigation(), page.click('#now a.button')]);
  await page.goto(FORM);
  await tasks(page, checks);
  await typing(page, checks);
  await cut(context, page, checks, account);
  await twoTabs(context, page, checks, folder);
  await parts(page, checks, folder);
  await scan(page, checks);
  await send(page, checks, folder);
  await page.goto(FORM);
  await page.evaluate((name) => localStorage.setItem(name, '{}'), key(account));
  await Promise.all([page.waitForNavigation(), page.click('form[action="/sign-out"] button')]);
  checks.same(await kept(page, account), null, 'a draft in this browser after signing out');
  await context.close();
}
