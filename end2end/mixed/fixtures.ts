// Somebody in Firefox, the project's browser, and somebody in Chromium.
import type { Browser } from '@playwright/test';
import type { Caller } from '../fixtures/caller.js';
import { launchChromium } from '../fixtures/launch.js';
import { type CallerOptions, test as base } from '../fixtures/people.js';
import { ALLOW_ALL, FAKE_DEVICES } from '../shared/browsers.js';

export type Kind = 'Firefox' | 'Chromium';

interface Mixed {
  newCallerIn: (kind: Kind, options?: CallerOptions) => Promise<Caller>;
  /** The two see each other. `pairs` has each as the one who does something and the other as the one who sees it. */
  startMixedCall: (options?: CallerOptions) => Promise<{ ann: Caller; ben: Caller; pairs: [from: Caller, to: Caller][] }>;
}

export const test = base.extend<Mixed, { chromium: Browser }>({
  chromium: [
    async ({}, use) => {
      const browser = await launchChromium([FAKE_DEVICES, ALLOW_ALL]);
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],

  newCallerIn: async ({ newCaller, chromium }, use) => {
    await use((kind, options) => newCaller(kind === 'Chromium' ? { ...options, browser: chromium } : options));
  },

  startMixedCall: async ({ newCallerIn, room }, use) => {
    await use(async (options) => {
      const [ann, ben] = [await newCallerIn('Firefox', options), await newCallerIn('Chromium', options)];
      for (const person of [ann, ben]) await person.enter(room);
      await Promise.all([ann.seesFriend(), ben.seesFriend()]);
      return {
        ann,
        ben,
        pairs: [
          [ann, ben],
          [ben, ann],
        ],
      };
    });
  },
});

export { expect } from '../fixtures/people.js';
