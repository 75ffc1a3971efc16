// What keys do in a call, and what one does with one's own picture, the whole screen and the small window.
import type { Locator, Page } from '@playwright/test';
import type { Caller } from '../fixtures/caller.js';
import { expectSilence, expectSound } from '../fixtures/picture.js';
import { expect, test } from '../fixtures/people.js';

const ownPicture = (person: Caller): Locator => person.page.getByRole('figure', { name: 'You', exact: true });

/** The keyboard of a call is there, and is on nothing in particular. */
async function atKeyboard(person: Caller): Promise<void> {
  await expect(person.button('More')).toBeVisible();
  await person.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

const inFullScreen = (page: Page): Promise<string | undefined> => page.evaluate(() => document.fullscreenElement?.tagName);

/** In which corner of the window it lies. */
function cornerOf(picture: Locator): Promise<string> {
  return picture.evaluate((one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return `${top + bottom < innerHeight ? 'top' : 'bottom'} ${left + right < innerWidth ? 'left' : 'right'}`;
  });
}

test('M mutes and unmutes, V switches the camera, in small and capital letters', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await atKeyboard(ann);
  await ann.page.keyboard.press('m');
  await expect(ann.button('Unmute microphone')).toBeVisible();
  await expect(ben.page.getByText('They are muted')).toBeVisible();
  await ann.page.keyboard.press('Shift+M');
  await expect(ann.button('Mute microphone')).toBeVisible();
  await ann.page.keyboard.press('v');
  await expect(ann.button('Turn camera on')).toBeVisible();
  await expect(ben.page.getByText('Their camera is off')).toBeVisible();
  await ann.page.keyboard.press('v');
  await expect(ann.button('Turn camera off')).toBeVisible();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});

test('whoever switches the keys off presses letters without any effect, but can still hold the space bar to talk', async ({ startCall }) => {
  const { ann } = await startCall();
  const more = await ann.openPanel('More');
  await more.getByRole('switch', { name: 'Use these keys' }).uncheck();
  await ann.page.keyboard.press('Escape');
  await ann.button('Mute microphone').click();
  await atKeyboard(ann);
  for (const key of ['m', 'v', 'c', '?']) await ann.page.keyboard.press(key);
  await ann.page.keyboard.down(' ');
  await expect(ann.button('Mute microphone'), 'while the space bar is down').toBeVisible();
  await ann.page.keyboard.up(' ');
  await expect(ann.button('Unmute microphone')).toBeVisible();
  await expect(ann.button('Turn camera off')).toBeVisible();
  await expect(ann.page.getByRole('dialog')).toHaveCount(0);
  await ann.openPanel('More');
  await more.getByRole('switch', { name: 'Use these keys' }).check();
  await ann.page.keyboard.press('Escape');
  await atKeyboard(ann);
  await ann.page.keyboard.press('m');
  await expect(ann.button('Mute microphone')).toBeVisible();
});

test('S shows the screen and ends that', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await atKeyboard(ann);
  await ann.page.keyboard.press('s');
  await expect(ben.page.getByTestId('screen-video')).toBeVisible();
  await expect(ann.button('Stop sharing')).toBeVisible();
  await ann.page.keyboard.press('s');
  await expect(ben.page.getByTestId('screen-video')).toBeHidden();
});

test('C opens the chat and types nothing into it, and whoever types there only types', async ({ startCall }) => {
  const { ann } = await startCall();
  await atKeyboard(ann);
  await ann.page.keyboard.press('c');
  const field = ann.panel('Chat').getByRole('textbox', { name: 'Message' });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('');
  await ann.page.keyboard.type('c m v s f ? ');
  await expect(field).toHaveValue('c m v s f ? ');
  await expect(ann.panel('Chat')).toBeVisible();
  await expect(ann.panel('More')).toBeHidden();
  for (const name of ['Mute microphone', 'Turn camera off', 'Share screen']) await expect(ann.button(name)).toBeVisible();
  expect(await inFullScreen(ann.page)).toBeUndefined();
  await ann.page.keyboard.press('Escape');
  await atKeyboard(ann);
  await ann.page.keyboard.press('c');
  await expect(field).toBeFocused();
});

