// A test in a small world of its own; skipped, with the reason, where the machine gives none.
import { test as base } from '@playwright/test';
import { missing } from './namespaces.js';
import type { Place } from './network.js';
import type { Participant } from './participant.js';
import { Scene } from './scene.js';

/** Two people in a call, and their room. Ann came first. */
interface Call {
  ann: Participant;
  ben: Participant;
  room: string;
}

interface Fixtures extends Call {
  /** Runs before the world is made, which would fail. */
  skipWithoutNamespaces: void;
  call: Call;
  /** Somebody else; goes when the test ends, if not before. */
  newParticipant: (place: Place) => Promise<Participant>;
}

let lacking: string | false | undefined;

export const test = base.extend<Fixtures, { scene: Scene }>({
  skipWithoutNamespaces: [
    async ({}, use, info) => {
      lacking ??= missing() ?? false;
      if (lacking) console.log(`skipped: ${info.title}: ${lacking}`);
      info.skip(!!lacking, lacking || '');
      await use();
    },
    { auto: true },
  ],

  // Each fault is undone by its test, and after a failed test there is a new worker, so one world does for all tests.
  scene: [
    async ({}, use) => {
      const scene = await Scene.open();
      await use(scene);
      await scene.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  newParticipant: async ({ scene }, use) => {
    const participants: Participant[] = [];
    await use(async (place) => {
      const participant = await scene.participant(place);
      participants.push(participant);
      return participant;
    });
    for (const participant of participants) await participant.goAway();
  },

  call: async ({ scene }, use) => {
    const call = await scene.call();
    await use(call);
    await Promise.all([call.ann.goAway(), call.ben.goAway()]);
  },

  ann: async ({ call }, use) => use(call.ann),
  ben: async ({ call }, use) => use(call.ben),
  room: async ({ call }, use) => use(call.room),
});

export { expect } from '@playwright/test';
