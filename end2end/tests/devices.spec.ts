// Camera and microphone in the middle of a call. No fake device can be unplugged, changed or held by a phone call: the
// browser's own events are made by hand, and each such stub is named.
import type { Locator } from '@playwright/test';
import type { Caller } from '../fixtures/caller.js';
import { expectSound } from '../fixtures/picture.js';
import { expect, test } from '../fixtures/people.js';

type Kind = 'audio' | 'video';

/** A stub: what the browser tells of a track. */
async function happensTo(caller: Caller, kind: Kind, event: 'ended' | 'mute' | 'unmute'): Promise<void> {
  await caller.page.evaluate(
    ([wanted, name]) => {
      const track = window.witness.tracks.filter((one) => one.kind === wanted && one.readyState === 'live').at(-1);
      if (name === 'ended') track?.stop();
      track?.dispatchEvent(new Event(name));
    },
    [kind, event] as const,
  );
}

/** A stub: something is plugged in. */
async function plugIn(caller: Caller): Promise<void> {
  await caller.page.evaluate(() => {
    window.witness.refusal = null;
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });
}

function requests(caller: Caller): Promise<number> {
  return caller.witnessed(({ mediaRequests }) => mediaRequests.length);
}

/** The words for it, of which none may be left from before. */
const says = (caller: Caller, words: string): Locator => caller.page.getByText(words).filter({ visible: true });

/** Who was muted can be heard again, and the other knows. */
async function unmute(caller: Caller, other: Caller): Promise<void> {
  await caller.button('Unmute microphone').click();
  await expect(caller.button('Mute microphone')).toBeVisible();
  await expect(other.page.getByText('They are muted')).toBeHidden();
}

