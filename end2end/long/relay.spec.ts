// Calls by way of the relay that last longer than anything in it: a permission is good for 5 minutes, a channel and an allocation for 10
// (RFC 8656). Each browser renews them in its own way.
import { setTimeout as pause } from 'node:timers/promises';
import type { Caller } from '../fixtures/caller.js';
import { heardBy, wayOf } from '../fixtures/connection-stats.js';
import { firefoxThatBelieves, launchChromium, launchFirefox } from '../fixtures/launch.js';
import { onlyBy } from '../fixtures/relay-ways.js';
import { expect, test } from '../mixed/fixtures.js';
import { ALLOW_ALL, FAKE_DEVICES, FIREFOX_CALL_PREFERENCES } from '../shared/browsers.js';
import { makeVouchedCertificate } from '../shared/certificate.js';
import { missingProgram } from '../shared/programs.js';

const MINUTES = Number(process.env.DUET_LONG_MINUTES ?? 12);
const MINUTE_MS = 60_000;
/** How often each call is looked at. */
const LOOK_MS = 10_000;

const WAYS = [
  { way: 'relay udp relay', isOpen: (url: string) => url.startsWith('turn:') && !url.includes('tcp') },
  { way: 'relay tls relay', isOpen: (url: string) => url.startsWith('turns:') },
];

test(`relayed calls of ${MINUTES} minutes, over UDP and over TLS, in Chromium and in Firefox`, async ({
  newCaller,
  startServer,
  freePort,
  room,
}, info) => {
  const lacking = missingProgram('certutil', 'libnss3-tools');
  test.skip(!!lacking, lacking);
  test.setTimeout((MINUTES + 5) * MINUTE_MS);
  const folder = info.outputPath();
  makeVouchedCertificate(folder, 'localhost');
  const { url } = await startServer({
    DUET_TLS_CERTIFICATE: `${folder}/fullchain.pem`,
    DUET_TLS_KEY: `${folder}/privkey.pem`,
    DUET_RELAY: '127.0.0.1',
    DUET_RELAY_LISTEN: `127.0.0.1:${freePort()}`,
    DUET_HIDE_ADDRESSES: 'true',
  });
  // Firefox asks no relay over TLS that has no name (153 ESR).
  const baseURL = url.replace('127.0.0.1', 'localhost');
  // Their clients of TURN believe nobody whom the browser does not.
  const browsers = {
    Chromium: await launchChromium([FAKE_DEVICES, ALLOW_ALL, '--ignore-certificate-errors']),
    Firefox: await launchFirefox(FIREFOX_CALL_PREFERENCES, firefoxThatBelieves(`${folder}/authority.pem`, folder)),
  };
  try {
    const calls = [];
    for (const [name, browser] of Object.entries(browsers)) {
      for (const { way, isOpen } of WAYS) {
        const options = { browser, context: { baseURL, ignoreHTTPSErrors: true }, prepare: onlyBy(isOpen) };
        const [ann, ben] = [await newCaller(options), await newCaller(options)];
        await ann.enter(`${room} ${name} ${way}`);
        await ben.enter(`${room} ${name} ${way}`);
        await Promise.all([ann.seesFriend(), ben.seesFriend()]);
        // Eight pictures are more than two cores encode, and what is renewed is renewed for voices too.
        for (const person of [ann, ben]) await person.button('Turn camera off').click();
        calls.push({ name, way, people: [ann, ben] });
      }
    }
    const until = Date.now() + MINUTES * MINUTE_MS;
    const heard = new Map<Caller, number>();
    while (Date.now() < until) {
      for (const { name, way, people } of calls) {
        for (const person of people) {
          const { packets } = await heardBy(person.page);
          expect(await wayOf(person.page), `${name}, ${way}`).toBe(way);
          expect(packets, `the voice goes on (${name}, ${way})`).toBeGreaterThan(heard.get(person) ?? 0);
          expect(await person.state(), `${name}, ${way}`).toBe('connected');
          heard.set(person, packets);
        }
      }
      await pause(LOOK_MS);
    }
  } finally {
    for (const browser of Object.values(browsers)) await browser.close();
  }
});
