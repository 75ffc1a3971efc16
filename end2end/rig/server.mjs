// The server in its own network, which can die and come back.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BINARY, REPOSITORY } from '../shared/server.mjs';
import { nameOf } from './namespaces.mjs';
import { ORIGIN, SERVER_ADDRESS } from './network.mjs';

/** @import { Network } from './network.mjs' */

const HEALTH = new URL('../shared/server.mjs', import.meta.url);
const INSIDE = ['netns', 'exec', nameOf('server')];

export class Server {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #process;

  /** @param {Network} network */
  constructor(network) {
    if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: run "make build" first`);
    this.state = join(network.folder, 'state');
  }

  /** Starts it as it was started before; resolves when it can seat people. */
  async start() {
    this.#process = spawn('ip', [...INSIDE, BINARY], {
      cwd: REPOSITORY,
      env: { ...process.env, DUET_LISTEN: SERVER_ADDRESS, DUET_STATE_DIR: this.state },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const died = once(this.#process, 'exit').then(() => {
      throw new Error(`${BINARY} ended before it answered`);
    });
    // From out here no way leads to it.
    const ask = `import { waitUntilHealthy } from ${JSON.stringify(HEALTH)}; await waitUntilHealthy(${JSON.stringify(ORIGIN)});`;
    await Promise.race([promisify(execFile)('ip', [...INSIDE, process.execPath, '--input-type=module', '--eval', ask]), died]);
    died.catch(() => {});
  }

  /** @param {NodeJS.Signals} [signal] by default it has no time to say anything to anybody */
  async stop(signal = 'SIGKILL') {
    const process_ = this.#process;
    if (!process_ || process_.exitCode !== null || process_.signalCode !== null) return;
    const gone = once(process_, 'exit');
    process_.kill(signal);
    await gone;
  }
}
