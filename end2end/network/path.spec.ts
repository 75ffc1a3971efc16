// The way between two people changes or vanishes, while both reach the server.
import { changeAddress, losePath } from './faults.js';
import { expect, test } from './fixtures.js';
import { NOTICED_MS, SLACK_MS } from './limits.js';
import { expectBack, expectNoticed, expectStates, report, runFault } from './run-fault.js';

const MOVES = [
  { place: 'ann', who: 'who came first', tag: [] },
  { place: 'ben', who: 'who joined', tag: ['@quick'] },
] as const;

for (const { place, who, tag } of MOVES) {
  test(`another address in mid-call (${who}): they see each other again`, { tag: [...tag] }, async ({ scene, ann, ben }) => {
    const move = () => {
      changeAddress(scene.network, place);
      return () => {};
    };
    const { accounts } = await runFault([ann, ben], move, 0);
    report(accounts);
    for (const { noticed, gap, story } of accounts) {
      const unbroken = noticed === undefined && gap <= NOTICED_MS + SLACK_MS;
      const inTime = (noticed ?? Infinity) <= NOTICED_MS + SLACK_MS;
      expect(unbroken || inTime, `noticed within ${NOTICED_MS} ms: ${noticed}, ${gap} (${story})`).toBe(true);
    }
    expectBack(accounts);
    expectStates(accounts, 'connected', 'reconnecting');
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  });
}

test('10 s without a way to each other: both are told, and see each other again', async ({ scene, ann, ben }) => {
  const look = () => Promise.all([ann.keepsLastPicture(), ben.keepsLastPicture()]);
  const { accounts } = await runFault([ann, ben], () => losePath(scene.network, 'ann', 'ben'), 10_000, look);
  report(accounts);
  expectNoticed(accounts);
  expectBack(accounts);
  expectStates(accounts, 'connected', 'reconnecting');
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});
