// The user stories in Firefox.
import { roomPath } from '../fixtures/caller.js';
import { launchFirefox } from '../fixtures/launch.js';
import { expect, test } from '../fixtures/people.js';
import { expectWords } from '../fixtures/words.js';
import { FIREFOX_DENY_PREFERENCES } from '../shared/browsers.js';

test('story 1: arriving asks for camera and microphone, once, with no click', async ({ newCaller }) => {
  const ann = await newCaller();
  await ann.arrive();
  await ann.expectDialog();
  const requests = await ann.witnessed(({ mediaRequests }) => mediaRequests.map(({ constraints }) => constraints));
  expect(requests).toHaveLength(1);
  expect(requests[0]?.audio).toBeTruthy();
  expect(requests[0]?.video).toBeTruthy();
  expect((await ann.states())[0]).toBe('requesting-media');
});

test('story 2: once allowed, people see themselves and are asked for a room', async ({ newCaller }) => {
  const ann = await newCaller();
  await ann.arrive();
  await ann.expectDialog();
  await ann.seesThemselves();
  await expect(ann.roomName, 'one can type at once').toBeFocused();
});

test('story 3: typing a name gives the person that room', async ({ newCaller, room }) => {
  const ann = await newCaller();
  await ann.arrive();
  await ann.join(room);
  await ann.expectState('waiting');
  await expect(ann.screen).toContainText(room);
  await ann.expectPath(roomPath(room));
});

test('story 4: a friend types the same name and they see each other', { tag: '@quick' }, async ({ startCall }) => {
  await startCall();
});

test('story 5: a third person is told that the room is full, and the call goes on', async ({ startCall, newCaller }) => {
  const { ann, ben, room } = await startCall();
  const cat = await newCaller();
  await cat.arrive();
  await cat.join(room);
  await cat.expectState('room-full');
  await expectWords(cat.alert, 'full', room);
  await cat.expectDialog();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});

test('story 7: who has blocked camera and microphone is told they are required', async ({ newCaller }) => {
  const denying = await launchFirefox(FIREFOX_DENY_PREFERENCES);
  try {
    const ann = await newCaller({ browser: denying });
    await ann.arrive();
    await ann.expectState('media-error');
    await expectWords(ann.alert, 'camera', 'microphone', 'required');
    await ann.button('Try again').click();
    await expect.poll(() => ann.witnessed(({ mediaRequests }) => mediaRequests.length)).toBe(2);
    await ann.expectState('media-error');
    await ann.page.context().close();
  } finally {
    await denying.close();
  }
});

test('story 7: "Try again" works once a camera in use is free', async ({ newCaller }) => {
  // A stub: no fake camera can be in use by another program.
  const refusal = { name: 'NotReadableError', message: 'Failed to allocate videosource' };
  const ann = await newCaller({ witness: { refusal } });
  await ann.arrive();
  await ann.expectState('media-error');
  await expectWords(ann.alert, 'camera', 'microphone', 'required');
  await ann.witnessed((witness) => void (witness.refusal = null));
  await ann.button('Try again').click();
  await ann.expectDialog();
  await ann.seesThemselves();
});

test('story 9: after a reload by either, or both at once, they see each other', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  for (const reloading of [[ann], [ben], [ann, ben]]) {
    await Promise.all(reloading.map((person) => person.loadAgain()));
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    for (const person of reloading) expect(await person.states(), 'no dialog').not.toContain('choosing-room');
  }
});

test('story 9: "Join again" brings back a person who left', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await ben.leave();
  await ben.expectState('ended');
  await ann.expectState('waiting');
  await expect.poll(() => ben.liveTracks(), { message: 'tracks that are still on' }).toBe(0);
  await ben.button('Join again').click();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});
