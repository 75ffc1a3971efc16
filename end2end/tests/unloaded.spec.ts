// A page of which a part does not come, or whose browser breaks what it promises, says so and keeps no camera on.
import { comeAsNew } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';
import { expectMovingPicture } from '../fixtures/picture.js';

/** The parts of the page that a first visit does not load. */
const LATER_PARTS = /\/pkg\/(?:split|chunk)_.*\.wasm$/;

test('a page that nobody has touched yet loads none of its later parts', async ({ newCaller }) => {
  const loaded: string[] = [];
  const ann = await newCaller({
    prepare: async (page) => {
      page.on('request', (request) => LATER_PARTS.test(request.url()) && loaded.push(request.url()));
    },
  });
  await ann.arrive();
  await ann.expectDialog();
  // A second and a half of pictures: after a touch they are asked for within one.
  await expectMovingPicture(ann.localVideo, 'own', undefined, 30);
  expect(loaded, 'before a touch').toEqual([]);
  await ann.roomName.click();
  await expect.poll(() => loaded.length, { message: 'parts that were asked for after it' }).toBeGreaterThan(0);
});

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
      return page.route(LATER_PARTS, (route) => {
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