test('"?" lists the keys, and closes the list', async ({ startCall }) => {
  const { ann } = await startCall();
  await atKeyboard(ann);
  await ann.page.keyboard.press('?');
  const list = ann.panel('More');
  await expect(list).toBeVisible();
  await expect(list.getByRole('term')).toHaveText(['m', 'v', 's', 'c', 'f', 'Space', '?']);
  await expect(list.getByRole('definition').first()).toHaveText('Mute, unmute');
  await ann.page.keyboard.press('?');
  await expect(list).toBeHidden();
  await ann.openPanel('More');
  await ann.page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(ann.button('More')).toBeFocused();
});

for (const held of ['Control', 'Alt', 'Meta']) {
  test(`keys that are pressed with ${held} belong to the browser`, async ({ startCall }) => {
    const { ann } = await startCall();
    await atKeyboard(ann);
    // A stub: the keys come from the page, for the browser would do with them what is its own.
    await ann.page.evaluate((name) => {
      for (const key of ['m', 'v', 's', 'c', 'f', ' ', '?']) {
        const held = { ctrlKey: name === 'Control', altKey: name === 'Alt', metaKey: name === 'Meta' };
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }));
      }
    }, held);
    // What would have happened, would have before this.
    await ann.page.keyboard.press('?');
    await expect(ann.panel('More')).toBeVisible();
    for (const name of ['Mute microphone', 'Turn camera off', 'Share screen']) await expect(ann.button(name)).toBeVisible();
    await expect(ann.panel('Chat')).toBeHidden();
    expect(await inFullScreen(ann.page)).toBeUndefined();
  });
}

test('a key that is held down counts once', async ({ startCall }) => {
  const { ann } = await startCall();
  await atKeyboard(ann);
  for (let repeat = 0; repeat < 4; repeat++) await ann.page.keyboard.down('m');
  await ann.page.keyboard.up('m');
  await expect(ann.button('Unmute microphone')).toBeVisible();
  await ann.page.keyboard.press('?');
  await expect(ann.panel('More')).toBeVisible();
  await expect(ann.button('Unmute microphone')).toBeVisible();
});

test('who is muted talks for as long as the space bar is held', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await atKeyboard(ann);
  // A browser leaves the focus on what was clicked.
  await ann.button('Mute microphone').click();
  await expectSilence(ben.remoteVideo);
  await ann.page.keyboard.down(' ');
  await expect(ann.button('Mute microphone')).toBeVisible();
  await ann.page.keyboard.down(' ');
  await expectSound(ben.remoteVideo);
  await ann.page.keyboard.up(' ');
  await expect(ann.button('Unmute microphone')).toBeVisible();
  await expectSilence(ben.remoteVideo);
});

test('whoever talks by the space bar and goes to another window is muted again', async ({ startCall }) => {
  const { ann } = await startCall();
  await ann.button('Mute microphone').click();
  await atKeyboard(ann);
  await ann.page.keyboard.down(' ');
  await expect(ann.button('Mute microphone')).toBeVisible();
  // A stub: a browser without a screen has one window, and no other to go to.
  await ann.page.evaluate(() => dispatchEvent(new Event('blur')));
  await expect(ann.button('Unmute microphone')).toBeVisible();
});

test('the space bar presses the button that it is on, and changes nothing for who is not muted', async ({ startCall }) => {
  const { ann } = await startCall();
  await atKeyboard(ann);
  await ann.page.keyboard.press(' ');
  await ann.button('Turn camera off').focus();
  await ann.page.keyboard.press(' ');
  await expect(ann.button('Turn camera on')).toBeVisible();
  await expect(ann.button('Mute microphone')).toBeVisible();
});

test('the space bar presses a button that was reached by Tab, also for who is muted', async ({ startCall }) => {
  const { ann } = await startCall();
  await atKeyboard(ann);
  await ann.button('Mute microphone').click();
  await ann.page.keyboard.press('Tab');
  await expect(ann.button('Turn camera off')).toBeFocused();
  await ann.page.keyboard.press(' ');
  await expect(ann.button('Turn camera on')).toBeVisible();
  await expect(ann.button('Unmute microphone')).toBeVisible();
});

