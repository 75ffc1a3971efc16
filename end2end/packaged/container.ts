// The image as an engine would run it, by buildah: in the server's network, without root inside. The ports that an engine would publish are
// passed on by a filter.
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nameOf } from '../network/namespaces.js';
import { REPOSITORY } from '../shared/server.js';

const INSIDE = ['netns', 'exec', nameOf('server')];
const READY_MS = 60_000;
/** As `ports:` of deploy/compose.yaml has them: outside, inside, how. */
const PUBLISHED = /^ *- "(\d+):(\d+)\/(tcp|udp)"$/gm;

const ENVIRONMENT = { STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot', ...process.env };

function buildah(...words: string[]): string {
  return execFileSync('buildah', words, { encoding: 'utf8', env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** Passes the ports on that deploy/compose.yaml publishes. They go with the network. */
export function publishPorts(): void {
  const nft = (...words: string[]) => execFileSync('ip', [...INSIDE, 'nft', ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  nft('add', 'table', 'ip', 'published');
  nft('add', 'chain', 'ip', 'published', 'in', '{ type nat hook prerouting priority -100; }');
  const text = readFileSync(join(REPOSITORY, 'deploy/compose.yaml'), 'utf8');
  for (const [, outside = '', inside = '', protocol = ''] of text.matchAll(PUBLISHED)) {
    if (outside !== inside) nft('add', 'rule', 'ip', 'published', 'in', protocol, 'dport', outside, 'redirect', 'to', `:${inside}`);
  }
}

export class Container {
  readonly #name: string;
  #process: ChildProcess | undefined;

  /** Made of the archive of an image. What outlives it is in the folder `state`. */
  constructor(archive: string, settings: Record<string, string>) {
    this.#name = buildah('from', '--quiet', `docker-archive:${archive}`);
    // Mounted out here it is one file system for all that runs in it, so that who asks for its health meets the server's socket.
    buildah('mount', this.#name);
    // Engines mount there what they are told; buildah would mount a copy of its own over it.
    buildah('config', '--volume', '/state-', this.#name);
    for (const [name, value] of Object.entries(settings)) buildah('config', '--env', `${name}=${value}`, this.#name);
  }

  /** Puts a file into it, in the place of the image's own. */
  put(file: string, path: string): void {
    buildah('copy', '--quiet', this.#name, file, path);
  }

  async start(stateFolder: string): Promise<void> {
    const volume = ['--volume', `${stateFolder}:/state`];
    const words = [...INSIDE, 'buildah', 'run', ...volume, this.#name, '/duet'];
    const started = spawn('ip', words, { env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = started;
    const ready = new Promise<void>((resolve, reject) => {
      started.stdout.on('data', (bytes: Buffer) => {
        if (bytes.toString().includes('Duet is ready')) resolve();
      });
      started.once('exit', () => reject(new Error('the container ended before it was ready')));
      setTimeout(() => reject(new Error(`the container is not ready after ${READY_MS} ms`)), READY_MS).unref();
    });
    await ready;
  }

  /** `docker exec`: what the program in there answers to these words, also if it fails. */
  async run(...words: string[]): Promise<string> {
    const ran = promisify(execFile)('ip', [...INSIDE, 'buildah', 'run', this.#name, '/duet', ...words], { env: ENVIRONMENT });
    const { stdout } = await ran.catch((error: { stdout: string }) => error);
    return stdout;
  }

  /** `docker stop` */
  async stop(): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGTERM');
    await gone;
  }

  remove(): void {
    buildah('rm', this.#name);
  }
}
