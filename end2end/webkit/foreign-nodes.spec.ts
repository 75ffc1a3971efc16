// Extensions and translators change the page. Whatever stands in it, a person gets into the room, is muted when they press so, and is
// off the air when they leave.
import { installMeddling, MEDDLINGS, type Meddling } from '../shared/foreign-nodes.js';
import { initScript } from '../shared/page-scripts.js';
import { expect, test } from './fixtures.js';
import type { Person } from './person.js';

const meddle = (ann: Person, what: Meddling) => ann.session.evaluate((meddling: Meddling) => window.meddle(meddling), what);

/** Presses a button by what its name says, whatever else stands in it. */
async function press(ann: Person, name: string): Promise<void> {
  const find = (words: string) =>
    [...document.querySelectorAll('button')].find(
      (button) => button.checkVisibility({ visibilityProperty: true }) && new RegExp(`${words}\\b`).test(button.textContent ?? ''),
    );
  await expect.poll(async () => (await ann.session.find(find, name)) !== null, { message: `a button “${name}”` }).toBe(true);
  const button = await ann.session.find(find, name);
  if (button) await ann.session.click(button);
}

async function expectMicrophone(ann: Person, enabled: boolean): Promise<void> {
  const heard = () =>
    ann.witnessed(({ tracks }) =>
      tracks.filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live').map((one) => one.enabled),
    );
  await expect.poll(heard, { message: 'microphones that are on' }).toEqual([enabled]);
}

/** Joins, mutes and leaves on a page that others change before its program starts, while it does, and afterwards. */
async function joinMuteLeave(ann: Person, what: Meddling, room: string): Promise<void> {
  await ann.arriveAtDialog();
  await meddle(ann, what);
  await ann.join(room);
  await ann.expectState('waiting');
  await ann.expectText(room);
  await meddle(ann, what);
  await press(ann, '(?<!n)Mute microphone');
  await expectMicrophone(ann, false);
  await press(ann, 'Leave');
  await ann.expectState('ended');
  await expect.poll(() => ann.liveTracks(), { message: 'tracks that are still on' }).toBe(0);
}

const QUICK = ['element first in the page', 'texts in font elements'];

test('a page that was translated or extended still works', { tag: '@quick' }, async ({ newPerson, room }) => {
  for (const what of MEDDLINGS.filter(({ name }) => QUICK.includes(name))) {
    await test.step(what.name, async () => {
      await joinMuteLeave(await newPerson({ peer: 'never', scripts: [initScript(installMeddling, what)] }), what, room);
    });
  }
});

for (const half of [0, 1]) {
  test(`a changed page still joins, mutes and leaves (${half + 1} of 2)`, async ({ newPerson, room }) => {
    test.setTimeout(240_000);
    for (const what of MEDDLINGS.filter((_, index) => index % 2 === half)) {
      await test.step(what.name, async () => {
        await joinMuteLeave(await newPerson({ peer: 'never', scripts: [initScript(installMeddling, what)] }), what, room);
      });
    }
  });
}
