// The server is out of reach, or dead, while the two people still reach each other.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { assertUnbroken, endure, report, tell } from './endure.mjs';
import { loseServer, losePackets } from './faults.mjs';
import { PATIENCE_MS, SIGN_GONE_MS, SIGN_MS, SLACK_MS } from './limits.mjs';
import { test } from './scene.mjs';

/** @import { TestContext } from 'node:test' */
/** @import { Undo } from './faults.mjs' */
/** @import { Neighbour } from './neighbour.mjs' */
/** @import { Scene } from './scene.mjs' */

/** @typedef {{ scene: Scene, ann: Neighbour, ben: Neighbour, room: string }} Stage */

/**
 * Nobody gets between two people in a call, whatever the server has heard of them lately.
 * @param {Stage} stage
 * @param {Neighbour} cat
 */
async function assertFull({ room }, cat) {
  await cat.arrive();
  await cat.join(room);
  await cat.expectState('room-full', 'waiting', 'connecting', 'connected');
  assert.equal((await cat.states()).at(-1), 'room-full');
  await cat.expectWords('[role="alert"]', 'full', room);
  await cat.goAway();
}

/**
 * @param {Stage} stage
 * @param {TestContext} t
 * @param {() => Undo} fault
 * @param {boolean} comesCat
 */
async function outOfReach(stage, t, fault, comesCat) {
  const people = [stage.ann, stage.ben];
  // A browser that starts takes the whole machine, and is no part of the fault.
  const cat = comesCat ? await stage.scene.person('cat') : undefined;
  const { begun, ended, accounts } = await endure(people, fault, 25_000, async (begun) => {
    const shown = await Promise.all(people.map((person) => person.sign('shown', begun, PATIENCE_MS)));
    t.diagnostic(`signs shown after ${shown.map(Math.round).join(' and ')} ms`);
    assert.ok(Math.max(...shown) <= SIGN_MS + SLACK_MS, `a sign within ${SIGN_MS} ms`);
    if (cat) await assertFull(stage, cat);
  });
  t.diagnostic(`out of reach for ${ended - begun} ms`);
  report(t, accounts);
  await assertSignsGone(people, ended, t);
  assertUnbroken(accounts);
}

/**
 * @param {Neighbour[]} people
 * @param {number} from
 * @param {TestContext} t
 */
async function assertSignsGone(people, from, t) {
  const gone = await Promise.all(people.map((person) => person.sign('gone', from, PATIENCE_MS)));
  t.diagnostic(`signs gone after ${gone.map(Math.round).join(' and ')} ms`);
  assert.ok(Math.max(...gone) <= SIGN_GONE_MS + SLACK_MS, `the signs are gone within ${SIGN_GONE_MS} ms`);
}

test('the server is out of reach of one person: the call goes on, and nobody else gets the seat', (stage, t) =>
  outOfReach(stage, t, () => loseServer(stage.scene.network, 'ann'), true));

test('one person does not hear the server, which hears them: the call goes on, and nobody else gets the seat', (stage, t) =>
  outOfReach(stage, t, () => losePackets(stage.scene.network, 'server', 'ann'), true));

test('the server is out of reach of both: the call goes on', (stage, t) =>
  outOfReach(stage, t, () => loseServer(stage.scene.network, 'ann', 'ben'), false));

test('the server is killed and started again: the call goes on, and nobody else gets a seat', async (stage, t) => {
  const { scene, ann, ben } = stage;
  const cat = await scene.person('cat');
  const begun = Date.now();
  await scene.server.stop();
  await pause(5000);
  await scene.server.start();
  const ended = Date.now();
  await assertSignsGone([ann, ben], ended, t);
  await assertFull(stage, cat);
  const accounts = await tell([ann, ben], begun, ended);
  report(t, accounts);
  assertUnbroken(accounts);
});
