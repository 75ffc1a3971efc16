// Firefox and Chromium in one call, each of them as the one who comes first.
import { type Kind, test } from './fixtures.js';

const ORDERS: { first: Kind; second: Kind; tag: string[] }[] = [
  { first: 'Firefox', second: 'Chromium', tag: ['@quick'] },
  { first: 'Chromium', second: 'Firefox', tag: [] },
];

for (const { first, second, tag } of ORDERS) {
  test(`${second} joins ${first}: both see each other, also after reloads`, { tag }, async ({ newCallerIn, room }) => {
    const [ann, ben] = [await newCallerIn(first), await newCallerIn(second)];
    await ann.enter(room);
    await ben.enter(room);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    for (const person of [ann, ben]) {
      await person.loadAgain();
      await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    }
  });
}
