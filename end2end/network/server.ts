// The server in its own network, which can die and come back.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCertificate } from '../shared/certificate.js';
import { BINARY, REPOSITORY } from '../shared/server.js';
import { nameOf } from './namespaces.js';
import { ENCRYPTED_ORIGIN, type Network, ORIGIN, SERVER_ADDRESS, SERVER_HOST } from './network.js';

const INSIDE = ['netns', 'exec', nameOf('server')];

/** From out here no way leads to the server, so a process inside asks. It is plain JavaScript, as Node itself runs it. */
const WAIT_UNTIL_HEALTHY = `
  const deadline = Date.now() + 30_000;
  const address = process.env.DUET_ORIGIN + '/healthz';
  const healthy = () => fetch(address).then(({ ok }) => ok, () => false);
  while (!(await healthy())) {
    if (Date.now() > deadline) throw new Error(address + ' does not answer 200 after 30 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }`;

export class Server {
  #process: ChildProcess | undefined;
  readonly #state: string;
  #settings: Record<string, string> = {};
  readonly #folder: string;

  constructor(network: Network) {
    this.#folder = network.folder;
    this.#state = join(network.folder, 'state');
  }

  /** Where its page is. */
  get origin(): string {
    return 'DUET_TLS_CERTIFICATE' in this.#settings ? ENCRYPTED_ORIGIN : ORIGIN;
  }

  /** The settings of a server that encrypts, with a certificate that browsers of this world believe. */
  encrypted(): Record<string, string> {
    makeCertificate(this.#folder);
    return {
      DUET_LISTEN: `${SERVER_HOST}:443`,
      DUET_TLS_CERTIFICATE: join(this.#folder, 'fullchain.pem'),
      DUET_TLS_KEY: join(this.#folder, 'privkey.pem'),
    };
  }

  /** Starts it as it was started before, or with these settings; resolves when it can seat people. */
  async start(settings: Record<string, string> = this.#settings): Promise<void> {
    this.#settings = settings;
    if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: run "make build" first`);
    this.#process = spawn('ip', [...INSIDE, BINARY], {
      cwd: REPOSITORY,
      env: { ...process.env, DUET_LISTEN: SERVER_ADDRESS, DUET_STATE_DIR: this.#state, ...settings },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const died = once(this.#process, 'exit').then((): never => {
      throw new Error(`${BINARY} ended before it answered`);
    });
    const ask = [...INSIDE, process.execPath, '--no-warnings', '--input-type=module', '--eval', WAIT_UNTIL_HEALTHY];
    const env = { ...process.env, DUET_ORIGIN: this.origin, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const healthy = promisify(execFile)('ip', ask, { env });
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
