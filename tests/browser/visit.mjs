// Every page of pages.mjs in both languages at both widths: what every page must have, what axe finds, whether all of it is
// reached by the keyboard, a picture. A page is loaded once a language and then made narrow. On paper: what prints.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { LANGS, PAGES, PRINTED, WIDTHS } from './pages.mjs';
import { anatomy, pictureOf, setLanguage, signIn, watched } from './watch.mjs';

const require = createRequire(import.meta.url);
const OFFICE = 'director1';
const FIRST_PAGE_BYTES_MAX = 200 * 1024; // unpacked, without charts
const STYLE_BYTES_MAX = 40 * 1024;
const PAPER_WIDTH = 680; // A4 without its margins, in pixels

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

// What can be done on the page and cannot be reached by Tab, or would be reached out of its order. Runs in the page.
function unreachable() {
  const wrong = [];
  document.querySelectorAll('a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex]').forEach((one) => {
    if (one.tabIndex > 0) wrong.push(`tabindex ${one.tabIndex}: ${one.outerHTML.slice(0, 80)}`);
    if (one.tabIndex < 0 && one.id !== 'main' && one.getAttribute('aria-hidden') !== 'true') wrong.push(`out of reach: ${one.outerHTML.slice(0, 80)}`);
  });
  document.querySelectorAll('[onclick], div[role="button"], span[role="button"]').forEach((one) => wrong.push(`no button: ${one.outerHTML.slice(0, 80)}`));
  return wrong;
}

async function keyboard(page, checks, name) {
  const wrong = await page.evaluate(unreachable);
  checks.that(wrong.length === 0, `${name}: keyboard`, wrong);
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

// Tab from the first to the last and round again: nowhere a trap, everything visited.
async function tabThrough(page, checks, name) {
  const count = await page.evaluate(() => {
    document.activeElement.blur();
    return Array.from(document.querySelectorAll('a[href], button, input:not([type="hidden"]), select, textarea, summary'))
      .filter((one) => {
        const folded = one.closest('details:not([open])');
        return one.tabIndex >= 0 && one.offsetParent && !one.disabled && (!folded || one === folded.querySelector('summary'));
      }).length;
  });
  const seen = new Set();
  for (let i = 0; i < count + 12; i++) {
    await page.keyboard.press('Tab');
    seen.add(await page.evaluate(() => {
      const all = Array.from(document.querySelectorAll('*'));
      return all.indexOf(document.activeElement);
    }));
  }
  checks.that(seen.size >= count * 0.9, `${name}: Tab visits ${seen.size} of ${count}`);
}

async function onPaper(page, checks, folder, name) {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: PAPER_WIDTH, height: 960 });
  const wrong = await page.evaluate((width) => {
    const shown = (one) => one.offsetParent !== null;
    const extra = Array.from(document.querySelectorAll('.bar, .nav, .filter, .actions, .skip, .crumbs')).filter(shown).map((one) => `prints ${one.className}`);
    const wide = document.documentElement.scrollWidth;
    return wide > width + 1 ? [...extra, `is ${wide} wide on paper`] : extra;
  }, PAPER_WIDTH);
  checks.that(wrong.length === 0, `${name} on paper`, wrong);
  await pictureOf(page, join(folder, `${name}-paper.jpg`));
  await page.emulateMedia({ media: 'screen' });
}

async function look(page, row, lang, { checks, folder, source }) {
  const address = await addressOf(page, row);
  await page.setViewportSize({ width: WIDTHS[0], height: 800 });
  const answer = await page.goto(address);
  const name = `${row.name} ${lang}`;
  checks.same(answer.status(), row.status || 200, `${name}: status`);
  checks.that(/no-store/.test(answer.headers()['cache-control']), `${name}: a page may be kept`, answer.headers()['cache-control']);
  checks.that(await page.locator(row.shows).count() > 0, `${name} does not show ${row.shows}`);
  if (row.chart) {
    await page.waitForSelector('figure.chart svg text');
    checks.same(await page.locator('figure.chart:not(.drawn)').count(), 0, `${name}: every chart is drawn`);
  }
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const wrong = await page.evaluate(anatomy);
    checks.that(wrong.length === 0, `${name} ${width}`, wrong);
    await pictureOf(page, join(folder, `${row.name}-${lang}-${width}.jpg`));
    if (lang === LANGS[0] && width === WIDTHS[0]) await axe(page, source, checks, name);
  }
  if (lang === LANGS[0]) await keyboard(page, checks, name);
  if (lang === LANGS[0] && PRINTED.includes(row.name)) {
    await tabThrough(page, checks, name);
    await onPaper(page, checks, folder, row.name);
  }
}

async function visit(given, lang) {
  const { browser, demo, checks } = given;
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
    await look(page, row, lang, { ...given, source });
  }
  for (const { context } of people.values()) await context.close();
}

// The first page after signing in, with all that it loads; charts are for the pages that have one.
async function weight({ browser, demo, checks }) {
  const context = await watched(browser, checks, demo.base);
  const page = await context.newPage();
  await signIn(page, OFFICE, demo.account(OFFICE), '/sign-in');
  const loaded = new Map();
  const fresh = await watched(browser, checks, demo.base, { storageState: await context.storageState() });
  const first = await fresh.newPage();
  const coming = [];
  first.on('response', (response) => coming.push(response.body().catch(() => '').then((body) => loaded.set(response.url(), body.length))));
  await first.goto('/', { waitUntil: 'networkidle' });
  await Promise.all(coming);
  const total = Array.from(loaded.values()).reduce((sum, one) => sum + one, 0);
  const style = Array.from(loaded).find(([url]) => url.endsWith('.css'));
  checks.that(total > 0 && total < FIRST_PAGE_BYTES_MAX, `the first page has ${total} bytes`, Array.from(loaded));
  checks.that(style && style[1] > 0 && style[1] < STYLE_BYTES_MAX, 'the style sheet is small', style);
  checks.that(!Array.from(loaded.keys()).some((url) => url.includes('/charts.')), 'the first page loads no charts');
  console.log(`first page: ${(total / 1024).toFixed(0)} KB, style sheet ${(style[1] / 1024).toFixed(1)} KB`);
  await context.close();
  await fresh.close();
}

export async function visitPages(given) {
  await Promise.all([...LANGS.map((lang) => visit(given, lang)), weight(given)]);
}
