// A clerk's way through the pages by clicking: signing in, from a ranking to the figures that a unit sent, a circular and
// its files, signing out. And what the session keeps: nothing after it, nothing for the wrong person.
import { readFileSync } from 'node:fs';
import { signIn, toSection, watched } from './watch.mjs';

const h1 = (page) => page.textContent('h1');
// The words that differ by language are found by address, so that both languages walk the same way.

async function wrongPassword(page, checks) {
  const said = [];
  for (const account of ['clerk2', 'nobody-of-that-name']) {
    await signIn(page, account, 'not the password');
    checks.that(await page.isVisible('.notice.error'), `sign-in of ${account} with a wrong password says so`);
    checks.same(await page.inputValue('input[name="account"]'), account, 'the account is kept in the field');
    checks.same(await page.inputValue('input[name="password"]'), '', 'a password never comes back');
    said.push(await page.textContent('.notice.error'));
  }
  checks.same(said[0], said[1], 'an account that is not there is told like a wrong password');
  checks.that(said[0].trim().length > 4, 'the error has words', said[0]);
}

export async function download(page, selector) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

async function circulars(page, checks) {
  await toSection(page, '/circulars');
  await page.click('main a[href="/circulars/2021-10"]');
  checks.that(/10/.test(await h1(page)), 'the circular of the month is opened', await h1(page));
  checks.that((await page.textContent('.paper')).includes('示例市'), 'the paper is on the page');
  const docx = await download(page, 'a[href*="format=docx"]');
  checks.that(/\.docx$/.test(docx.name), 'the official document has its name', docx.name);
  checks.same(docx.bytes.subarray(0, 4).toString('latin1'), 'PK\u0003\u0004', 'the document is a zip');
  checks.that(docx.bytes.includes('word/document.xml'), 'the document holds word/document.xml');
  const csv = await download(page, 'a[href*="format=csv"]');
  checks.that(csv.bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])), 'a table opens in a spreadsheet as UTF-8');
}

