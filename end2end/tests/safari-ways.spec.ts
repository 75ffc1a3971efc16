// What Safari does otherwise, row by row as in docs/browsers.md. No Safari runs here: each way of it is a stub in Chromium, and named
// as one.
import type { Locator, Page } from '@playwright/test';
import type { Caller } from '../fixtures/caller.js';
import { expect, test } from '../fixtures/people.js';
import { expectMovingPicture, expectSound } from '../fixtures/picture.js';

/** An iPhone held upright. */
const UPRIGHT = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** A stub: what Safari on an iPhone lacks or has lacked, has under another name, or lets nobody set. */
function lackAsIphones(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const lacking: [object, string[]][] = [
      [window, ['documentPictureInPicture', 'showSaveFilePicker']],
      [HTMLMediaElement.prototype, ['setSinkId']],
      [AudioContext.prototype, ['setSinkId']],
      [MediaDevices.prototype, ['getDisplayMedia']],
      [Document.prototype, ['fullscreenEnabled', 'exitFullscreen', 'pictureInPictureEnabled', 'exitPictureInPicture']],
      [Element.prototype, ['requestFullscreen']],
      [HTMLVideoElement.prototype, ['requestPictureInPicture']],
      [Navigator.prototype, ['wakeLock', 'connection', 'permissions']],
      [FileSystemFileHandle.prototype, ['createWritable']],
    ];
    for (const [owner, names] of lacking) for (const name of names) Reflect.deleteProperty(owner, name);
    Object.defineProperty(HTMLMediaElement.prototype, 'volume', { get: () => 1, set: () => {} });
    Object.assign(HTMLVideoElement.prototype, { webkitSupportsPresentationMode: () => true, webkitSetPresentationMode: () => {} });
    RTCRtpSender.prototype.setParameters = () => Promise.reject(new DOMException('', 'InvalidModificationError'));
    const measure = RTCPeerConnection.prototype.getStats;
    RTCPeerConnection.prototype.getStats = async function () {
      const report = await measure.call(this);
      const untold = ['currentRoundTripTime', 'availableOutgoingBitrate', 'qualityLimitationReason'];
      const told = [...report].filter(([, { type }]) => type !== 'media-source');
      return new Map(told.map(([id, entry]) => [id, Object.fromEntries(Object.entries(entry).filter(([name]) => !untold.includes(name)))]));
    };
    const session = { type: 'auto' };
    Object.defineProperty(navigator, 'audioSession', { value: session });
    const beginnings: string[] = [];
    Object.assign(window, { beginnings });
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wishes) => {
      beginnings.push(`asks, to ${session.type}`);
      const stream = await ask(wishes);
      beginnings.push('is given devices');
      return stream;
    };
    window.RTCPeerConnection = class extends window.RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        beginnings.push('connects');
      }
    };
  });
}

/** A stub: Safari on a Mac, whose one small window is that of a video. The first time it is refused, as on an iPhone. */
function floatVideosAsMacs(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    Reflect.deleteProperty(window, 'documentPictureInPicture');
    const small = { asked: 0, of: null as Element | null };
    Object.defineProperty(Document.prototype, 'pictureInPictureEnabled', { get: () => true });
    Object.defineProperty(Document.prototype, 'pictureInPictureElement', { get: () => small.of });
    Document.prototype.exitPictureInPicture = async () => void (small.of = null);
    HTMLVideoElement.prototype.requestPictureInPicture = async function () {
      if (small.asked++ === 0) throw new DOMException('', 'NotSupportedError');
      small.of = this;
      return {} as PictureInPictureWindow;
    };
  });
}

/** A stub: the second capture of a kind silences the track of the first, for good. */
function captureOneOfAKind(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const given: MediaStreamTrack[] = [];
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wishes) => {
      for (const track of given.filter(({ kind, readyState }) => wishes?.[kind as 'audio' | 'video'] && readyState === 'live')) {
        track.enabled = false;
        Object.defineProperties(track, { enabled: { get: () => true, set: () => {} }, muted: { get: () => true } });
        track.dispatchEvent(new Event('mute'));
      }
      const stream = await ask(wishes);
      given.push(...stream.getTracks());
      return stream;
    };
  });
}

