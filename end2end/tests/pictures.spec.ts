// How the other's picture and their screen lie in the window: nobody's face is cut off, and nothing lies over what is read.
import type { Page } from '@playwright/test';
import type { Caller } from '../fixtures/caller.js';
import { expect, test } from '../fixtures/people.js';

/** A camera that gives pictures of this size. A stub: the fake camera gives 4 to 3. */
function cameraOf(width: number, height: number) {
  return (page: Page) =>
    page.addInitScript(
      ([width, height]) => {
        const ask = MediaDevices.prototype.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (wishes) => {
          const stream = await ask(wishes);
          const [camera] = stream.getVideoTracks();
          if (!camera) return stream;
          const canvas = Object.assign(document.createElement('canvas'), { width, height });
          const pen = canvas.getContext('2d');
          setInterval(() => {
            if (!pen) return;
            pen.fillStyle = `hsl(${performance.now() % 360} 90% 50%)`;
            pen.fillRect(0, 0, width ?? 0, height ?? 0);
          }, 50);
          const [drawn] = canvas.captureStream(20).getVideoTracks();
          const stop = drawn?.stop.bind(drawn);
          if (drawn) drawn.stop = () => (camera.stop(), stop?.());
          return new MediaStream([...stream.getAudioTracks(), ...(drawn ? [drawn] : [])]);
        };
      },
      [width, height],
    );
}

/** How much of the picture's width and height is in the window, in percent, and where the middle of what is cut lies. */
function seen(person: Caller): Promise<{ width: number; height: number }> {
  return person.remoteVideo.evaluate((element) => {
    const video = element as HTMLVideoElement;
    const { width, height } = video.getBoundingClientRect();
    const scales = [width / video.videoWidth, height / video.videoHeight];
    const scale = getComputedStyle(video).objectFit === 'contain' ? Math.min(...scales) : Math.max(...scales);
    const part = (shown: number, whole: number) => Math.round((100 * Math.min(shown, whole * scale)) / (whole * scale));
    return { width: part(width, video.videoWidth), height: part(height, video.videoHeight) };
  });
}

const WHOLE = { width: 100, height: 100 };

test('three fifths of a picture are seen in any window, and all of it by key, taps and button', async ({ newCaller, room }) => {
  const [ann, ben] = [await newCaller(), await newCaller({ prepare: cameraOf(360, 640) })];
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.expectState('connected'), ben.expectState('connected')]);
  await expect(ann.extraButton('more')).toBeAttached();
  await expect.poll(() => ann.remoteVideo.evaluate((video) => (video as HTMLVideoElement).videoHeight)).toBeGreaterThan(600);

  for (const [width, height] of [
    [1280, 720],
    [390, 844],
    [3840, 900],
  ] as const) {
    await test.step(`an upright picture in a window of ${width} by ${height}`, async () => {
      await ann.page.setViewportSize({ width, height });
      await expect.poll(async () => Math.min(...Object.values(await seen(ann)))).toBeGreaterThanOrEqual(59);
    });
  }

  await ann.page.setViewportSize({ width: 1280, height: 720 });
  await test.step('W shows the whole picture, and a reload keeps it', async () => {
    await ann.page.keyboard.press('w');
    await expect.poll(() => seen(ann)).toEqual(WHOLE);
    await ann.page.reload();
    await ann.expectState('connected');
    await expect.poll(() => seen(ann)).toEqual(WHOLE);
  });

  await test.step('two taps on it, and a button, change that too', async () => {
    await ann.page.mouse.dblclick(640, 300);
    await expect.poll(async () => (await seen(ann)).height).toBeLessThan(100);
    const more = await ann.openPanel('More');
    await more.getByRole('button', { name: 'Show the whole picture' }).click();
    await expect.poll(() => seen(ann)).toEqual(WHOLE);
    await expect(more.getByRole('button', { name: 'Fill the window' })).toBeVisible();
  });
});

test('nothing lies over a screen that is read, and fingers enlarge it', async ({ newCaller, room }) => {
  const [ann, ben] = [await newCaller({ context: { hasTouch: true, viewport: { width: 844, height: 390 } } }), await newCaller()];
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await ben.button('Share screen').click();
  await expect(ann.screenVideo).toBeVisible();
  /** What of the call lies over the screen at this moment. */
  const over = () =>
    ann.page.evaluate(() =>
      ['footer', 'main > header', '.signs', '.own', '.peer'].filter((name) => {
        const part = document.querySelector(name);
        return part && Number(getComputedStyle(part).opacity) > 0.01;
      }),
    );
  const still = () => expect.poll(over, { message: 'what lies over the screen' }).toEqual([]);

  await test.step('it goes away when nothing moves', still);

  for (const [what, happens] of [
    ['a motion of the pointer', () => ann.page.mouse.move(300 + Math.random() * 100, 200)],
    ['a touch', () => ann.page.touchscreen.tap(400, 200)],
    ['a key', () => ann.page.keyboard.press('Shift')],
  ] as const) {
    await test.step(`${what} brings it back, and it goes again`, async () => {
      await happens();
      await expect.poll(over).toEqual(['footer', 'main > header', '.signs', '.own', '.peer']);
      await still();
    });
  }

  await test.step('a tap where a button was does not press it', async () => {
    const box = await ann.button('Leave').boundingBox();
    await ann.page.touchscreen.tap((box?.x ?? 0) + 20, (box?.y ?? 0) + 20);
    await expect.poll(over).toContain('footer');
    await ann.expectState('connected');
  });

  await test.step('with a panel open it goes away too, but for what the keyboard is on', async () => {
    await ann.page.keyboard.press('c');
    await expect(ann.chatField).toBeFocused();
    await still();
    await expect(ann.chatField).toBeVisible();
    await ann.page.keyboard.press('Escape');
    await ann.page.keyboard.press('Tab');
    await ann.button('Leave').focus();
    await expect.poll(over).toEqual(['footer']);
    await ann.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  });

  const scale = () => ann.screenVideo.evaluate((video) => new DOMMatrix(getComputedStyle(video).transform).a);
  await test.step('two fingers enlarge it, one moves it, two taps show it whole', async () => {
    const devtools = await ann.context.newCDPSession(ann.page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...at: { x: number; y: number; id: number }[]) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints: at });
    await touch('touchStart', { x: 380, y: 200, id: 1 }, { x: 460, y: 200, id: 2 });
    await touch('touchMove', { x: 340, y: 200, id: 1 }, { x: 500, y: 200, id: 2 });
    await touch('touchMove', { x: 300, y: 200, id: 1 }, { x: 540, y: 200, id: 2 });
    await touch('touchEnd');
    await expect.poll(scale).toBeGreaterThan(2);
    const before = await ann.screenVideo.boundingBox();
    await touch('touchStart', { x: 400, y: 200, id: 1 });
    await touch('touchMove', { x: 470, y: 200, id: 1 });
    await touch('touchEnd');
    await expect.poll(async () => (await ann.screenVideo.boundingBox())?.x).toBeGreaterThan((before?.x ?? 0) + 40);
    await ann.page.touchscreen.tap(400, 200);
    await ann.page.touchscreen.tap(400, 200);
    await expect.poll(scale).toBe(1);
  });
});
