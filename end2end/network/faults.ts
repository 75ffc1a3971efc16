// What can go wrong between people and their server. Each function does it and returns how to undo it.
import { type Network, type Place, subnetOf } from './network.js';

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
