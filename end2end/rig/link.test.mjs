// A cable is pulled, or a telephone loses its network, and it comes back.
import assert from 'node:assert/strict';
import { assertBack, assertNoticed, assertStates, endure, report } from './endure.mjs';
import { cutLink } from './faults.mjs';
import { test } from './scene.mjs';

test('a second without network: the picture comes back by itself, and nobody is told that anybody left', async ({ scene, ann, ben }, t) => {
  const { accounts } = await endure([ann, ben], () => cutLink(scene.network, 'ann'), 1000);
  report(t, accounts);
  assertBack(accounts);
  assertStates(accounts, 'connected', 'reconnecting');
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  for (const person of [ann, ben]) {
    assert.deepEqual((await person.heard()).filter((words) => /\bleft\b/.test(words)), [], 'nobody left');
  }
});

for (const [seconds, states] of /** @type {const} */ ([
  [4, ['connected', 'reconnecting']],
  [15, ['connected', 'reconnecting']],
  // By then the seat may have been given up.
  [45, ['connected', 'reconnecting', 'waiting', 'joining', 'connecting']],
])) {
  test(`${seconds} s without network: both see the last picture, dimmed, and soon afterwards each other`, async ({ scene, ann, ben }, t) => {
    const look = () => Promise.all([ann.keepsLastPicture(), ben.keepsLastPicture()]);
    const { accounts } = await endure([ann, ben], () => cutLink(scene.network, 'ann'), seconds * 1000, look);
    report(t, accounts);
    assertNoticed(accounts);
    assertBack(accounts);
    assertStates(accounts, ...states);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  });
}
