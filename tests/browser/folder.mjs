// 收文件夹 by clicking: files are dropped, a question is answered, the ledger is looked at, the reports are kept.
import { join } from 'node:path';
import { setLanguage, signIn, watched } from './watch.mjs';

const csv = (name, lines) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n') + '\n') });
const head = (unit) => [`填报单位：${unit}`, '所属期：2021年11月', '报送时间：2021/12/3', '指标名称,计量单位,本月完成,累计完成,去年同期'];
const FILES = [
  csv('戊县11月.csv', [...head('戊县'), '重点项目完成投资,亿元,30000,458000,', '投产项目,项,１,"1,000",']),
  csv('己县11月月报.csv', [...head('己县'), '重点项目完成投资,万元,23000,305000,', '投产项目,项,1,待定,', '合计,,1,2,3']),
  csv('庚县.doc', ['x']),
  { name: '己县11月（盖章）.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') },
];

async function drop(page, files) {
  await page.goto('/folder');
  await page.selectOption('select[name="period"]', '2021-11');
  await page.setInputFiles('input[name="files"]', files);
  await page.click('form[action="/folder"] button');
  await page.waitForSelector('main .facts');
}

export async function folder({ browser, demo, checks, folder: pictures }) {
  const context = await watched(browser, checks, demo.base);
  const page = await context.newPage();
  await signIn(page, 'clerk1', demo.account('clerk1'), '/folder');
  await page.waitForSelector('input[name="files"]');
  await drop(page, FILES);
  const picture = (name) => page.screenshot({ path: join(pictures, `folder-${name}.png`), fullPage: true });
  await picture('questions');
  const asked = await page.locator('select[name^="q."]').count();
  checks.that(asked >= 1 && asked <= 3, 'one to three questions', asked);
  checks.that((await page.textContent('main')).includes('待定'), 'what is not there yet is listed');
  await page.selectOption('select[name^="q.scale"]', 'convert');
  await page.click('form[action$="/answers"] button');
  await page.waitForSelector('main .facts');
  checks.same(await page.locator('select[name^="q.scale"]').count(), 0, 'what was answered is not asked again');
  await picture('ledger');
  await setLanguage(context, demo.base, 'en');
  await page.setViewportSize({ width: 390, height: 800 });
  await page.reload();
  await picture('ledger-en-390');
  await page.setViewportSize({ width: 1280, height: 900 });
  await setLanguage(context, demo.base, 'zh');
  await page.reload();
  await page.click('form[action$="/keep"] button');
  await page.waitForSelector('main .notice.done');
  await picture('kept');
  const here = page.url().replace(/\/keep$/, '');
  await page.goto(here);
  checks.same(await page.locator('form[action$="/keep"] button').count(), 0, 'what was kept is not kept twice');
  await context.close();
}
