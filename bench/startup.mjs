// How long a client waits for the first answer over stdio, and the processor time it costs.
// Usage: node bench/startup.mjs [rounds] [command of another server ...]
// For Howdah also how long until a parser has parsed its first statement.
// Compares ./howdah with its class cache, the same without, and another server in turns, so that a
// busy machine is busy for all of them. Needs a built ./howdah; prints medians and ratios.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const home = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const rounds = Number(process.argv[2] ?? 9);
const other = process.argv.slice(3);
const initialize = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'startup', version: '1' },
  },
});

const servers = {
  'howdah, class cache': [path.join(home, 'howdah'), 'serve'],
  'howdah, no class cache': [path.join(home, 'howdah'), 'serve'],
  ...(other.length > 0 ? { [path.basename(other[0])]: other } : {}),
};

function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return NaN; // Not on Linux.
  }
}

function start(name, [command, ...args]) {
  return new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      JAVA_OPTIONS: name.includes('no class') ? '-XX:AOTMode=off' : '',
      HOWDAH_LOG_LEVEL: 'debug',
    };
    delete env.DATABASE_URL;
    const began = process.hrtime.bigint();
    const since = () => Number(process.hrtime.bigint() - began) / 1e6;
    const time = {};
    let log = '';
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    const end = () => {
      if (time.wall && (time.parser || !name.startsWith('howdah'))) child.stdin.end();
    };
    child.on('error', reject);
    child.on('exit', () => resolve(time));
    child.stderr.on('data', (data) => {
      log += data;
      if (!time.parser && /The parser of \d+ is ready/.test(log)) time.parser = since();
      end();
    });
    child.stdout.once('data', () => {
      time.wall = since();
      time.cpu = cpuSeconds(child.pid) * 1000;
      end();
    });
    child.stdin.write(`${initialize}\n`);
  });
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const taken = Object.fromEntries(Object.keys(servers).map((name) => [name, []]));
for (let round = 0; round <= rounds; round++) {
  for (const [name, command] of Object.entries(servers)) {
    const time = await start(name, command);
    if (round > 0) taken[name].push(time); // The first round warms the file cache.
  }
}

const base = median(Object.values(taken)[0].map((time) => time.wall));
console.log(`first answer over stdio, median of ${rounds} (ms)`);
for (const [name, times] of Object.entries(taken)) {
  const wall = times.map((time) => time.wall);
  const cpu = median(times.map((time) => time.cpu));
  const range = `${Math.min(...wall).toFixed(0)}..${Math.max(...wall).toFixed(0)}`;
  console.log(
    `${name.padEnd(24)} ${median(wall).toFixed(0).padStart(5)} (${range})  cpu ${cpu.toFixed(0)}` +
      `  ratio ${(median(wall) / base).toFixed(2)}` +
      (times[0].parser ? `  first parser ready ${median(times.map((time) => time.parser)).toFixed(0)}` : ''),
  );
}
