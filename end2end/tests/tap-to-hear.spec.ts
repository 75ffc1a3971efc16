// Some browsers play a voice only in answer to a tap.
import { expectSound } from '../fixtures/picture.js';
import { expect, test } from '../fixtures/people.js';
import { ALLOW_ALL, FAKE_DEVICES, TAP_TO_PLAY } from '../shared/browsers.js';

// To the browser, whatever Playwright asks of a page is a touch of it, and tracing asks all the time.
test.use({ trace: 'off' });

test('where nothing plays by itself, "Tap to hear" starts friend and screen', async ({ newCaller, launch, room }) => {
  test.setTimeout(120_000);
  const ann = await newCaller();
  const ben = await newCaller({ browser: await launch([FAKE_DEVICES, ALLOW_ALL, TAP_TO_PLAY]) });
  await ann.enter(room);
  await ben.enter(room);
  await ann.seesFriend();

  await test.step('where the friend does not play by themselves, "Tap to hear" does it', async () => {
    // A page loaded anew has not been touched, so its play() is refused, unless the test asks something of it before Ann
    // can see Ben again.
    await ben.page.reload();
    await ann.seesFriend();
    const tap = ben.button('Tap to hear');
    await expect(tap).toBeVisible();
    await ben.expectState('connected');
    await tap.click();
    await expect(tap).toHaveCount(0);
    await ben.seesFriend();
    await expectSound(ben.remoteVideo);
  });

  await test.step('the tap also starts the screen that the friend shows', async () => {
    await ann.button('Share screen').click();
    const screen = ben.page.getByTestId('screen-video');
    await expect(screen).toBeVisible();
    await ben.page.reload();
    await ann.seesFriend();
    const tap = ben.button('Tap to hear');
    await expect(tap).toBeVisible();
    await expect(screen).toBeVisible();
    await tap.click();
    await expect.poll(() => screen.evaluate((video: HTMLVideoElement) => !video.paused && video.currentTime > 0)).toBe(true);
  });
});
