// What a call looks like, with a stub that claims to be linked and shows the own camera as the other's picture.
import { expect, test } from './fixtures.js';
import type { Person } from './person.js';

async function startCall(ann: Person, room: string): Promise<void> {
  await ann.arriveAtDialog();
  await ann.join(room);
  await ann.expectState('waiting');
  await ann.letSomebodyIn(room, true);
  await ann.expectState('connected');
}

test('two who are linked are in a call, and one can leave it', { tag: '@quick' }, async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'linked' });
  await startCall(ann, room);
  await ann.control('Chat');
  for (const name of ['Mute microphone', 'Turn camera off', 'Settings', 'Leave']) await ann.control(name);
  await expect
    .poll(() => ann.session.evaluate(() => (document.querySelector('[data-testid="remote-video"]') as HTMLVideoElement).videoWidth))
    .toBeGreaterThan(100);
  await ann.press('Leave');
  await ann.expectState('ended');
});

test('each panel of a call opens, and Escape closes it', async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'linked' });
  await startCall(ann, room);
  for (const name of ['Chat', 'Files', 'Settings', 'More']) {
    await test.step(name, async () => {
      await ann.press(name);
      await ann.element('.drawer[open]');
      await ann.session.press('Escape');
      await expect.poll(() => ann.isShown('.drawer[open]')).toBe(false);
      await ann.expectState('connected');
    });
  }
});

test('what the other has off is said', async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'linked' });
  await startCall(ann, room);
  await ann.session.evaluate(() => window.seatHolders[0]?.tellDevices({ microphone: false, camera: true }));
  await ann.expectText('They are muted');
});

test('a link that breaks is said, and one can leave', async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'linked' });
  await startCall(ann, room);
  await ann.session.evaluate(() => window.fakePeers.forEach((peer) => peer.breakDown()));
  await ann.expectState('reconnecting');
  await ann.press('Leave');
  await ann.expectState('ended');
});
