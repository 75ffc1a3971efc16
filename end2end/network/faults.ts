// What can go wrong between people and their server. Each function does it and returns how to undo it.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HUB, type Network, type Place, subnetOf } from './network.js';

export type Undo = () => void;

/** The cable is pulled, or the wireless network is out of reach: no carrier, and the browser knows at once. */
export function cutLink(network: Network, place: Place): Undo {
  network.hub('link', 'set', place, 'down');
  return () => network.hub('link', 'set', place, 'up');
}

/** Another address on the same link. Undoing it is such a change again. */
export function changeAddress(network: Network, place: Place): Undo {
  const before = network.hostOf(place);
  network.moveTo(place, before === 2 ? 3 : 2);
  return () => network.moveTo(place, before);
}

/** Packets from one place to another vanish without a message, and no connection ends. */
export function losePackets(network: Network, from: Place, to: Place): Undo {
  // Before the rule that knows the routes, which has 32766.
  const rule = ['priority', '100', 'blackhole', 'from', subnetOf(from), 'to', subnetOf(to)];
  network.hub('rule', 'add', ...rule);
  return () => network.hub('rule', 'delete', ...rule);
}

/** A firewall that lets no UDP out of this place, as in many offices. */
export function loseUdp(network: Network, place: Place): Undo {
  const rules = (['from', 'to'] as const).map((way) => ['priority', '90', 'blackhole', way, subnetOf(place), 'ipproto', 'udp']);
  for (const rule of rules) network.hub('rule', 'add', ...rule);
  return () => rules.forEach((rule) => network.hub('rule', 'delete', ...rule));
}

/** A firewall that lets nothing out of this place but encrypted pages. */
export function leaveHttps(network: Network, place: Place): Undo {
  const all = ['priority', '90', 'blackhole'];
  const pages = ['priority', '80', 'lookup', 'main'];
  const rules = [
    [...pages, 'from', subnetOf(place), 'ipproto', 'tcp', 'dport', '443'],
    [...pages, 'to', subnetOf(place), 'ipproto', 'tcp', 'sport', '443'],
    [...all, 'from', subnetOf(place)],
    [...all, 'to', subnetOf(place)],
  ];
  for (const rule of rules) network.hub('rule', 'add', ...rule);
  return () => rules.forEach((rule) => network.hub('rule', 'delete', ...rule));
}

