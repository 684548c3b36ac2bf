// The inbox as people use it on the day November's reports are due: signing in leads there, an item leads on, the news is
// marked as read, a reminder text is made and copied, the call list downloaded; with pictures of who sees what.
import { join } from 'node:path';
import { download } from './walk.mjs';
import { atFirstField, watched } from './watch.mjs';

// By hand from docs/sample.md, year.txt and the demo of tools/sample_half.sh: 38 of 42 reports are in.
const MISSING = ['巩固国家森林城市专班', '壬新区', '市住房和城乡建设局', '市乡村振兴局'];
const SEES = {
  clerk1: ['催报11月月报：已报38个，缺4个', MISSING.join('、'), '催办11月核定：已核定0个部门，缺17个', '还有2个工作日', '任务受阻：免申即享', '试算11月考评', '还有4个工作日', '19项任务到期'],
  director1: ['由活动办工作人员办理', '决定是否印发9月更正通知', '冻结11月考评结果', '12月16日', '印发11月通报', '收到11月月报38份'],
  u_c09: ['报送11月月报', '今天', '登记进展：高新技术企业培育', '落后序时10.00个百分点', '17项任务到期'],
  leader1: ['红灯：重点项目投资', '落后序时3.33个百分点', '任务受阻：免申即享', '6项任务到期'],
};
const NEVER = { u_c09: ['市乡村振兴局', '丁区'], leader1: ['创业担保贷款', '催报'], clerk1: [], director1: ['试算11月考评'] };

async function enter(browser, demo, checks, account, next = '') {
  const context = await watched(browser, checks, demo.base);
  const page = await context.newPage();
  await page.goto(`/sign-in${next}`);
  await atFirstField(page);
  await page.fill('input[name="account"]', account);
  await page.fill('input[name="password"]', demo.account(account));
  await page.click('form[action="/sign-in"] button');
  await page.waitForLoadState();
  return { context, page };
}

async function everybody(browser, demo, checks, folder) {
  for (const account of Object.keys(SEES)) {
    const { context, page } = await enter(browser, demo, checks, account);
    const looks = account === 'leader1';
    checks.same(new URL(page.url()).pathname, looks ? '/leader' : '/inbox', `${account} lands by what there is to do`);
    await page.goto('/inbox');
    const words = await page.textContent('main');
    SEES[account].forEach((one) => checks.that(words.includes(one), `${account} sees ${one}`));
    NEVER[account].forEach((one) => checks.that(!words.includes(one), `${account} does not see ${one}`));
    await page.screenshot({ path: join(folder, `inbox-as-${account}.png`), fullPage: true });
    await context.close();
  }
}

// On the day itself, with four units missing, all of a clerk's inbox stands on one office screen.
async function oneScreen(page, checks) {
  await page.setViewportSize({ width: 1280, height: 800 });
  const bottom = await page.evaluate(() => Math.max(...Array.from(document.querySelectorAll('.due'), (list) => list.getBoundingClientRect().bottom)));
  checks.that(bottom <= 800, 'a clerk sees all of it without scrolling', bottom);
}

async function reminding(page, checks, folder) {
  await page.click('main a[href="/remind"]');
  await page.click('form[action="/remind"] button');
  const text = await page.inputValue('textarea');
  checks.that(/已收到38个单位，还有4个单位未报/.test(text), 'the text for a group has the numbers', text);
  checks.that(MISSING.every((name) => !text.includes(name)), 'the text for a group names no unit', text);
  checks.that(/\/inbox$/.test(text), 'the text for a group has the address', text);
  await page.click('[data-copy]');
  checks.same(await page.textContent('[data-copy]'), await page.getAttribute('[data-copy]', 'data-done'), 'the button says that it has copied');
  await page.selectOption('select[name="unit"]', { label: '壬新区' });
  await page.click('form:has(select) button');
  const own = await page.inputValue('textarea');
  checks.that(own.includes('壬新区') && !own.includes('市乡村振兴局'), 'the text for one unit is that unit\'s', own);
  checks.that((await page.textContent('main')).includes('本期已生成2条'), 'each text made is counted');
  await page.screenshot({ path: join(folder, 'remind-made.png'), fullPage: true });
}

async function calling(page, checks) {
  await page.goto('/inbox');
  await page.click('main a[href="/calls?period=2021-11"]');
  const names = await page.locator('main tbody th[scope="row"] a').allTextContents();
  checks.same(names.join('、'), MISSING.join('、'), 'the call list stands in official order');
  const file = await download(page, 'main a[href^="/calls/file"]');
  checks.that(/\.xlsx$/.test(file.name) && file.bytes.includes('xl/workbook.xml'), 'the call list is a workbook', file.name);
}

async function reading(page, checks) {
  await page.goto('/inbox');
  const news = 'form[action="/inbox/seen"]';
  checks.that((await page.textContent('main')).includes('10月通报已印发'), 'there is news');
  await page.click(`${news} button`);
  checks.same(await page.locator(news).count(), 0, 'what was read is no news');
  checks.that((await page.textContent('main')).includes('没有新的情况'), 'it is said that there is none');
  checks.that((await page.textContent('main')).includes('催报11月月报'), 'what is to be done stays');
}

export async function inbox({ browser, demo, checks, folder }) {
  await everybody(browser, demo, checks, folder);
  const { context, page } = await enter(browser, demo, checks, 'clerk3');
  await oneScreen(page, checks);
  await reminding(page, checks, folder);
  await calling(page, checks);
  await reading(page, checks);
  await context.close();
  const asked = await enter(browser, demo, checks, 'clerk3', '?next=%2Fledger');
  checks.same(new URL(asked.page.url()).pathname, '/ledger', 'a page that was asked for comes before the inbox');
  await asked.context.close();
}
