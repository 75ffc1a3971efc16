// Two people, a fault, and what each of them went through.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { BACK_MS, GAP_MS, NOTICED_MS, PATIENCE_MS, SLACK_MS } from './limits.mjs';

/** @import { TestContext } from 'node:test' */
/** @import { Undo } from './faults.mjs' */
/** @import { Account, Neighbour } from './neighbour.mjs' */

/**
 * Lets a fault last for so long, or until `meanwhile` is through if that takes longer.
 * @param {Neighbour[]} people
 * @param {() => Undo} fault
 * @param {number} forMs
 * @param {(begun: number) => Promise<unknown>} [meanwhile]
 */
export async function endure(people, fault, forMs, meanwhile = async () => {}) {
  const begun = Date.now();
  const undo = fault();
  const [, seen] = await Promise.allSettled([pause(forMs), meanwhile(begun)]);
  undo();
  const ended = Date.now();
  const accounts = await tell(people, begun, ended);
  if (seen.status === 'rejected') {
    // What it went through says more than what was not seen.
    assert.fail(`${seen.reason.message}\n${accounts.map(({ story }) => story).join('\n')}`);
  }
  return { begun, ended, accounts };
}

/**
 * @param {Neighbour[]} people
 * @param {number} begun
 * @param {number} ended
 */
export function tell(people, begun, ended) {
  return Promise.all(people.map((person) => person.outlives(begun, ended, PATIENCE_MS)));
}

/** @param {Account[]} accounts */
export function assertNoticed(accounts) {
  for (const { noticed, story } of accounts) {
    assert.ok(noticed !== undefined && noticed <= NOTICED_MS + SLACK_MS, `"reconnecting" within ${NOTICED_MS} ms: ${noticed} (${story})`);
  }
}

/** @param {Account[]} accounts */
export function assertBack(accounts) {
  for (const { back, story } of accounts) {
    assert.ok(back <= BACK_MS + SLACK_MS, `the picture back within ${BACK_MS} ms: ${back.toFixed(0)} (${story})`);
  }
}

/**
 * @param {Account[]} accounts
 * @param {string[]} allowed
 */
export function assertStates(accounts, ...allowed) {
  for (const { states, story } of accounts) {
    assert.ok(states.every((state) => allowed.includes(state)), `only ${allowed.join(', ')}: ${story}`);
  }
}

/**
 * Neither one lost the other for a moment.
 * @param {Account[]} accounts
 */
export function assertUnbroken(accounts) {
  assertStates(accounts, 'connected');
  for (const { gap, story } of accounts) assert.ok(gap <= GAP_MS, `the picture never stops: ${gap.toFixed(0)} ms without a frame (${story})`);
}

/**
 * The figures of a test that passed are worth reading too.
 * @param {TestContext} t
 * @param {Account[]} accounts
 */
export function report(t, accounts) {
  for (const { noticed, back, gap, story } of accounts) {
    t.diagnostic(`noticed ${noticed?.toFixed(0) ?? 'never'}, back ${back.toFixed(0)}, longest gap ${gap.toFixed(0)} ms; ${story}`);
  }
}