test('the keyboard stays on the button of the camera while the camera starts', async ({ startCall }) => {
  const { ann } = await startCall();
  await atKeyboard(ann);
  await ann.button('Turn camera off').focus();
  await ann.page.keyboard.press('Enter');
  await expect(ann.button('Turn camera on')).toBeFocused();
  await ann.page.keyboard.press('Enter');
  await expect(ann.button('Turn camera off')).toBeFocused();
  await expect(ann.button('Turn camera off')).toBeEnabled();
});

test('while one chooses a room, keys only type', async ({ newCaller }) => {
  const ann = await newCaller();
  await ann.arrive();
  await ann.expectDialog();
  await ann.roomName.click();
  await expect(ann.button('Make up a name')).toBeVisible();
  await ann.button('Make up a name').focus();
  for (const key of ['m', 'v', 'c', 'f', '?']) await ann.page.keyboard.press(key);
  await ann.expectState('choosing-room');
  for (const name of ['Chat', 'More']) await expect(ann.panel(name)).toBeHidden();
  expect(await inFullScreen(ann.page)).toBeUndefined();
});

test('F fills the screen with the call and ends that, and so does the button', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await atKeyboard(ann);
  await ann.page.keyboard.press('f');
  await expect.poll(() => inFullScreen(ann.page)).toBe('MAIN');
  await ann.seesFriend();
  await ann.page.keyboard.press('f');
  await expect.poll(() => inFullScreen(ann.page)).toBeUndefined();
  const more = await ann.openPanel('More');
  await more.getByRole('button', { name: 'Full screen' }).click();
  await expect.poll(() => inFullScreen(ann.page)).toBe('MAIN');
  await expect(more, 'the panel is within').toBeVisible();
  await more.getByRole('button', { name: 'Full screen' }).click();
  await expect.poll(() => inFullScreen(ann.page)).toBeUndefined();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});

test('the own picture goes into every corner by the arrow keys, and is there after a reload', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await atKeyboard(ann);
  const own = ownPicture(ann);
  await expect.poll(() => cornerOf(own)).toBe('bottom right');
  await own.focus();
  await expect(own).toBeFocused();
  for (const [key, corner] of [['ArrowUp', 'top right'], ['ArrowLeft', 'top left'], ['ArrowDown', 'bottom left'], ['ArrowRight', 'bottom right'], ['ArrowDown', 'bottom right'], ['ArrowLeft', 'bottom left'], ['ArrowUp', 'top left']] as const) {
    await ann.page.keyboard.press(key);
    await expect.poll(() => cornerOf(own), { message: `after ${key}` }).toBe(corner);
  }
  await ann.page.reload();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await expect.poll(() => cornerOf(own), { message: 'after the reload' }).toBe('top left');
});

test('the own picture goes into every corner by the mouse, and a mere click moves nothing', async ({ startCall }) => {
  const { ann } = await startCall();
  await atKeyboard(ann);
  const own = ownPicture(ann);
  await expect(own).toHaveAttribute('tabindex', '0');
  const { width, height } = ann.page.viewportSize() ?? { width: 0, height: 0 };
  for (const [corner, x, y] of [['top left', 60, 60], ['top right', width - 60, 80], ['bottom left', 90, height - 90], ['bottom right', width - 90, height - 120]] as const) {
    const box = await own.boundingBox();
    await ann.page.mouse.move((box?.x ?? 0) + 40, (box?.y ?? 0) + 40);
    await ann.page.mouse.down();
    await ann.page.mouse.move(width / 2, height / 2, { steps: 4 });
    await expect(own, 'it follows the hand').not.toHaveCSS('translate', 'none');
    await ann.page.mouse.move(x, y, { steps: 4 });
    await ann.page.mouse.up();
    await expect.poll(() => cornerOf(own)).toBe(corner);
    await expect(own).toHaveCSS('translate', 'none');
  }
  await own.click();
  await expect.poll(() => cornerOf(own)).toBe('bottom right');
});

