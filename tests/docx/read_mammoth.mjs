// read_mammoth.mjs FOLDER…: every *.docx of the folders as mammoth reads it, held against the *.txt beside it, which the
// program wrote of the same paper by another writer. Every style that a paper uses is named below: one that is not is a fault.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const STYLES = {
  发文机关标志: 'p.issuer', 发文字号: 'p.number', Title: 'p.title', 主送机关: 'p.to', 公文正文: 'p.body',
  附件说明: 'p.annexes', 附件说明续行: 'p.annexes', 署名: 'p.signature', 成文日期: 'p.date', 附件序号: 'p.annex',
  附件标题: 'p.annex-title', 表头: 'p.head', 表文: 'p.cell', 表间空行: 'p.gap', 表注: 'p.note', 抄送: 'p.copies',
  印发机关: 'p.printed-by', 印发日期: 'p.printed-on', 末行说明: 'p.closing',
  'heading 1': 'h1', 'heading 2': 'h2', 'heading 3': 'h3',
};
const styleMap = Object.entries(STYLES).map(([name, html]) => `p[style-name='${name}'] => ${html}:fresh`);

let mammoth;
try {
  mammoth = (await import('mammoth')).default;
} catch {
  console.log('[  SKIPPED ] docx__is_read_by_mammoth: npm ci has not been run\n0 passed, 0 failed, 1 skipped');
  process.exit(77);
}

const plain = (html) => html.replace(/<[^>]*>/g, '').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"')
  .replace(/&amp;/g, '&');
const bare = (text) => text.replace(/[\s\u3000]/g, '');
const all = (html, open, close) => [...html.matchAll(new RegExp(`<${open}>(.*?)</${close}>`, 'gs'))].map((m) => plain(m[1]));
const of_class = (html, name) => all(html, `p class="${name}"`, 'p');

// The tables of the plain text: what stands between a second and a third rule. The imprint has rules too, and no head.
function txt_tables(lines) {
  const tables = [];
  for (let i = 0; i < lines.length; i++) {
    if (!/^ *--+$/.test(lines[i]) || !/^ *--+$/.test(lines[i + 2] ?? '')) continue;
    const end = lines.findIndex((line, at) => at > i + 2 && /^ *--+$/.test(line));
    if (end < 0 || lines[i + 1].trim().startsWith('抄送：')) break;
    tables.push(lines.slice(i + 3, end).filter((line) => line.trim()).map(bare));
    i = end;
  }
  return tables;
}

function html_tables(html) {
  return [...html.matchAll(/<table>(.*?)<\/table>/gs)].map((t) => t[1]).filter((t) => t.includes('class="cell"'))
    .map((t) => [...(t.match(/<tbody>(.*?)<\/tbody>/s)?.[1] ?? t).matchAll(/<tr>(.*?)<\/tr>/gs)].map((r) => bare(plain(r[1]))).filter(Boolean));
}

// ..--==O=---: a drawn cell, a picture in the docx.
const without_drawn = (text) => text.replace(/(?<!\S)[-=.]*O[-=.]*(?!\S)/g, '');

function faults_of(html, messages, written) {
  const faults = messages.map((m) => `${m.type}: ${m.message}`), text = without_drawn(written);
  const lines = text.split('\n'), words = bare(text.replace(/^ *[-=]+$/gm, ''));
  const same = (what, found, expected) => {
    if (found !== expected) faults.push(`${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
  };
  // words that the document has and the text has not, and the other way round
  for (const name of ['title', 'number', 'to', 'signature', 'date', 'annex', 'annex-title', 'copies', 'closing'])
    for (const found of of_class(html, name)) if (!words.includes(bare(found))) faults.push(`${name} ${found} is not in the text`);
  same('titles', of_class(html, 'title').length, 1);
  const rule = lines.findIndex((line) => /^=+$/.test(line));
  if (rule > 0) same('number', of_class(html, 'number').join(), lines[rule - 1].trim());
  const heads = lines.filter((line) => /^ {4}(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)/.test(line)).map(bare);
  same('headings', [...html.matchAll(/<h[12]>(.*?)<\/h[12]>/gs)].map((m) => bare(plain(m[1]))).join('|'), heads.join('|'));
  const before = txt_tables(lines), after = html_tables(html);
  same('tables', after.length, before.length);
  before.forEach((rows, i) => {
    same(`table ${i + 1}: rows`, after[i]?.length, rows.length);
    same(`table ${i + 1}: first row`, after[i]?.[0], rows[0]);
    same(`table ${i + 1}: last row`, after[i]?.at(-1), rows.at(-1));
  });
  const date = of_class(html, 'date');
  if (date.length !== 1 || !/^(?:\d{4}年\d{1,2}月\d{1,2}日|（印发日期）)$/.test(date[0])) faults.push(`date: ${date}`);
  else if (!lines.some((line) => line.trim() === date[0])) faults.push(`date ${date[0]} is not a line of the text`);
  return faults;
}

let passed = 0, failed = 0;
for (const folder of process.argv.slice(2))
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.docx')).sort()) {
    const path = join(folder, name);
    const { value, messages } = await mammoth.convertToHtml({ path }, { styleMap });
    const faults = faults_of(value, messages, readFileSync(path.replace(/docx$/, 'txt'), 'utf8'));
    if (faults.length) failed++; else passed++;
    console.log(`[${faults.length ? '  FAILED  ' : '       OK '}] docx__is_read_by_mammoth: ${name}`);
    for (const fault of faults.slice(0, 10)) console.log(`    ${fault}`);
  }
if (passed + failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exit(failed ? 1 : 0);
