// Beside the room dialog: made-up names and the rooms of the last time; while one waits: ways to bring a friend in.
import type { Locator } from '@playwright/test';
import jsQR from 'jsqr';
import { type Caller, roomPath } from '../fixtures/caller.js';
import { comeAsNew, goOut } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';

/** What is loaded when somebody first touches the page is there. */
async function touch(person: Caller): Promise<void> {
  await person.expectDialog();
  await person.roomName.click();
  await expect(person.button('Make up a name')).toBeVisible();
}

function recentRooms(person: Caller): Locator {
  return person.page.locator('p').filter({ hasText: 'Last time:' }).getByRole('button');
}

async function expectRooms(person: Caller, ...names: string[]): Promise<void> {
  await expect(recentRooms(person)).toHaveText([...names, 'Forget these']);
}

/** The dark modules of the code on the screen, read as a phone's camera does. */
async function readCode(code: Locator): Promise<string | undefined> {
  const drawn = await code.evaluate((svg) => ({
    view: svg.getAttribute('viewBox') ?? '',
    path: svg.querySelector('path')?.getAttribute('d') ?? '',
  }));
  const [left = 0, top = 0, width = 0, height = 0] = drawn.view.split(' ').map(Number);
  // So many pixels for one module.
  const zoom = 4;
  const pixels = new Uint8ClampedArray(width * zoom * height * zoom * 4).fill(255);
  for (const [, x, y] of drawn.path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < zoom; row++) {
      const at = (((Number(y) - top) * zoom + row) * width * zoom + (Number(x) - left) * zoom) * 4;
      for (let byte = 0; byte < zoom * 4; byte++) if (byte % 4 !== 3) pixels[at + byte] = 0;
    }
  }
  return jsQR.default(pixels, width * zoom, height * zoom)?.data;
}

test('the lobby makes up names and remembers rooms', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  const ann = await newCaller();

  await test.step('rooms of last time are offered, latest first, and can be forgotten', async () => {
    await comeAsNew(ann);
    await touch(ann);
    await expect(recentRooms(ann), 'on a first visit').toHaveCount(0);
    for (const name of [`first ${room}`, `<b>second</b> ${room}`]) {
      await ann.join(name);
      await ann.expectState('waiting');
      await ann.leave();
      await ann.button('Choose another room').click();
      await ann.expectDialog();
    }
    await expectRooms(ann, `<b>second</b> ${room}`, `first ${room}`);
    await ann.page.reload();
    await touch(ann);
    await expectRooms(ann, `<b>second</b> ${room}`, `first ${room}`);
    await ann.button(`first ${room}`).click();
    await expect(ann.roomName).toHaveValue(`first ${room}`);
    await expect(ann.roomName).toBeFocused();
    await ann.page.keyboard.press('Enter');
    await ann.expectState('waiting');
    await ann.expectPath(roomPath(`first ${room}`));
    await ann.leave();
    await ann.button('Choose another room').click();
    await expectRooms(ann, `first ${room}`, `<b>second</b> ${room}`);
    await ann.button('Forget these').click();
    await expect(recentRooms(ann)).toHaveCount(0);
    await ann.page.reload();
    await touch(ann);
    await expect(recentRooms(ann), 'after a reload').toHaveCount(0);
  });

  await test.step('the keyboard is not lost with the rooms that are forgotten', async () => {
    await comeAsNew(ann);
    await ann.join(room);
    await ann.expectSeat();
    await ann.page.mouse.click(5, 5);
    await expect(ann.page.getByText('Code for a phone')).toBeVisible();
    await ann.leave();
    await ann.button('Choose another room').click();
    await ann.button('Forget these').click();
    await expect(ann.button('Forget these')).toBeHidden();
    await expect(ann.page.locator(':focus'), 'something has the keyboard').toHaveCount(1);
  });

  await test.step('a made-up name can be had with the keyboard alone', async () => {
    await comeAsNew(ann);
    await touch(ann);
    await ann.button('Make up a name').focus();
    await ann.page.keyboard.press('Enter');
    await expect(ann.roomName).toHaveValue(/\S/);
    await ann.page.keyboard.press('Enter');
    await ann.expectState('waiting');
    await goOut(ann);
  });

  await test.step('"Make up a name" gives a name that nobody has; Join opens that room', async () => {
    await comeAsNew(ann);
    await touch(ann);
    await ann.button('Make up a name').click();
    await expect(ann.roomName).toHaveValue(/^[a-z]{5}( [a-z]{5}){3}$/);
    await expect(ann.roomName).toBeFocused();
    const first = await ann.roomName.inputValue();
    await ann.button('Make up a name').click();
    await expect(ann.roomName).not.toHaveValue(first);
    const name = await ann.roomName.inputValue();
    await ann.button('Join').click();
    await ann.expectState('waiting');
    await ann.expectPath(roomPath(name));
    const ben = await newCaller();
    await ben.arrive(ann.page.url());
    await ben.button('Join').click();
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  });
});

