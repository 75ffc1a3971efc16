// A telephone dies in mid-call, and its owner goes on with another device.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { cutLink } from './faults.mjs';
import { SEAT_MS, SLACK_MS } from './limits.mjs';
import { test } from './scene.mjs';

test('a device dies without a word: the other device of the same person gets its seat', async ({ scene, ben, room }, t) => {
  const other = await scene.person('cat');
  await other.arrive();
  const begun = Date.now();
  cutLink(scene.network, 'ann');
  scene.network.killAllAt('ann');
  // As long as somebody needs to see that the device is dead.
  await pause(2000);
  /** @type {string} */
  let answer;
  let presses = 0;
  do {
    const before = (await other.states()).length;
    await other.join(room);
    presses++;
    const answered = await other.page.waitForFunction(
      (known) => window.witness.states.slice(known).find((state) => !['choosing-room', 'joining'].includes(state)),
      {},
      before,
    );
    answer = (await answered.jsonValue()) ?? '';
    t.diagnostic(`${Date.now() - begun} ms: ${answer}`);
    // Nobody presses faster, and a server may take those who do for a flood.
    if (answer === 'room-full') await pause(1000);
  } while (answer === 'room-full' && Date.now() < begun + 2 * SEAT_MS);
  const took = Date.now() - begun;
  t.diagnostic(`let in after ${took} ms, pressed Join ${presses} times`);
  await Promise.all([other.seesFriend(), ben.seesFriend()]);
  assert.ok(took <= SEAT_MS + SLACK_MS, `let in within ${SEAT_MS} ms: ${took}`);
  await other.goAway();
});
