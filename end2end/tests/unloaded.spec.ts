// A page of which a part does not come, or whose browser breaks what it promises, says so and keeps no camera on.
import { comeAsNew } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';

test('a page of which a part is missing says so and switches the camera off', async ({ newCaller }) => {
  /** The part that does not come. */
  let missing = '';
  const ann = await newCaller({
    allow: [/Failed to load resource/, /Failed to fetch/],
    prepare: (page) =>
      page.route(/\.(?:wasm|js)$/, (route) => {
        const broken = missing && new URL(route.request().url()).pathname.endsWith(missing);
        return broken ? route.abort() : route.continue();
      }),
  });
  for (const part of ['.wasm', '.js']) {
    await test.step(`a page without its ${part} says so and switches the camera off`, async () => {
      missing = part;
      await comeAsNew(ann);
      await expect(ann.alert).toContainText('could not be loaded');
      await expect.poll(() => ann.witnessed(({ tracks }) => tracks.map(({ readyState }) => readyState))).toEqual(['ended', 'ended']);
      await expect(ann.page.getByText('This is where you will be'), 'no black picture').toBeVisible();
      missing = '';
      await ann.alert.getByRole('link', { name: 'Load the page again' }).click();
      await ann.expectState('choosing-room');
    });
  }
});

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

test('a server out of reach for the rest of the page costs the call nothing', async ({ newCaller, room }) => {
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
  await expect(
    ann.page.getByRole('group', { name: 'Your call' }).getByRole('button', { name: 'Chat' }),
    'they are tried again',
  ).toBeVisible({ timeout: 30_000 });
  await ann.seesFriend();
  expect(unhandled).toEqual([]);
});