test('a call outlives what happens to its camera and microphone', async ({ startCall }) => {
  test.setTimeout(240_000);
  const { ann, ben } = await startCall();

  await test.step('a camera that is unplugged is replaced by another, and the friend sees on', async () => {
    const before = await ben.agreement();
    expect(await requests(ben), 'when they came').toBe(1);
    await happensTo(ben, 'video', 'ended');
    await expect.poll(() => requests(ben), { message: 'times that a camera was asked for' }).toBe(2);
    await Promise.all([ann.seesFriend(), ben.seesThemselves()]);
    await expect(ben.page.getByRole('status')).toContainText('Your camera works again');
    await ben.expectAgreement(before);
    expect(await ben.liveTracks()).toBe(2);
  });

  await test.step('a microphone that is unplugged is replaced, and a muted one stays muted', async () => {
    const asked = await requests(ben);
    await happensTo(ben, 'audio', 'ended');
    await expect.poll(() => requests(ben)).toBe(asked + 1);
    await expectSound(ann.remoteVideo);
    await ben.button('Mute microphone').click();
    await happensTo(ben, 'audio', 'ended');
    await expect.poll(() => requests(ben)).toBe(asked + 2);
    await expect(ben.button('Unmute microphone')).toBeVisible();
    await expect
      .poll(() =>
        ben.witnessed(({ tracks }) => tracks.filter((one) => one.kind === 'audio' && one.readyState === 'live').map((one) => one.enabled)),
      )
      .toEqual([false]);
    await unmute(ben, ann);
  });

  await test.step('a microphone that a phone call takes is missed, said, and taken back afterwards', async () => {
    const asked = await requests(ben);
    await happensTo(ben, 'audio', 'mute');
    await expect(ben.page.getByText('Your microphone gives nothing').first()).toBeVisible();
    await expect(ann.page.getByText('They are muted')).toBeVisible();
    await happensTo(ben, 'audio', 'unmute');
    // Its track lives, but may be silent for ever: only a new one is sure to be heard.
    await expect.poll(() => requests(ben)).toBe(asked + 1);
    await expect(ann.page.getByText('They are muted')).toBeHidden();
    await expectSound(ann.remoteVideo);
  });

  await test.step('when the system takes another microphone for its default, the call does too', async () => {
    const before = await ben.agreement();
    const asked = await requests(ben);
    // A stub: the browser lists another group of hardware as the default.
    await ben.page.evaluate(() => {
      const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
      navigator.mediaDevices.enumerateDevices = async () => {
        const devices = await list();
        for (const device of devices) {
          if (device.deviceId === 'default') Object.defineProperty(device, 'groupId', { value: 'a headset' });
        }
        return devices;
      };
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    });
    await expect.poll(() => requests(ben), { message: 'times that a microphone was asked for' }).toBe(asked + 1);
    await expectSound(ann.remoteVideo);
    await ben.expectAgreement(before);
  });

  await test.step('where there is no other camera both are told, and the picture comes back when one is plugged in', async () => {
    await expect(says(ben, 'Your camera is gone')).toHaveCount(0);
    await expect(ann.page.getByText('Their camera is off')).toBeHidden();
    await ben.page.evaluate(() => void (window.witness.refusal = { name: 'NotFoundError' }));
    await happensTo(ben, 'video', 'ended');
    await expect(ben.page.getByText('Your camera is gone').first()).toBeVisible();
    await expect(says(ben, 'Your camera gives nothing')).toBeVisible();
    // It is wanted, and comes back by itself: a press takes that back.
    await expect(ben.button('Turn camera off')).toBeVisible();
    await expect(ann.page.getByText('Their camera is off')).toBeVisible();
    await ann.expectState('connected');
    await plugIn(ben);
    await ann.seesFriend();
    await expect(says(ben, 'Your camera gives nothing')).toHaveCount(0);
  });

  await test.step('a camera in trouble that is switched off stays off when it could come back', async () => {
    await ben.page.evaluate(() => void (window.witness.refusal = { name: 'NotReadableError' }));
    await happensTo(ben, 'video', 'ended');
    await expect(ben.page.getByText('in use by another program').first()).toBeVisible();
    await ben.button('Turn camera off').click();
    await expect(says(ben, 'Your camera is off')).toBeVisible();
    const asked = await requests(ben);
    await plugIn(ben);
    await ben.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await ben.button('Mute microphone').click();
    await ben.button('Unmute microphone').click();
    await expect(ann.page.getByText('They are muted')).toBeHidden();
    expect(await requests(ben), 'nobody wanted it').toBe(asked);
    await ben.button('Turn camera on').click();
    await ann.seesFriend();
  });

  await test.step('presses while the camera starts all count', async () => {
    for (const name of ['Turn camera off', 'Turn camera on', 'Turn camera off']) await ben.button(name).click();
    await expect(says(ben, 'Your camera is off')).toBeVisible();
    await expect
      .poll(() => ben.witnessed(({ tracks }) => tracks.filter((one) => one.kind === 'video' && one.readyState === 'live').length))
      .toBe(0);
    await ben.button('Turn camera on').click();
    await ann.seesFriend();
  });

  await test.step('a microphone that gives nothing is noticed, said, and started again', async () => {
    await expect(says(ben, 'Your microphone gives nothing')).toHaveCount(0);
    const asked = await requests(ben);
    // A stub: what the browser measures of the microphone stands still, as after a phone call on a phone.
    await ben.page.evaluate(() => {
      const measure = RTCPeerConnection.prototype.getStats;
      RTCPeerConnection.prototype.getStats = async function () {
        const report = await measure.call(this);
        return new Map([...report].map(([id, entry]) => [id, entry.kind === 'audio' ? { ...entry, totalAudioEnergy: 1 } : entry]));
      };
    });
    // A phone call that was over before anybody was told of it.
    await happensTo(ben, 'audio', 'mute');
    await happensTo(ben, 'audio', 'unmute');
    await expect(ben.page.getByText('Your microphone gives nothing').first()).toBeVisible({ timeout: 30_000 });
    await expect.poll(() => requests(ben), { message: 'times that a microphone was asked for' }).toBe(asked + 1);
    await expectSound(ann.remoteVideo);
  });
});
