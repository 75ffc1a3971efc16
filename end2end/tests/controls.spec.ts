// The buttons of a call.
import { expectMovingPicture, expectNoPicture, expectSilence, expectSound } from '../fixtures/picture.js';
import { expect, test } from '../fixtures/people.js';

test('the buttons of a call switch microphone and camera for the friend', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  const [ann, ben] = [await newCaller(), await newCaller()];

  await test.step('a person who joins one with the camera off sees that it is off', async () => {
    await ann.enter(room);
    await ann.button('Turn camera off').click();
    await expect(ann.button('Turn camera on')).toBeVisible();
    await ben.enter(room);
    await ann.seesFriend();
    await ben.expectState('connected', 30_000);
    await expectNoPicture(ben.remoteVideo);
    await ann.button('Turn camera on').click();
    await ben.seesFriend();
  });

  await test.step('"Mute microphone" silences the person for the friend until "Unmute microphone"', async () => {
    await expectSound(ben.remoteVideo);
    await ann.button('Mute microphone').click();
    await expect(ann.button('Unmute microphone')).toBeVisible();
    await expect(ann.button('Mute microphone')).toHaveCount(0);
    await expectSilence(ben.remoteVideo);
    await expectMovingPicture(ben.remoteVideo, 'other');
    await ann.button('Unmute microphone').click();
    await expect(ann.button('Mute microphone')).toBeVisible();
    await expectSound(ben.remoteVideo);
    await expect(ann.page.locator('[aria-pressed]'), 'buttons that change their name have no pressed state').toHaveCount(0);
  });

  await test.step('"Turn camera off" takes the picture from the friend, who is told, until "Turn camera on"', async () => {
    const words = ben.page.getByText(/camera( is)? off/i).and(ben.page.locator(':not(button, button *)'));
    await expect(words.filter({ visible: true }), 'nothing of before is left').toHaveCount(0);
    await ann.button('Turn camera off').click();
    await expect(ann.button('Turn camera on')).toBeVisible();
    await expect(ann.button('Turn camera off')).toHaveCount(0);
    await expectNoPicture(ben.remoteVideo);
    await expect(words.filter({ visible: true }).first()).toBeVisible();
    await ben.expectState('connected');
    await expectSound(ben.remoteVideo);
    await ann.button('Turn camera on').click();
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await ann.seesThemselves();
  });

  await test.step('with both cameras off the two are still connected and hear each other', async () => {
    for (const person of [ann, ben]) await person.button('Turn camera off').click();
    for (const person of [ann, ben]) {
      await expectNoPicture(person.remoteVideo);
      await person.expectState('connected');
      await expectSound(person.remoteVideo);
    }
  });
});
