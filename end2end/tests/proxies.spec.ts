// The proxies of deploy/ in front of Duet: calls go through, nobody pretends to be somebody else, nothing is smuggled past.
import { networkInterfaces } from 'node:os';
import tls from 'node:tls';
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
