// The server of the browser tests: the sample campaign in the middle of a month, in a folder of its own, served on a free
// port. openDemo() gives { base, account(NAME), stop() }; account() gives the password that `duban passwd` made. serveOn()
// and makePasswords() are for tests that bring a database of their own.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const NOW = '2021-12-07T09:30:00+08:00'; // as tools/sample_serve.sh
const START_MS = 30000;

function firstLine(server) {
  return new Promise((done, failed) => {
    let said = '';
    const late = setTimeout(() => failed(new Error(`duban serve says no address: ${said}`)), START_MS);
    const hear = (bytes) => {
      said += bytes;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) {
        clearTimeout(late);
        done(found[0]);
      }
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.on('exit', (status) => failed(new Error(`duban serve ends with ${status}: ${said}`)));
  });
}

// duban serve on a free port: { base, stop() }; stop() waits until it has ended.
export async function serveOn(duban, db, now, data) {
  const server = spawn(duban, ['--db', db, '--now', now, 'serve', '--listen', '127.0.0.1:0', '--data', data]);
  const ended = new Promise((gone) => { server.on('exit', gone); });
  const stop = () => { server.kill(); return ended; };
  return { base: await firstLine(server), stop };
}

// The passwords that accounts make for themselves, four at once: each costs the processor half a second.
export async function makePasswords(duban, db, now, accounts, passwords) {
  for (let i = 0; i < accounts.length; i += 4) {
    await Promise.all(accounts.slice(i, i + 4).map(async (account) => {
      const made = await promisify(execFile)(duban, ['--db', db, '--as', account, '--now', now, 'passwd', '--generate']);
      passwords.set(account, made.stdout.trim().split('\n').pop());
    }));
  }
}

export async function openDemo(duban, root) {
  const work = mkdtempSync(join(tmpdir(), 'duban-pages-'));
  const db = `sqlite:${work}/demo.db`;
  execFileSync('sh', ['tools/sample_half.sh', duban, work, `sqlite:${work}/duban.db`], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  // rules that find something in the month, so that its page has rows
  const rules = readFileSync(join(root, 'data/screening.yaml'), 'utf8').replace('alpha: 0.02', 'alpha: 0.5')
    .replace('history: 4, z: 4, alone: 40, chance: 0.02', 'history: 3, z: 1, alone: 1, chance: 0.0001');
  mkdirSync(join(work, 'data'), { recursive: true, mode: 0o700 });
  writeFileSync(join(work, 'data/screening.yaml'), rules);
  execFileSync(duban, ['--db', db, '--as', 'clerk1', '--now', NOW, 'sandbox', 'run', '--group', 'county', '--version', '1'], { stdio: 'ignore' }); // a trial to look at
  const server = spawn(duban, ['--db', db, '--now', NOW, 'serve', '--listen', '127.0.0.1:0', '--data', join(work, 'data')]);
  const stop = () => {
    server.removeAllListeners('exit');
    server.kill();
    rmSync(work, { recursive: true, force: true });
  };
  const made = new Map();
  const account = (name) => {
    if (!made.has(name)) {
      const said = execFileSync(duban, ['--db', db, '--as', name, '--now', NOW, 'passwd', '--generate'], // one's own: nothing to change
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      made.set(name, said.trim().split('\n').pop());
    }
    return made.get(name);
  };
  // What another makes for somebody, and the time as the server has it.
  const reset = (by, name) => execFileSync(duban, ['--db', db, '--as', by, '--now', NOW, 'passwd', '--account', name, '--generate'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().split('\n').pop();
  const began = Date.now();
  const now = () => Date.parse(NOW) + Date.now() - began;
  try {
    return { base: await firstLine(server), account, reset, now, stop };
  } catch (fault) {
    stop();
    throw fault;
  }
}
