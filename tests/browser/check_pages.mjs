// check_pages.mjs DUBAN PROJECT_ROOT PICTURE_FOLDER [PART…]: all pages of the demo in browsers, as people use them: a clerk's walk,
// every page in both languages at two widths with axe, without JavaScript, and in Chromium 83. One server for all of it.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { audit } from './audit.mjs';
import { openDemo } from './demo.mjs';
import { folder as folderPart } from './folder.mjs';
import { files } from './files.mjs';
import { inbox } from './inbox.mjs';
import { door } from './door.mjs';
import { ledger } from './ledger.mjs';
import { navigation } from './navigation.mjs';
import { withoutScript } from './noscript.mjs';
import { report } from './report.mjs';
import { oldest } from './oldest.mjs';
import { PAGES, pagePatterns } from './pages.mjs';
import { visitPages } from './visit.mjs';
import { walk } from './walk.mjs';
import { whatif } from './whatif.mjs';
import { Checks, launchChromium, needChromium } from './watch.mjs';

const [program, root, folder, ...only] = process.argv.slice(2);
const duban = resolve(program);
const AT_ONCE = 3;

const checks = new Checks();
for (const pattern of pagePatterns(root)) checks.that(PAGES.some((row) => row.pattern === pattern), `no browser looks at ${pattern}: give it a row in pages.mjs`);

needChromium('pages');
mkdirSync(folder, { recursive: true });

const demo = await openDemo(duban, root);
try {
  const browser = await launchChromium();
  const given = { browser, demo, checks, folder };
  const parts = [inbox, visitPages, oldest, report, door, walk, ledger, files, folderPart, audit, navigation, whatif, withoutScript].filter((one) => !only.length || only.includes(one.name));
  const next = async () => {
    for (let part = parts.shift(); part; part = parts.shift()) {
      const began = Date.now();
      await part(given).catch((fault) => checks.that(false, `${part.name} stops`, fault.stack));
      console.log(`${part.name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next)); // the longest first; more at once only wait for each other
  await browser.close();
} finally {
  demo.stop();
}
checks.faults.forEach((fault) => console.log(`[  FAILED  ] ${fault}`));
console.log(`${checks.passed} passed, ${checks.faults.length} failed, 0 skipped`);
process.exit(checks.faults.length ? 1 : 0);
