// Showing one's screen beside the camera. The browser under test shares a made-up screen without asking.
import { type Caller } from '../fixtures/caller.js';
import { expectMovingPicture } from '../fixtures/picture.js';
import { expect, test } from '../fixtures/people.js';

const screenOf = (person: Caller) => person.page.getByTestId('screen-video');

/** Counts how often the page negotiated from now on. */
async function countNegotiations(...people: Caller[]): Promise<() => Promise<number[]>> {
  for (const { page } of people) {
    await page.evaluate(() => {
      const negotiations = { count: 0 };
      Object.assign(window, { negotiations });
      const describe = RTCPeerConnection.prototype.setLocalDescription;
      RTCPeerConnection.prototype.setLocalDescription = function (...description: unknown[]) {
        negotiations.count++;
        return Reflect.apply(describe, this, description) as Promise<void>;
      };
    });
  }
  return () => Promise.all(people.map(({ page }) => page.evaluate(() => (window as unknown as { negotiations: { count: number } }).negotiations.count)));
}

async function expectScreen(person: Caller): Promise<void> {
  await expectMovingPicture(screenOf(person), 'other');
}

async function expectNoScreen(person: Caller): Promise<void> {
  await expect(screenOf(person)).toBeHidden();
}

/** Keeps what the browser captures in reach of the test. */
async function keepCapture(person: Caller): Promise<void> {
  await person.page.evaluate(() => {
    const ask = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getDisplayMedia = async (wishes) => {
      const stream = await ask(wishes);
      Object.assign(window, { captured: stream });
      return stream;
    };
  });
}

/** How many tracks of what was captured are still on. */
function captured(person: Caller): Promise<number> {
  return person.page.evaluate(() => {
    const { captured } = window as unknown as { captured?: MediaStream };
    return captured?.getTracks().filter(({ readyState }) => readyState === 'live').length ?? 0;
  });
}

test('"Share screen" shows it to the friend beside the camera, and "Stop sharing" ends that, without a new negotiation', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  const negotiations = await countNegotiations(ann, ben);
  await keepCapture(ann);
  await expectNoScreen(ben);
  await ann.button('Share screen').click();
  await expectScreen(ben);
  await expect(ann.page.getByRole('status')).toContainText('Your screen is shown to the other person.');
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await expect(ben.page.getByRole('figure', { name: 'The other person’s screen' })).toBeVisible();
  await expectNoScreen(ann);
  await ann.button('Stop sharing').click();
  await expectNoScreen(ben);
  await expect(ann.page.getByRole('status')).toContainText('Your screen is not shown any more.');
  await expect.poll(() => captured(ann), { message: 'tracks that are still captured' }).toBe(0);
  await expect(ann.button('Share screen')).toBeVisible();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await ann.button('Share screen').click();
  await expectScreen(ben);
  expect(await negotiations()).toEqual([0, 0]);
});

test('the screen that one shows is not one’s own picture: the camera can be off and the screen stays', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await ann.button('Share screen').click();
  await expectScreen(ben);
  await ann.button('Turn camera off').click();
  await expect(ben.page.getByText('Their camera is off')).toBeVisible();
  await expectScreen(ben);
});

test('a screen that is ended by the browser’s own bar is shown no more', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await keepCapture(ann);
  await ann.button('Share screen').click();
  await expectScreen(ben);
  // A stub: the browser under test has no bar. This is what pressing "Stop" in it tells the page.
  await ann.page.evaluate(() => {
    const [track] = (window as unknown as { captured: MediaStream }).captured.getVideoTracks();
    track?.stop();
    track?.dispatchEvent(new Event('ended'));
  });
  await expectNoScreen(ben);
  await expect(ann.button('Share screen')).toBeVisible();
  await expect.poll(() => captured(ann), { message: 'tracks that are still captured, its sound among them' }).toBe(0);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});

test('somebody who loads the page again sees the other’s screen again', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await ann.button('Share screen').click();
  await expectScreen(ben);
  await ben.page.reload();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await expectScreen(ben);
});

