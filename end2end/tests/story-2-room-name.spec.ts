// Story 2: once camera and microphone are allowed, the person is asked for a room name.
import { roomPath } from '../fixtures/caller.js';
import { comeAsNew } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';

const BROKEN = ['/room/%FF', '/room/%E0%A4%A', '/room/%00', '/room/a%07b', `/room/${'x'.repeat(65)}`, '/room/%20%20'];

test('whatever the address, the person is asked for a room name', async ({ newCaller }) => {
  const ann = await newCaller();
  await ann.arrive();

  await test.step('once allowed, the person is asked for a room name and can type at once', async () => {
    await ann.expectState('choosing-room');
    await expect(ann.dialog).toBeVisible();
    await expect(ann.roomName).toBeFocused();
    await expect(ann.roomName).toHaveValue('');
    await expect(ann.button('Join')).toBeVisible();
    await expect(ann.button('Cancel')).toBeVisible();
    await expect(ann.page.getByLabel('Room name'), 'elements whose name contains "Room name"').toHaveCount(1);
    await expect(ann.alert, 'nothing has gone wrong').toHaveCount(0);
  });

  await test.step('while choosing, the person sees themselves and hears nothing of it', async () => {
    await ann.expectDialog();
    await ann.seesThemselves();
    const video = await ann.localVideo.evaluate((element: HTMLVideoElement) => ({
      muted: element.muted,
      inline: element.playsInline,
      // A mirror is what people expect of their own picture.
      mirrored: new DOMMatrix(getComputedStyle(element).transform).a < 0 || getComputedStyle(element).scale.startsWith('-1'),
    }));
    expect(video).toEqual({ muted: true, inline: true, mirrored: true });
  });

  const usual = (await ann.dialog.innerText()).trim();
  for (const path of BROKEN) {
    await test.step(`the broken link ${path.slice(0, 24)} opens an empty dialog that says so`, async () => {
      await comeAsNew(ann, path);
      await ann.expectState('choosing-room');
      await expect(ann.dialog).toBeVisible();
      await expect(ann.roomName).toHaveValue('');
      await expect.poll(async () => (await ann.dialog.innerText()).trim(), { message: 'words of the dialog' }).not.toBe(usual);
    });
  }

  await test.step('/room/ leads to the front page', async () => {
    await comeAsNew(ann, '/room/');
    await ann.expectPath('/');
    await ann.expectDialog();
    await expect(ann.roomName).toHaveValue('');
    // This is also what the broken links differ from: without anything that was loaded later.
    expect((await ann.dialog.innerText()).trim()).toBe(usual);
  });
});

test('a link fills in the room name and still waits for "Join"', async ({ newCaller, room }) => {
  const [ann, ben] = [await newCaller(), await newCaller()];
  await ann.arrive(roomPath(room));
  await ann.expectState('choosing-room');
  await expect(ann.roomName).toHaveValue(room);
  await ben.enter(room);
  // Had the link alone been enough, Ben would not be the only one.
  await ben.expectState('waiting');
  await ann.expectState('choosing-room');
  await ann.button('Join').click();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});
