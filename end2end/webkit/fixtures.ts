// The test of every scene in Safari's engine; skipped, with the reason, where the machine has none.
import { test as base, expect } from '@playwright/test';
import { givenServer } from '../shared/server.js';
import { Engine, missing } from './driver.js';
import { Injector } from './injector.js';
import { type Browser, Person } from './person.js';

interface Fixtures {
  /** Runs before the engine is started, which would fail. */
  skipWithoutEngine: void;
  /** Somebody whose browser has never been here. The one before goes: there is one browser for all, as it starts slowly. */
  newPerson: (browser?: Browser) => Promise<Person>;
  /** A room name that no other test uses. */
  room: string;
}

/** A small desk. */
const USUAL_SIZE = { width: 1024, height: 730 };

const lacking = missing();

export const test = base.extend<Fixtures, { engine: Engine }>({
  skipWithoutEngine: [
    async ({}, use, info) => {
      if (lacking) console.log(`skipped: ${info.title}: ${lacking}`);
      info.skip(!!lacking, lacking ?? '');
      await use();
    },
    { auto: true },
  ],

  engine: [
    async ({}, use) => {
      const engine = await Engine.start();
      try {
        await use(engine);
      } finally {
        await engine.close();
      }
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  newPerson: async ({ engine, baseURL }, use) => {
    const complaints: string[] = [];
    let leave = async () => {};
    await use(async (browser = {}) => {
      await leave();
      // Its address is a new one, and so nothing is stored for it.
      const injector = await Injector.open(givenServer() ?? baseURL ?? '');
      const person = new Person(engine.session, injector, browser);
      await engine.session.deleteCookies();
      await engine.session.resize(USUAL_SIZE);
      leave = async () => {
        // A page that shows no app has nothing to tell.
        complaints.push(...(await person.complaints().catch(() => [])));
        await engine.session.visit('about:blank').catch(() => {});
        await injector.close();
        leave = async () => {};
      };
      return person;
    });
    await leave();
    expect(complaints, 'errors in the browser').toEqual([]);
  },

  room: async ({}, use) => {
    await use(`room ${crypto.randomUUID().slice(0, 8)}`);
  },
});

export { expect };
