// In a room, with a stub in the place of RTCPeerConnection: WebKitGTK is built without.
import { roomPath } from '../fixtures/caller.js';
import { expect, test } from './fixtures.js';

test('a name leads to its room, where one waits and can leave', { tag: '@quick' }, async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'never' });
  await ann.arriveAtDialog();
  await ann.join(room);
  await ann.expectState('waiting');
  await ann.expectText(room);
  await ann.expectPath(roomPath(room));
  for (const name of ['Copy link', 'Mute microphone', 'Turn camera off', 'Leave']) await ann.control(name);
  await ann.seesThemselves();
  await ann.press('Leave');
  await ann.expectState('ended');
  await expect.poll(() => ann.liveTracks(), { message: 'tracks that are still on' }).toBe(0);
  await ann.expectPath('/');
  await ann.press('Join again');
  await ann.expectState('waiting');
  await ann.seesThemselves();
});

test('a third is told that the room is full, and gets in when one has left', { tag: '@quick' }, async ({ newPerson, room }) => {
  const cat = await newPerson({ peer: 'never' });
  await cat.arriveAtDialog(roomPath(room));
  await cat.letSomebodyIn(room);
  await cat.letSomebodyIn(room);
  await cat.join(room);
  await cat.expectState('room-full');
  await cat.expectAlert(/full/i, room);
  await cat.expectDialog();
  await cat.letSomebodyOut();
  await cat.join(room);
  await cat.expectState('connecting');
});

test('a friend comes, words say why it takes long, and the friend leaves', async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'never' });
  await ann.arriveAtDialog();
  await ann.join(room);
  await ann.expectState('waiting');
  await ann.letSomebodyIn(room, true);
  await ann.expectState('connecting');
  const first = await ann.session.evaluate(() => document.querySelector('.place')?.textContent ?? '');
  await expect
    .poll(() => ann.session.evaluate(() => document.querySelector('.place')?.textContent?.length ?? 0), { timeout: 20_000 })
    .toBeGreaterThan(first.length);
  await ann.letSomebodyOut();
  await ann.expectState('waiting');
  expect(await ann.witnessed(({ announcements }) => announcements.join(' '))).toMatch(/left/);
});

test('microphone and camera go off and on, and the buttons say so', async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'never' });
  await ann.arriveAtDialog();
  await ann.join(room);
  const microphone = () =>
    ann.witnessed(({ tracks }) =>
      tracks.filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live').map(({ enabled }) => enabled),
    );
  await ann.press('Mute microphone');
  await ann.control('Unmute microphone');
  expect(await microphone()).toEqual([false]);
  await ann.press('Unmute microphone');
  await ann.control('Mute microphone');
  expect(await microphone()).toEqual([true]);
  await ann.press('Turn camera off');
  await ann.control('Turn camera on');
  await expect.poll(() => ann.liveTracks(), { message: 'tracks that are on' }).toBe(1);
  await ann.press('Turn camera on');
  await ann.control('Turn camera off');
  await ann.expectOwnFrames();
});

test('a reload takes the same seat again without the dialog', async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'never' });
  await ann.arriveAtDialog();
  await ann.join(room);
  await ann.expectState('waiting');
  await ann.session.reload();
  await ann.expectState('waiting');
  expect(await ann.witnessed(({ states }) => states)).not.toContain('choosing-room');
  await ann.expectText(room);
});

test('Back leaves the room, and Forward fills the dialog', async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'never' });
  await ann.arriveAtDialog();
  await ann.join(room);
  await ann.expectState('waiting');
  await ann.session.back();
  await ann.expectState('ended', 'choosing-room');
  await ann.expectPath('/');
  await ann.session.forward();
  await ann.expectDialog();
  expect(await ann.roomName()).toBe(room);
});

test('a server that cannot be reached is said, and Join works once it is back', async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'never' });
  ann.injector.changes.signaling = 'refused';
  await ann.arriveAtDialog();
  await ann.join(room);
  await ann.expectState('choosing-room');
  await ann.expectAlert(/reach|connect/i);
  ann.injector.changes.signaling = 'open';
  await ann.join(room);
  await ann.expectState('waiting');
});

test('a server that says nothing leaves the person joining', async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'never' });
  ann.injector.changes.signaling = 'silent';
  await ann.arriveAtDialog();
  await ann.join(room);
  await expect.poll(() => ann.witnessed(({ states }) => states)).toContain('joining');
});
