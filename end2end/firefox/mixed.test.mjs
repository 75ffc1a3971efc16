// Firefox and Chromium in one call, each of them as the one who comes first.
import { test } from 'node:test';
import { FIREFOX_CALL_PREFERENCES } from '../shared/browsers.mjs';
import { launchChromium, launchFirefox } from './person.mjs';
import { newRoom, scene } from './scene.mjs';

const { newPerson } = scene({
  Firefox: () => launchFirefox(FIREFOX_CALL_PREFERENCES),
  Chromium: launchChromium,
});

for (const [first, second] of /** @type {const} */ ([['Firefox', 'Chromium'], ['Chromium', 'Firefox']])) {
  test(`${second} joins ${first}: both see each other, also after either has reloaded`, async (t) => {
    const room = newRoom();
    const [ann, ben] = [await newPerson(t, first), await newPerson(t, second)];
    await ann.enter(room);
    await ben.enter(room);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    for (const person of [ann, ben]) {
      await person.loadAgain();
      await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    }
  });
}
