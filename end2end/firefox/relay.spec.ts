// Firefox's own client of TURN.
import { expect, test } from '../fixtures/people.js';

test('who hides their address sees the other through the relay', { tag: '@quick' }, async ({ newCaller, startServer, freePort, room }) => {
  const settings = { DUET_RELAY: '127.0.0.1', DUET_RELAY_LISTEN: `127.0.0.1:${freePort()}`, DUET_HIDE_ADDRESSES: 'true' };
  const { url } = await startServer(settings);
  const context = { baseURL: url };
  const [ann, ben] = [await newCaller({ context }), await newCaller({ context })];
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await ann.qualityButton.click();
  await expect(ann.sidePanel).toContainText('Relayed');
});
