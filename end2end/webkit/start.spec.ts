// Arriving: camera and microphone are asked for, the own picture plays, and the room dialog is there.
import { expect, test } from './fixtures.js';

test('arriving asks for camera and microphone once and leads to the dialog', { tag: '@quick' }, async ({ newPerson }) => {
  const ann = await newPerson();
  await ann.arriveAtDialog();
  const asked = await ann.witnessed(({ mediaRequests }) => mediaRequests.map(({ constraints }) => constraints));
  expect(asked).toHaveLength(1);
  expect(asked[0]?.audio).toBeTruthy();
  expect(asked[0]?.video).toBeTruthy();
  expect(await ann.witnessed(({ states }) => states)).toEqual(['requesting-media', 'choosing-room']);
  await ann.seesThemselves();
});

test('the own picture is muted, plays inside the page, and is mirrored', async ({ newPerson }) => {
  const ann = await newPerson();
  await ann.arriveAtDialog();
  const video = await ann.session.evaluate(() => {
    const own = document.querySelector('[data-testid="local-video"]') as HTMLVideoElement;
    return { muted: own.muted, inline: own.playsInline, mirrored: new DOMMatrix(getComputedStyle(own).transform).a < 0 };
  });
  expect(video).toEqual({ muted: true, inline: true, mirrored: true });
});

test('an unanswered prompt stays open, and after 8 s the page says more', async ({ newPerson }) => {
  // A stub: nobody answers the browser's question.
  const ann = await newPerson({ refusal: { name: 'never' } });
  await ann.arrive();
  await ann.expectText('Waiting for your camera and microphone.');
  await ann.expectText('Still waiting for your answer.');
  await ann.expectState('requesting-media');
  await ann.witnessed((witness) => witness.allow());
  await ann.expectDialog();
  await ann.seesThemselves();
});

test('a program that does not come is said, and no camera stays on', async ({ newPerson }) => {
  const ann = await newPerson({ allow: [/./] });
  ann.injector.changes.withheld = /\.wasm$/;
  await ann.arrive();
  await ann.expectAlert(/load/i);
  await expect.poll(() => ann.liveTracks(), { message: 'tracks that are still on' }).toBe(0);
  ann.injector.changes.withheld = null;
  await ann.session.click(await ann.element('#not-loaded a'));
  await ann.expectDialog();
});
