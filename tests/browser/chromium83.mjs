// Chromium 83, the oldest browser that an office's isolated network may have: chrome-aws-lambda ships it as brotli files.
// unpack() puts it under node_modules/.cache/ once, launch() opens it headless with puppeteer-core 3.1.0, its own driver.
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync, chmodSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

const require = createRequire(import.meta.url);
const FLAGS = ['--no-sandbox', '--disable-setuid-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--no-first-run',
  '--hide-scrollbars', '--disable-background-networking', '--disable-extensions', '--disable-component-update', '--no-pings'];

export async function unpack() {
  const shipped = dirname(require.resolve('chrome-aws-lambda/package.json'));
  const folder = join(shipped, '..', '.cache', 'chromium83');
  const program = join(folder, 'chromium');
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    const part = `${program}.${process.pid}`; // two tests may unpack at once; each renames a whole file
    try {
      await pipeline(createReadStream(join(shipped, 'bin', 'chromium.br')), createBrotliDecompress(), createWriteStream(part));
      chmodSync(part, 0o755);
      renameSync(part, program);
    } finally {
      rmSync(part, { force: true });
    }
  }
  return program;
}

// A browser of puppeteer's interface; options as puppeteer.launch takes them, flags are added to ours.
export async function launch({ args = [], ...options } = {}) {
  return require('puppeteer-core').launch({ executablePath: await unpack(), headless: true, args: [...FLAGS, ...args], ...options });
}
