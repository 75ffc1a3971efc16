// A server that has all it can carry says so, and takes people in again once it can.
import { expect, test } from '../fixtures/people.js';

test('a full server says so, and has a place again when somebody has gone', async ({ newCaller, startServer, room }) => {
  const server = await startServer({ DUET_MAX_SOCKETS: '1' });
  const context = { baseURL: server.url };
  const [ann, ben] = [await newCaller({ context }), await newCaller({ context })];
  await ann.enter(room);
  await ben.arrive();
  await ben.join(room);
  await ben.expectState('choosing-room');
  await expect(ben.alert).toContainText('all the calls it can carry');
  await ann.page.close();
  // The server has asked to be left alone for ten seconds, and a quarter more by chance.
  await expect(async () => {
    if (await ben.dialog.isVisible()) await ben.button('Join').click({ timeout: 1_000 });
    await ben.expectState('waiting', 2_000);
  }).toPass({ timeout: 30_000 });
});
