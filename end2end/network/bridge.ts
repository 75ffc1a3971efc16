// Starts Firefox in a network namespace. It speaks with Playwright over a socket on its own loopback, which nobody outside reaches, so
// what is said at the same port out here is carried in there, over a Unix socket, which namespaces do not part.
// Usage: tsx bridge.ts NAMESPACE PROGRAM [its arguments]
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs inside, as plain JavaScript: from the Unix socket to the port. */
const INNER = `
  const { connect, createServer } = require('node:net');
  const [path, port] = process.argv.slice(1);
  createServer((outer) => {
    const inner = connect(Number(port), '127.0.0.1');
    outer.pipe(inner).pipe(outer);
    for (const socket of [inner, outer]) socket.on('error', () => { inner.destroy(); outer.destroy(); });
  }).listen(path, () => console.log('open'));`;

const [namespace, ...program] = process.argv.slice(2);
if (!namespace) throw new Error('which namespace?');
const inside = ['netns', 'exec', namespace];
const folder = mkdtempSync(join(tmpdir(), 'duet-bridge-'));
const path = join(folder, 'socket');

let inner: ChildProcess | undefined;
const browser = spawn('ip', [...inside, ...program], { stdio: ['inherit', 'inherit', 'pipe'] });
browser.on('exit', (code) => {
  inner?.kill();
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => browser.kill(signal));

let said = '';
browser.stderr.on('data', async (chunk: Buffer) => {
  if (said === 'all') return void process.stderr.write(chunk);
  said += chunk;
  const port = /ws:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
  if (!port) return;
  const words = said;
  said = 'all';
  await open(port);
  process.stderr.write(words);
});

function open(port: string): Promise<void> {
  const started = spawn('ip', [...inside, process.execPath, '-e', INNER, path, port], { stdio: ['ignore', 'pipe', 'inherit'] });
  inner = started;
  const server = createServer((outer) => {
    const socket = connect(path);
    outer.pipe(socket).pipe(outer);
    for (const end of [socket, outer]) end.on('error', () => [socket, outer].forEach((each) => each.destroy()));
  });
  return new Promise((resolve) => started.stdout.once('data', () => server.listen(Number(port), '127.0.0.1', resolve)));
}
