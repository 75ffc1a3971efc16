// A small world: a hub that routes, and around it the server and each person in a network of their own.
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ip, killAllIn, nameOf, setKernel, sweep } from './namespaces.js';

const PLACES = ['server', 'ann', 'ben', 'cat'] as const;
export type Place = (typeof PLACES)[number];

export const HUB = nameOf('hub');
const GATEWAY = 254;

export function subnetOf(place: Place): string {
  return `10.77.${PLACES.indexOf(place)}.0/24`;
}

/** The first address of a place: its own, or the server's. */
export function addressOf(place: Place): string {
  return address(place, firstHost(place)).replace(/\/.*/, '');
}

function firstHost(place: Place): number {
  return place === 'server' ? 1 : 2;
}

function address(place: Place, host: number): string {
  return subnetOf(place).replace('.0/', `.${host}/`);
}

export const SERVER_ADDRESS = '10.77.0.1:3200';
export const SERVER_HOST = SERVER_ADDRESS.replace(/:.*/, '');
export const ORIGIN = `http://${SERVER_ADDRESS}`;
/** The same over TLS, at the port of encrypted pages. */
export const ENCRYPTED_ORIGIN = `https://${SERVER_HOST}`;

export class Network {
  readonly #hosts = new Map<Place, number>();
  /** For what has to be a file: wrappers, and the server's state. */
  readonly folder = mkdtempSync(join(tmpdir(), 'duet-network-'));

  constructor() {
    process.once('exit', () => this.remove());
    // Without a handler the process would end with no "exit".
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
    sweep();
    ip('netns', 'add', HUB);
    withoutIpv6(HUB);
    setKernel(HUB, 'ipv4/ip_forward', 1);
    // What cannot be delivered gets no answer, as in a network that lost its way.
    this.hub('route', 'add', 'blackhole', 'default');
    for (const place of PLACES) this.#connect(place);
  }

  #connect(place: Place): void {
    const namespace = nameOf(place);
    ip('netns', 'add', namespace);
    withoutIpv6(namespace);
    this.hub('link', 'add', place, 'type', 'veth', 'peer', 'name', 'net0', 'netns', namespace);
    this.hub('address', 'add', address(place, GATEWAY), 'dev', place);
    this.hub('link', 'set', place, 'up');
    this.at(place, 'link', 'set', 'lo', 'up');
    this.at(place, 'link', 'set', 'net0', 'up');
    this.moveTo(place, firstHost(place));
  }

  hub(...words: string[]): void {
    ip('-n', HUB, ...words);
  }

  at(place: Place, ...words: string[]): void {
    ip('-n', nameOf(place), ...words);
  }

  hostOf(place: Place): number {
    return this.#hosts.get(place) ?? 0;
  }

  /** Gives the place another address in its subnet. The link stays up, as when a router hands out a new one. */
  moveTo(place: Place, host: number): void {
    const before = this.hostOf(place);
    // Its routes go with it.
    if (before) this.at(place, 'address', 'delete', address(place, before), 'dev', 'net0');
    this.at(place, 'address', 'add', address(place, host), 'dev', 'net0');
    this.at(place, 'route', 'add', 'default', 'via', address(place, GATEWAY).replace(/\/.*/, ''));
    this.#hosts.set(place, host);
  }

  /** A program that runs the given one in this place, with the same arguments. */
  wrap(place: Place, program: string): string {
    return this.script(place, `ip netns exec ${nameOf(place)} ${program}`);
  }

  /** A program that runs this command, with its own arguments after those of the command. */
  script(name: string, command: string): string {
    const file = join(this.folder, `${name}.sh`);
    writeFileSync(file, `#!/bin/sh\nexec ${command} "$@"\n`);
    chmodSync(file, 0o755);
    return file;
  }

  killAllAt(place: Place): void {
    killAllIn(nameOf(place));
  }

  remove(): void {
    sweep();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** IPv6 addresses that make themselves would be a second way around every fault. */
function withoutIpv6(namespace: string): void {
  for (const which of ['all', 'default']) {
    // A kernel without IPv6 has nothing to switch off.
    if (existsSync('/proc/sys/net/ipv6')) setKernel(namespace, `ipv6/conf/${which}/disable_ipv6`, 1);
  }
}
