// read_exceljs.mjs FOLDER: the workbooks of the main job (ledger, readings, rankings) as exceljs reads them, held against the
// CSV files beside them: one frozen and repeated title row, texts as texts, numbers and dates with the values printed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

let exceljs;
try {
  exceljs = (await import('exceljs')).default;
} catch {
  console.log('[  SKIPPED ] xlsx__is_read_by_exceljs: npm ci has not been run\n0 passed, 0 failed, 1 skipped');
  process.exit(77);
}

// Records of RFC 4180. A text that begins with = + - @ stands behind an apostrophe in CSV and not in a workbook.
function csv_rows(path) {
  const rows = [[]];
  for (const [, quoted, bare, end] of readFileSync(path, 'utf8').replace(/^\ufeff/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push((quoted?.replaceAll('""', '"') ?? bare).replace(/^'(?=[=+\-@])/, ''));
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

const CODES = ['任务编号', '编号', '目标编号', '单位编码', '期次', '来源'];
const { ValueType } = exceljs;

function cell_fault(cell, text, title) {
  if (text === '') return cell.value === null ? '' : `holds ${cell.value}, expected nothing`;
  if (CODES.includes(title) && cell.type !== ValueType.String) return `a code is no text: ${cell.value}`;
  switch (cell.type) {
    case ValueType.String: return cell.value === text && cell.numFmt === '@' ? '' : `${cell.value} for ${text}, format ${cell.numFmt}`;
    case ValueType.Number: return cell.value.toFixed(text.split('.')[1]?.length ?? 0) === text ? '' : `${cell.value} for ${text}`;
    case ValueType.Date: return cell.value.toISOString().slice(0, 10) === text ? '' : `${cell.value.toISOString()} for ${text}`;
    default: return `cell of type ${cell.type}`;
  }
}

function sheet_faults(sheet, rows) {
  const faults = [], view = sheet.views[0] ?? {};
  const same = (what, found, expected) => {
    if (found !== expected) faults.push(`${what}: found ${found}, expected ${expected}`);
  };
  same('frozen', `${view.state} ${view.xSplit} ${view.ySplit}`, 'frozen 0 1');
  same('print titles', sheet.pageSetup.printTitlesRow, '1:1');
  same('paper', `${sheet.pageSetup.paperSize} ${sheet.pageSetup.orientation}`, '9 landscape');
  same('rows', sheet.rowCount, rows.length);
  same('titles', sheet.getRow(1).values.slice(1).join('|'), rows[0].join('|'));
  rows.slice(1).forEach((row, r) => row.forEach((text, c) => {
    const fault = cell_fault(sheet.getRow(r + 2).getCell(c + 1), text, rows[0][c]);
    if (fault) faults.push(`${sheet.name} ${rows[0][c]} row ${r + 2}: ${fault}`);
  }));
  return faults;
}

let passed = 0, failed = 0;
async function check(path, tables) {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(path);
  const faults = book.worksheets.length === tables.length ? [] : [`${book.worksheets.length} sheets, expected ${tables.length}`];
  book.worksheets.forEach((sheet, i) => tables[i] && faults.push(...sheet_faults(sheet, csv_rows(tables[i]))));
  if (faults.length) failed++; else passed++;
  console.log(`[${faults.length ? '  FAILED  ' : '       OK '}] xlsx__is_read_by_exceljs: ${path.slice(folder.length + 1)}`);
  for (const fault of faults.slice(0, 10)) console.log(`    ${fault}`);
}

const folder = process.argv[2];
await check(join(folder, 'ledger.xlsx'), [join(folder, 'ledger.csv')]);
for (const part of ['readings', 'rankings'])
  for (const name of readdirSync(join(folder, part)).filter((file) => file.endsWith('.xlsx')).sort()) {
    const stem = join(folder, part, name.replace(/(?:-ranking)?\.xlsx$/, ''));
    await check(join(folder, part, name), part === 'readings' ? [`${stem}.csv`]
      : ['taskforce', 'county', 'department'].map((group) => `${stem}-${group}-ranking.csv`));
  }
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exit(failed ? 1 : 0);
