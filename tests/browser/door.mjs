// The door as people meet it: a password made by another is changed first, a second factor is set up and asked for, a session
// ends from another one, somebody acts for a unit and everybody sees it, in both languages.
import { createHmac } from 'node:crypto';
import { signIn, toSection, watched } from './watch.mjs';

const path = (page) => new URL(page.url()).pathname;

function base32(text) {
  let bits = '';
  for (const letter of text.replace(/\s/g, '')) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0');
  return Buffer.from((bits.match(/.{8}/g) || []).map((byte) => parseInt(byte, 2)));
}

// RFC 6238, as the app on a phone does it: of the step now, or one later.
function codeOf(secret, ms, later = 0) {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(ms / 30000) + later));
  const digest = createHmac('sha1', base32(secret)).update(step).digest();
  return String((digest.readUInt32BE(digest[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
}

async function setPassword(page, old, fresh, again) {
  await page.fill('input[name="old"]', old);
  await page.fill('input[name="new"]', fresh);
  await page.fill('input[name="again"]', again);
  await page.click('form[action="/password"] button');
}

async function firstSignIn(page, demo, checks) {
  const first = demo.reset('director1', 'inspector1'), fresh = 'Erste-Wolke-7-hoch';
  await signIn(page, 'inspector1', first, '/rankings');
  checks.same(path(page), '/password', 'a password made by another is changed first');
  for (const other of ['/ledger', '/me', '/']) {
    await page.goto(other);
    checks.same(path(page), '/password', `${other} waits for the new password`);
  }
  checks.same(await page.locator('nav.nav a').count(), 0, 'no section is offered before that');
  checks.same((await page.request.get('/api/v1/overview')).status(), 403, 'nor the API');
  await page.click('form[action="/language"] button');
  checks.same(await page.getAttribute('html', 'lang'), 'en', 'the language can be changed there');
  await page.click('form[action="/language"] button');
  await setPassword(page, 'not the old one', fresh, fresh);
  checks.that(await page.isVisible('#e-old'), 'a wrong old password is told beside its field');
  await setPassword(page, first, fresh, `${fresh}x`);
  checks.that(await page.isVisible('#e-again'), 'two different ones are told beside the second');
  await setPassword(page, first, 'kurz', 'kurz');
  checks.that(await page.isVisible('#e-new'), 'a short one is told beside the new one');
  await setPassword(page, first, fresh, fresh);
  await page.goto('/rankings');
  checks.same(path(page), '/rankings', 'then all is open');
  return fresh;
}

async function enrol(page, demo, checks, folder) {
  await page.click('header a[href="/me"]');
  await page.click('main a[href="/me/second-factor"]');
  await page.click('form[action$="/begin"] button');
  const secret = await page.textContent('code.secret');
  checks.that(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/.test(secret), 'the secret is text in groups', secret);
  checks.that(await page.isVisible('svg.qr'), 'and a picture');
  await page.screenshot({ path: `${folder}/door-second-factor.png`, fullPage: true });
  await page.fill('input[name="code"]', '000000');
  await page.click('form[action$="/prove"] button');
  checks.that(await page.isVisible('#e-code'), 'a wrong code does not set it up');
  const used = codeOf(secret, demo.now());
  await page.fill('input[name="code"]', used);
  await page.click('form[action$="/prove"] button');
  await page.waitForURL('**/me');
  return { secret, used };
}

async function secondSignIn(browser, demo, checks, password, { secret, used }, page) {
  const other = await watched(browser, checks, demo.base, { viewport: { width: 390, height: 800 } });
  const phone = await other.newPage();
  await signIn(phone, 'inspector1', password, '/ledger');
  checks.same(path(phone), '/sign-in/code', 'the code is asked for');
  await phone.goto('/me');
  checks.same(path(phone), '/sign-in/code', 'and nothing else before it');
  await phone.fill('input[name="code"]', used); // whatever the time is by now
  await phone.click('form[action="/sign-in/code"] button');
  checks.that(await phone.isVisible('#e-code'), 'the code that was used before does not hold again');
  await phone.fill('input[name="code"]', codeOf(secret, demo.now(), 1));
  await phone.click('form[action="/sign-in/code"] button');
  await phone.goto('/ledger');
  checks.same(path(phone), '/ledger', 'the next one does');

  await page.goto('/me');
  checks.same(await page.locator('form[action="/me/sessions/end"] input[name="id"]').count(), 1, 'the other session is there to be ended');
  await page.click('form[action="/me/sessions/end"]:has(input[name="id"]) button');
  await page.waitForURL('**/me');
  await phone.goto('/ledger');
  checks.same(path(phone), '/sign-in', 'a session ended from another is over');
  await page.goto('/ledger');
  checks.same(path(page), '/ledger', 'the one that ended it goes on');
  await other.close();
}

async function acting(browser, demo, checks, folder) {
  const one = await watched(browser, checks, demo.base), two = await watched(browser, checks, demo.base);
  const unit = await one.newPage(), deputy = await two.newPage();
  await signIn(unit, 'u_c05', demo.account('u_c05'));
  await signIn(deputy, 'u_c06', demo.account('u_c06'));
  await deputy.goto('/units/c05');
  checks.that(await deputy.isVisible('.notice.error'), 'nobody reads another unit unasked');
  await unit.goto('/me/delegations');
  await unit.selectOption('select[name="delegate"]', 'u_c06');
  await unit.fill('input[name="reason"]', '外出培训');
  await unit.click('form[action="/me/delegations"] button');
  await unit.waitForURL('**/me/delegations');
  await deputy.goto('/');
  await deputy.click('form[action="/me/act-for"] button[name="principal"]');
  checks.that(await deputy.isVisible('.band.acting'), 'a band says for whom one acts');
  await toSection(deputy, '/units/c05');
  checks.that(await deputy.isVisible('.band.acting'), 'on every page');
  await deputy.screenshot({ path: `${folder}/door-acting.png` });
  await deputy.click('form[action="/language"] button');
  checks.same(path(deputy), '/units/c05', 'in the other language too');
  await deputy.click('form[action="/language"] button');
  await unit.goto('/me/delegations');
  await unit.click('form[action$="/end"] button');
  await deputy.goto('/units/c06');
  checks.that(/已结束/.test(await deputy.textContent('.band.acting')), 'an authorisation that ended is told of');
  checks.same(await deputy.locator('.band.acting button').count(), 0, 'one acts for oneself again');
  checks.that(!await deputy.isVisible('.notice.error'), 'and reads one\'s own');
  await one.close();
  await two.close();
}

export async function door({ browser, demo, checks, folder }) {
  const context = await watched(browser, checks, demo.base);
  const page = await context.newPage();
  const password = await firstSignIn(page, demo, checks);
  const secret = await enrol(page, demo, checks, folder);
  await secondSignIn(browser, demo, checks, password, secret, page);
  await context.close();
  await acting(browser, demo, checks, folder);
}
