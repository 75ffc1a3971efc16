// The test of every scene in Safari's engine; skipped, with the reason, where the machine has none.
import { test as base, expect } from '@playwright/test';
import { Engine, missing } from './driver.js';
import { Injector } from './injector.js';
import { type Browser, Person } from './person.js';

interface Fixtures {
  /** Runs before the engine is started, which would fail. */
  skipWithoutEngine: void;
  /** Somebody whose browser has never been here. The one before goes: one browser is there for all, and forgets. */
  newPerson: (browser?: Browser) => Promise<Person>;
  /** A room name that no other test uses. */
  room: string;
}

const lacking = missing();

export const test = base.extend<Fixtures, { injector: Injector; engine: Engine }>({
  skipWithoutEngine: [
    async ({}, use, info) => {
      if (lacking) console.log(`skipped: ${info.title}: ${lacking}`);
      info.skip(!!lacking, lacking ?? '');
      await use();
    },
    { auto: true },
  ],

  injector: [
    async ({}, use, { project }) => {
      const injector = await Injector.open(project.use.baseURL ?? '');
      await use(injector);
      await injector.close();
    },
    { scope: 'worker' },
  ],

  engine: [
    async ({ injector }, use) => {
      const engine = new Engine(injector.url);
      try {
        await engine.start();
        await use(engine);
      } finally {
        await engine.close();
      }
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  newPerson: async ({ engine, injector }, use) => {
    const complaints: string[] = [];
    let people: Person[] = [];
    // A page that shows no app has nothing to tell.
    const hear = async () => {
      for (const person of people) complaints.push(...(await person.complaints().catch(() => [])));
      people = [];
    };
    await use(async (browser = {}) => {
      await hear();
      const person = new Person(engine, injector, browser);
      people.push(person);
      return person;
    });
    await hear();
    expect(complaints, 'errors in the browser').toEqual([]);
  },

  room: async ({}, use) => {
    await use(`room ${crypto.randomUUID().slice(0, 8)}`);
  },
});

export { expect };
