// How long a person looks at nothing: first paint of the ledger, and from a filter's choice to its rows. In headless Chromium.
// usage: paint.mjs PORT TOKEN ROUNDS
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [port, token, rounds] = process.argv.slice(2);
const base = `http://127.0.0.1:${port}`;

function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const shown = (n) => Math.round(n * 10) / 10;
  return { median: shown(sorted[Math.floor(sorted.length / 2)]), least: shown(sorted[0]), most: shown(sorted[sorted.length - 1]) };
}

async function painted(page, path) {
  await page.goto(base + path, { waitUntil: 'load' });
  return page.evaluate(() => new Promise((done) => {
    const look = () => {
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      if (paint) done(paint.startTime); else setTimeout(look, 5);
    };
    look();
  }));
}

// From the choice to rows that stand on the screen: two frames after the answer is in the page.
async function filtered(page, change) {
  await page.goto(`${base}/ledger`, { waitUntil: 'load' });
  const began = Date.now();
  const gone = page.waitForURL((url) => url.search.length > 1);
  await change(page);
  await gone;
  await page.waitForLoadState('load');
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return Date.now() - began;
}

const STEPS = {
  'ledger, first paint': (page) => painted(page, '/ledger'),
  'a filter of lights, to its rows': (page) => filtered(page, async (p) => {
    await p.selectOption('select[name="light"]', 'green');
    await p.press('select[name="light"]', 'Enter').catch(() => {});
    if (!p.url().includes('?')) await p.click('form.filter button');
  }),
  'words that one task has, to its row': (page) => filtered(page, async (p) => {
    await p.fill('input[name="q"]', '第19900项');
    await p.press('input[name="q"]', 'Enter');
  }),
};

const browser = await require('playwright-core').chromium.launch({ executablePath: process.env.DUBAN_CHROMIUM || '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] });
const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 800 } });
await context.addCookies([{ name: 'duban', value: token, url: base }]);
const page = await context.newPage();
const said = { steps: {} };
await painted(page, '/ledger');
for (const [name, step] of [['', (p) => painted(p, '/nothing-here')], ...Object.entries(STEPS)]) {
  const times = [];
  for (let i = 0; i < Number(rounds); i++) times.push(await step(page));
  if (name) said.steps[name] = summary(times);
  else said.empty = summary(times);
}
await browser.close();
console.log(JSON.stringify(said));
