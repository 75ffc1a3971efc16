// Safari's engine as Debian has it: WebKitGTK's MiniBrowser on a screen that nobody sees, driven by WebKitWebDriver.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Session } from './session.js';

/**
 * It starts within a second, or on a busy machine within three. At times its driver and its browser miss each other, and it never
 * does (seen with 2.50.6); then all of it starts anew.
 */
const START_MS = 12_000;
const ATTEMPTS = 4;

/** What a window is at first. */
export const SMALL_DESK = { width: 1024, height: 730 };

/** Larger than any window of a test. */
const SCREEN = '1600x1200x24';

/** The mock camera needs no answer to the browser's question, and shows a clock. */
const BROWSER_ARGS = ['--automation', '--enable-media-stream=true', '--enable-mock-capture-devices=true'];

/** What the tests need, by the name of its package on Debian, and one file of it. */
const PACKAGES: [name: string, isThere: () => boolean][] = [
  ['webkit2gtk-driver', () => !!inPath('WebKitWebDriver') && !!miniBrowser()],
  ['xvfb', () => !!inPath('Xvfb')],
  ['gstreamer1.0-plugins-good', () => !!inLibraries('gstreamer-1.0/libgstautodetect.so')],
  ['gstreamer1.0-plugins-bad', () => !!inLibraries('gstreamer-1.0/libgstdebugutilsbad.so')],
];

function inPath(program: string): string | undefined {
  return ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)].map((folder) => join(folder, program)).find(existsSync);
}

/** A file below /usr/lib, or below the folder there that has the machine's architecture as its name. */
function inLibraries(path: string): string | undefined {
  if (!existsSync('/usr/lib')) return undefined;
  const folders = readdirSync('/usr/lib').filter((name) => /-linux-gnu/.test(name));
  return ['', ...folders].map((folder) => join('/usr/lib', folder, path)).find(existsSync);
}

/** W3C WebDriver section 7. */
function capabilities(): object {
  return {
    browserName: 'MiniBrowser',
    // Whoever asks a page before it has loaded may ask one that is on its way out, and is never answered.
    pageLoadStrategy: 'normal',
    'webkitgtk:browserOptions': { binary: miniBrowser(), args: BROWSER_ARGS },
  };
}

function miniBrowser(): string | undefined {
  return inLibraries('webkit2gtk-4.1/MiniBrowser');
}

/** Why the tests cannot run on this machine, if so. */
export function missing(): string | undefined {
  const absent = PACKAGES.filter(([, isThere]) => !isThere()).map(([name]) => name);
  return absent.length > 0 ? `not installed: ${absent.join(', ')}` : undefined;
}

/** A port of this machine that nobody uses at this moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('a server on a port has an address');
  return address.port;
}

/** A process that ends with its owner. */
class Program {
  readonly #process: ChildProcess;
  readonly gone: Promise<void>;
  #said = '';

  constructor(command: string, args: string[], env: Record<string, string> = {}) {
    // Its own group, so that what it has started ends with it. The fourth stream is the one on which Xvfb says its number.
    this.#process = spawn(command, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    this.#process.stderr?.on('data', (text) => (this.#said = `${this.#said}${text}`.slice(-4_000)));
    this.gone = new Promise((resolve) => {
      this.#process.once('exit', () => resolve());
      this.#process.once('error', () => resolve());
    });
    process.once('exit', this.kill);
  }

  get said(): string {
    return this.#said;
  }
  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }
  /** What it writes to the descriptor 3. */
  get report(): Readable {
    return this.#process.stdio[3] as Readable;
  }

  /** Also when the worker ends before the owner could close it. */
  readonly kill = (): void => {
    try {
      if (this.#process.pid) process.kill(-this.#process.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };

  async close(): Promise<void> {
    process.off('exit', this.kill);
    this.kill();
    await this.gone;
  }
}

/** A screen, a driver and its browser, with a page of one server: a browser that goes from server to server hangs at times. */
export class Engine {
  readonly #address: string;
  readonly #home = mkdtempSync(join(tmpdir(), 'duet-webkit-'));
  #programs: Program[] = [];
  #session: Session | undefined;

  constructor(address: string) {
    this.#address = address;
  }

  /** Begins, or begins again. */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.#end();
      try {
        return await this.#begin();
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        console.log(`WebKitGTK did not start: ${error}`);
      }
    }
  }

  async #begin(): Promise<void> {
    // It takes a display that is free, and says which.
    const screen = this.#run('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp']);
    const [display] = await Promise.race([
      once(screen.report, 'data'),
      screen.gone.then((): never => {
        throw new Error(`Xvfb ended: ${screen.said}`);
      }),
    ]);
    const port = await freePort();
    const driver = this.#run('WebKitWebDriver', [`--port=${port}`], this.#environment(`:${String(display).trim()}`));
    const url = `http://127.0.0.1:${port}`;
    await this.#untilReady(driver, url);
    this.#session = await Session.open(url, capabilities(), START_MS);
    await this.#session.visit(this.#address, START_MS);
    await this.#session.resize(SMALL_DESK, START_MS);
  }

  #environment(display: string): Record<string, string> {
    return {
      DISPLAY: display,
      // Nothing of the person who runs the tests, neither on the way in nor afterwards.
      HOME: this.#home,
      XDG_CACHE_HOME: join(this.#home, 'cache'),
      XDG_CONFIG_HOME: join(this.#home, 'config'),
      XDG_DATA_HOME: join(this.#home, 'data'),
      GTK_THEME: 'Adwaita',
      NO_AT_BRIDGE: '1',
      // Its sandbox needs namespaces that a container may not have.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    };
  }

  #run(command: string, args: string[], env?: Record<string, string>): Program {
    const program = new Program(inPath(command) ?? command, args, env);
    this.#programs.push(program);
    return program;
  }

  async #untilReady(driver: Program, url: string): Promise<void> {
    const deadline = Date.now() + START_MS;
    while (!(await fetch(`${url}/status`).catch(() => undefined))?.ok) {
      if (!driver.isRunning) throw new Error(`WebKitWebDriver ended: ${driver.said}`);
      if (Date.now() > deadline) throw new Error(`WebKitWebDriver does not answer after ${START_MS / 1000} s: ${driver.said}`);
      await pause(50);
    }
  }

  get session(): Session {
    if (!this.#session) throw new Error('the engine has not been started');
    return this.#session;
  }

  async #end(): Promise<void> {
    for (const program of this.#programs.reverse()) await program.close();
    this.#programs = [];
  }

  async close(): Promise<void> {
    await this.#end();
    rmSync(this.#home, { recursive: true, force: true });
  }
}
