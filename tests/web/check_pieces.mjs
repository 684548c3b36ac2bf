// check_pieces.mjs PREVIEW OUT_FOLDER: the frame and every piece in Chromium 83 and in Debian's Chromium, at an office
// screen's and a phone's width, under the real content security policy: pictures for people; nothing in the console, no
// sideways scrolling, nothing that axe finds, the keyboard and the filter work. PREVIEW writes the pages and assets.
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { launch } from '../browser/chromium83.mjs';

const require = createRequire(import.meta.url);
const [preview, folder] = process.argv.slice(2);
const STYLE_BYTES_MAX = 40 * 1024;
const CHROMIUM = '/usr/bin/chromium';
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const PAGES = ['pieces', 'pieces.en', 'sign_in', 'error'];
const WIDTHS = [1280, 375];

const faults = [];
let passed = 0;
const check = (name, good, found) => {
  if (good) passed += 1;
  else faults.push(`${name}: ${JSON.stringify(found)}`);
};

function serve() {
  const server = createServer((request, response) => {
    const file = join(folder, new URL(request.url, 'http://x').pathname.replace('/assets/', '/'));
    response.setHeader('Content-Security-Policy', POLICY);
    response.setHeader('Content-Type', TYPES[extname(file)] || 'text/plain');
    response.statusCode = existsSync(file) ? 200 : 404;
    if (request.url.endsWith('q=out')) {
      response.statusCode = 303;
      response.setHeader('Location', '/sign_in.html');
    }
    response.end(existsSync(file) ? readFileSync(file) : '');
  });
  return new Promise((done) => { server.listen(0, '127.0.0.1', () => done(server)); });
}

async function walk(browser, name, base, resize) {
  const page = await browser.newPage();
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  for (const width of WIDTHS) {
    await resize(page, { width, height: 800 });
    for (const what of PAGES) {
      await page.goto(`${base}/${what}.html`);
      check(`${name} ${what} ${width}: scrolls sideways`, await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await page.screenshot({ path: join(folder, `${what}-${width}${name === '83' ? '-chromium83' : ''}.png`), fullPage: true });
    }
  }
  check(`${name}: console`, said.length === 0, said);
  await page.close();
}

async function keyboard(browser, name, base, resize) {
  const page = await browser.newPage();
  await resize(page, { width: 1280, height: 800 });
  await page.goto(`${base}/pieces.html`);
  const focused = () => page.evaluate(() => document.activeElement.name || document.activeElement.textContent);
  const links = await page.evaluate(() => Array.from(document.querySelectorAll('main table.data tbody a')).slice(0, 3).map((a) => a.textContent));
  for (const [key, expected] of [['j', links[0]], ['ArrowDown', links[1]], ['j', links[2]], ['k', links[1]], ['/', 'q']]) {
    await page.keyboard.press(key);
    check(`${name}: key ${key}`, await focused() === expected, [await focused(), expected]);
  }
  await page.evaluate(() => { document.getElementById('rows').dataset.old = '1'; });
  await page.keyboard.type('ab');
  await page.waitForFunction(() => !document.getElementById('rows').dataset.old, { timeout: 5000 });
  check(`${name}: the filter keeps its place`, await focused() === 'q', await focused());
  check(`${name}: the filter has an address`, (await page.evaluate(() => location.search)).endsWith('q=ab'));
  await page.goto(`${base}/pieces.html`);
  await page.evaluate(() => { window.before = true; });
  await page.keyboard.press('/');
  await page.keyboard.type('out');
  await page.waitForFunction(() => !window.before, { timeout: 5000 });
  check(`${name}: an ended session loads the page again`, (await page.evaluate(() => location.pathname)) === '/pieces.html');
  await page.close();
}

async function axe(browser, base) {
  const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  for (const width of WIDTHS) {
    for (const what of PAGES) {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      await page.goto(`${base}/${what}.html`);
      await page.evaluate(source);
      const { violations } = await page.evaluate('axe.run()');
      check(`axe ${what} ${width}`, violations.length === 0, violations.map((v) => [v.impact, v.id, v.nodes[0].html]));
      await page.close();
    }
  }
}

mkdirSync(folder, { recursive: true });
readdirSync(folder).filter((file) => file.startsWith('app.')).forEach((file) => rmSync(join(folder, file)));
execFileSync(preview, [folder]);
const style = readdirSync(folder).find((file) => file.endsWith('.css'));
check('style sheet', statSync(join(folder, style)).size < STYLE_BYTES_MAX, statSync(join(folder, style)).size);

const server = await serve();
const base = `http://127.0.0.1:${server.address().port}`;
let skipped = 0;
try {
  const old = await launch();
  await walk(old, '83', base, (page, size) => page.setViewport(size));
  await keyboard(old, '83', base, (page, size) => page.setViewport(size));
  await old.close();
  if (existsSync(CHROMIUM)) {
    const recent = await require('playwright-core').chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    await walk(recent, 'now', base, (page, size) => page.setViewportSize(size));
    await keyboard(recent, 'now', base, (page, size) => page.setViewportSize(size));
    await axe(recent, base);
    await recent.close();
  } else skipped += 1;
} catch (fault) {
  if (fault.code !== 'MODULE_NOT_FOUND') throw fault;
  console.log('[  SKIPPED ] browsers: npm ci has not been run');
  skipped += 1;
}
server.close();
faults.forEach((fault) => console.log(`[  FAILED  ] ${fault}`));
console.log(`${passed} passed, ${faults.length} failed, ${skipped} skipped`);
process.exit(faults.length ? 1 : 0);
