// Network namespaces through iproute2: whether this machine gives any, and that none is left behind.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';

const PREFIX = 'duet';
const FOLDER = '/run/netns';
/** What lies below it for a namespace is laid over /etc for programs that `ip netns exec` starts there (ip-netns(8)). */
const OWN_ETC = '/etc/netns';

export function ip(...words: string[]): string {
  return execFileSync('ip', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A name that no other run on this machine has. */
export function nameOf(place: string): string {
  return `${PREFIX}-${process.pid}-${place}`;
}

function processesIn(namespace: string): number[] {
  return ip('netns', 'pids', namespace).split('\n').filter(Boolean).map(Number);
}

/** Nothing that runs in there gets the chance to say goodbye. */
export function killAllIn(namespace: string): void {
  // Between two looks a process may have made another.
  for (let left = processesIn(namespace); left.length > 0; left = processesIn(namespace)) {
    for (const id of left) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It was faster.
      }
    }
  }
}

export function setKernel(namespace: string, name: string, value: 0 | 1): void {
  // A process has to be inside; the shell is one that every machine has.
  ip('netns', 'exec', namespace, 'sh', '-c', `echo ${value} >/proc/sys/net/${name}`);
}

function removeNamespace(namespace: string): void {
  killAllIn(namespace);
  ip('netns', 'delete', namespace);
  rmSync(`${OWN_ETC}/${namespace}`, { recursive: true, force: true });
}

/** What programs that start in there from now on know of names, as /etc/hosts has it. Every other name is unknown at once. */
export function setHosts(namespace: string, hosts: string): void {
  mkdirSync(`${OWN_ETC}/${namespace}`, { recursive: true });
  writeFileSync(`${OWN_ETC}/${namespace}/hosts`, hosts);
  // Nobody listens there. One that does not answer would be waited for, for each address of the other family.
  writeFileSync(`${OWN_ETC}/${namespace}/resolv.conf`, 'nameserver 127.0.0.1\n');
}

/** Removes what this run has made, and what runs left that had no time to clean up. */
export function sweep(): void {
  for (const name of namespaces()) {
    const owner = Number(new RegExp(`^${PREFIX}-(\\d+)-`).exec(name)?.[1]);
    if (owner === process.pid || (owner && !isAlive(owner))) removeNamespace(name);
  }
}

function namespaces(): string[] {
  try {
    return readdirSync(FOLDER);
  } catch {
    return [];
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

/** What this machine lacks for these tests, in words; undefined when nothing is missing. */
export function missing(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces exist on Linux only';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  try {
    ip('-Version');
  } catch {
    return 'the program "ip" is missing (Debian: apt-get install iproute2)';
  }
  const probe = nameOf('probe');
  try {
    ip('netns', 'add', probe);
    ip('-n', probe, 'link', 'add', 'one', 'type', 'veth', 'peer', 'name', 'other');
    ip('-n', probe, 'rule', 'add', 'priority', '100', 'blackhole', 'from', '10.77.1.0/24');
    return undefined;
  } catch (error) {
    return `this machine gives no network namespaces with veth and blackhole rules: ${error instanceof Error ? error.message.trim() : error}`;
  } finally {
    if (namespaces().includes(probe)) removeNamespace(probe);
  }
}
