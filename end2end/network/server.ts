// The server in its own network, which can die and come back.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BINARY, REPOSITORY } from '../shared/server.js';
import { nameOf } from './namespaces.js';
import { type Network, ORIGIN, SERVER_ADDRESS } from './network.js';

const INSIDE = ['netns', 'exec', nameOf('server')];

/** From out here no way leads to the server, so a process inside asks. It is plain JavaScript, as Node itself runs it. */
const WAIT_UNTIL_HEALTHY = `
  const deadline = Date.now() + 30_000;
  const healthy = () => fetch('${ORIGIN}/healthz').then(({ ok }) => ok, () => false);
  while (!(await healthy())) {
    if (Date.now() > deadline) throw new Error('${ORIGIN}/healthz does not answer 200 after 30 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }`;

export class Server {
  #process: ChildProcess | undefined;
  readonly #state: string;
  #settings: Record<string, string> = {};

  constructor(network: Network) {
    if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: run "make build" first`);
    this.#state = join(network.folder, 'state');
  }

  /** Starts it as it was started before, or with these settings; resolves when it can seat people. */
  async start(settings: Record<string, string> = this.#settings): Promise<void> {
    this.#settings = settings;
    this.#process = spawn('ip', [...INSIDE, BINARY], {
      cwd: REPOSITORY,
      env: { ...process.env, DUET_LISTEN: SERVER_ADDRESS, DUET_STATE_DIR: this.#state, ...settings },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const died = once(this.#process, 'exit').then((): never => {
      throw new Error(`${BINARY} ended before it answered`);
    });
    const healthy = promisify(execFile)('ip', [...INSIDE, process.execPath, '--input-type=module', '--eval', WAIT_UNTIL_HEALTHY]);
    await Promise.race([healthy, died]);
    died.catch(() => {});
  }

  /** By default it has no time to say anything to anybody. */
  async stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill(signal);
    await gone;
  }
}
