// Every page of pages.mjs in both languages at both widths: what every page must have, what axe finds, a picture.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { LANGS, PAGES, WIDTHS } from './pages.mjs';
import { anatomy, setLanguage, signIn, watched } from './watch.mjs';

const require = createRequire(import.meta.url);
const OFFICE = 'director1';

// The address of a page of PAGES, for a person already signed in.
export async function addressOf(page, row) {
  if (row.path) return row.path;
  await page.goto(row.from);
  return page.evaluate(row.find);
}

async function axe(page, source, checks, name) {
  await page.evaluate(source);
  const { violations } = await page.evaluate('axe.run({ resultTypes: ["violations"] })');
  const heavy = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
  for (const one of heavy) for (const node of one.nodes) checks.that(false, `${name}: axe ${one.id} (${one.impact})`, node.failureSummary, node.html.slice(0, 300));
  checks.that(heavy.length === 0, `${name}: axe`, heavy.map((one) => one.id));
}

async function keyboard(page, checks, name) {
  await page.evaluate(() => { if (document.activeElement) document.activeElement.blur(); });
  const stops = [];
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate(() => {
      const one = document.activeElement;
      const style = getComputedStyle(one);
      const box = one.getBoundingClientRect();
      return { skip: one.getAttribute('href') === '#main', seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 && box.left >= 0 && box.top >= 0 && box.width > 0, what: one.outerHTML.slice(0, 80) };
    }));
  }
  if (!stops.some((stop) => stop.skip)) checks.that(stops.some((stop) => stop.what.startsWith('<input')), `${name}: Tab finds neither skip link nor field`, stops);
  for (const stop of stops.filter((one) => !one.what.startsWith('<body'))) checks.that(stop.seen, `${name}: the focus is not seen`, stop);
  await page.evaluate(() => document.querySelector('a.skip').focus());
  await page.keyboard.press('Enter');
  checks.that(await page.evaluate(() => document.activeElement.id === 'main'), `${name}: the skip link does not reach the content`);
}

async function visit({ browser, demo, checks, folder }, lang) {
  const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  const people = new Map();
  const personOf = async (account) => {
    if (!people.has(account)) {
      const context = await watched(browser, checks, demo.base);
      await setLanguage(context, demo.base, lang);
      const page = await context.newPage();
      if (account) await signIn(page, account, demo.account(account));
      people.set(account, { context, page });
    }
    return people.get(account);
  };
  for (const row of PAGES) {
    const { page } = await personOf(row.as === undefined ? OFFICE : row.as);
    const address = await addressOf(page, row);
    for (const width of WIDTHS) {
      const name = `${row.name} ${lang} ${width}`;
      await page.setViewportSize({ width, height: 800 });
      const answer = await page.goto(address);
      checks.same(answer.status(), row.status || 200, `${name}: status`);
      checks.that(/no-store/.test(answer.headers()['cache-control']), `${name}: a page may be kept`, answer.headers()['cache-control']);
      checks.that(await page.locator(row.shows).count() > 0, `${name} does not show ${row.shows}`);
      const wrong = await page.evaluate(anatomy);
      checks.that(wrong.length === 0, name, wrong);
      await page.screenshot({ path: join(folder, `${row.name}-${lang}-${width}.png`), fullPage: true });
      if (width === WIDTHS[0]) await axe(page, source, checks, name);
      if (lang === LANGS[0]) await keyboard(page, checks, name);
    }
  }
  for (const { context } of people.values()) await context.close();
}

export async function visitPages(given) {
  await Promise.all(LANGS.map((lang) => visit(given, lang)));
}
