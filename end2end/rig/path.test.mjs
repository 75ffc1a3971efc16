// The way between two people changes or vanishes, while both reach the server.
import assert from 'node:assert/strict';
import { assertBack, assertNoticed, assertStates, endure, report } from './endure.mjs';
import { changeAddress, losePath } from './faults.mjs';
import { NOTICED_MS, SLACK_MS } from './limits.mjs';
import { test } from './scene.mjs';

for (const place of /** @type {const} */ (['ann', 'ben'])) {
  const who = place === 'ann' ? 'who came first' : 'who joined';
  test(`the one ${who} gets another address in mid-call: they see each other again`, async ({ scene, ann, ben }, t) => {
    const { accounts } = await endure([ann, ben], () => {
      changeAddress(scene.network, place);
      return () => {};
    }, 0);
    report(t, accounts);
    for (const { noticed, gap, story } of accounts) {
      const unbroken = noticed === undefined && gap <= NOTICED_MS + SLACK_MS;
      assert.ok(unbroken || (noticed ?? Infinity) <= NOTICED_MS + SLACK_MS, `noticed within ${NOTICED_MS} ms: ${noticed}, ${gap} (${story})`);
    }
    assertBack(accounts);
    assertStates(accounts, 'connected', 'reconnecting');
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  });
}

test('10 s without a way to each other: both are told, and see each other again soon after there is one', async ({ scene, ann, ben }, t) => {
  const look = () => Promise.all([ann.keepsLastPicture(), ben.keepsLastPicture()]);
  const { accounts } = await endure([ann, ben], () => losePath(scene.network, 'ann', 'ben'), 10_000, look);
  report(t, accounts);
  assertNoticed(accounts);
  assertBack(accounts);
  assertStates(accounts, 'connected', 'reconnecting');
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});
