// The proxies of deploy/ in front of Duet: calls go through, nobody pretends to be somebody else, nothing is smuggled past.
import { networkInterfaces } from 'node:os';
import tls from 'node:tls';
import type { Locator } from '@playwright/test';
import { type Caller, roomPath } from '../fixtures/caller.js';
import { goOut } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';
import { PROXY_NAMES, hasProxy } from '../shared/proxies.js';

/** An address of this machine that is not the loopback's, as the world would come from. */
const OUTSIDE = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

/** What comes back when these bytes are sent, until nothing more does. */
function exchange(port: number, bytes: string, host = '127.0.0.1'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host, port, servername: 'localhost', rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
    let heard = '';
    const done = () => (socket.destroy(), resolve(heard));
    socket.setTimeout(1_500, done);
    socket.on('data', (data) => (heard += data.toString('latin1')));
    socket.on('secureConnect', () => socket.write(bytes, 'latin1'));
    socket.on('close', done);
    socket.on('error', (error) => (heard ? done() : reject(error)));
  });
}

const statuses = (heard: string) => [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

const UPGRADE = [
  'GET /ws HTTP/1.1',
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** Requests that are one to a careful reader and two to a careless one: the second would be for /smuggled. */
const HIDDEN = 'GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n';
const SMUGGLED: Record<string, string> = {
  'both lengths': `POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${5 + HIDDEN.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a space before the colon': `POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${5 + HIDDEN.length}\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'two lengths': `POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
  'an unknown coding': `POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${5 + HIDDEN.length}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a folded line': `POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${5 + HIDDEN.length}\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'an upgrade that is none': `${UPGRADE.join('\r\n').replace('Version: 13', 'Version: 777')}\r\n\r\n${HIDDEN}`,
};

/** What a check that was begun at this address says of the line to the server. */
async function lineToServer(patient: Caller, path: string): Promise<Locator> {
  await patient.arrive(path);
  await patient.button('Start the check').click();
  await patient.button('I hear them').click({ timeout: 40_000 });
  return patient.page.getByRole('listitem').filter({ has: patient.page.getByRole('heading', { name: 'Line to the server' }) });
}

for (const name of PROXY_NAMES) {
  test.describe(name, () => {
    test.skip(!hasProxy(name), `${name} is not installed`);

    test('people see each other, and nothing else gets past the proxy', async ({ newCaller, startProxy, room }) => {
      test.setTimeout(180_000);
      const { url, port } = await startProxy(name);

      await test.step('two people see each other', async () => {
        const context = { baseURL: url, ignoreHTTPSErrors: true };
        const [ann, ben] = [await newCaller({ context }), await newCaller({ context })];
        await ann.enter(room);
        await ben.enter(room);
        await Promise.all([ann.seesFriend(), ben.seesFriend()]);
        await goOut(ann, ben);
      });

      for (const [how, bytes] of Object.entries(SMUGGLED)) {
        await test.step(`no request is hidden in another: ${how}`, async () => {
          // What comes back to whoever sent both is theirs. What matters is that nobody else gets an answer to the second.
          await exchange(port, bytes).catch(() => '');
          const others = await Promise.all(
            [1, 2, 3, 4].map(() => exchange(port, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')),
          );
          expect(others.map(statuses)).toEqual([[200], [200], [200], [200]]);
        });
      }

      await test.step('no path leads out of the page', async () => {
        for (const path of [
          '/../Cargo.toml',
          '/pkg/..%2f..%2f..%2fetc/passwd',
          '/pkg/%2e%2e/%2e%2e/hash.txt',
          '/..%5c..%5cetc/passwd',
          '//etc/passwd',
        ]) {
          const heard = await exchange(port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
          expect(statuses(heard)[0], path).toBeGreaterThanOrEqual(400);
          expect(heard, path).not.toMatch(/root:|\[package\]|wasm:/);
        }
      });
    });

    test('Duet below a path of a name that leads to other things too', async ({ newCaller, startProxy, room }) => {
      test.setTimeout(180_000);
      const base = '/talk';
      const { url } = await startProxy(name, {}, { base });
      const context = { baseURL: url, ignoreHTTPSErrors: true };
      const [ann, ben] = [await newCaller({ context }), await newCaller({ context, allow: [/status of 404/] })];
      const [lobby, roomOfBoth] = [`${base}/`, base + roomPath(room)];

      await test.step('the path without its slash leads there', async () => {
        await ann.arrive(base);
        await ann.expectPath(lobby);
      });

      await test.step('two people see each other, one of them through the link', async () => {
        await ann.join(room);
        await ann.expectPath(roomOfBoth);
        await expect(ann.page.locator('.link')).toHaveText(url + roomOfBoth);
        await ben.arrive(roomOfBoth);
        await ben.button('Join').click();
        await Promise.all([ann.seesFriend(), ben.seesFriend()]);
      });

      await test.step('all parts of the page come', async () => {
        await ann.openPanel('Settings');
        await expect(ann.page.getByRole('link', { name: 'Check' })).toHaveAttribute('href', /^\/talk\/check#/);
      });

      await test.step('a reload takes the seat again', async () => {
        await ben.loadAgain();
        await Promise.all([ann.seesFriend(), ben.seesFriend()]);
      });

      await test.step('what people install and share is there', async () => {
        const manifest = await ann.page.locator('link[rel=manifest]').getAttribute('href');
        expect(manifest).toBe(`${base}/manifest.webmanifest`);
        const { icons, start_url, scope } = await (await ann.page.request.get(url + manifest)).json();
        const resolved = (path: string) => new URL(path, url + manifest);
        expect([start_url, scope].map((path) => resolved(path).pathname)).toEqual([lobby, lobby]);
        const preview = await ann.page.locator('meta[property="og:image"]').getAttribute('content');
        const all = [...icons.map(({ src }: { src: string }) => resolved(src).href), preview, `${url}${base}/apple-touch-icon.png`];
        for (const file of all) expect((await ann.page.request.get(file)).status(), file).toBe(200);
      });

      await test.step('"Leave" goes to the front page of Duet', async () => {
        await ann.leave();
        await ann.expectState('ended');
        await ann.expectPath(lobby);
      });

      await test.step('an address with nothing at it leads to Duet', async () => {
        await ben.leave();
        await ben.expectState('ended');
        await ben.arrive(`${base}/nowhere`);
        await expect(ben.page.locator('main a')).toHaveAttribute('href', lobby);
      });

      await test.step('the check has its line to the server', async () => {
        await expect(await lineToServer(ann, `${base}/check`)).toHaveAttribute('data-state', 'passed', { timeout: 20_000 });
      });
    });

    test('a proxy that rewrites the name is named by the check', async ({ newCaller, startProxy }) => {
      const { url } = await startProxy(name, {}, { rewritesHost: true });
      const ann = await newCaller({
        context: { baseURL: url, ignoreHTTPSErrors: true },
        allow: [/WebSocket connection to/, /status of 403/],
      });
      const line = await lineToServer(ann, '/check');
      await expect(line).toHaveAttribute('data-state', 'failed', { timeout: 20_000 });
      await expect(line).toContainText('DUET_NAMES');
    });

    test('everybody counts as who they are, whatever they say of themselves', async ({ startProxy }) => {
      test.skip(!OUTSIDE, 'this machine has no address but its own');
      const { port } = await startProxy(name, { DUET_MAX_SOCKETS_PER_ADDRESS: '1' });
      const come = (claimed: string) => exchange(port, [...UPGRADE, `X-Forwarded-For: ${claimed}`, '', ''].join('\r\n'), OUTSIDE);
      const heard = await Promise.all([come('198.51.100.1'), come('198.51.100.2')]);
      const told = heard.map((text) => (text.includes('"welcome"') ? 'welcome' : text.includes('"later"') ? 'later' : text));
      expect(told.sort()).toEqual(['later', 'welcome']);
    });
  });
}
