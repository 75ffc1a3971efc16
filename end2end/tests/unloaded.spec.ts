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

test('a server that is out of reach just when the rest of the page is fetched costs the call nothing, and the rest comes later', async ({ newCaller, room }) => {
  let reachable = true;
  let refused = 0;
  const unhandled: string[] = [];
  const ann = await newCaller({
    allow: [/Failed to load resource/, /Failed to fetch/],
    prepare: (page) => {
      page.on('pageerror', (error) => unhandled.push(error.message));
      return page.route(/\/pkg\/(split|chunk)_.*\.wasm$/, (route) => {
        if (reachable) return route.continue();
        refused += 1;
        return route.abort();
      });
    },
  });
  const ben = await newCaller();
  reachable = false;
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await expect.poll(() => refused, 'both files were asked for').toBeGreaterThanOrEqual(2);
  reachable = true;
  await expect(ann.page.getByRole('group', { name: 'Your call' }).getByRole('button', { name: 'Chat' }), 'they are tried again').toBeVisible({ timeout: 30_000 });
  await ann.seesFriend();
  expect(unhandled).toEqual([]);
});