// A score of the ranking down to the report it comes from.
async function score(page, checks) {
  await toSection(page, '/rankings');
  await page.click('main a[href^="/units/c09"]');
  const unit = await h1(page);
  checks.that(unit.includes('壬新区'), 'the unit is opened', unit);
  await page.click('nav.months a[href*="2021-07"]');
  checks.that((await page.getAttribute('nav.months a[aria-current]', 'href')).includes('2021-07'), 'the month is chosen');
  const leaf = page.locator('.scores details:not(:has(ul))').filter({ has: page.locator('a[href^="/submissions/"]') }).first();
  const behind = leaf.locator('a[href^="/submissions/"]');
  checks.that(!await behind.isVisible(), 'a point is closed at first');
  await leaf.locator('summary').click();
  checks.that(await behind.isVisible(), 'a point opens to what is behind it');
  await behind.click();
  checks.that(/\/submissions\//.test(page.url()), 'what is behind a point is a submission', page.url());
  checks.that(await page.locator('main table.data tbody tr').count() > 0, 'the submission shows its figures');
  checks.that(/^[0-9a-f]{16,}/.test(await page.textContent('main code')), 'the submission shows its digest');
}

async function ranking(page, checks) {
  await toSection(page, '/');
  await page.click('main a[href^="/rankings/2021-1"]');
  const first = () => page.textContent('main table.data tbody tr:first-child th');
  const before = await first();
  await page.click('thead a[href*="order=score"]');
  checks.that(await page.isVisible('thead [aria-sort]'), 'the column that sorts is marked');
  await page.click('thead [aria-sort] a');
  checks.that(await first() !== before || await page.locator('thead [aria-sort="ascending"]').count() > 0, 'a second click turns the order');
  const file = await download(page, 'main .actions a');
  checks.that(/\.csv$/.test(file.name), 'the ranking is kept as csv', file.name);
}

async function oneWalk(browser, demo, checks, lang) {
  const context = await watched(browser, checks, demo.base);
  const page = await context.newPage();
  await page.goto('/circulars');
  checks.that(/\/sign-in\?next=/.test(page.url()), 'a page asked for before signing in leads to the sign-in', page.url());
  if (lang === 'en') await page.click('form[action="/language"] button');
  checks.same(await page.getAttribute('html', 'lang'), lang === 'en' ? 'en' : 'zh-CN', 'the language is chosen');
  if (lang === 'zh') await wrongPassword(page, checks);
  await page.goto('/circulars');
  await page.fill('input[name="account"]', 'clerk1');
  await page.fill('input[name="password"]', demo.account('clerk1'));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/circulars');
  checks.same(await page.getAttribute('html', 'lang'), lang === 'en' ? 'en' : 'zh-CN', 'the language stays after signing in');
  await ranking(page, checks);
  await score(page, checks);
  await circulars(page, checks);
  await page.click('form[action="/sign-out"] button');
  await page.waitForURL('**/sign-in*');
  await page.goBack();
  checks.that(!/示例市/.test(await page.textContent('main')) && /sign-in/.test(page.url()), 'Back after signing out shows nothing', page.url());
  await context.close();
}

// The session ends elsewhere (a second sign-out with the same cookie): the next click leads to the sign-in and back.
async function endedElsewhere(browser, demo, checks) {
  const here = await watched(browser, checks, demo.base);
  const page = await here.newPage();
  await signIn(page, 'clerk2', demo.account('clerk2'));
  const there = await watched(browser, checks, demo.base, { storageState: await here.storageState() });
  const other = await there.newPage();
  await other.goto('/');
  await other.click('form[action="/sign-out"] button');
  await other.waitForURL('**/sign-in*');
  await toSection(page, '/rankings');
  checks.same(new URL(page.url()).pathname + new URL(page.url()).search, '/sign-in?next=%2Frankings', 'a session that ended leads to the sign-in and keeps the place');
  await page.fill('input[name="account"]', 'clerk2');
  await page.fill('input[name="password"]', demo.account('clerk2'));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/rankings');
  await page.goto('/sign-in?next=' + encodeURIComponent('//example.org/'));
  checks.that(!(await page.content()).includes('example.org'), 'another host is no place to go back to');
  await here.close();
  await there.close();
}

// A unit's account: its own score and its group's table, nothing of other units. An administrator: no business at all.
async function rights(browser, demo, checks) {
  const unit = await watched(browser, checks, demo.base);
  const page = await unit.newPage();
  await signIn(page, 'u_c01', demo.account('u_c01'));
  await toSection(page, '/units/c01');
  checks.that((await h1(page)).includes('甲区'), 'a unit reads its own score', await h1(page));
  const theirs = await page.getAttribute('main section.sheet a[href^="/submissions/"]', 'href');
  const shared = await page.getAttribute('main .facts a[href^="/submissions/"]', 'href'); // a sheet about all districts
  for (const [path, status] of [['/units/c02', 403], ['/units/c01', 200], ['/api/v1/units/c02', 403], ['/rankings/2021-10/department', 403], ['/rankings/2021-10/county', 200], [theirs, 200]])
    checks.same((await page.goto(path)).status(), status, `a unit's account asks for ${path}`);
  await unit.close();

  const other = await watched(browser, checks, demo.base);
  const next = await other.newPage();
  await signIn(next, 'u_c02', demo.account('u_c02'));
  const answer = await next.goto(theirs);
  const words = await next.textContent('main');
  checks.that(answer.status() === 403 || answer.status() === 404, 'the report of another unit', answer.status());
  checks.that(!/甲区/.test(words), 'a refusal tells nothing of the other unit', words);
  checks.same((await next.goto(shared)).status(), 200, 'a sheet about several units opens');
  checks.that(await next.locator('main table.data tbody tr').count() > 0 && !/甲区/.test(await next.textContent('main')), 'of a sheet about several units each sees its own rows');
  await other.close();

  const admin = await watched(browser, checks, demo.base);
  const pageA = await admin.newPage();
  await signIn(pageA, 'sysadmin', demo.account('sysadmin'));
  checks.same(await pageA.locator('nav.nav a[href="/rankings"], nav.nav a[href="/circulars"]').count(), 0, 'an administrator has no sections of the campaign');
  for (const path of ['/rankings', '/units/c01', '/circulars', '/circulars/2021-10', '/rankings/2021-10/county', theirs, '/api/v1/rankings', '/api/v1/circulars']) {
    const { status } = await pageA.goto(path).then((got) => ({ status: got.status() }));
    checks.that(status === 403 || status === 404, `an administrator asks for ${path}`, status);
    checks.that(!/甲区|壬新区/.test(await pageA.textContent('body')), `an administrator reads nothing at ${path}`);
  }
  await admin.close();
}

export async function walk({ browser, demo, checks }) {
  for (const lang of ['zh', 'en']) await oneWalk(browser, demo, checks, lang);
  await endedElsewhere(browser, demo, checks);
  await rights(browser, demo, checks);
}
