// first_start.mjs DUBAN PROJECT_ROOT PICTURE_FOLDER: an installation begun in the browser, as three administrators, an office
// director and a unit do it one after the other: setup code, accounts, authorisation, the campaign's workbook, 42 units from
// one sheet, and a unit that signs in with its slip. Each step leaves a picture.
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { anatomy, Checks, launchChromium, needChromium, signIn, watched } from './watch.mjs';

const [program, root, folder] = process.argv.slice(2);
const duban = resolve(program);
const NOW = '2021-05-20T09:30:00+08:00';
const START_MS = 30000, UNITS = 42;

const checks = new Checks();
needChromium('first_start');
mkdirSync(folder, { recursive: true });
const work = mkdtempSync(join(tmpdir(), 'duban-first-'));

// The campaign as one workbook, without accounts: those are what this is about.
function campaignBook() {
  const files = join(work, 'campaign'), book = join(work, 'campaign.xlsx');
  const run = (...words) => execFileSync(duban, ['--db', `sqlite:${work}/aside.db`, '--as', 'director1', '--now', NOW, ...words], { stdio: 'ignore' });
  cpSync(join(root, 'data/samples/shifanshi-2021'), files, { recursive: true });
  writeFileSync(join(files, 'accounts.csv'), 'name,role,unit,body,post\n');
  run('init');
  run('import', 'campaign', files);
  run('export', 'campaign', '--out', book);
  return book;
}

