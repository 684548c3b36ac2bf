// The bar of sections: it fits, opens and closes by keyboard, becomes a menu on a phone. In both languages and for each role.
import { setLanguage, signIn, watched } from './watch.mjs';

const ROLES = ['clerk1', 'u_c09', 'leader1', 'sysadmin'];
const open = (page) => page.locator('.nav details[open]').count();
const focused = (page) => page.evaluate(() => document.activeElement.textContent);

async function fits(page, checks, name) {
  const found = await page.evaluate(() => {
    const box = (one) => one.getBoundingClientRect();
    const items = Array.from(document.querySelectorAll('.places > li'));
    return { right: Math.max(...items.map((one) => box(one).right)), rows: new Set(items.map((one) => box(one).top)).size, places: items.length };
  });
  checks.that(found.right <= 1280 && found.rows === 1 && found.places >= 2, `${name}: the bar fits 1280 pixels in one row`, found);
}

// From the skip link on by Tab to the first place that opens; Enter, Tab, Enter.
async function byKeyboard(page, checks, name) {
  await page.goto('/inbox');
  const summary = page.locator('.place summary').nth(1);
  const word = (await summary.textContent()).trim();
  for (let i = 0; i < 30 && (await focused(page)).trim() !== word; i++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  checks.that(await page.isVisible('.places a[href="/rankings"]'), `${name}: Enter opens a place`);
  await page.keyboard.press('Escape');
  checks.that(await open(page) === 0 && (await focused(page)).trim() === word, `${name}: Escape closes it and stays there`);
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  checks.same(await page.evaluate(() => document.activeElement.getAttribute('href')), '/evaluation', `${name}: Tab goes to its first section`);
  await page.locator('.place summary').nth(0).click();
  checks.same(await open(page), 1, `${name}: one place is open at a time`);
  await page.click('h1');
  checks.same(await open(page), 0, `${name}: it closes when one goes on elsewhere`);
  await summary.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/rankings');
  checks.that(await page.isVisible('.place > summary.here'), `${name}: the place that one is in is marked`);
  checks.same(await page.locator('.places a[aria-current="page"]').count(), 1, `${name}: and so is the section`);
}

async function onPhone(page, checks, name) {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto('/ledger');
  checks.that(!(await page.isVisible('.places')) && !(await page.isVisible('.menu a')), `${name}: a phone has the menu, and it is closed`);
  await page.click('.menu > summary');
  const found = await page.evaluate(() => Array.from(document.querySelectorAll('.menu a'), (one) => one.getBoundingClientRect()).filter((box) => box.left < 0 || box.right > 390 || box.height < 28).length);
  checks.same(found, 0, `${name}: what the menu offers is within the screen and large enough`);
  await page.click('.menu a[href="/talks"]');
  checks.that(page.url().endsWith('/talks'), `${name}: the menu leads on`, page.url());
  await page.setViewportSize({ width: 1280, height: 800 });
}

export async function navigation({ browser, demo, checks }) {
  for (const role of ROLES) {
    const context = await watched(browser, checks, demo.base);
    const page = await context.newPage();
    await signIn(page, role, demo.account(role), '/inbox');
    for (const lang of ['zh', 'en']) {
      await setLanguage(context, demo.base, lang);
      await page.goto('/inbox');
      await fits(page, checks, `${role} ${lang}`);
    }
    if (role === 'clerk1') {
      await byKeyboard(page, checks, role);
      await onPhone(page, checks, role);
    }
    await context.close();
  }
}
