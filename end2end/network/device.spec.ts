// A telephone dies in mid-call, and its owner goes on with another device.
import { setTimeout as pause } from 'node:timers/promises';
import { cutLink } from './faults.js';
import { expect, test } from './fixtures.js';
import { SEAT_MS, SLACK_MS } from './limits.js';
import { note } from './run-fault.js';

test('a device dies: another device of the same person gets its seat', async ({ scene, ann: _, ben, room, newParticipant }) => {
  const other = await newParticipant('cat');
  await other.arrive();
  const begun = Date.now();
  const mend = cutLink(scene.network, 'ann');
  scene.network.killAllAt('ann');
  // As long as somebody needs to see that the device is dead.
  await pause(2000);
  let answer: string;
  let presses = 0;
  do {
    const before = (await other.states()).length;
    await other.join(room);
    presses++;
    const answered = await other.page.waitForFunction(
      (known) => window.witness.states.slice(known).find((state) => !['choosing-room', 'joining'].includes(state)),
      before,
    );
    answer = (await answered.jsonValue()) ?? '';
    note(`${Date.now() - begun} ms: ${answer}`);
    // Nobody presses faster, and a server may take those who do for a flood.
    if (answer === 'room-full') await pause(1000);
  } while (answer === 'room-full' && Date.now() < begun + 2 * SEAT_MS);
  const took = Date.now() - begun;
  note(`let in after ${took} ms, pressed Join ${presses} times`);
  await Promise.all([other.seesFriend(), ben.seesFriend()]);
  expect(took, `let in within ${SEAT_MS} ms`).toBeLessThanOrEqual(SEAT_MS + SLACK_MS);
  mend();
});
