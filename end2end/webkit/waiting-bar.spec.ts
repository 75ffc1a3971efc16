// Whoever waits can mute and leave, however long the page is. What sticks to the window does so by other rules here than in Chromium.
import { expect, test } from './fixtures.js';
import { enlargeText } from './layout-probes.js';

test('the buttons of a call are in the window while one waits, with large text', { tag: '@quick' }, async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'never' });
  await ann.arriveAtDialog();
  await ann.join(room);
  await ann.expectState('waiting');
  await ann.session.evaluate(enlargeText);
  const outside = () =>
    ann.session.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.bar button')]
        .filter((button) => button.offsetWidth > 0)
        .filter((button) => {
          const { top, bottom, left, right } = button.getBoundingClientRect();
          return top < 0 || left < 0 || bottom > innerHeight || right > innerWidth;
        })
        .map((button) => button.textContent),
    );
  await expect.poll(outside).toEqual([]);
});