// { base, code, stop }: a server on a database that is not there yet.
function serve() {
  const server = spawn(duban, ['--db', `sqlite:${work}/town.db`, '--now', NOW, 'serve', '--listen', '127.0.0.1:0', '--data', join(work, 'data')]);
  return new Promise((done, failed) => {
    let said = '';
    const late = setTimeout(() => failed(new Error(`duban serve says too little: ${said}`)), START_MS);
    const hear = (bytes) => {
      said += bytes;
      const base = /http:\/\/127\.0\.0\.1:\d+/.exec(said), code = /[a-z2-9]{4}(?:-?[a-z2-9]{4}){3}/.exec(said);
      if (base && code) {
        clearTimeout(late);
        done({ base: base[0], code: code[0], stop: () => server.kill() });
      }
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.on('error', failed);
  });
}

const base32 = (text) => {
  const bits = Array.from(text.replace(/[\s=]/g, ''), (c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
};
const began = Date.now();
// RFC 6238 at the server's clock, which started at NOW.
function codeOf(secret, steps = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor((Date.parse(NOW) + Date.now() - began) / 30000) + steps));
  const mac = createHmac('sha1', base32(secret)).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
}

const secrets = new Map();
const chosen = new Map();
let step = 0;
async function picture(page, name) {
  step += 1;
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const fault of await page.evaluate(anatomy)) checks.that(false, `${name} at ${width}`, fault);
    await page.screenshot({ path: join(folder, `${String(step).padStart(2, '0')}-${name}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

// Past what stands before the first page: a password of one's own, a second factor where the policy asks for it, the notice.
async function throughTheDoor(page, account, first) {
  await signIn(page, account, first);
  for (let left = 6; left > 0; left--) {
    const path = new URL(page.url()).pathname;
    if (path === '/password') {
      const own = `Wolke-${account}-9 Birnen im Korb`;
      chosen.set(account, own);
      if (account === 'sysadmin') await picture(page, 'new-password');
      await page.fill('input[name="old"]', first);
      await page.fill('input[name="new"]', own);
      await page.fill('input[name="again"]', own);
      await page.click('form[action="/password"] button');
    } else if (path === '/me/second-factor') {
      if (await page.isVisible('form[action="/me/second-factor/begin"]')) await page.click('form[action="/me/second-factor/begin"] button');
      const secret = (await page.textContent('code.secret')).trim();
      secrets.set(account, secret);
      if (account === 'sysadmin') await picture(page, 'second-factor');
      await page.fill('input[name="code"]', codeOf(secret));
      await page.click('form[action="/me/second-factor/prove"] button');
    } else if (path === '/notice') {
      await page.click('form[action="/notice"] button');
    } else break;
    await page.waitForLoadState();
  }
  checks.that(!/\/(sign-in|password|notice|me\/second-factor)/.test(new URL(page.url()).pathname), `${account} is through the door`, page.url());
}

const slipsOf = (page) => page.$$eval('.slips > li', (items) => items.map((item) => ({ account: item.querySelector('dd b').textContent, password: item.querySelector('code').textContent })));

async function play(browser, server) {
  const inside = async (account, first) => {
    const context = await watched(browser, checks, server.base, { acceptDownloads: true });
    const page = await context.newPage();
    if (account) await throughTheDoor(page, account, first);
    return page;
  };
  // The first start.
  const nobody = await inside();
  await nobody.goto('/ledger');
  checks.same(new URL(nobody.url()).pathname, '/setup', 'before the first start every page leads to it');
  const fill = async (code, names) => {
    await nobody.fill('input[name="code"]', code);
    for (const [field, name] of Object.entries(names)) await nobody.fill(`input[name="${field}"]`, name);
    await nobody.click('form[action="/setup"] button');
    await nobody.waitForLoadState();
  };
  const names = { system: 'sysadmin', security: 'secadmin', audit: 'auditadmin' };
  await picture(nobody, 'setup');
  await fill('not-the-code', names);
  checks.that(await nobody.locator('.slips').count() === 0 && await nobody.isVisible('.wrong'), 'a wrong setup code makes nothing');
  await fill(server.code, { ...names, audit: 'sysadmin' });
  checks.that(await nobody.locator('.slips').count() === 0, 'one person is not two administrators');
  await fill(server.code, names);
  await picture(nobody, 'three-administrators');
  const three = await slipsOf(nobody);
  checks.same(three.map((slip) => slip.account).join(' '), 'sysadmin secadmin auditadmin', 'three administrators are made');
  checks.same((await nobody.goto('/setup')).status(), 404, 'there is no second first start');
  const first = Object.fromEntries(three.map((slip) => [slip.account, slip.password]));

  // The director's account: made by one, authorised by another.
  const system = await inside('sysadmin', first.sysadmin), security = await inside('secadmin', first.secadmin);
  await system.goto('/system');
  await picture(system, 'system');
  await system.goto('/system/accounts/new');
  await system.fill('input[name="account"]', 'director1');
  await system.selectOption('select[name="role"]', 'office_director');
  await system.fill('input[name="post"]', '活动办主任');
  await picture(system, 'new-account');
  await system.click('form[action="/system/accounts/new"] button');
  const [director] = await slipsOf(system);
  checks.same(director && director.account, 'director1', 'the director has a slip');
  const early = await inside();
  await signIn(early, 'director1', director.password);
  checks.that(await early.isVisible('.notice.error'), 'an account that waits cannot sign in');
  await security.goto('/security/accounts');
  await picture(security, 'to-authorise');
  await security.click('form[action="/security/accounts/authorise"] button.main');
  await security.waitForLoadState();
  checks.same((await system.goto('/security/accounts')).status(), 403, 'the system administrator authorises nobody');
  checks.same((await security.goto('/system/accounts')).status(), 403, 'the security administrator makes nobody');

  // The campaign, as one workbook.
  const office = await inside('director1', director.password);
  await office.goto('/campaigns/new');
  const book = campaignBook();
  writeFileSync(join(work, 'broken.xlsx'), readFileSync(book).subarray(0, 4000));
  await office.setInputFiles('input[name="file"]', join(work, 'broken.xlsx'));
  await office.click('form[action="/campaigns/new"] button');
  checks.that(await office.isVisible('.notice.error'), 'half a workbook is refused');
  await office.setInputFiles('input[name="file"]', book);
  await picture(office, 'campaign-faults');
  await office.click('form[action="/campaigns/new"] button');
  await office.waitForLoadState();
  await picture(office, 'campaign-imported');
  checks.that(await office.isVisible('.notice.done'), 'the campaign is imported', await office.textContent('main'));
  await office.goto('/ledger');
  checks.that(await office.locator('#rows tbody tr').count() > 5, 'the director works in the campaign');

  // 42 units from one sheet.
  await system.goto('/system/accounts/import');
  await picture(system, 'import');
  const [sheet] = await Promise.all([system.waitForEvent('download'), system.click('main a[href^="/system/accounts/file"]')]);
  const filled = join(work, 'accounts.xlsx'), csv = join(work, 'accounts.csv');
  await sheet.saveAs(filled);
  execFileSync(duban, ['convert', filled, csv, '--sheet', '账号'], { stdio: 'ignore' });
  const lines = readFileSync(csv, 'utf8').trim().split('\n');
  checks.same(lines.length, UNITS + 1, 'the sheet to fill in has every unit');
  writeFileSync(join(work, 'faulty.csv'), [...lines.slice(0, 3), 'u_new,科长,戊县,,,', 'director1,领导,,,,x'].join('\n'));
  const look = async (path) => {
    await system.goto('/system/accounts/import');
    await system.setInputFiles('input[name="file"]', path);
    await system.click('form[action="/system/accounts/import"] button');
    await system.waitForLoadState();
  };
  await look(join(work, 'faulty.csv'));
  await picture(system, 'import-faults');
  const told = await system.textContent('main');
  checks.that(/4.*2/.test(told) && told.includes('科长') && told.includes('director1'), 'every fault stands with its row and column', told);
  checks.same(await system.locator('form[action="/system/accounts/make"]').count(), 0, 'a faulty sheet cannot be confirmed');
  await look(filled);
  await picture(system, 'import-ready');
  await system.click('form[action="/system/accounts/make"] button');
  await system.waitForSelector('.slips');
  await picture(system, 'slips');
  const slips = await slipsOf(system);
  checks.same(slips.length, UNITS, 'every unit has a slip');
  const [kept] = await Promise.all([system.waitForEvent('download'), system.click('form[action="/system/accounts/slips"] button')]);
  await kept.saveAs(join(work, 'slips.xlsx'));
  execFileSync(duban, ['convert', join(work, 'slips.xlsx'), join(work, 'slips.csv')], { stdio: 'ignore' });
  const saved = readFileSync(join(work, 'slips.csv'), 'utf8');
  checks.that(slips.every((slip) => saved.includes(slip.password)), 'the slips are kept as a workbook');
  await system.goto('/system/accounts');
  checks.that(!(await system.content()).includes(slips[0].password), 'no slip is shown again');
  await picture(system, 'accounts');

  // Authorised, and at work.
  await security.goto('/security/accounts?state=waits');
  await picture(security, 'many-to-authorise');
  await security.click('form[action="/security/accounts/authorise"] button.main');
  await security.waitForLoadState();
  checks.same(await security.locator('form[action="/security/accounts/authorise"]').count(), 0, 'nobody waits any more');
  const unit = await inside(slips[0].account, slips[0].password);
  await unit.goto('/');
  await picture(unit, 'a-unit');
  checks.that((await unit.textContent('.nav')).includes('我的任务'), 'a unit has its tasks');

  // Switched off: the next click is the last.
  await security.goto(`/accounts/${slips[0].account}`);
  await picture(security, 'an-account');
  await security.click('details.confirm summary');
  await security.fill('textarea[name="reason"]', '人员调整');
  await security.click('details.confirm button');
  await security.waitForLoadState();
  await picture(security, 'switched-off');
  await unit.goto('/ledger?own=1');
  checks.that(/\/sign-in/.test(unit.url()), 'an account that is switched off is out at once', unit.url());
}

let server;
try {
  server = await serve();
  const browser = await launchChromium();
  await play(browser, server).catch((fault) => checks.that(false, 'the play stops', fault.stack));
  await browser.close();
  const verified = execFileSync(duban, ['--db', `sqlite:${work}/town.db`, 'verify'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  checks.that(verified.length > 0, 'verify vouches for all of it');
} catch (fault) {
  checks.that(false, 'the play ends', fault.stack);
} finally {
  if (server) server.stop();
  rmSync(work, { recursive: true, force: true });
}
checks.faults.forEach((fault) => console.log(`[  FAILED  ] ${fault}`));
console.log(`${checks.passed} passed, ${checks.faults.length} failed, 0 skipped`);
process.exit(checks.faults.length ? 1 : 0);
