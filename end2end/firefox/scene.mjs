// What the tests share: the server, the browsers, and people who are seen out when a test ends.
import { after, before } from 'node:test';
import { openServer } from '../shared/server.mjs';
import { Person } from './person.mjs';

/** @import { Browser } from 'puppeteer-core' */
/** @import { TestContext } from 'node:test' */
/** @import { WitnessOptions } from '../shared/page-types.js' */

const PORT = 3101;

/**
 * Starts the server and these browsers before the tests of a file and ends them afterwards.
 * @template {string} Kind
 * @param {Record<Kind, () => Promise<Browser>>} launchers
 */
export function scene(launchers) {
  /** @type {Map<Kind, Browser>} */
  const browsers = new Map();
  /** @type {Awaited<ReturnType<typeof openServer>> | undefined} */
  let server;

  before(async () => {
    server = await openServer(PORT);
    for (const kind of /** @type {Kind[]} */ (Object.keys(launchers))) browsers.set(kind, await launchers[kind]());
  });
  after(async () => {
    for (const browser of browsers.values()) await browser.close();
    await server?.close();
  });

  return {
    /**
     * @param {TestContext} test
     * @param {Kind} kind
     * @param {WitnessOptions} [witness]
     */
    async newPerson(test, kind, witness) {
      const browser = browsers.get(kind);
      if (!browser || !server) throw new Error('the scene is not set');
      const person = await Person.in(browser, server.url, witness);
      test.after(() => person.goAway());
      return person;
    },
  };
}

export function newRoom() {
  return `room ${crypto.randomUUID().slice(0, 8)}`;
}
