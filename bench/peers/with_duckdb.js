// DuckDB's side of bench/score.py and read.py. What it needs is installed by ./dev bench beside this file.
'use strict';
const fs = require('fs');
const readline = require('readline');
const duckdb = require('@duckdb/node-api');

const [folder, units, indicators, months] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const rows = units * months;
const columns = Array.from({ length: indicators }, (_, i) => `i${String(i).padStart(3, '0')}`);
const weights = columns.map((_, i) => (i % 7) + 1);
const sum = weights.reduce((a, b) => a + b, 0);
const factor = (i) => `${weights[i]}::DOUBLE * 100 / ${sum} / (max(${columns[i]}) - min(${columns[i]}))`;

// Σ w (x - low) / (high - low), as Σ x f - Σ low f with f = w / (high - low) of the group.
const scoring = `CREATE OR REPLACE TABLE result AS
  WITH factors AS (
    SELECT period, "group", ${columns.map((name, i) => `${factor(i)} AS f_${name}`).join(', ')},
      ${columns.map((name, i) => `min(${name}) * (${factor(i)})`).join(' + ')} AS low
    FROM cells GROUP BY period, "group"),
  scored AS (
    SELECT row, period, "group", ${columns.map((name) => `${name} * f_${name}`).join(' + ')} - low AS score
    FROM cells JOIN factors USING (period, "group"))
  SELECT row, score, rank() OVER (PARTITION BY period, "group" ORDER BY score DESC) AS place FROM scored`;

function reading(table, name, more = '*') {
  return `CREATE OR REPLACE TABLE ${table} AS SELECT ${more} FROM read_csv('${folder}/${name}.csv')`;
}

async function timed(connection, sql, times) {
  const took = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    const busy = process.cpuUsage();
    await connection.run(sql);
    const used = process.cpuUsage(busy);
    took.push(`${performance.now() - began}/${(used.user + used.system) / 1000}`);
  }
  return took.join(' ');
}

async function columnsOf(connection, sql) {
  return (await connection.runAndReadAll(sql)).getColumns();
}

async function keepScores(connection, path) {
  const [scores, places] = await columnsOf(connection, 'SELECT score, place::INTEGER FROM result ORDER BY row');
  fs.writeFileSync(path, Buffer.concat([Buffer.from(Float64Array.from(scores).buffer), Buffer.from(Int32Array.from(places).buffer)]));
}

async function keepValues(connection, path) {
  const all = new Float64Array(rows * indicators);
  const names = await columnsOf(connection, "SELECT column_name FROM duckdb_columns() WHERE table_name = 'file'");
  if (names[0].includes('value')) {
    const [values] = await columnsOf(connection, 'SELECT value FROM file');
    values.forEach((value, at) => { all[(at % indicators) * rows + Math.floor(at / indicators)] = value; });
  } else {
    (await columnsOf(connection, `SELECT ${columns.join(', ')} FROM file`)).forEach((values, i) => all.set(values, i * rows));
  }
  fs.writeFileSync(path, Buffer.from(all.buffer));
}

async function answer(connection, [name, word]) {
  switch (name) {
    case 'version':
      return `DuckDB ${duckdb.version()}`;
    case 'load':
      await connection.run(reading('cells', 'wide', 'row_number() OVER () AS row, *'));
      return 'ok';
    case 'score':
      return timed(connection, scoring, Number(word));
    case 'long':
    case 'wide':
      return timed(connection, reading('file', name), Number(word));
    case 'keep-scores':
      await keepScores(connection, word);
      return 'ok';
    case 'keep-values':
      await keepValues(connection, word);
      return 'ok';
    default:
      throw new Error(name);
  }
}

async function main() {
  const connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${await answer(connection, line.split(' '))}\n`);
  }
  process.exit(0);
}

main();