test('somebody who waits has a code for a phone and a way to share', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  const ann = await newCaller();

  await test.step('the address of the room is there as a code that a phone can read', async () => {
    for (const name of [room, `${room} Gästezimmer & 100% «会議室» 🎈`, room + 'x'.repeat(64 - room.length)]) {
      await ann.arrive();
      await ann.join(name);
      await ann.expectState('waiting');
      const summary = ann.page.getByText('Code for a phone');
      await summary.click();
      const code = ann.page.getByRole('img', { name: 'Code for a phone' });
      await expect(code).toBeVisible();
      await expect.poll(() => readCode(code), { message: `what a phone reads of the code for ${name}` }).toBe(ann.page.url());
      await summary.press('Enter');
      await expect(code).toBeHidden();
      await ann.leave();
      await ann.expectState('ended');
    }
  });

  await test.step('the code is that of the current room, also in a second room', async () => {
    await comeAsNew(ann);
    await touch(ann);
    for (const name of [`first ${room}`, `second ${room}`]) {
      await ann.join(name);
      await ann.expectState('waiting');
      const code = ann.page.getByRole('img', { name: 'Code for a phone' });
      if (!(await code.isVisible())) await ann.page.getByText('Code for a phone').click();
      await expect.poll(() => readCode(code)).toBe(new URL(roomPath(name), ann.page.url()).href);
      await ann.leave();
      await ann.button('Choose another room').click();
    }
  });

  await test.step('where the browser can share nothing there is no "Share…"', async () => {
    await comeAsNew(ann);
    await ann.join(room);
    await ann.expectSeat();
    await ann.page.mouse.click(5, 5);
    await expect(ann.page.getByText('Code for a phone')).toBeVisible();
    await expect(ann.page.getByRole('button', { name: /share/i })).toHaveCount(0);
    await goOut(ann);
  });

  await test.step('"Share…" gives link and word; closing the sheet loses nothing', async () => {
    // A stub: this browser has no share sheet. It is closed without a choice.
    await ann.page.addInitScript(() => {
      const shared: ShareData[] = [];
      Object.assign(window, { shared });
      navigator.share = async (what) => {
        shared.push(what ?? {});
        throw new DOMException('closed', 'AbortError');
      };
    });
    await comeAsNew(ann);
    await ann.join(room);
    await ann.expectSeat();
    await ann.page.mouse.click(5, 5);
    await ann.button('Share…').click();
    const shared = () => ann.page.evaluate(() => (window as unknown as { shared: ShareData[] }).shared);
    await expect.poll(shared).toEqual([{ title: 'Duet', text: expect.stringContaining(`“${room}”`), url: ann.page.url() }]);
    await ann.expectState('waiting');
    await expect(ann.alert).toHaveCount(0);
  });
});
