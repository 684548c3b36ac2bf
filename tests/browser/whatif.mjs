// Weights tried with the keyboard: a slider moves, its number follows, ranks move beside it without the page being left, and
// the use is on record once; without the script the numbers and a button do the same.
import { signIn, watched } from './watch.mjs';

const PAGE = '/whatif?group=county&period=2021-07';
const ranks = (page) => page.locator('#moves tbody td:nth-child(3)').allTextContents();

async function byKeys(page, checks) {
  await page.goto(PAGE);
  const before = await ranks(page);
  const slider = page.locator('input[data-number="n-rectify"]');
  await slider.focus();
  await page.keyboard.press('Home');
  const least = await slider.inputValue();
  checks.same(await page.inputValue('#n-rectify'), least, 'the number follows the slider');
  await page.waitForFunction((old) => Array.from(document.querySelectorAll('#moves tbody td:nth-child(3)')).map((cell) => cell.textContent).join() !== old, before.join());
  checks.that((await page.locator('#moves .change .up').count()) > 0, 'who rises has an arrow');
  checks.that((await page.locator('#result svg.slope path.up').count()) > 0, 'and a line in the picture');
  checks.that(await page.evaluate(() => document.activeElement.dataset.number === 'n-rectify'), 'the slider keeps the focus');
  checks.that(!(await page.textContent('#result')).includes('甲区'), 'units are masked');
  await page.fill('#n-rectify', '10');
  checks.same(await slider.inputValue(), '10', 'the slider follows the number');
  await page.waitForFunction((old) => Array.from(document.querySelectorAll('#moves tbody td:nth-child(3)')).map((cell) => cell.textContent).join() === old, before.join());
}

async function byButton(page, checks) {
  await page.goto(PAGE);
  const before = await ranks(page);
  checks.that(await page.isHidden('input[data-number="n-rectify"]'), 'without the script there are numbers');
  await page.fill('#n-rectify', '2');
  await page.click('form[method="post"][action="/whatif"] button');
  await page.waitForSelector('#moves');
  checks.that((await ranks(page)).join() !== before.join(), 'the button tries them');
  checks.same(await page.inputValue('#n-rectify'), '2', 'what was typed stays');
}

export async function whatif({ browser, demo, checks }) {
  const [clerk, plain, auditor] = await Promise.all([{}, { javaScriptEnabled: false }, {}].map((options) => watched(browser, checks, demo.base, options)));
  const [keys, button, log] = await Promise.all([clerk, plain, auditor].map((context) => context.newPage()));
  await signIn(keys, 'clerk3', demo.account('clerk3'));
  await signIn(button, 'clerk3', demo.account('clerk3'));
  await byKeys(keys, checks);
  await byButton(button, checks);
  await signIn(log, 'auditadmin', demo.account('auditadmin'), '/audit?action=sandbox.run&account=clerk3');
  await log.waitForSelector('#rows tbody tr');
  checks.same(await log.locator('#rows tbody tr').count(), 1, 'all of it is one row of the audit log');
  checks.that((await log.textContent('#rows')).includes('2021-07'), 'which names the period');
  for (const context of [clerk, plain, auditor]) await context.close();
}
