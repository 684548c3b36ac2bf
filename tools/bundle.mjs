// bundle.mjs IN OUT DEPFILE: a style sheet or script of src/web/assets as one small file for Chromium 83, by esbuild.
// The depfile names what went in (htmx, too), so that a new version of it is seen.
import { writeFileSync } from 'node:fs';

const [entry, out, depfile] = process.argv.slice(2);
let esbuild;
try {
  esbuild = await import('esbuild');
} catch (fault) {
  if (fault.code !== 'ERR_MODULE_NOT_FOUND') throw fault;
  console.error(`${entry}: esbuild is not in node_modules/; run ./dev build once, it installs what package.json names`);
  process.exit(1);
}
const made = await esbuild.build({
  entryPoints: [entry], outfile: out, bundle: true, minify: true, format: 'iife', target: 'chrome83', charset: 'utf8',
  legalComments: 'none', metafile: true, logLevel: 'warning',
});
if (made.warnings.length) process.exit(1);
writeFileSync(depfile, `${out}: ${Object.keys(made.metafile.inputs).join(' ')}\n`);
