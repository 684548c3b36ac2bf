// What the browser tests look at: every page that routes.def can answer, by a stable name, where it is reached in the
// demo, and who looks. A page of routes.def that is not here is a fault (check_pages.mjs), so a new page gets its row.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const WIDTHS = [1280, 375];
export const LANGS = ['zh', 'en'];

// pattern: the row of routes.def. path: an address, or how to find one from pages already open.
export const PAGES = [
  { name: 'sign-in', pattern: '/sign-in', path: '/sign-in', as: null },
  { name: 'overview', pattern: '/', path: '/' },
  { name: 'overview-unit', pattern: '/', path: '/', as: 'u_c09' },
  { name: 'overview-leader', pattern: '/', path: '/', as: 'leader1' },
  { name: 'overview-admin', pattern: '/', path: '/', as: 'sysadmin' },
  { name: 'rankings', pattern: '/rankings', path: '/rankings' },
  { name: 'ranking', pattern: '/rankings/{period}/{group}', path: '/rankings/2021-10/county' },
  { name: 'unit', pattern: '/units/{unit}', path: '/units/c09' },
  { name: 'unit-month', pattern: '/units/{unit}', path: '/units/d06?period=2021-07' },
  { name: 'unit-own', pattern: '/units/{unit}', path: '/units/c09', as: 'u_c09' },
  { name: 'submission', pattern: '/submissions/{id}', from: '/units/c09', link: 'main a[href^="/submissions/"]' },
  { name: 'circulars', pattern: '/circulars', path: '/circulars' },
  { name: 'circular', pattern: '/circulars/{period}', path: '/circulars/2021-10' },
  { name: 'nothing-there', pattern: null, path: '/no-such-page', status: 404 },
  { name: 'not-yours', pattern: null, path: '/units/c01', as: 'u_c09', status: 403 },
];

// The patterns of routes.def whose handler answers a page.
export function pagePatterns(root) {
  const table = readFileSync(join(root, 'src/web/routes.def'), 'utf8');
  return Array.from(table.matchAll(/^ROUTE\(GET, "([^"]+)", (\w+_page),/gm), (row) => row[1]);
}
