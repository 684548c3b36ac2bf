// Evidence by clicking: a file is added to a task, fetched and withdrawn; one with a mark is refused in its place, with the way to
// the procedure; a purge is asked for by a clerk and decided by a director. With the script and without.
import { download } from './walk.mjs';
import { signIn, watched } from './watch.mjs';

const TASK = '/tasks/1.2.1';
const file = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
const words = (page) => page.textContent('main');

async function add(page, name, text) {
  await page.goto(TASK);
  await page.setInputFiles('.upload input[type="file"]', file(name, text));
  await page.click('.upload button');
}

async function addFetchWithdraw(page, checks, who) {
  await add(page, `佐证-${who}.txt`, `示例：${who}的台账`);
  await page.waitForSelector(`main a[href^="/files/"] >> text=佐证-${who}`);
  const got = await download(page, `main a[href^="/files/"] >> text=佐证-${who}`);
  checks.same(got.name, `佐证-${who}.txt`, 'a file is fetched under its name');
  checks.same(got.bytes.toString('utf8'), `示例：${who}的台账`, 'a file comes back as it was');
  const href = await page.locator(`main a[href^="/files/"] >> text=佐证-${who}`).getAttribute('href');
  await page.click(`form[action="${href}/withdraw"] button`);
  await page.waitForFunction((link) => !document.querySelector(`main a[href="${link}"]`), href);
  checks.that(!(await words(page)).includes(`佐证-${who}`), 'what is withdrawn is not listed any more');
  return href;
}

async function markIsRefused(page, checks) {
  await add(page, '方案.txt', '机密★1年\n示例');
  await page.waitForSelector('main .notice.error');
  checks.that((await page.textContent('main .notice.error')).includes('机密★'), 'the mark is named', await page.textContent('main .notice.error'));
  checks.that(!(await words(page)).includes('方案.txt'), 'what is refused is not listed');
  await page.click('main .panel p > a[href="/spill"]');
  await page.waitForSelector('main ol li');
  checks.that(await page.locator('main ol li').count() >= 5, 'the procedure has its steps');
}

// A note's purge is asked for from the note itself.
async function note(clerk, checks) {
  await clerk.goto(TASK);
  await clerk.check('#note input[name="state"][value="on_track"]');
  await clerk.fill('#note textarea', '示例：写错了地方的一句话');
  await clerk.click('#note button');
  await clerk.waitForSelector('main li a[href^="/purges?target=progress"]');
  await clerk.click('main li a[href^="/purges?target=progress"]');
  checks.that(/^progress \w{13}$/.test(await clerk.inputValue('input[name="target"]')), 'the purge knows the note');
}

async function purge(clerk, director, checks) {
  await add(clerk, '误传.txt', '示例：不该在这里的个人信息');
  await clerk.waitForSelector('main a >> text=误传.txt');
  await clerk.goto('/files');
  await clerk.click('tr:has-text("误传.txt") a[href^="/purges?target="]');
  checks.that((await clerk.inputValue('input[name="target"]')).startsWith('file '), 'the purge knows its target');
  await clerk.check('input[name="cause"][value="personal"]');
  await clerk.fill('textarea[name="authority"]', '示例保密工作机构书面通知');
  await clerk.click('form[action="/purges"] button');
  await clerk.waitForSelector('main .facts');
  checks.same(await clerk.locator('form[action$="/decide"]').count(), 0, 'who asked does not decide');
  await director.goto('/purges');
  checks.that(!(await words(director)).includes('误传.txt'), 'the page of purges names no file');
  await director.click('details.confirm >> nth=0 >> summary');
  await director.fill('details[open] textarea[name="reason"]', '示例：属实');
  await director.click('details[open] form button');
  await director.waitForSelector('main table tbody tr');
  checks.that((await director.textContent('main table tbody tr')).includes('file '), 'the tombstone stands');
  await clerk.goto(TASK);
  checks.that(!(await words(clerk)).includes('误传.txt'), 'the name is gone');
  checks.same(await clerk.locator('main tr:has-text("已依令清除")').count(), 1, 'the tombstone stands at the task');
}

export async function files({ browser, demo, checks }) {
  const contexts = [];
  const person = async (account, options) => {
    const context = await watched(browser, checks, demo.base, options);
    contexts.push(context);
    const page = await context.newPage();
    await signIn(page, account, demo.account(account), TASK);
    return page;
  };
  const unit = await person('u_c09');
  const href = await addFetchWithdraw(unit, checks, '单位');
  await markIsRefused(unit, checks);
  const other = await person('u_c01');
  const answer = await other.request.get(href);
  checks.same(answer.status(), 403, 'another unit may not fetch it');
  const plain = await person('clerk2', { javaScriptEnabled: false });
  await add(plain, '无脚本.txt', '示例');
  checks.that((await words(plain)).includes('无脚本.txt'), 'a file is added without the script');
  await note(await person('clerk1'), checks);
  await purge(await person('clerk1'), await person('director1'), checks);
  await Promise.all(contexts.map((context) => context.close()));
}
