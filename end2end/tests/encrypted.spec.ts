// The server encrypts by itself: its own certificate, HTTP/2, and the way there from an unencrypted address.
import { roomPath } from '../fixtures/caller.js';
import { expect, test } from '../fixtures/people.js';

test('the server encrypts by itself', async ({ newCaller, startServer, freePort, room }) => {
  const plain = `127.0.0.1:${freePort()}`;
  const server = await startServer({ DUET_TLS_SELF_SIGNED: 'true', DUET_REDIRECT_LISTEN: plain });
  const context = { baseURL: server.url, ignoreHTTPSErrors: true };
  const [ann, ben] = [await newCaller({ context }), await newCaller({ context })];

  await test.step('an unencrypted link to a room leads to the encrypted page of that room', async () => {
    await ann.arrive(`http://${plain}${roomPath(room)}`);
    await ann.expectDialog();
    await expect(ann.roomName).toHaveValue(room);
    expect(new URL(ann.page.url()).origin).toBe(server.url);
  });

  await test.step('two people come over HTTPS, their signaling beside the page in one HTTP/2 connection, and see each other', async () => {
    const cdp = await ben.context.newCDPSession(ben.page);
    await cdp.send('Network.enable');
    const handshake = new Promise<number>((resolve) =>
      cdp.on('Network.webSocketHandshakeResponseReceived', ({ response }) => resolve(response.status)),
    );
    await ben.enter(room);
    await ann.enter(room);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    const hop = await ben.page.evaluate(() =>
      performance.getEntriesByType('navigation').map((entry) => (entry as PerformanceNavigationTiming).nextHopProtocol),
    );
    expect(hop).toEqual(['h2']);
    expect(await handshake, 'over HTTP/1.1 it would be 101').toBe(200);
  });
});
