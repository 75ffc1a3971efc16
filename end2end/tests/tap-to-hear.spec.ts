// Some browsers play a voice only in answer to a tap.
import { expectSound } from '../fixtures/picture.js';
import { expect, test } from '../fixtures/people.js';
import { ALLOW_ALL, FAKE_DEVICES, TAP_TO_PLAY } from '../shared/browsers.mjs';

// To the browser, whatever Playwright asks of a page is a touch of it, and tracing asks all the time.
test.use({ trace: 'off' });

test('where the browser does not let the friend play by itself, "Tap to hear" does it', async ({ newCaller, launch, room }) => {
  const ann = await newCaller();
  const ben = await newCaller({ browser: await launch([FAKE_DEVICES, ALLOW_ALL, TAP_TO_PLAY]) });
  await ann.enter(room);
  await ben.enter(room);
  await ann.seesFriend();
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