test('when the one who shows a screen loads the page again, the screen is gone for both, and can be shown anew', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await ann.button('Share screen').click();
  await expectScreen(ben);
  await ann.page.reload();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await expectNoScreen(ben);
  await ann.button('Share screen').click();
  await expectScreen(ben);
});

test('both can show their screens at once', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await ann.button('Share screen').click();
  await expectScreen(ben);
  await ben.button('Share screen').click();
  // One after another: four pictures at once are much for a machine without a graphics card.
  for (const person of [ann, ben]) {
    await expectScreen(person);
    await person.seesFriend();
  }
  await ann.button('Stop sharing').click();
  await expectNoScreen(ben);
  await expectScreen(ann);
});

test('when the one who shows a screen leaves, the screen is off the air and the other waits as always', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await keepCapture(ann);
  await ann.button('Share screen').click();
  await expectScreen(ben);
  await ann.leave();
  await ann.expectState('ended');
  await expect.poll(() => captured(ann), { message: 'tracks that are still captured' }).toBe(0);
  await ben.expectState('waiting');
  await expectNoScreen(ben);
  await expect(ben.button('Copy link')).toBeInViewport();
  await ben.button('Copy link').click({ trial: true });
});

test('a screen that was shown to one person is not shown to the next by itself', async ({ startCall, newCaller }) => {
  const { ann, ben, room } = await startCall();
  await ann.button('Share screen').click();
  await expectScreen(ben);
  await ben.leave();
  await ann.expectState('waiting');
  const cat = await newCaller();
  await cat.enter(room);
  await Promise.all([ann.seesFriend(), cat.seesFriend()]);
  await expect(cat.button('Share screen')).toBeVisible();
  await expect(ann.button('Share screen')).toBeVisible();
  await expectNoScreen(cat);
});

test('whoever closes the browser’s question for a screen is left alone', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  // A stub: nobody closes that question in the browser under test.
  await ann.page.evaluate(() => {
    navigator.mediaDevices.getDisplayMedia = () => Promise.reject(new DOMException('closed', 'NotAllowedError'));
  });
  const said = await ann.witnessed(({ announcements }) => announcements.length);
  await ann.button('Share screen').click();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await expect(ann.button('Share screen')).toBeVisible();
  await expectNoScreen(ben);
  expect(await ann.witnessed(({ announcements }) => announcements.length), 'nothing is said').toBe(said);
});

test('a screen that the system does not give is told of', async ({ startCall }) => {
  const { ann } = await startCall();
  // A stub: the system always gives one here.
  await ann.page.evaluate(() => {
    navigator.mediaDevices.getDisplayMedia = () => Promise.reject(new DOMException('broken', 'NotReadableError'));
  });
  await ann.button('Share screen').click();
  await expect(ann.page.getByRole('status')).toContainText('Your screen could not be shown.');
  await expect(ann.button('Share screen')).toBeVisible();
});

test('a screen that the system does not let the browser show is told of as well', async ({ startCall }) => {
  const { ann } = await startCall();
  // A stub: what Chromium says on a Mac whose owner has not allowed it.
  await ann.page.evaluate(() => {
    navigator.mediaDevices.getDisplayMedia = () => Promise.reject(new DOMException('Permission denied by system', 'NotAllowedError'));
  });
  await ann.button('Share screen').click();
  await expect(ann.page.getByRole('status')).toContainText('Your screen could not be shown.');
});

test('where the browser can show no screen, as on a phone, there is no such button', async ({ newCaller, room }) => {
  // A stub: this browser can.
  const prepare = (page: import('@playwright/test').Page) => page.addInitScript(() => {
    Reflect.deleteProperty(MediaDevices.prototype, 'getDisplayMedia');
  });
  const [ann, ben] = [await newCaller({ prepare }), await newCaller()];
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await expect(ann.button('Chat')).toBeVisible();
  await expect(ann.page.getByRole('button', { name: /screen$/ })).toHaveCount(0);
  await ben.button('Share screen').click();
  await expectScreen(ann);
});
