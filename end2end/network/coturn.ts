// A relay of somebody else's beside the server: Debian's coturn.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { nameOf } from './namespaces.js';
import { SERVER_HOST } from './network.js';

const INSIDE = ['netns', 'exec', nameOf('server')];

/** From out here no way leads to it, so a process inside asks. It is plain JavaScript, as Node itself runs it. */
const WAIT_UNTIL_OPEN = `
  import { connect } from 'node:net';
  const deadline = Date.now() + 30_000;
  const isOpen = () => new Promise((resolve) => {
    const socket = connect(3478, '${SERVER_HOST}', () => resolve(true)).on('error', () => resolve(false)).on('close', () => {});
    socket.unref();
  });
  while (!(await isOpen())) {
    if (Date.now() > deadline) throw new Error('turnserver does not listen after 30 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  process.exit();`;

const SECRET = 'a secret that only the two servers of this test know';

/** The settings of a server that has its people use it, and no relay of its own. */
export const BESIDE_COTURN = {
  DUET_RELAY: 'off',
  DUET_ICE_SERVERS: `stun:${SERVER_HOST}:3478 turn:${SERVER_HOST}:3478 turn:${SERVER_HOST}:3478?transport=tcp`,
  DUET_ICE_SECRET: SECRET,
};

export class Coturn {
  #process: ChildProcess | undefined;

  async start(): Promise<void> {
    // As in docs/running.md; the addresses of this world are private ones.
    const flags = ['-n', '--log-file=stdout', '--simple-log', '--no-cli', '--no-tls', '--no-dtls', '--use-auth-secret'];
    const own = ['--realm=duet.test', `--static-auth-secret=${SECRET}`, `--listening-ip=${SERVER_HOST}`, `--relay-ip=${SERVER_HOST}`];
    const started = spawn('ip', [...INSIDE, 'turnserver', ...flags, ...own, '--user-quota=32'], { stdio: 'ignore' });
    this.#process = started;
    const died = once(started, 'exit').then((): never => {
      throw new Error('turnserver ended before it listened');
    });
    const listens = promisify(execFile)('ip', [...INSIDE, process.execPath, '--input-type=module', '--eval', WAIT_UNTIL_OPEN]);
    await Promise.race([listens, died]);
    died.catch(() => {});
  }

  async stop(): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
  }
}
