// The ledger by clicking and typing: its tree, the filter in its place, both files; progress noted on a task, refused where
// words are missing, and the case of two people who write at once.
import { download } from './walk.mjs';
import { signIn, watched } from './watch.mjs';

const rows = (page) => page.locator('#rows tbody tr a').count();

async function filter(page, checks) {
  await page.click('nav.nav a[href="/ledger"]');
  const all = await rows(page);
  await page.selectOption('select[name="light"]', 'red');
  await page.waitForFunction((before) => document.querySelectorAll('#rows tbody tr a').length < before, all);
  const red = await rows(page);
  checks.that(red > 0 && page.url().includes('light=red'), 'the filter has an address', page.url());
  checks.same(await page.locator('#rows .light .green, #rows .light .yellow').count(), 0, 'red means red only');
  await page.reload();
  checks.same(await rows(page), red, 'the address of a filter shows the same');
  checks.same(await page.inputValue('select[name="light"]'), 'red', 'the filter says what it shows');
  await page.goto('/ledger');
  await page.keyboard.press('/');
  await page.keyboard.type('高新');
  await page.waitForFunction((before) => document.querySelectorAll('#rows tbody tr a').length < before, all);
  checks.that((await page.textContent('#rows')).includes('高新'), 'typing finds the task');
  checks.same(await page.evaluate(() => document.activeElement.name), 'q', 'typing keeps its place');
  await page.fill('input[name="q"]', '鳄');
  await page.waitForSelector('#rows .empty');
  await page.goto('/ledger');
  await page.click('.branches a[href="/ledger?area=1.2"]');
  checks.that(await page.isVisible('.branches a[aria-current]'), 'the branch is marked');
  checks.that(await rows(page) < all, 'a branch shows its own tasks');
}

// Arrows and j, k along the rows, in their order.
async function rowKeys(page, checks) {
  await page.goto('/ledger');
  const first = await page.locator('#rows tbody a').evaluateAll((links) => links.slice(0, 3).map((link) => link.textContent));
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  for (const [key, at] of [['j', 0], ['ArrowDown', 1], ['j', 2], ['k', 1], ['ArrowUp', 0]]) {
    await page.keyboard.press(key);
    checks.same(await focused(), first[at], `key ${key} goes to the row`);
  }
}

// Signed out in another window: the filter does not fill its place with the sign-in, the page goes there.
async function endedWhileFiltering(page, checks) {
  await page.goto('/ledger');
  const csrf = await page.getAttribute('meta[name="csrf"]', 'content');
  await page.request.post('/sign-out', { form: { csrf } });
  await page.keyboard.press('/');
  await page.keyboard.type('高新');
  await page.waitForURL('**/sign-in?next=*');
  checks.that(await page.isVisible('input[type="password"]'), 'a filter after the end of the session leads to the sign-in', page.url());
}

async function files(page, checks) {
  const csv = await download(page, '.actions a');
  checks.that(/\.csv$/.test(csv.name) && csv.bytes.includes('1.2.1') && !csv.bytes.includes('3.4.1'), 'the csv holds what the filter shows', csv.name);
  await page.click('form[action="/exports"] button');
  await page.waitForSelector('.files a');
  const xlsx = await download(page, '.files a');
  checks.that(/\.xlsx$/.test(xlsx.name) && xlsx.bytes.includes('xl/workbook.xml'), 'the workbook is made and kept', xlsx.name);
}

async function note(page, state, text) {
  await page.check(`#note input[name="state"][value="${state}"]`);
  await page.fill('#note textarea', text);
  await page.click('#note button');
}

// Both open the task, one writes; the other is told what was written meanwhile, keeps the own words, and may then send.
async function twoPeople(one, other, checks) {
  for (const page of [one, other]) await page.goto('/tasks/2.2.1');
  await note(one, 'stuck', '');
  checks.that(await one.isVisible('#note .notice.error'), 'stuck without words is refused in the form');
  await note(one, 'stuck', '示例：甲写的一条');
  await one.waitForSelector('.timeline >> text=甲写的一条');
  await note(other, 'on_track', '示例：乙写的一条');
  await other.waitForSelector('#note .notice.error');
  checks.that((await other.textContent('main')).includes('甲写的一条'), 'the other is shown what was written meanwhile');
  checks.same(await other.inputValue('#note textarea'), '示例：乙写的一条', 'what the other typed is kept');
  checks.that(!(await other.textContent('.timeline')).includes('乙写的一条'), 'nothing of the other was written yet');
  await other.click('#note button');
  await other.waitForSelector('.timeline >> text=乙写的一条');
  checks.that((await other.textContent('.timeline')).includes('甲写的一条'), 'both notes stand');
}

export async function ledger({ browser, demo, checks }) {
  const [first, second, leader] = await Promise.all([0, 0, 0].map(() => watched(browser, checks, demo.base)));
  const [one, other, reader] = await Promise.all([first, second, leader].map((context) => context.newPage()));
  await signIn(one, 'clerk1', demo.account('clerk1'));
  await signIn(other, 'clerk2', demo.account('clerk2'));
  await filter(one, checks);
  await files(one, checks);
  await twoPeople(one, other, checks);
  await rowKeys(one, checks);
  await endedWhileFiltering(one, checks);
  await signIn(reader, 'leader1', demo.account('leader1'), '/tasks/2.2.1');
  checks.same(await reader.locator('#note').count(), 0, 'a leader reads a task and notes nothing');
  for (const context of [first, second, leader]) await context.close();
}
