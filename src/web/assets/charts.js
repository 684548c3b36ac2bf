// Pictures of tables: only pages with a <figure class="chart"> load this. A figure names the table beside it (data-table); its
// head gives the points, each row a line, or, where the figure says data-down, its rows the points and its columns the lines.
// Lines differ by colour, by the shape of their points and by their name at the end; no inline style, no html tooltip.
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([LineChart, BarChart, GridComponent, TooltipComponent, SVGRenderer]);

const COLORS = ['#1d4267', '#c4551a', '#00796f', '#8a4b9a', '#8a6d00', '#5b6673'];
const SHAPES = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'emptyCircle'];
const INK = '#1c2430';
const DIM = '#55606d';
const RULE = '#e3e6ea';
const FAINT = '#aab4bf';
const MANY = 10; // lines that one can follow by their colours
const PAPER_WIDTH = 640; // of a chart on A4, in pixels
const KINDS = ['lines', 'ranks', 'bars']; // as ChartKind of web/pieces.h

const text = (cell) => cell.textContent.trim();
const value = (cell) => {
  const found = cell && /-?\d+(?:\.\d+)?/.exec(text(cell));
  return found ? Number(found[0]) : null;
};

// { points: [name…], lines: [{ name, own, plan, values: [number or null…] }…] }
function read(figure) {
  const table = document.getElementById(figure.dataset.table);
  const head = Array.from(table.tHead.rows[0].cells);
  const rows = Array.from(table.tBodies[0].rows);
  if (!figure.dataset.down) {
    return {
      points: head.slice(1).map(text),
      lines: rows.map((row) => ({
        name: text(row.cells[0]), own: row.classList.contains('own'), plan: row.classList.contains('plan'),
        values: Array.from(row.cells).slice(1).map(value),
      })),
    };
  }
  const columns = figure.dataset.down.split(',').map(Number);
  return {
    points: rows.map((row) => text(row.cells[0])),
    lines: columns.map((at, index) => ({
      name: text(head[at]), own: index === 0, plan: head[at].classList.contains('plan'), values: rows.map((row) => value(row.cells[at])),
    })),
  };
}

// Of many lines of ranks only the first and the last three have colours; null: grey.
function colored(lines, kind) {
  if (kind !== 'ranks' || lines.length <= MANY) return lines.map((line, index) => COLORS[index % COLORS.length]);
  const ends = lines.map((line) => line.values[line.values.length - 1]).filter((one) => one !== null).sort((a, b) => a - b);
  const chosen = new Set([...ends.slice(0, 3), ...ends.slice(-3)]);
  let used = 0;
  return lines.map((line) => {
    if (line.own || chosen.has(line.values[line.values.length - 1])) used += 1;
    else return null;
    return COLORS[(used - 1) % COLORS.length];
  });
}

const last = (values) => values.reduce((at, one, index) => (one === null ? at : index), -1);

function series(line, index, kind, family, narrow, given) {
  const color = given || FAINT;
  const ranks = kind === 'ranks';
  const strong = line.own && !line.plan;
  const end = last(line.values);
  return {
    type: kind === 'bars' ? 'bar' : 'line',
    name: line.name,
    data: line.values.map((one, at) => (at === end && kind === 'lines' && !line.plan ? { value: one, symbolSize: 8 } : one)),
    connectNulls: false,
    symbol: ranks ? 'circle' : SHAPES[index % SHAPES.length],
    symbolSize: ranks ? (narrow ? 13 : 18) : 6,
    showAllSymbol: true,
    silent: false,
    barMaxWidth: 28,
    itemStyle: { color: given || '#e9edf1', ...(line.plan && kind === 'bars' ? { color: '#fff', borderColor: color } : {}) },
    lineStyle: { color, width: strong ? 3.5 : given ? 2 : 1, type: line.plan ? [6, 4] : 'solid', opacity: ranks && !strong ? 0.7 : 1 },
    label: { show: ranks, position: 'inside', color: given ? '#fff' : INK, fontSize: narrow ? 9 : 11, fontFamily: family, formatter: ({ value: one }) => `${one}` },
    endLabel: { show: kind !== 'bars', color: given || DIM, fontFamily: family, fontSize: 13, fontWeight: strong ? 'bold' : 'normal', formatter: line.name, distance: ranks ? 14 : 6, offset: ranks || line.plan ? [0, 0] : [0, 14], ...(ranks ? {} : { backgroundColor: 'rgba(255,255,255,.85)', padding: [1, 3] }) },
    emphasis: { focus: 'series', lineStyle: { width: 4, opacity: 1 } },
    blur: { lineStyle: { opacity: 0.15 }, itemStyle: { opacity: 0.2 }, label: { opacity: 0.3 } },
    z: strong ? 5 : given ? 3 : 2,
  };
}

