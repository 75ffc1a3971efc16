// A page of which a part does not come, or whose browser breaks what it promises, says so and keeps no camera on.
import { expect, test } from '../fixtures/people.js';

for (const part of ['wasm', 'js']) {
  test(`a page without its .${part} says that it could not be loaded and switches the camera off`, async ({ newCaller }) => {
    let broken = true;
    const ann = await newCaller({
      allow: [/Failed to load resource/, /Failed to fetch/],
      prepare: (page) => page.route(`**/*.${part}`, (route) => (broken ? route.abort() : route.continue())),
    });
    await ann.page.goto('/');
    await expect(ann.alert).toContainText('could not be loaded');
    await expect.poll(() => ann.witnessed(({ tracks }) => tracks.map(({ readyState }) => readyState))).toEqual(['ended', 'ended']);
    await expect(ann.page.getByText('This is where you will be'), 'no black picture').toBeVisible();
    broken = false;
    await ann.alert.getByRole('link', { name: 'Load the page again' }).click();
    await ann.expectState('choosing-room');
  });
}

test('a browser that throws where it should ask is told as a media error', async ({ newCaller }) => {
  const ann = await newCaller({
    prepare: (page) =>
      page.addInitScript(() => {
        navigator.mediaDevices.getUserMedia = () => {
          throw new TypeError('not here');
        };
      }),
  });
  await ann.page.goto('/');
  await ann.expectState('media-error');
  await expect(ann.alert).toContainText('required');
});
