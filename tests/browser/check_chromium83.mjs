// check_chromium83.mjs PICTURE_FOLDER: the oldest browser starts here and draws Chinese; its picture is for people.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './chromium83.mjs';

const ROWS = ['督办 示例市重点工作任务落实情况通报', '各县、区人民政府，市政府各部门：', '镕喆鄚洺 0123456789 %'];
const page_of = (text) => 'data:text/html;charset=utf-8,' + encodeURIComponent(`<html lang="zh-CN"><body>${text}</body></html>`);

const faults = [];
let browser;
try {
  browser = await launch();
} catch (fault) {
  if (fault.code !== 'MODULE_NOT_FOUND') throw fault;
  console.log('[  SKIPPED ] chromium83__draws_chinese: npm ci has not been run\n0 passed, 0 failed, 1 skipped');
  process.exit(77);
}
try {
  const version = await browser.version();
  if (!version.includes('/83.')) faults.push(`the browser is ${version}`);
  const page = await browser.newPage();
  await page.setViewport({ width: 640, height: 240 });
  const drawn = async (text) => {
    await page.goto(page_of(`<h1>${text}</h1>`));
    return page.screenshot({ encoding: 'base64' });
  };
  const unknown = await drawn('\u{10fffd}\u{10fffd}'); // no font has it: the box for an unknown character
  for (const text of ['督办', '镕喆', '鄚洺']) if (await drawn(text) === unknown) faults.push(`${text} is drawn as unknown characters`);
  await page.goto(page_of(ROWS.map((row) => `<p>${row}</p>`).join('')));
  mkdirSync(process.argv[2], { recursive: true });
  await page.screenshot({ path: join(process.argv[2], 'chromium83.png') });
} finally {
  await browser.close();
}
console.log(`[${faults.length ? '  FAILED  ' : '       OK '}] chromium83__draws_chinese${faults.length ? ': ' + faults.join('; ') : ''}`);
console.log(`${faults.length ? 0 : 1} passed, ${faults.length ? 1 : 0} failed, 0 skipped`);
process.exit(faults.length ? 1 : 0);
