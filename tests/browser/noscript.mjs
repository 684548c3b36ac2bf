// Everything works without JavaScript: signing in, choosing a language, sorting, opening a score, keeping a file.
import { readFileSync } from 'node:fs';
import { signIn, toSection, watched } from './watch.mjs';

// A link that answers a file: without the page's script and by the person's own session.
async function fileOf(page, selector, checks, name) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  const bytes = readFileSync(await file.path());
  checks.that(bytes.length > 100, `${name} is kept without the script`, bytes.length);
  return bytes;
}

async function ledgerAndNote(page, checks) {
  await page.goto('/ledger');
  const all = await page.locator('#rows tbody tr a').count();
  await page.selectOption('select[name="light"]', 'red');
  await page.click('.filter button');
  const red = await page.locator('#rows tbody tr a').count();
  checks.that(red > 0 && red < all && page.url().includes('light=red'), 'without the script: the ledger is filtered by its button', [all, red]);
  checks.same((await fileOf(page, '.actions a', checks, 'the ledger')).subarray(0, 3).toString('hex'), 'efbbbf', 'the ledger says that it is UTF-8');
  await page.goto('/tasks/2.1.1');
  await page.check('input[name="state"][value="at_risk"]');
  await page.fill('textarea[name="text"]', '示例：无脚本也能登记');
  await page.click('#note button');
  checks.that((await page.textContent('.timeline')).includes('无脚本也能登记'), 'without the script: progress is noted');
}

export async function withoutScript({ browser, demo, checks }) {
  const context = await watched(browser, checks, demo.base, { javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, 'clerk3', demo.account('clerk3'), '/rankings');
  checks.that(page.url().endsWith('/rankings'), 'without the script: signed in and where one wanted to be', page.url());
  await page.click('form[action="/language"] button');
  checks.same(await page.getAttribute('html', 'lang'), 'en', 'without the script: the language changes');
  checks.that(page.url().endsWith('/rankings'), 'without the script: the place stays', page.url());
  await toSection(page, '/evaluation');
  checks.that(page.url().includes('/evaluation/'), 'without the script: a place of the bar opens and leads on', page.url());
  await page.goto('/rankings/2021-10/county');
  await page.click('thead a[href*="order=score"]');
  checks.that(await page.locator('thead [aria-sort]').count() === 1, 'without the script: a table is sorted');
  checks.same((await fileOf(page, 'main .actions a', checks, 'a ranking')).subarray(0, 3).toString('hex'), 'efbbbf', 'the csv says that it is UTF-8');
  await page.click('main tbody a[href^="/units/c09"]');
  const leaf = page.locator('.scores details:not(:has(ul))').filter({ has: page.locator('a[href^="/submissions/"]') }).first();
  await leaf.locator('summary').click();
  await leaf.locator('a[href^="/submissions/"]').click();
  checks.that(page.url().includes('/submissions/'), 'without the script: down to the submission', page.url());
  await page.goto('/circulars/2021-10');
  checks.that((await fileOf(page, 'a[href*="format=docx"]', checks, 'a circular')).includes('word/document.xml'), 'without the script: the document is whole');
  await ledgerAndNote(page, checks);
  await page.click('form[action="/sign-out"] button');
  checks.that(page.url().includes('/sign-in'), 'without the script: signed out', page.url());
  await context.close();
}
