// Showing one's screen beside the camera. The browser under test shares a made-up screen without asking.
import type { Caller } from '../fixtures/caller.js';
import { expectMovingPicture } from '../fixtures/picture.js';
import { expectNoDoubts } from '../fixtures/fresh.js';
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
  return () =>
    Promise.all(
      people.map(({ page }) => page.evaluate(() => (window as unknown as { negotiations: { count: number } }).negotiations.count)),
    );
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

/** A stub: the browser under test always gives a screen. */
async function refuseScreen(person: Caller, message: string, name: string): Promise<void> {
  await person.page.evaluate(
    ([message, name]) => {
      navigator.mediaDevices.getDisplayMedia = () => Promise.reject(new DOMException(message, name));
    },
    [message, name],
  );
}

/** Takes all stubs of it away again. */
async function giveScreens(person: Caller): Promise<void> {
  await person.page.evaluate(() => void Reflect.deleteProperty(navigator.mediaDevices, 'getDisplayMedia'));
}

async function stopSharing(person: Caller, friend: Caller): Promise<void> {
  await person.moveAndPress('Stop sharing');
  await expectNoScreen(friend);
  await expect(person.button('Share screen')).toBeVisible();
}

test('a screen is shown beside the camera, stopped, or not given', async ({ startCall }) => {
  test.setTimeout(180_000);
  const { ann, ben } = await startCall();

  await test.step('closing the browser’s question for a screen changes nothing', async () => {
    // Nobody closes that question in the browser under test.
    await refuseScreen(ann, 'closed', 'NotAllowedError');
    const said = await ann.witnessed(({ announcements }) => announcements.length);
    await ann.moveAndPress('Share screen');
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await expect(ann.button('Share screen')).toBeVisible();
    await expectNoScreen(ben);
    expect(await ann.witnessed(({ announcements }) => announcements.length), 'nothing is said').toBe(said);
    await giveScreens(ann);
  });

  await test.step('a screen that the system does not give is told of', async () => {
    await expect(ann.page.getByRole('status')).not.toContainText('Your screen could not be shown.');
    await refuseScreen(ann, 'broken', 'NotReadableError');
    await ann.moveAndPress('Share screen');
    await expect(ann.page.getByRole('status')).toContainText('Your screen could not be shown.');
    await expect(ann.button('Share screen')).toBeVisible();
    await giveScreens(ann);
  });

  await test.step('a screen is shown beside the camera and stopped, no new negotiation', async () => {
    const negotiations = await countNegotiations(ann, ben);
    await keepCapture(ann);
    await expectNoScreen(ben);
    await ann.moveAndPress('Share screen');
    await expectScreen(ben);
    await expect(ann.page.getByRole('status')).toContainText('Your screen is shown to the other person.');
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await expect(ben.page.getByRole('figure', { name: 'The other person’s screen' })).toBeVisible();
    await expectNoScreen(ann);
    await ann.moveAndPress('Stop sharing');
    await expectNoScreen(ben);
    await expect(ann.page.getByRole('status')).toContainText('Your screen is not shown any more.');
    await expect.poll(() => captured(ann), { message: 'tracks that are still captured' }).toBe(0);
    await expect(ann.button('Share screen')).toBeVisible();
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await ann.moveAndPress('Share screen');
    await expectScreen(ben);
    expect(await negotiations()).toEqual([0, 0]);
    await stopSharing(ann, ben);
    await giveScreens(ann);
  });

  await test.step('a screen that the system forbids the browser to show is told of', async () => {
    await expect(ann.page.getByRole('status')).not.toContainText('Your screen could not be shown.');
    // What Chromium says on a Mac whose owner has not allowed it.
    await refuseScreen(ann, 'Permission denied by system', 'NotAllowedError');
    await ann.moveAndPress('Share screen');
    await expect(ann.page.getByRole('status')).toContainText('Your screen could not be shown.');
    await giveScreens(ann);
  });

  await test.step('the camera can be off while the screen stays', async () => {
    await ann.moveAndPress('Share screen');
    await expectScreen(ben);
    await ann.moveAndPress('Turn camera off');
    await expect(ben.page.getByText('Their camera is off')).toBeVisible();
    await expectScreen(ben);
    await ann.moveAndPress('Turn camera on');
    await stopSharing(ann, ben);
    await ben.seesFriend();
  });

  await test.step('a screen that is ended by the browser’s own bar is no longer shown', async () => {
    await keepCapture(ann);
    await ann.moveAndPress('Share screen');
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
    await giveScreens(ann);
  });
});

test('both show a screen, reload, leave, or can show none', async ({ startCall, newCaller }) => {
  test.setTimeout(240_000);
  const { ann, ben, room } = await startCall();

  await test.step('both can show their screens at once', async () => {
    await ann.moveAndPress('Share screen');
    await expectScreen(ben);
    await ben.moveAndPress('Share screen');
    // One after another: four pictures at once are much for a machine without a graphics card.
    for (const person of [ann, ben]) {
      await expectScreen(person);
      await person.seesFriend();
    }
    await ann.moveAndPress('Stop sharing');
    await expectNoScreen(ben);
    await expectScreen(ann);
    await stopSharing(ben, ann);
  });

  await test.step('somebody who loads the page again sees the other’s screen again', async () => {
    await ann.moveAndPress('Share screen');
    await expectScreen(ben);
    await expectNoDoubts(ben);
    await ben.page.reload();
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await expectScreen(ben);
    await stopSharing(ann, ben);
  });

  await test.step('when who shows a screen reloads, it is gone and can be shown again', async () => {
    await ann.moveAndPress('Share screen');
    await expectScreen(ben);
    await expectNoDoubts(ann);
    await ann.page.reload();
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await expectNoScreen(ben);
    await ann.moveAndPress('Share screen');
    await expectScreen(ben);
    await stopSharing(ann, ben);
  });

  const cat = await newCaller();
  await test.step('a screen shown to one person is not shown to the next by itself', async () => {
    await ann.moveAndPress('Share screen');
    await expectScreen(ben);
    await ben.leave();
    await ann.expectState('waiting');
    await cat.enter(room);
    await Promise.all([ann.seesFriend(), cat.seesFriend()]);
    await expect(cat.button('Share screen')).toBeVisible();
    await expect(ann.button('Share screen')).toBeVisible();
    await expectNoScreen(cat);
  });

  await test.step('when who shows a screen leaves, it is off the air, the other waits', async () => {
    await keepCapture(ann);
    await ann.moveAndPress('Share screen');
    await expectScreen(cat);
    await ann.leave();
    await ann.expectState('ended');
    await expect.poll(() => captured(ann), { message: 'tracks that are still captured' }).toBe(0);
    await cat.expectState('waiting');
    await expectNoScreen(cat);
    await expect(cat.button('Copy link')).toBeInViewport();
    await cat.button('Copy link').click({ trial: true });
  });

  await test.step('a browser that can show no screen, as on a phone, has no such button', async () => {
    const dan = await newCaller({
      // A stub: this browser can.
      prepare: (page) => page.addInitScript(() => void Reflect.deleteProperty(MediaDevices.prototype, 'getDisplayMedia')),
    });
    await dan.enter(room);
    await Promise.all([dan.seesFriend(), cat.seesFriend()]);
    await expect(dan.button('Chat')).toBeVisible();
    await expect(dan.page.getByRole('button', { name: /screen$/ })).toHaveCount(0);
    await cat.moveAndPress('Share screen');
    await expectScreen(dan);
  });
});
