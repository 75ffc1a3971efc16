// Through the server's own relay, which each browser's client of TURN asks in its own way.
import { expect, test } from './fixtures.js';

test('two who hide their addresses see each other through the relay', async ({ newCallerIn, startServer, freePort, room }) => {
  const settings = { DUET_RELAY: '127.0.0.1', DUET_RELAY_LISTEN: `127.0.0.1:${freePort()}`, DUET_HIDE_ADDRESSES: 'true' };
  const { url } = await startServer(settings);
  const options = { context: { baseURL: url } };
  const [ann, ben] = [await newCallerIn('Firefox', options), await newCallerIn('Chromium', options)];
  for (const person of [ann, ben]) await person.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  for (const person of [ann, ben]) {
    await person.qualityButton.click();
    await expect(person.sidePanel).toContainText('Relayed');
  }
  await ben.loadAgain();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});
