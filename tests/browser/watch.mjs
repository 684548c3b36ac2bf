// What a page must never do, collected while any test runs: speak in the console, break the content security policy, fail
// in its script, ask another host. And what every page must have.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const WAIT_MS = 15000;
// The engine of Debian's Chromium without its windows: the same pages for less than half of the processor.
const CHROMIUM = process.env.DUBAN_CHROMIUM || '/usr/bin/chromium-headless-shell';
export const launchChromium = () => require('playwright-core').chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
// A test that cannot start a browser says so and is skipped.
export function needChromium(test) {
  let why = existsSync(CHROMIUM) ? '' : `there is no ${CHROMIUM}`;
  try {
    require.resolve('playwright-core');
  } catch {
    why = 'npm ci has not been run';
  }
  if (!why) return;
  console.log(`[  SKIPPED ] ${test}: ${why}\n0 passed, 0 failed, 1 skipped`);
  process.exit(77);
}

// A picture of every page is for the eye and proves nothing; ./dev test does without, `meson test pages` takes them.
export const pictureOf = (page, path) => (process.env.DUBAN_PICTURES === 'no' ? null : page.screenshot({ path, fullPage: true, type: 'jpeg', quality: 70 }));

export class Checks {
  constructor() {
    this.passed = 0;
    this.faults = [];
  }

  that(good, name, ...found) {
    if (good) this.passed += 1;
    else this.faults.push(`${name}${found.length ? ': ' + found.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' ') : ''}`);
    return Boolean(good);
  }

  same(found, expected, name) {
    return this.that(found === expected, name, 'found', found, 'expected', expected);
  }
}

// In the page, before its own scripts.
function reportViolations() {
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
  });
}

// A context of playwright in which every page is watched. An error page's own status in the console is no fault: the
// browser writes it there for each answer of 400 and above.
export async function watched(browser, checks, base, options = {}) {
  const context = await browser.newContext({ baseURL: base, locale: 'zh-CN', viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(WAIT_MS);
  if (options.javaScriptEnabled !== false) await context.addInitScript(reportViolations);
  context.on('page', (page) => {
    page.on('console', (message) => {
      if (!/status of 4\d\d/.test(message.text())) checks.that(false, `${page.url()} says in the console`, message.text());
    });
    page.on('pageerror', (error) => checks.that(false, `${page.url()} fails in its script`, error.message));
  });
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith('data:') && !url.startsWith(base + '/')) checks.that(false, 'asks another host', url);
  });
  return context;
}

// Where the page puts the person by itself; a program would type before that, which the browser complains of.
export const atFirstField = (page) => page.waitForSelector('input[name="account"]:focus');

export async function signIn(page, account, password, next = '/') {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await atFirstField(page);
  await page.fill('input[name="account"]', account);
  await page.fill('input[name="password"]', password);
  await page.click('form[action="/sign-in"] button');
}

// To a section of the bar, through the place that it is folded into, if it is.
export async function toSection(page, href) {
  const link = page.locator(`.places a[href="${href}"]`);
  if (!(await link.isVisible())) await page.locator('.place', { has: page.locator(`a[href="${href}"]`) }).locator('summary').click();
  await link.click();
}

export async function setLanguage(context, base, lang) {
  await context.addCookies([{ name: 'duban_lang', value: lang, url: base }]);
}

// What is wrong with the page that is open, as words; nothing when all is well. Runs in the page, in either browser.
export function anatomy() {
  const wrong = [];
  const lang = document.documentElement.lang;
  if (lang !== 'zh-CN' && lang !== 'en') wrong.push(`lang is "${lang}"`);
  if (document.querySelectorAll('h1').length !== 1) wrong.push(`${document.querySelectorAll('h1').length} h1`);
  if (document.title.length < 3) wrong.push(`the title is "${document.title}"`);
  if (document.querySelectorAll('main').length !== 1) wrong.push('not one main');
  const wide = document.documentElement.scrollWidth;
  if (wide > document.documentElement.clientWidth) {
    const widest = Array.from(document.querySelectorAll('main *, header *')).find((one) => one.getBoundingClientRect().right > innerWidth + 1);
    wrong.push(`scrolls sideways to ${wide}${widest ? ' for ' + widest.outerHTML.slice(0, 120) : ''}`);
  }
  document.querySelectorAll('.panel, .sheet').forEach((box) => {
    if (getComputedStyle(box).overflowX !== 'visible') return; // it scrolls by itself
    const edge = box.getBoundingClientRect().right;
    const scrolls = (one) => one !== box && (getComputedStyle(one).overflowX !== 'visible' || scrolls(one.parentElement));
    const out = Array.from(box.querySelectorAll('*')).find((one) => one.getBoundingClientRect().right > edge + 1 && !one.closest('.said, article') && !scrolls(one));
    if (out) wrong.push(`sticks out of its box by ${Math.round(out.getBoundingClientRect().right - edge)}: ${out.outerHTML.slice(0, 120)}`);
  });
  const ids = Array.from(document.querySelectorAll('[id]'), (one) => one.id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice) wrong.push(`two elements with the id ${twice}`);
  const text = document.body.innerText;
  const raw = /\{\w+\}|\(null\)|\bundefined\b|\bNaN\b|MSG_\w+/.exec(text); // a hole or a value that never got its words
  if (raw) wrong.push(`says ${raw[0]}`);
  return wrong;
}
