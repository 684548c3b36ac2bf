// The same pages in Chromium 83: they load, say nothing in the console, scroll only downwards, work; its pictures are for
// people. What such an old browser is known to break is looked at on its own: space between items, lights, the head that stays.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from './chromium83.mjs';
import { PAGES, WIDTHS } from './pages.mjs';
import { anatomy, pictureOf } from './watch.mjs';

const WAIT_MS = 15000;

async function watchedPage(browser, checks, base) {
  const page = await browser.newPage();
  page.setDefaultTimeout(WAIT_MS);
  await page.setViewport({ width: 1280, height: 800 });
  page.on('console', (message) => {
    if (!/status of 4\d\d|Autofocus processing was blocked/.test(message.text())) checks.that(false, `Chromium 83, ${page.url()} says in the console`, message.text());
  });
  page.on('pageerror', (error) => checks.that(false, `Chromium 83, ${page.url()} fails in its script`, error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('data:') && !request.url().startsWith(base + '/')) checks.that(false, 'Chromium 83 asks another host', request.url());
  });
  return page;
}

export const clickThrough = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);

async function enter(page, demo, account) {
  await page.goto(`${demo.base}/sign-in`);
  if (await page.$('form[action="/sign-out"]')) await clickThrough(page, 'form[action="/sign-out"] button');
  await page.type('input[name="account"]', account);
  await page.type('input[name="password"]', demo.account(account));
  await clickThrough(page, 'form[action="/sign-in"] button');
}

// Space between the items of the bar, lights as tall as their text, a table's head that stays when the page is scrolled.
function probes() {
  const wrong = [];
  const box = (one) => one.getBoundingClientRect();
  const items = Array.from(document.querySelectorAll('nav.nav a, .who > *'));
  items.forEach((item, at) => {
    const next = items[at + 1];
    if (next && next.parentElement.parentElement === item.parentElement.parentElement && Math.abs(box(next).top - box(item).top) < 4) {
      const text = (one) => parseFloat(getComputedStyle(one).paddingLeft) + parseFloat(getComputedStyle(one).marginLeft) + parseFloat(getComputedStyle(one).paddingRight);
      if (box(next).left - box(item).right + text(item) + text(next) < 8) wrong.push(`no space before ${next.textContent}`);
    }
  });
  document.querySelectorAll('.light svg, .spark, .gauge svg').forEach((shape) => {
    if (!box(shape).width && shape.closest('details:not([open])')) return;
    if (box(shape).width < 6 || box(shape).height < 6) wrong.push(`a shape of ${box(shape).width} by ${box(shape).height}`);
  });
  const head = document.querySelector('main table.data thead th');
  const last = head && head.closest('table').querySelector('tbody tr:last-child');
  if (last && box(last).bottom - box(head).top > innerHeight) {
    window.scrollTo(0, box(head).top + scrollY + 200);
    if (Math.abs(box(head).top) > 1) wrong.push(`the head of the table is at ${box(head).top} when scrolled`);
    window.scrollTo(0, 0);
  }
  return wrong;
}

async function look(page, demo, checks, folder) {
  let account = null;
  for (const row of PAGES) {
    const wanted = row.as === undefined ? 'director1' : row.as;
    if (wanted && wanted !== account) await enter(page, demo, wanted);
    account = wanted;
    if (row.from) {
      await page.goto(demo.base + row.from);
      await page.goto(demo.base + await page.evaluate(row.find));
    } else await page.goto(demo.base + row.path);
    checks.that(await page.$(row.shows), `Chromium 83, ${row.name} does not show ${row.shows}`);
    if (row.chart) await page.waitForSelector('figure.chart svg text');
    for (const width of WIDTHS) {
      await page.setViewport({ width, height: 800 });
      for (const test of width === WIDTHS[0] ? [anatomy, probes] : [anatomy]) {
        const wrong = await page.evaluate(test);
        checks.that(wrong.length === 0, `Chromium 83, ${row.name} ${width}`, wrong);
      }
      await pictureOf(page, join(folder, `${row.name}-zh-${width}-chromium83.jpg`));
    }
    await page.setViewport({ width: WIDTHS[0], height: 800 });
  }
}

export async function downloads(page, selector) {
  const folder = mkdtempSync(join(tmpdir(), 'duban-kept-'));
  await page._client.send('Page.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await page.click(selector);
  const until = Date.now() + WAIT_MS;
  let whole = [];
  while (!whole.length && Date.now() < until) {
    await new Promise((later) => { setTimeout(later, 50); });
    whole = readdirSync(folder).filter((name) => !name.endsWith('.crdownload'));
  }
  const bytes = whole.length ? readFileSync(join(folder, whole[0])) : Buffer.alloc(0);
  rmSync(folder, { recursive: true });
  return bytes;
}

async function work(page, demo, checks) {
  await enter(page, demo, 'leader2'); // the door's part has inspector1
  await clickThrough(page, 'nav.nav a[href="/rankings"]');
  await clickThrough(page, 'main a[href^="/units/c09"]');
  const closed = '.scores details:not([open])';
  await page.click(`${closed} > summary`);
  checks.that(await page.$eval('.scores li > details[open] > .facts', (facts) => facts.offsetHeight > 0), 'Chromium 83: a score opens');
  await page.goto(`${demo.base}/rankings/2021-10/county`);
  await page.keyboard.press('j');
  checks.that(await page.evaluate(() => Boolean(document.activeElement.closest('tbody tr'))), 'Chromium 83: j goes to the first row');
  await page.goto(`${demo.base}/ledger`);
  const count = () => page.evaluate(() => document.querySelectorAll('#rows tbody tr a').length);
  const all = await count();
  await page.select('select[name="light"]', 'red');
  await page.waitForFunction((before) => document.querySelectorAll('#rows tbody tr a').length < before, {}, all);
  checks.that(await count() > 0, 'Chromium 83: the ledger is filtered in its place');
  await page.goto(`${demo.base}/circulars/2021-10`);
  const docx = await downloads(page, 'a[href*="format=docx"]');
  checks.that(docx.includes('word/document.xml'), 'Chromium 83: a circular is kept', docx.length);
  await clickThrough(page, 'form[action="/sign-out"] button');
  checks.that(page.url().includes('/sign-in'), 'Chromium 83: signed out', page.url());
}

export async function oldest({ demo, checks, folder }) {
  const browser = await launch({ args: ['--lang=zh-CN'] });
  try {
    const page = await watchedPage(browser, checks, demo.base);
    await page.setExtraHTTPHeaders({ 'Accept-Language': 'zh-CN' });
    await look(page, demo, checks, folder);
    await work(page, demo, checks);
  } finally {
    await browser.close();
  }
}