function nft(...words: string[]): void {
  execFileSync('ip', ['netns', 'exec', HUB, 'nft', ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** So long what is too much for a narrow line waits before it is dropped, in milliseconds. */
const QUEUE_MS = 500;

function tc(...words: string[]): void {
  execFileSync('ip', ['netns', 'exec', HUB, 'tc', ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** What this machine lacks for {@link narrow}, in words. */
export function missingShaper(): string | undefined {
  try {
    tc('qdisc', 'add', 'dev', 'ann', 'root', 'handle', '1:', 'htb');
    tc('class', 'add', 'dev', 'ann', 'parent', '1:', 'classid', '1:1', 'htb', 'rate', '1gbit');
    tc('qdisc', 'add', 'dev', 'ann', 'parent', '1:1', 'tbf', 'rate', '1mbit', 'burst', '2kb', 'latency', '500ms');
    return undefined;
  } catch {
    return 'the queues htb and tbf of the kernel are missing';
  } finally {
    widen('ann');
  }
}

function widen(place: Place): void {
  try {
    tc('qdisc', 'delete', 'dev', place, 'root');
  } catch {
    // There was none.
  }
}

/** What the two say to each other gets no more than so much, in kilobits per second, in each direction; the pages' server is as near as ever. */
export function narrow(kbps: number): Undo {
  const places: Place[] = ['ann', 'ben'];
  for (const place of places) {
    tc('qdisc', 'add', 'dev', place, 'root', 'handle', '1:', 'htb', 'default', '1');
    for (const of of ['1:1', '1:2']) tc('class', 'add', 'dev', place, 'parent', '1:', 'classid', of, 'htb', 'rate', '1gbit');
    const shape = ['tbf', 'rate', `${kbps}kbit`, 'burst', '2kb', 'latency', `${QUEUE_MS}ms`];
    tc('qdisc', 'add', 'dev', place, 'parent', '1:2', 'handle', '2:', ...shape);
  }
  nft('add', 'table', 'ip', 'narrow');
  nft('add', 'chain', 'ip', 'narrow', 'through', '{ type filter hook forward priority 0; }');
  nft('add', 'rule', 'ip', 'narrow', 'through', 'meta', 'l4proto', 'udp', 'meta', 'priority', 'set', '1:2');
  return together(
    () => nft('delete', 'table', 'ip', 'narrow'),
    () => places.forEach(widen),
  );
}

/** What this machine lacks for {@link translateAddresses} and {@link loseSome}, in words. */
export function missingFilter(): string | undefined {
  try {
    nft('add', 'table', 'ip', 'probe');
    nft('delete', 'table', 'ip', 'probe');
    return undefined;
  } catch {
    return 'the program "nft" or its part of the kernel is missing (Debian: apt-get install nftables)';
  }
}

/** Of a hundred packets of UDP so many are lost at random on their way through, in each direction. */
export function loseSome(percent: number): Undo {
  nft('add', 'table', 'ip', 'lossy');
  nft('add', 'chain', 'ip', 'lossy', 'through', '{ type filter hook forward priority 0; }');
  nft('add', 'rule', 'ip', 'lossy', 'through', 'meta', 'l4proto', 'udp', 'numgen', 'random', 'mod', '100', '<', `${percent}`, 'drop');
  return () => nft('delete', 'table', 'ip', 'lossy');
}

const JITTER = fileURLToPath(new URL('jitter.py', import.meta.url));

/** What this machine lacks for {@link unsettle}, in words. */
export function missingTunnel(): string | undefined {
  return existsSync('/dev/net/tun') ? undefined : 'there is no /dev/net/tun';
}

/** What the two say to each other takes up to so many milliseconds longer, each packet another time. */
export function unsettle(network: Network, maxMs: number): Undo {
  const places: Place[] = ['ann', 'ben'];
  network.hub('tuntap', 'add', 'dev', 'jitter', 'mode', 'tun');
  network.hub('link', 'set', 'jitter', 'up');
  network.hub('route', 'add', 'default', 'dev', 'jitter', 'table', '77');
  const rules = places.map((from) => {
    const to: Place = from === 'ann' ? 'ben' : 'ann';
    return ['priority', '70', 'iif', from, 'from', subnetOf(from), 'to', subnetOf(to), 'lookup', '77'];
  });
  const delaying = spawn('ip', ['netns', 'exec', HUB, 'python3', JITTER, 'jitter', `${maxMs}`], { stdio: 'ignore' });
  for (const rule of rules) network.hub('rule', 'add', ...rule);
  return together(
    ...rules.map((rule) => () => network.hub('rule', 'delete', ...rule)),
    () => void delaying.kill('SIGKILL'),
    () => network.hub('link', 'delete', 'jitter'),
  );
}

/**
 * These people are behind routers that show another port to everybody they speak to, and let in nobody else (symmetric NAT): what one
 * learns from a STUN server is of no use to another.
 */
export function translateAddresses(network: Network, ...places: Place[]): Undo {
  nft('add', 'table', 'ip', 'router');
  nft('add', 'chain', 'ip', 'router', 'out', '{ type nat hook postrouting priority 100; }');
  for (const place of places) {
    nft('add', 'rule', 'ip', 'router', 'out', 'ip', 'saddr', subnetOf(place), 'oifname', 'server', 'masquerade', 'random');
  }
  const between = places.flatMap((one) => places.filter((other) => other !== one).map((other) => losePackets(network, one, other)));
  return together(...between, () => nft('delete', 'table', 'ip', 'router'));
}

/** The same in both directions. */
export function losePath(network: Network, one: Place, other: Place): Undo {
  return together(losePackets(network, one, other), losePackets(network, other, one));
}

/** These people and the server cannot reach each other any more; people still reach each other. */
export function loseServer(network: Network, ...places: Place[]): Undo {
  return together(...places.map((place) => losePath(network, place, 'server')));
}

function together(...undos: Undo[]): Undo {
  return () => undos.forEach((undo) => undo());
}
