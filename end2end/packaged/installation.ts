// The package in a Debian of its own (scripts/debian.sh), whose program runs in the server's network. What systemd would do is done by
// scripts/stand-in.py.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { nameOf } from '../network/namespaces.js';
import { REPOSITORY } from '../shared/server.js';

const INSIDE = ['netns', 'exec', nameOf('server')];
const STAND_IN = join(REPOSITORY, 'scripts/stand-in.py');
const ENVIRONMENT = ['env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/root', 'DEBIAN_FRONTEND=noninteractive'];
/** A program that does not say that it is ready after so long never will. */
const READY_MS = 60_000;

export class Installation {
  #standIn: ChildProcess | undefined;
  /** How often the program has said that it is ready. */
  #ready = 0;

  constructor(readonly root: string) {}

  /**
   * Runs a line as root in there, and answers what it prints. Only what is asked of the program itself is asked in its network, and only that
   * may fail: what it says counts.
   */
  async run(line: string, where: 'outside' | 'server' = 'outside'): Promise<string> {
    const command = ['chroot', this.root, ...ENVIRONMENT, 'sh', '-c', `cd /root; exec 2>&1; ${line}`];
    const [program, ...words] = where === 'server' ? ['ip', ...INSIDE, ...command] : command;
    const ran = promisify(execFile)(program ?? '', words, { encoding: 'utf8' });
    const { stdout } = await ran.catch((error: { stdout: string }) => {
      if (where === 'server') return error;
      throw new Error(`${line}: ${error.stdout}`);
    });
    return stdout;
  }

  /** The version that is installed. */
  async version(): Promise<string> {
    return (await this.run('dpkg -s duet | sed -n "s/^Version: //p"')).trim();
  }

  /** Whom it knows by name, and whom it believes beside the world's authorities. */
  async know(hosts: string, certificates: string): Promise<void> {
    writeFileSync(join(this.root, 'etc/hosts'), hosts);
    const folder = join(this.root, 'usr/local/share/ca-certificates');
    mkdirSync(folder, { recursive: true });
    const all = certificates.match(/-----BEGIN[\s\S]*?-----END CERTIFICATE-----\n/g) ?? [];
    all.forEach((certificate, at) => writeFileSync(join(folder, `test-${at}.crt`), certificate));
    await this.run('update-ca-certificates');
  }

  addSetting(line: string): void {
    appendFileSync(join(this.root, 'etc/duet/duet.toml'), `\n${line}\n`);
  }

  /** `systemctl enable --now duet.socket duet` */
  async start(): Promise<void> {
    const standIn = spawn('ip', [...INSIDE, 'python3', STAND_IN, this.root, '443', '80'], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#standIn = standIn;
    createInterface({ input: standIn.stdout }).on('line', (line) => {
      if (line.startsWith('READY=1')) this.#ready++;
    });
    await this.#isReady(1);
  }

  /** `systemctl restart duet` */
  async restart(): Promise<void> {
    const wanted = this.#ready + 1;
    this.#standIn?.kill('SIGHUP');
    await this.#isReady(wanted);
  }

  async stop(): Promise<void> {
    const running = this.#standIn;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGTERM');
    await gone;
  }

  async #isReady(wanted: number): Promise<void> {
    const deadline = Date.now() + READY_MS;
    while (this.#ready < wanted) {
      if (this.#standIn?.exitCode !== null) throw new Error('the program ended before it was ready');
      if (Date.now() > deadline) throw new Error(`the program does not say that it is ready after ${READY_MS} ms`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
