// A small world: a hub that routes, and around it the server and each person in a network of their own.
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ip, killAllIn, nameOf, setKernel, sweep } from './namespaces.mjs';

const PLACES = /** @type {const} */ (['server', 'ann', 'ben', 'cat']);
/** @typedef {typeof PLACES[number]} Place */

const HUB = nameOf('hub');
const GATEWAY = 254;

/** @param {Place} place */
export function subnetOf(place) {
  return `10.77.${PLACES.indexOf(place)}.0/24`;
}

/**
 * @param {Place} place
 * @param {number} host
 */
function address(place, host) {
  return subnetOf(place).replace('.0/', `.${host}/`);
}

export const SERVER_ADDRESS = '10.77.0.1:3200';
export const ORIGIN = `http://${SERVER_ADDRESS}`;

export class Network {
  /** @type {Map<Place, number>} */
  #hosts = new Map();
  /** For what has to be a file: wrappers, and the server's memory. */
  folder = mkdtempSync(join(tmpdir(), 'duet-rig-'));

  constructor() {
    process.once('exit', () => this.remove());
    // Without a handler the process would end with no "exit".
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, () => process.exit(130));
    sweep();
    ip('netns', 'add', HUB);
    quieten(HUB);
    setKernel(HUB, 'ipv4/ip_forward', 1);
    // What cannot be delivered gets no answer, as in a network that lost its way.
    this.hub('route', 'add', 'blackhole', 'default');
    for (const place of PLACES) this.#connect(place);
  }

  /** @param {Place} place */
  #connect(place) {
    const namespace = nameOf(place);
    ip('netns', 'add', namespace);
    quieten(namespace);
    this.hub('link', 'add', place, 'type', 'veth', 'peer', 'name', 'net0', 'netns', namespace);
    this.hub('address', 'add', address(place, GATEWAY), 'dev', place);
    this.hub('link', 'set', place, 'up');
    this.at(place, 'link', 'set', 'lo', 'up');
    this.at(place, 'link', 'set', 'net0', 'up');
    this.moveTo(place, place === 'server' ? 1 : 2);
  }

  /** @param {...string} words */
  hub(...words) {
    ip('-n', HUB, ...words);
  }

  /**
   * @param {Place} place
   * @param {...string} words
   */
  at(place, ...words) {
    ip('-n', nameOf(place), ...words);
  }

  /** @param {Place} place */
  hostOf(place) {
    return this.#hosts.get(place) ?? 0;
  }

  /**
   * Gives the place another address in its subnet. The link stays up, as when a router hands out a new one.
   * @param {Place} place
   * @param {number} host
   */
  moveTo(place, host) {
    const before = this.hostOf(place);
    // Its routes go with it.
    if (before) this.at(place, 'address', 'delete', address(place, before), 'dev', 'net0');
    this.at(place, 'address', 'add', address(place, host), 'dev', 'net0');
    this.at(place, 'route', 'add', 'default', 'via', address(place, GATEWAY).replace(/\/.*/, ''));
    this.#hosts.set(place, host);
  }

  /**
   * A program that runs the given one in this place, with the same arguments.
   * @param {Place} place
   * @param {string} program
   */
  wrap(place, program) {
    const file = join(this.folder, `${place}.sh`);
    writeFileSync(file, `#!/bin/sh\nexec ip netns exec ${nameOf(place)} ${program} "$@"\n`);
    chmodSync(file, 0o755);
    return file;
  }

  /** @param {Place} place */
  killAllAt(place) {
    killAllIn(nameOf(place));
  }

  remove() {
    sweep();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * No IPv6: addresses that make themselves would be a second way around every fault.
 * @param {string} namespace
 */
function quieten(namespace) {
  for (const which of ['all', 'default']) {
    // A kernel without IPv6 has nothing to switch off.
    if (existsSync('/proc/sys/net/ipv6')) setKernel(namespace, `ipv6/conf/${which}/disable_ipv6`, 1);
  }
}
