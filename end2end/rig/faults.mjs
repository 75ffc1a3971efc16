// What can go wrong between people and their server. Each function does it and returns how to undo it.
import { subnetOf } from './network.mjs';

/** @import { Network, Place } from './network.mjs' */
/** @typedef {() => void} Undo */

/**
 * The cable is pulled, or the wireless network is out of reach: no carrier, and the browser knows at once.
 * @param {Network} network
 * @param {Place} place
 * @returns {Undo}
 */
export function cutLink(network, place) {
  network.hub('link', 'set', place, 'down');
  return () => network.hub('link', 'set', place, 'up');
}

/**
 * Another address on the same link. Undoing it is such a change again.
 * @param {Network} network
 * @param {Place} place
 * @returns {Undo}
 */
export function changeAddress(network, place) {
  const before = network.hostOf(place);
  network.moveTo(place, before === 2 ? 3 : 2);
  return () => network.moveTo(place, before);
}

/**
 * Packets from one place to another vanish: nobody is told, no connection ends.
 * @param {Network} network
 * @param {Place} from
 * @param {Place} to
 * @returns {Undo}
 */
export function losePackets(network, from, to) {
  // Before the rule that knows the ways, which has 32766.
  const rule = ['priority', '100', 'blackhole', 'from', subnetOf(from), 'to', subnetOf(to)];
  network.hub('rule', 'add', ...rule);
  return () => network.hub('rule', 'delete', ...rule);
}

/**
 * The same in both directions.
 * @param {Network} network
 * @param {Place} one
 * @param {Place} other
 * @returns {Undo}
 */
export function losePath(network, one, other) {
  return together(losePackets(network, one, other), losePackets(network, other, one));
}

/**
 * These people and the server do not hear each other any more; people still hear each other.
 * @param {Network} network
 * @param {...Place} places
 * @returns {Undo}
 */
export function loseServer(network, ...places) {
  return together(...places.map((place) => losePath(network, place, 'server')));
}

/**
 * @param {...Undo} undos
 * @returns {Undo}
 */
function together(...undos) {
  return () => undos.forEach((undo) => undo());
}