function tooltip(kind, unit, family) {
  return {
    renderMode: 'richText',
    trigger: kind === 'ranks' ? 'item' : 'axis',
    confine: true,
    transitionDuration: 0,
    backgroundColor: '#fff',
    borderColor: '#c6ccd4',
    textStyle: { color: INK, fontSize: 13, fontFamily: family },
    formatter: (given) => {
      const all = Array.isArray(given) ? given : [given];
      const words = all.filter((one) => one.value !== null && one.value !== undefined && !Number.isNaN(one.value))
        .map((one) => `${one.seriesName}  ${typeof one.value === 'object' ? one.value.value : one.value}${unit}`);
      return [all[0].name, ...words].join('\n');
    },
  };
}

function option(figure, data, narrow) {
  const kind = KINDS[figure.dataset.kind];
  const unit = figure.dataset.unit || '';
  const family = getComputedStyle(figure).fontFamily;
  const ranks = kind === 'ranks';
  const longest = data.lines.reduce((most, line) => Math.max(most, line.name.length), 0);
  const wide = /[\u2e80-\uffff]/.test(data.lines.map((line) => line.name).join('')) ? 13 : 7;
  const axis = { axisLine: { lineStyle: { color: '#c6ccd4' } }, axisTick: { show: false }, axisLabel: { color: DIM, fontSize: 12, fontFamily: family } };
  const colors = colored(data.lines, kind);
  return {
    animation: false,
    textStyle: { fontFamily: family },
    grid: { left: ranks ? 16 : 8, right: kind === 'bars' ? 12 : Math.min(narrow ? 110 : 200, 24 + longest * wide), top: ranks ? 22 : 30, bottom: 8, containLabel: true },
    tooltip: tooltip(kind, unit, family),
    xAxis: { type: 'category', data: data.points, boundaryGap: kind === 'bars', ...axis },
    yAxis: {
      type: 'value', inverse: ranks, scale: !ranks && kind !== 'bars', show: !ranks, name: ranks ? '' : unit, nameTextStyle: { color: DIM, fontFamily: family, align: 'right' },
      ...(ranks ? { min: 0.5, max: data.lines.length + 0.5 } : {}), splitLine: { show: !ranks, lineStyle: { color: RULE } }, ...axis, axisLine: { show: false },
    },
    series: data.lines.map((line, index) => series(line, index, kind, family, narrow, colors[index])),
  };
}

const drawn = [];

function draw() {
  document.querySelectorAll('figure.chart[data-table]').forEach((figure) => {
    if (figure.classList.contains('drawn') || !document.getElementById(figure.dataset.table)) return;
    const data = read(figure);
    if (!data.lines.length || !data.points.length) return;
    const ranks = KINDS[figure.dataset.kind] === 'ranks';
    figure.classList.add('drawn', ranks && data.lines.length > 10 ? 'tall' : ranks ? 'middle' : 'low');
    const chart = init(figure, null, { renderer: 'svg' });
    const set = () => chart.setOption(option(figure, data, figure.clientWidth < 500));
    set();
    drawn.push({ chart, set });
  });
}

function resize(size) {
  drawn.forEach(({ chart, set }) => {
    chart.resize(size);
    set();
  });
}

window.addEventListener('resize', () => resize());
window.addEventListener('beforeprint', () => resize({ width: PAPER_WIDTH }));
window.addEventListener('afterprint', () => resize());
document.addEventListener('htmx:afterSettle', draw);
draw();