test('the own picture goes into every corner by a finger', async ({ newCaller, room }) => {
  const [ann, ben] = [await newCaller({ context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } }), await newCaller()];
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await atKeyboard(ann);
  const own = ownPicture(ann);
  await expect(own).toHaveAttribute('tabindex', '0');
  const devtools = await ann.context.newCDPSession(ann.page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...at: { x: number; y: number }[]) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints: at });
  for (const [corner, x, y] of [['top left', 40, 120], ['bottom left', 60, 700], ['top right', 350, 120], ['bottom right', 350, 700]] as const) {
    const box = await own.boundingBox();
    await touch('touchStart', { x: (box?.x ?? 0) + 30, y: (box?.y ?? 0) + 30 });
    await touch('touchMove', { x: 195, y: 400 });
    await touch('touchMove', { x, y });
    await touch('touchEnd');
    await expect.poll(() => cornerOf(own)).toBe(corner);
  }
});

test('a touch that the system takes away leaves the own picture where it was', async ({ startCall }) => {
  const { ann } = await startCall();
  await atKeyboard(ann);
  const own = ownPicture(ann);
  await expect(own).toHaveAttribute('tabindex', '0');
  // A stub: what a browser tells of a finger that becomes the system's gesture, and of a mouse that passes by later.
  await own.evaluate((one) => {
    const tell = (kind: string, clientX: number) =>
      one.dispatchEvent(new PointerEvent(kind, { bubbles: true, cancelable: true, pointerId: 7, pointerType: 'touch', button: 0, clientX, clientY: 300 }));
    tell('pointerdown', 300);
    tell('pointermove', 200);
    tell('pointercancel', 200);
    tell('pointermove', 100);
  });
  await expect(own).toHaveCSS('translate', 'none');
});

test('"Small window" shows both in a window of its own, with buttons that work, until the call ends', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  const possible = await ann.page.evaluate(() => 'documentPictureInPicture' in window);
  test.skip(!possible, 'this browser has no windows for documents');
  const more = await ann.openPanel('More');
  await more.getByRole('button', { name: 'Small window' }).click();
  const inside = () => ann.page.evaluate(() => {
    const small = (window as unknown as { documentPictureInPicture: { window: Window | null } }).documentPictureInPicture.window;
    return small && {
      videos: [...small.document.querySelectorAll('video')].map((video) => [video.muted, video.srcObject instanceof MediaStream]),
      buttons: [...small.document.querySelectorAll('button')].map(({ textContent }) => textContent),
    };
  });
  await expect.poll(inside).toEqual({ videos: [[true, true], [true, true]], buttons: ['Mute, unmute', 'Leave'] });
  const press = (name: string) => ann.page.evaluate((wanted) => {
    const small = (window as unknown as { documentPictureInPicture: { window: Window | null } }).documentPictureInPicture.window;
    [...(small?.document.querySelectorAll('button') ?? [])].find(({ textContent }) => textContent === wanted)?.click();
  }, name);
  await press('Mute, unmute');
  await expect(ann.button('Unmute microphone')).toBeVisible();
  await ben.seesFriend();
  await press('Leave');
  await ann.expectState('ended');
  await expect.poll(inside).toBeNull();
});

test('the screen is kept awake while two people see each other, and only then', async ({ newCaller, room }) => {
  const [ann, ben] = [
    await newCaller({
      // A stub: a browser without a screen keeps none awake.
      prepare: (page) => page.addInitScript(() => {
        const locks = { held: 0 };
        Object.assign(window, { locks });
        const request = async () => {
          locks.held++;
          return { release: async () => void locks.held-- };
        };
        Object.defineProperty(navigator, 'wakeLock', { value: { request } });
      }),
    }),
    await newCaller(),
  ];
  const held = () => ann.page.evaluate(() => (window as unknown as { locks: { held: number } }).locks.held);
  await ann.enter(room);
  expect(await held()).toBe(0);
  await ben.enter(room);
  await ann.seesFriend();
  await expect.poll(held).toBe(1);
  await ben.leave();
  await ann.expectState('waiting');
  await expect.poll(held).toBe(0);
});
