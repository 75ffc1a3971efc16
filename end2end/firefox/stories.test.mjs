// The user stories in Firefox, which Playwright cannot drive as people have it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIREFOX_CALL_PREFERENCES, FIREFOX_DENY_PREFERENCES } from '../shared/browsers.mjs';
import { launchFirefox } from './person.mjs';
import { newRoom, scene } from './scene.mjs';

const { newPerson } = scene({
  firefox: () => launchFirefox(FIREFOX_CALL_PREFERENCES),
  denying: () => launchFirefox(FIREFOX_DENY_PREFERENCES),
});

/** @param {import('node:test').TestContext} t */
async function startCall(t) {
  const room = newRoom();
  const [ann, ben] = [await newPerson(t, 'firefox'), await newPerson(t, 'firefox')];
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  return { ann, ben, room };
}

test('story 1: Firefox is asked for camera and microphone on arrival, once, with no click', async (t) => {
  const ann = await newPerson(t, 'firefox');
  await ann.arrive();
  await ann.expectDialog();
  const requests = await ann.page.evaluate(() => window.witness.mediaRequests.map(({ constraints }) => constraints));
  assert.equal(requests.length, 1);
  assert.ok(requests[0]?.audio && requests[0]?.video);
  assert.equal((await ann.states())[0], 'requesting-media');
});

test('story 2: once allowed, the person sees themselves and is asked for a room name', async (t) => {
  const ann = await newPerson(t, 'firefox');
  await ann.arrive();
  await ann.expectDialog();
  await ann.seesThemselves();
  assert.ok(await ann.page.evaluate(() => document.activeElement instanceof HTMLInputElement), 'one can type at once');
});

test('story 3: typing a name gives the person that room', async (t) => {
  const ann = await newPerson(t, 'firefox');
  const room = newRoom();
  await ann.arrive();
  await ann.join(room);
  await ann.expectState('waiting');
  await ann.expectWords('[data-call-state]', room);
  await ann.page.waitForFunction((wanted) => decodeURIComponent(location.pathname) === wanted, {}, `/room/${room}`);
});

test('story 4: a friend types the same name and the two see each other', async (t) => {
  await startCall(t);
});

test('story 5: a third person is told that the room is full, while the call goes on', async (t) => {
  const { ann, ben, room } = await startCall(t);
  const cat = await newPerson(t, 'firefox');
  await cat.arrive();
  await cat.join(room);
  await cat.expectState('room-full');
  await cat.expectWords('[role="alert"]', 'full', room);
  await cat.expectDialog();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});

test('story 7: a person who has blocked camera and microphone is told that they are required', async (t) => {
  const ann = await newPerson(t, 'denying');
  await ann.arrive();
  await ann.expectState('media-error');
  await ann.expectWords('[role="alert"]', 'camera', 'microphone', 'required');
  await ann.button('Try again').click();
  await ann.page.waitForFunction(() => window.witness.mediaRequests.length === 2);
  await ann.expectState('media-error');
});

test('story 7, stub: a camera in use is said, and "Try again" works without loading the page anew', async (t) => {
  const ann = await newPerson(t, 'firefox', {
    refusal: { name: 'NotReadableError', message: 'Failed to allocate videosource' },
  });
  await ann.arrive();
  await ann.expectState('media-error');
  await ann.expectWords('[role="alert"]', 'camera', 'microphone', 'required');
  await ann.page.evaluate(() => void (window.witness.refusal = null));
  await ann.button('Try again').click();
  await ann.expectDialog();
  await ann.seesThemselves();
});

test('story 9: either one, and both at once, reload and see each other again', async (t) => {
  const { ann, ben } = await startCall(t);
  for (const reloading of [[ann], [ben], [ann, ben]]) {
    await Promise.all(reloading.map((person) => person.loadAgain()));
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    for (const person of reloading) assert.ok(!(await person.states()).includes('choosing-room'), 'no dialog');
  }
});

test('story 9: somebody who left comes back with "Join again"', async (t) => {
  const { ann, ben } = await startCall(t);
  await ben.button('Leave').click();
  await ben.expectState('ended');
  await ann.expectState('waiting');
  await ben.page.waitForFunction(() => window.witness.tracks.every((track) => track.readyState === 'ended'));
  await ben.button('Join again').click();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});