/** A stub: a phone call, an assistant or the system holds a device, or lets it go. */
function hold(caller: Caller, kind: 'audio' | 'video', held: boolean): Promise<void> {
  return caller.page.evaluate(
    ([wanted, muted]) => {
      const track = window.witness.tracks.filter((one) => one.kind === wanted && one.readyState === 'live').at(-1);
      if (!track) throw new Error(`no ${wanted} is on`);
      Object.defineProperty(track, 'muted', { configurable: true, get: () => muted });
      track.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
    },
    [kind, held] as const,
  );
}

/** A stub: Safari goes behind another app, or comes back. It has no events of its own for that (`freeze`, `resume`). */
function goBehind(caller: Caller, hidden: boolean): Promise<void> {
  return caller.page.evaluate((away) => {
    Object.defineProperties(document, {
      hidden: { configurable: true, get: () => away },
      visibilityState: { configurable: true, get: () => (away ? 'hidden' : 'visible') },
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

/** The system pauses a video. Resolves when the page has been told. */
function systemPauses(video: Locator): Promise<void> {
  return video.evaluate(async (one: HTMLVideoElement) => {
    const told = new Promise((resolve) => one.addEventListener('pause', resolve, { once: true }));
    one.pause();
    await told;
  });
}

async function expectPlaying(video: Locator): Promise<void> {
  await expect.poll(() => video.evaluate((one: HTMLVideoElement) => one.paused), { message: 'paused' }).toBe(false);
}

const says = (caller: Caller, words: string): Locator => caller.page.getByText(words).filter({ visible: true });

/** A stub: Safari's key for a character that is just done, which says so only by its code. */
function composed(field: Locator, key: string): Promise<unknown> {
  return field.evaluate(
    (one, name) => one.dispatchEvent(new KeyboardEvent('keydown', { key: name, keyCode: 229, bubbles: true, cancelable: true })),
    key,
  );
}

/** The fields whose letters are smaller than 16 CSS pixels: iPhones zoom into those. */
function smallFields(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const fields = [
      ...document.querySelectorAll<HTMLInputElement>('input:not([type=checkbox], [type=range], [type=file]), select, textarea'),
    ];
    const small = fields.filter((field) => Number.parseFloat(getComputedStyle(field).fontSize) < 16);
    return small.map((field) => `${field.labels?.[0]?.textContent?.slice(0, 20)}: ${getComputedStyle(field).fontSize}`);
  });
}

test('a browser that lacks what iPhones lack has a call, no button in vain', async ({ newCaller, room }) => {
  const ann = await newCaller({ prepare: floatVideosAsMacs });
  const ben = await newCaller({ prepare: lackAsIphones });
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);

  await test.step('the page says that it plays and records, is given devices, and only then connects', async () => {
    const begun = await ben.page.evaluate(() => (window as unknown as { beginnings: string[] }).beginnings);
    expect(begun.slice(0, 3)).toEqual(['asks, to play-and-record', 'is given devices', 'connects']);
  });

  await test.step('there is no button for a screen, the whole screen or a small window', async () => {
    const more = await ben.openPanel('More');
    await expect(more.getByRole('term').filter({ hasText: /^m$/ })).toBeVisible();
    await expect(more.getByRole('term').filter({ hasText: /^[fs]$/ }), 'nor a key').toHaveCount(0);
    for (const name of ['Full screen', 'Small window']) await expect(more.getByRole('button', { name })).toHaveCount(0);
    await expect(ben.page.getByRole('button', { name: /screen$/ })).toHaveCount(0);
    await more.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('there is no choice of speaker and no volume, but cameras and microphones', async () => {
    const settings = await ben.openPanel('Settings');
    await expect(settings.getByRole('combobox', { name: 'Microphone', exact: true })).toBeVisible();
    await expect(settings.getByRole('combobox', { name: 'Speaker', exact: true })).toBeHidden();
    await expect(settings.getByRole('slider')).toBeHidden();
    await settings.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('the figures that it counts are shown, and the call is judged by them', async () => {
    await ben.page.getByRole('button', { name: 'Quality of the call: Good' }).click();
    const figures = ben.panel('Quality of the call');
    await expect(figures.getByText(/^\d+ ms$/).first(), 'the round trip, as the other side reports it').toBeVisible();
    await expect(figures.getByText('You could send', { exact: true })).toBeHidden();
    await figures.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('a key that ends a character neither sends what is typed nor closes the chat', async () => {
    const chat = await ben.openPanel('Chat');
    await ben.chatField.fill('ni hao');
    for (const key of ['Enter', 'Escape']) await composed(ben.chatField, key);
    await expect(ben.chatField).toHaveValue('ni hao');
    await chat.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('a file is kept in memory and saved from there', async () => {
    await ann.openPanel('Files');
    await ann.fileInput.setInputFiles({ name: 'plum.txt', mimeType: 'text/plain', buffer: Buffer.alloc(100_000, 'plum ') });
    await ben.page.getByRole('button', { name: /^Files/ }).click();
    await ben.transfers.getByRole('button', { name: 'Accept', exact: true }).click();
    const [saved] = await Promise.all([
      ben.page.waitForEvent('download'),
      ben.transfers.getByRole('button', { name: 'Save', exact: true }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('plum.txt');
    const isStored = () =>
      navigator.storage.getDirectory().then((root) =>
        root.getDirectoryHandle('duet-files').then(
          () => true,
          () => false,
        ),
      );
    expect(await ben.page.evaluate(isStored), 'nothing was left on the disk').toBe(false);
  });

  await test.step('a small window that is refused is told of; one that opens closes with the call', async () => {
    const floating = () => ann.page.evaluate(() => document.pictureInPictureElement?.getAttribute('data-testid'));
    const more = await ann.openPanel('More');
    await more.getByRole('button', { name: 'Small window' }).click();
    await expect(says(ann, 'The small window could not be opened').first()).toBeVisible();
    await more.getByRole('button', { name: 'Small window' }).click();
    await expect.poll(floating).toBe('remote-video');
    await ben.leave();
    await expect.poll(floating).toBeUndefined();
  });
});

test('what iPhones do in the middle of a call is made good', async ({ newCaller, room }) => {
  const ann = await newCaller();
  const ben = await newCaller({ prepare: captureOneOfAKind });
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);

  await test.step('a friend who was paused behind another app plays on when the page is seen', async () => {
    await goBehind(ben, true);
    await systemPauses(ben.remoteVideo);
    await goBehind(ben, false);
    await expectPlaying(ben.remoteVideo);
  });

  await test.step('a friend who was paused and may not play on by themselves plays after a tap', async () => {
    // A stub: Safari's answer to a page that plays without a tap.
    const allow = await ben.remoteVideo.evaluateHandle((video: HTMLVideoElement) => {
      video.play = () => Promise.reject(new DOMException('', 'NotAllowedError'));
      return () => void Reflect.deleteProperty(video, 'play');
    });
    await systemPauses(ben.remoteVideo);
    await expect(ben.button('Tap to hear')).toBeVisible();
    await ben.expectState('connected');
    await allow.evaluate((answer) => answer());
    await ben.button('Tap to hear').click();
    await expect(ben.button('Tap to hear')).toHaveCount(0);
    await expectPlaying(ben.remoteVideo);
    await expectSound(ben.remoteVideo);
  });

  await test.step('a camera that is held while the page is behind is told of, and seen again after it', async () => {
    await goBehind(ben, true);
    await hold(ben, 'video', true);
    await expect(says(ann, 'Their camera is off')).toBeVisible();
    await goBehind(ben, false);
    await hold(ben, 'video', false);
    await expect(says(ann, 'Their camera is off')).toHaveCount(0);
    await Promise.all([ann.seesFriend(), ben.seesThemselves()]);
    await expect(says(ben, 'Your camera gives nothing')).toHaveCount(0);
  });

  await test.step('a microphone that comes back is captured anew, which takes the first one away', async () => {
    await hold(ben, 'audio', true);
    await expect(says(ann, 'They are muted')).toBeVisible();
    await hold(ben, 'audio', false);
    await expect(says(ann, 'They are muted')).toHaveCount(0);
    await expectSound(ann.remoteVideo);
    expect(await ben.witnessed(({ mediaRequests }) => mediaRequests.length), 'the first, and one for each device').toBe(3);
    expect(await ben.liveTracks()).toBe(2);
  });

  await test.step('a screen that was paused plays on', async () => {
    await ann.button('Share screen').click();
    await expect.poll(() => ben.screenVideo.evaluate((one: HTMLVideoElement) => one.currentTime > 0)).toBe(true);
    await systemPauses(ben.screenVideo);
    await expectPlaying(ben.screenVideo);
  });
});

test('a browser on which no program may run says so and keeps no camera on', async ({ newCaller }) => {
  const ann = await newCaller({
    // A stub: Lockdown Mode.
    prepare: (page) => page.addInitScript(() => void Reflect.deleteProperty(window, 'WebAssembly')),
    allow: [/WebAssembly/],
  });
  await ann.arrive();
  await expect(ann.alert).toContainText('could not be loaded');
  await expect.poll(() => ann.witnessed(({ tracks }) => tracks.map(({ readyState }) => readyState))).toEqual(['ended', 'ended']);
});

test('Escape that ends a character does not close the room dialog', async ({ newCaller, room }) => {
  const ann = await newCaller();
  await ann.arrive();
  await ann.typeRoom(room);
  await composed(ann.roomName, 'Escape');
  await expect(ann.roomName).toHaveValue(room);
  await expect(ann.alert).toHaveCount(0);
  await ann.roomName.press('Enter');
  await ann.expectSeat();
});

test('no field has letters so small that a phone zooms into it', async ({ newCaller, room }) => {
  const ann = await newCaller({ context: UPRIGHT });
  await ann.enter(room);
  await ann.openPanel('Settings');
  await expect(ann.panel('Settings').getByRole('combobox', { name: 'Camera' })).toBeVisible();
  await expect(ann.chatField).toBeAttached();
  expect(await smallFields(ann.page)).toEqual([]);
});

test('a browser that cannot be asked what is allowed says how to allow it', async ({ newCaller }) => {
  const ann = await newCaller({
    witness: { refusal: { name: 'NotAllowedError' } },
    // A stub: Safari before 16.
    prepare: (page) => page.addInitScript(() => void Reflect.deleteProperty(Navigator.prototype, 'permissions')),
  });
  await ann.arrive();
  await ann.expectState('media-error');
  for (const words of ['required', 'told to refuse']) await expect(ann.alert).toContainText(words);
  await ann.page.evaluate(() => void (window.witness.refusal = null));
  await ann.button('Try again').click();
  await ann.expectDialog();
});

test('who allows the devices later is let in, though no event says so', async ({ newCaller }) => {
  // A stub: a lasting refusal, which is taken back in the settings; Safari's PermissionStatus never fires "change".
  const ann = await newCaller({ witness: { refusal: { name: 'NotAllowedError', permission: 'denied' } } });
  await ann.arrive();
  await ann.expectState('media-error');
  await ann.page.evaluate(() => {
    window.witness.refusal = null;
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event('focus'));
  });
  await ann.expectDialog();
});

test('one’s own picture that the system paused plays on', async ({ newCaller }) => {
  const ann = await newCaller();
  await ann.arrive();
  await ann.expectDialog();
  await ann.seesThemselves();
  await systemPauses(ann.localVideo);
  await expectPlaying(ann.localVideo);
  await expectMovingPicture(ann.localVideo, 'own');
});

test('the level of the microphone moves again after sound was interrupted', async ({ newCaller }) => {
  const ann = await newCaller({
    // A stub: Safari interrupts sound (a state that others do not have), and leaves it suspended.
    prepare: (page) =>
      page.addInitScript(() => {
        const Real = window.AudioContext;
        const opened: Interruptible[] = [];
        class Interruptible extends Real {
          told: string | undefined;
          constructor() {
            super();
            opened.push(this);
          }
          override get state() {
            return (this.told ?? super.state) as AudioContextState;
          }
          override resume() {
            if (this.told === 'interrupted') return Promise.reject(new DOMException('', 'InvalidStateError'));
            this.told = undefined;
            return super.resume();
          }
          async tell(state: string) {
            this.told = state;
            await super.suspend();
            this.dispatchEvent(new Event('statechange'));
          }
        }
        window.AudioContext = Interruptible;
        Object.assign(window, { interrupt: (state: string) => Promise.all(opened.map((one) => one.tell(state))) });
      }),
  });
  await ann.arrive();
  await ann.expectDialog();
  const settings = await ann.openPanel('Settings');
  const meter = settings.getByRole('meter', { name: 'Level of your microphone' });
  const expectMoving = async () => {
    for (const loud of [true, false]) {
      await expect.poll(() => meter.evaluate((one: HTMLMeterElement) => one.value > 0.2), { intervals: [50] }).toBe(loud);
    }
  };
  await expectMoving();
  for (const state of ['interrupted', 'suspended']) {
    await ann.page.evaluate((name) => (window as unknown as { interrupt: (state: string) => Promise<void> }).interrupt(name), state);
  }
  await expectMoving();
});
