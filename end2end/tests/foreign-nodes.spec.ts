// Extensions, translators and proxies change the page. Whatever stands in it, a person gets into the call, is muted when they
// press so, and is off the air when they leave.
import { comeAsNew, goOut } from '../fixtures/fresh.js';
import type { Caller } from '../fixtures/caller.js';
import { expect, test } from '../fixtures/people.js';
import { MEDDLINGS, type Meddling, installMeddling } from '../shared/foreign-nodes.js';

/** A button by what its name says, whatever else stands in it. */
function pressable(person: Caller, name: string) {
  return person.page.getByRole('button', { name: new RegExp(`${name}\\b`) }).filter({ visible: true });
}

async function expectMuted(person: Caller, muted: boolean): Promise<void> {
  await expect(pressable(person, muted ? 'Unmute microphone' : '(?<!n)Mute microphone')).toBeVisible();
  const live = await person.witnessed(({ tracks }) =>
    tracks.filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live').map(({ enabled }) => enabled),
  );
  expect(live, 'microphones that are heard').toEqual([!muted]);
}

/** Joins, mutes and leaves on a page that others change before its program starts, while it does, and afterwards. */
async function joinMuteLeave(person: Caller, what: Meddling, room: string): Promise<void> {
  await comeAsNew(person);
  await person.expectDialog();
  await person.page.evaluate((meddling) => window.meddle(meddling), what);
  await person.join(room);
  await person.expectState('waiting');
  await expect(person.screen).toContainText(room);
  await person.page.evaluate((meddling) => window.meddle(meddling), what);
  await expectMuted(person, false);
  await pressable(person, '(?<!n)Mute microphone').click();
  await expectMuted(person, true);
  await pressable(person, 'Leave').click();
  await person.expectState('ended');
  expect(await person.liveTracks(), 'tracks that are still on').toBe(0);
}

const HALVES = [MEDDLINGS.filter((_, index) => index % 2 === 0), MEDDLINGS.filter((_, index) => index % 2 === 1)];

for (const [half, kinds] of HALVES.entries()) {
  test(`a changed page still joins, mutes and leaves (${half + 1} of 2)`, async ({ newCaller, room }) => {
    test.setTimeout(240_000);
    for (const what of kinds) {
      await test.step(what.name, async () => {
        const ann = await newCaller({ prepare: (page) => page.addInitScript(installMeddling, what) });
        await joinMuteLeave(ann, what, room);
        await ann.page.close();
      });
    }
  });
}

test('a page that is changed in a call goes on telling the truth', async ({ startCall }) => {
  test.setTimeout(180_000);
  const prepare = {
    prepare: (page: { addInitScript: typeof Caller.prototype.page.addInitScript }) => page.addInitScript(installMeddling, null),
  };
  const { ann, ben } = await startCall({ ann: prepare });
  await expect(ann.button('Chat')).toBeVisible();
  for (const what of MEDDLINGS) await ann.page.evaluate((meddling) => window.meddle(meddling), what);

  await test.step('the other’s picture is in the window', async () => {
    const box = await ann.remoteVideo.boundingBox();
    const { width, height } = ann.page.viewportSize() ?? { width: 0, height: 0 };
    expect(box, 'its place').toMatchObject({ y: 0, height });
    expect(box?.width).toBeGreaterThan(width / 2);
  });

  await test.step('the buttons say what they do next, and do it', async () => {
    await pressable(ann, '(?<!n)Mute microphone').click();
    await expectMuted(ann, true);
    await expect(ben.page.getByText('They are muted')).toBeVisible();
    await pressable(ann, 'Turn camera off').click();
    await expect(pressable(ann, 'Turn camera on')).toBeVisible();
  });

  await test.step('lists go on growing', async () => {
    await pressable(ann, 'Chat').click();
    await ben.openPanel('Chat');
    for (const line of ['one', 'two', 'three']) await ben.write(line);
    await expect(ann.chatLines).toContainText(['one', 'two', 'three']);
    await ann.write('four');
    await expect(ann.chatLines).toContainText(['one', 'two', 'three', 'four']);
  });

  await test.step('what the other does is said and shown', async () => {
    await ben.button('Mute microphone').click();
    await expect(ann.page.getByText('They are muted')).toBeVisible();
    await goOut(ben);
    await ann.expectState('waiting');
    await expect.poll(() => ann.announcements()).toContainEqual(expect.stringContaining('left'));
  });

  await test.step('and whoever leaves is off the air', async () => {
    await pressable(ann, 'Leave').click();
    await ann.expectState('ended');
    expect(await ann.liveTracks(), 'tracks that are still on').toBe(0);
  });
});
