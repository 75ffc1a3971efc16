// A cable is pulled, or a telephone loses its network, and it comes back.
import { cutLink } from './faults.js';
import { expect, test } from './fixtures.js';
import { expectBack, expectNoticed, expectStates, report, runFault } from './run-fault.js';

test('1 s without network: the picture comes back, and no person has left', async ({ scene, ann, ben }) => {
  const { accounts } = await runFault([ann, ben], () => cutLink(scene.network, 'ann'), 1000);
  report(accounts);
  expectBack(accounts);
  expectStates(accounts, 'connected', 'reconnecting');
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  for (const person of [ann, ben]) {
    expect(
      (await person.announcements()).filter((words) => /\bleft\b/.test(words)),
      'who left',
    ).toEqual([]);
  }
});

const OUTAGES: { seconds: number; states: string[]; tag?: string }[] = [
  { seconds: 4, states: ['connected', 'reconnecting'], tag: '@quick' },
  { seconds: 15, states: ['connected', 'reconnecting'] },
  // By then the seat may have been given up.
  { seconds: 45, states: ['connected', 'reconnecting', 'waiting', 'joining', 'connecting'] },
];

for (const { seconds, states, tag = [] } of OUTAGES) {
  test(`${seconds} s without network: the last picture, dimmed, then each other`, { tag }, async ({ scene, ann, ben }) => {
    const look = () => Promise.all([ann.keepsLastPicture(), ben.keepsLastPicture()]);
    const { accounts } = await runFault([ann, ben], () => cutLink(scene.network, 'ann'), seconds * 1000, look);
    report(accounts);
    expectNoticed(accounts);
    expectBack(accounts);
    expectStates(accounts, ...states);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  });
}
