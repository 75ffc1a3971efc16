// The server's own relay, and people who hide behind it.
import type { Locator } from '@playwright/test';
import type { Caller } from '../fixtures/caller.js';
import { wayOf } from '../fixtures/connection-stats.js';
import { expect, test } from '../fixtures/people.js';
import { onlyBy } from '../fixtures/relay-ways.js';
import { ALLOW_ALL, FAKE_DEVICES } from '../shared/browsers.js';
import { makeCertificate } from '../shared/certificate.js';

test('who hides their address gives away only that of the relay', async ({ newCaller, startServer, freePort, room }) => {
  test.setTimeout(120_000);
  const { url } = await startServer({ DUET_RELAY: '127.0.0.1', DUET_RELAY_LISTEN: `127.0.0.1:${freePort()}` });
  const context = { baseURL: url };
  const [ann, ben] = [await newCaller({ context }), await newCaller({ context })];
  const left: string[] = [];
  ann.page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => left.push(String(payload))));

  await ann.arrive();
  await ann.expectDialog();
  // The offer that waits for a name has the address in it by now.
  await ann.roomName.fill(room);
  const settings = await ann.openPanel('Settings');
  const hide = settings.getByRole('switch', { name: 'Hide my address' });
  await expect(hide).not.toBeChecked();
  await hide.check();
  await ann.page.keyboard.press('Escape');

  await ann.join(room);
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);

  await test.step('nothing that leaves names another address', async () => {
    const candidates = left.flatMap((frame) => frame.match(/candidate:[^"\\]+/g) ?? []);
    expect(candidates.length).toBeGreaterThan(0);
    for (const candidate of candidates) expect(candidate).toMatch(/ 127\.0\.0\.1 \d+ typ relay raddr 0\.0\.0\.0 rport 0/);
    const lines = left.flatMap((frame) => frame.match(/c=IN IP[46] [^\\"]+/g) ?? []);
    for (const line of lines) expect(line).toMatch(/(0\.0\.0\.0|127\.0\.0\.1)$/);
  });

  await test.step('the panel of the quality says how', async () => {
    await ann.extraButton('screen').waitFor({ state: 'attached' });
    await ann.qualityButton.click();
    await expect(ann.sidePanel).toContainText(/Relayed, over (UDP|TCP)/);
  });

  await test.step('it is remembered, and can be taken back', async () => {
    await ann.leave();
    await ann.expectState('ended');
    await ann.arrive();
    await ann.expectDialog();
    const again = await ann.openPanel('Settings');
    await expect(again.getByRole('switch', { name: 'Hide my address' })).toBeChecked();
    await again.getByRole('switch', { name: 'Hide my address' }).uncheck();
    await ann.page.keyboard.press('Escape');
    await ann.join(room);
    await ann.seesFriend();
    expect(await wayOf(ann.page)).not.toMatch(/^relay/);
  });
});

test('a call that is more than the relay carries gets a smaller picture, and says why', async ({
  newCaller,
  startServer,
  freePort,
  room,
}) => {
  const { url } = await startServer({
    DUET_RELAY: '127.0.0.1',
    DUET_RELAY_LISTEN: `127.0.0.1:${freePort()}`,
    DUET_RELAY_BYTES_PER_SECOND_PER_SEAT: '40000',
    DUET_HIDE_ADDRESSES: 'true',
  });
  const context = { baseURL: url };
  const [ann, ben] = [await newCaller({ context }), await newCaller({ context })];
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await ann.extraButton('screen').waitFor({ state: 'attached' });
  // A stub: the camera of the tests gives little to send, and snow gives as much as is allowed.
  await ann.page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
    const context = canvas.getContext('2d');
    setInterval(() => {
      const picture = context?.createImageData(640, 480);
      for (let at = 0; picture && at < picture.data.length; at += 1) picture.data[at] = Math.random() * 256;
      if (picture) context?.putImageData(picture, 0, 0);
    }, 50);
    const senders = window.witness.peerConnections.at(-1)?.getSenders() ?? [];
    const camera = senders.find(({ track }) => track?.kind === 'video');
    await camera?.replaceTrack(canvas.captureStream(20).getVideoTracks()[0] ?? null);
  });
  await ann.qualityButton.click();
  await expect(ann.sidePanel).toContainText("This server's relay carries no more for one call.", { timeout: 20_000 });
  const most = async () =>
    ann.page.evaluate(() => {
      const senders = window.witness.peerConnections.at(-1)?.getSenders() ?? [];
      return senders.find(({ track }) => track?.kind === 'video')?.getParameters().encodings[0]?.maxBitrate;
    });
  // 85 % of 320 kbit/s, without what the voice takes.
  await expect.poll(most).toBe(208_000);
  await ann.seesFriend();
});

/** Begins the check, and gives what it says of the relay. */
async function checkRelay(person: Caller): Promise<Locator> {
  await person.arrive('/check');
  await person.button('Start the check').click();
  await person.button('I hear them').click({ timeout: 40_000 });
  const heading = person.page.getByRole('heading', { name: 'Detour around closed networks (relay)' });
  return person.page.getByRole('listitem').filter({ has: heading });
}

test('the check tests each way to the relay, and says which one a call takes', async ({ newCaller, startServer, freePort }) => {
  const metrics = `127.0.0.1:${freePort()}`;
  const relaying = { DUET_RELAY: '127.0.0.1', DUET_RELAY_LISTEN: `127.0.0.1:${freePort()}` };
  const { url } = await startServer({ ...relaying, DUET_METRICS_LISTEN: metrics });
  const ann = await newCaller({ context: { baseURL: url } });
  const relay = await checkRelay(ann);
  await expect(relay).toHaveAttribute('data-state', 'passed', { timeout: 20_000 });
  await expect(relay).toContainText('A call that needs it goes over UDP.');
  // More than an address of it: something went through, between the two seats of a room of its own.
  const counted = await (await fetch(`http://${metrics}/metrics`)).text();
  expect(counted).toMatch(/duet_relay_packets_total [1-9]/);
});

test('where UDP does not get through, the check says what a call takes instead', async ({ newCaller, startServer, freePort }) => {
  const { url } = await startServer({ DUET_RELAY: '127.0.0.1', DUET_RELAY_LISTEN: `127.0.0.1:${freePort()}` });
  const ann = await newCaller({
    context: { baseURL: url },
    // A stub: UDP leads to a port where nobody is.
    prepare: (page) =>
      page.routeWebSocket('/ws', (socket) => {
        const server = socket.connectToServer();
        server.onMessage((message) => socket.send(String(message).replace(/"turn:127\.0\.0\.1:\d+"/g, '"turn:127.0.0.1:9"')));
      }),
  });
  const relay = await checkRelay(ann);
  await expect(relay).toHaveAttribute('data-state', 'warned', { timeout: 30_000 });
  await expect(relay).toContainText('over TCP only');
});

test('where only the port of encrypted pages is open, a call goes through that', async ({
  newCaller,
  launch,
  startServer,
  freePort,
  room,
}, info) => {
  const folder = info.outputPath();
  makeCertificate(folder);
  const { url } = await startServer({
    DUET_TLS_CERTIFICATE: `${folder}/fullchain.pem`,
    DUET_TLS_KEY: `${folder}/privkey.pem`,
    DUET_RELAY: '127.0.0.1',
    DUET_RELAY_LISTEN: `127.0.0.1:${freePort()}`,
    DUET_HIDE_ADDRESSES: 'true',
  });
  // Its client of TURN believes nobody whom the browser does not.
  const browser = await launch([FAKE_DEVICES, ALLOW_ALL, '--ignore-certificate-errors']);
  const options = {
    browser,
    context: { baseURL: url, ignoreHTTPSErrors: true },
    // A stub: all other ways are closed.
    prepare: onlyBy((url) => url.startsWith('turns:')),
  };
  const [ann, ben] = [await newCaller(options), await newCaller(options)];
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await ann.qualityButton.click();
  await expect(ann.sidePanel).toContainText('Relayed, over TLS');
});
