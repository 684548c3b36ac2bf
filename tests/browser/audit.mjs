// The audit administrator's pages by clicking: what others did is found, a row is opened and holds, a checkpoint is signed and
// taken home; and restricted content, which its unit reads and a clerk does not.
import { download } from './walk.mjs';
import { signIn, watched } from './watch.mjs';

const links = (page) => page.locator('#rows tbody tr a').count();

async function search(page, checks) {
  await page.goto('/audit');
  checks.that(await links(page) > 5, 'the log has rows', await links(page));
  checks.that(await page.locator('main .spark').count() >= 2, 'acts and refusals of each day are pictured');
  await page.selectOption('select[name="result"]', 'denied');
  await page.waitForFunction(() => location.search.includes('result=denied'));
  await page.waitForFunction(() => Array.from(document.querySelectorAll('#rows tbody tr')).every((row) => row.textContent.includes('拒绝')));
  await page.goto('/audit?action=audit.read');
  checks.that((await page.textContent('#rows')).includes('auditadmin'), 'who looks through the log stands in it');
  const next = await page.goto('/audit?account=nobody-of-that-name');
  checks.same(next.status(), 200, 'a search without a find');
  checks.that(await page.isVisible('#rows .empty'), 'says so');
  await page.goto('/audit?account=director1');
  const csv = await download(page, '.actions a[href*="format=csv"]');
  checks.that(csv.bytes.includes('director1') && !csv.bytes.includes('u_c09'), 'the file has what is shown');
  const xlsx = await download(page, '.actions a[href*="format=xlsx"]');
  checks.same(xlsx.bytes.subarray(0, 2).toString('latin1'), 'PK', 'as a workbook too');
}

async function oneRow(page, checks) {
  await page.goto('/audit?account=director1');
  await page.locator('#rows tbody tr a').first().click();
  await page.waitForURL('**/audit/rows/**');
  checks.that(await page.isVisible('.notice.done'), 'a row holds');
  checks.that((await page.textContent('main')).includes('director1'), 'and says who');
  checks.same((await page.goto('/audit/rows/-/99999999')).status(), 404, 'a row that is not there');
}

async function checkpoint(page, checks) {
  await page.goto('/audit/checkpoints');
  await page.click('main form button');
  await page.waitForSelector('#main tbody tr, main tbody tr');
  const file = await download(page, 'main tbody a[href*="format=json"]');
  const said = JSON.parse(file.bytes.toString('utf8'));
  checks.that(JSON.parse(said.body).heads.length >= 2 && said.signature.length === 128, 'a checkpoint has the heads and a signature');
  const paper = await download(page, 'main tbody a[href*="format=docx"]');
  checks.same(paper.bytes.subarray(0, 2).toString('latin1'), 'PK', 'and a paper');
}

async function restricted(browser, demo, checks) {
  const context = await watched(browser, checks, demo.base);
  const page = await context.newPage();
  await signIn(page, 'clerk2', demo.account('clerk2'));
  await page.goto('/units/t09');
  checks.that((await page.textContent('main')).includes('限制范围'), 'a clerk is told that the unit is restricted');
  checks.same(await page.locator('main a[href^="/submissions/"], main .scores details').count(), 0, 'and sees nothing of how its score came about');
  checks.same((await page.goto('/audit')).status(), 403, 'a clerk does not read the log');
  await context.close();
  const own = await watched(browser, checks, demo.base);
  const theirs = await own.newPage();
  await signIn(theirs, 'u_t09', demo.account('u_t09'));
  await theirs.goto('/units/t09');
  checks.that(await theirs.locator('main a[href^="/submissions/"]').count() > 0, 'the unit reads its own');
  await own.close();
}

export async function audit({ browser, demo, checks }) {
  await restricted(browser, demo, checks);
  const context = await watched(browser, checks, demo.base);
  const page = await context.newPage();
  await signIn(page, 'auditadmin', demo.account('auditadmin'));
  await search(page, checks);
  await oneRow(page, checks);
  await checkpoint(page, checks);
  await page.goto('/audit?action=restricted.read&account=u_t09');
  checks.that(await links(page) > 0, 'that restricted content was read stands in the log');
  await page.goto('/audit?action=audit.read&account=clerk2');
  checks.that(await links(page) > 0, 'so does a refusal');
  await context.close();
}
