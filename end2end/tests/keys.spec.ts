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

/** No panel is open, and the keyboard is on nothing in particular: as every step finds the page, and leaves it. */
async function atRest(person: Caller): Promise<void> {
  if (await person.page.getByRole('dialog').filter({ visible: true }).count()) await person.page.keyboard.press('Escape');
  await expect(person.page.getByRole('dialog')).toHaveCount(0);
  await atKeyboard(person);
}

const inFullScreen = (page: Page): Promise<string | undefined> => page.evaluate(() => document.fullscreenElement?.tagName);

/** In which corner of the window it lies. */
function cornerOf(picture: Locator): Promise<string> {
  return picture.evaluate((one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return `${top + bottom < innerHeight ? 'top' : 'bottom'} ${left + right < innerWidth ? 'left' : 'right'}`;
  });
}

test('the keys of a call do what the buttons do', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  const [ann, ben] = [await newCaller(), await newCaller()];

  await test.step('while one chooses a room, keys only type', async () => {
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

  await ann.join(room);
  await ann.expectSeat();
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await atKeyboard(ann);

  await test.step('M mutes and unmutes, V switches the camera, in small and capital letters', async () => {
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

  await test.step('with the keys switched off, letters do nothing and Space still talks', async () => {
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
    await atRest(ann);
  });

  await test.step('S shows the screen and ends that', async () => {
    await expect(ben.page.getByTestId('screen-video')).toBeHidden();
    await ann.page.keyboard.press('s');
    await expect(ben.page.getByTestId('screen-video')).toBeVisible();
    await expect(ann.button('Stop sharing')).toBeVisible();
    await ann.page.keyboard.press('s');
    await expect(ben.page.getByTestId('screen-video')).toBeHidden();
    await atRest(ann);
  });

  await test.step('C opens the chat and types nothing; letters typed there are only text', async () => {
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
    await atRest(ann);
  });

  await test.step('"?" lists the keys, and closes the list', async () => {
    await ann.page.keyboard.press('?');
    const list = ann.panel('More');
    await expect(list).toBeVisible();
    await expect(list.getByRole('term')).toHaveText(['m', 'v', 's', 'c', 'f', 'w', 'Space', '?']);
    await expect(list.getByRole('definition').first()).toHaveText('Mute, unmute');
    await ann.page.keyboard.press('?');
    await expect(list).toBeHidden();
    await ann.openPanel('More');
    await ann.page.keyboard.press('Escape');
    await expect(list).toBeHidden();
    await expect(ann.button('More')).toBeFocused();
    await atRest(ann);
  });

  await test.step('F fills the screen with the call and ends that, and so does the button', async () => {
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
});

test('Space talks; held, modified and focused keys do what they should', async ({ startCall }) => {
  test.setTimeout(180_000);
  const { ann, ben } = await startCall();
  await atKeyboard(ann);

  for (const held of ['Control', 'Alt', 'Meta']) {
    await test.step(`keys that are pressed with ${held} belong to the browser`, async () => {
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
      await atRest(ann);
    });
  }

  await test.step('a key that is held down counts once', async () => {
    for (let repeat = 0; repeat < 4; repeat++) await ann.page.keyboard.down('m');
    await ann.page.keyboard.up('m');
    await expect(ann.button('Unmute microphone')).toBeVisible();
    await ann.page.keyboard.press('?');
    await expect(ann.panel('More')).toBeVisible();
    await expect(ann.button('Unmute microphone')).toBeVisible();
    await atRest(ann);
    await ann.page.keyboard.press('m');
    await expect(ann.button('Mute microphone')).toBeVisible();
  });

  await test.step('Space presses the button it is on, and changes nothing when not muted', async () => {
    await ann.page.keyboard.press(' ');
    await ann.button('Turn camera off').focus();
    await ann.page.keyboard.press(' ');
    await expect(ann.button('Turn camera on')).toBeVisible();
    await expect(ann.button('Mute microphone')).toBeVisible();
    await ann.page.keyboard.press(' ');
    await expect(ann.button('Turn camera off')).toBeEnabled();
    await atRest(ann);
  });

  await test.step('the keyboard stays on the button of the camera while the camera starts', async () => {
    await ann.button('Turn camera off').focus();
    await ann.page.keyboard.press('Enter');
    await expect(ann.button('Turn camera on')).toBeFocused();
    await ann.page.keyboard.press('Enter');
    await expect(ann.button('Turn camera off')).toBeFocused();
    await expect(ann.button('Turn camera off')).toBeEnabled();
    await atRest(ann);
  });

  await test.step('a muted person talks for as long as the space bar is held', async () => {
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
    await ann.button('Unmute microphone').click();
    await expect(ann.button('Mute microphone')).toBeVisible();
    await atRest(ann);
  });

  await test.step('talking by the space bar ends when the person goes to another window', async () => {
    await ann.button('Mute microphone').click();
    await atKeyboard(ann);
    await ann.page.keyboard.down(' ');
    await expect(ann.button('Mute microphone')).toBeVisible();
    // A stub: a browser without a screen has one window, and no other to go to.
    await ann.page.evaluate(() => dispatchEvent(new Event('blur')));
    await expect(ann.button('Unmute microphone')).toBeVisible();
    await ann.page.keyboard.up(' ');
    await ann.button('Unmute microphone').click();
    await expect(ann.button('Mute microphone')).toBeVisible();
    await atRest(ann);
  });

  await test.step('Space presses a button that was reached by Tab, also when muted', async () => {
    await ann.button('Mute microphone').click();
    await ann.page.keyboard.press('Tab');
    await expect(ann.button('Turn camera off')).toBeFocused();
    await ann.page.keyboard.press(' ');
    await expect(ann.button('Turn camera on')).toBeVisible();
    await expect(ann.button('Unmute microphone')).toBeVisible();
  });
});

test('the own picture moves to every corner; the small window shows both', async ({ startCall }) => {
  test.setTimeout(180_000);
  const { ann, ben } = await startCall();
  await atKeyboard(ann);
  const own = ownPicture(ann);
  await expect.poll(() => cornerOf(own), { message: 'where it is at first' }).toBe('bottom right');

  await test.step('a touch that the system takes away leaves the own picture where it was', async () => {
    await expect(own).toHaveAttribute('tabindex', '0');
    // A stub: what a browser tells of a finger that becomes the system's gesture, and of a mouse that passes by later.
    await own.evaluate((one) => {
      const tell = (kind: string, clientX: number) =>
        one.dispatchEvent(
          new PointerEvent(kind, { bubbles: true, cancelable: true, pointerId: 7, pointerType: 'touch', button: 0, clientX, clientY: 300 }),
        );
      tell('pointerdown', 300);
      tell('pointermove', 200);
      tell('pointercancel', 200);
      tell('pointermove', 100);
    });
    await expect(own).toHaveCSS('translate', 'none');
  });

  await test.step('the mouse moves it into every corner, and a mere click moves nothing', async () => {
    await expect(own).toHaveAttribute('tabindex', '0');
    const { width, height } = ann.page.viewportSize() ?? { width: 0, height: 0 };
    for (const [corner, x, y] of [
      ['top left', 60, 60],
      ['top right', width - 60, 80],
      ['bottom left', 90, height - 90],
      ['bottom right', width - 90, height - 120],
    ] as const) {
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
    await atKeyboard(ann);
  });

  await test.step('the arrow keys move it into every corner, and a reload keeps it there', async () => {
    await expect.poll(() => cornerOf(own)).toBe('bottom right');
    await own.focus();
    await expect(own).toBeFocused();
    for (const [key, corner] of [
      ['ArrowUp', 'top right'],
      ['ArrowLeft', 'top left'],
      ['ArrowDown', 'bottom left'],
      ['ArrowRight', 'bottom right'],
      ['ArrowDown', 'bottom right'],
      ['ArrowLeft', 'bottom left'],
      ['ArrowUp', 'top left'],
    ] as const) {
      await ann.page.keyboard.press(key);
      await expect.poll(() => cornerOf(own), { message: `after ${key}` }).toBe(corner);
    }
    await ann.page.reload();
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await expect.poll(() => cornerOf(own), { message: 'after the reload' }).toBe('top left');
  });

  await test.step('"Small window" shows both in a window of its own, with buttons that work, until the call ends', async () => {
    expect(await ann.page.evaluate(() => 'documentPictureInPicture' in window), 'windows for documents').toBe(true);
    const more = await ann.openPanel('More');
    await more.getByRole('button', { name: 'Small window' }).click();
    const inside = () =>
      ann.page.evaluate(() => {
        const small = (window as unknown as { documentPictureInPicture: { window: Window | null } }).documentPictureInPicture.window;
        return (
          small && {
            videos: [...small.document.querySelectorAll('video')].map((video) => [video.muted, video.srcObject instanceof MediaStream]),
            buttons: [...small.document.querySelectorAll('button')].map(({ textContent }) => textContent),
          }
        );
      });
    await expect.poll(inside).toEqual({
      videos: [
        [true, true],
        [true, true],
      ],
      buttons: ['Mute microphone', 'Leave'],
    });
    const press = (name: string) =>
      ann.page.evaluate((wanted) => {
        const small = (window as unknown as { documentPictureInPicture: { window: Window | null } }).documentPictureInPicture.window;
        [...(small?.document.querySelectorAll('button') ?? [])].find(({ textContent }) => textContent === wanted)?.click();
      }, name);
    const sees = () =>
      ann.page.evaluate(() => {
        const small = (window as unknown as { documentPictureInPicture: { window: Window | null } }).documentPictureInPicture.window;
        const other = small?.document.querySelector('video');
        const of = (name: string) => document.querySelector<HTMLVideoElement>(name)?.srcObject === other?.srcObject;
        const shown = other?.hidden ? 'nothing' : of('.screen video') ? 'their screen' : of('.peer video') ? 'them' : 'something else';
        return [shown, small?.document.querySelector('h1')?.textContent];
      });
    await press('Mute microphone');
    await expect(ann.button('Unmute microphone')).toBeVisible();
    await expect
      .poll(async () => (await inside())?.buttons, { message: 'its button says what it does next' })
      .toEqual(['Unmute microphone', 'Leave']);
    await expect.poll(sees).toEqual(['them', '']);
    await ben.button('Turn camera off').click();
    await expect.poll(sees, { message: 'no frozen picture' }).toEqual(['nothing', 'Their camera is off']);
    await ben.button('Share screen').click();
    await expect.poll(sees, { message: 'a screen that is shown' }).toEqual(['their screen', '']);
    await ben.moveAndPress('Stop sharing');
    await ben.moveAndPress('Turn camera on');
    await expect.poll(sees).toEqual(['them', '']);
    await ben.seesFriend();
    await press('Leave');
    await ann.expectState('ended');
    await expect.poll(inside).toBeNull();
  });
});

test('on a phone the screen stays awake, and a finger moves the own picture', async ({ newCaller, room }) => {
  const [ann, ben] = [
    await newCaller({
      context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
      // A stub: a browser without a screen keeps none awake.
      prepare: (page) =>
        page.addInitScript(() => {
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

  await test.step('the screen is kept awake while two people see each other', async () => {
    await ann.enter(room);
    expect(await held()).toBe(0);
    await ben.enter(room);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await expect.poll(held).toBe(1);
  });

  await test.step('a finger moves the own picture into every corner', async () => {
    await atKeyboard(ann);
    const own = ownPicture(ann);
    await expect(own).toHaveAttribute('tabindex', '0');
    const devtools = await ann.context.newCDPSession(ann.page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...at: { x: number; y: number }[]) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints: at });
    for (const [corner, x, y] of [
      ['top left', 40, 120],
      ['bottom left', 60, 700],
      ['top right', 350, 120],
      ['bottom right', 350, 700],
    ] as const) {
      const box = await own.boundingBox();
      await touch('touchStart', { x: (box?.x ?? 0) + 30, y: (box?.y ?? 0) + 30 });
      await touch('touchMove', { x: 195, y: 400 });
      await touch('touchMove', { x, y });
      await touch('touchEnd');
      await expect.poll(() => cornerOf(own)).toBe(corner);
    }
  });

  await test.step('the screen is no longer kept awake when the other has left', async () => {
    await ben.leave();
    await ann.expectState('waiting');
    await expect.poll(held).toBe(0);
  });
});
