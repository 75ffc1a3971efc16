// Pictures of every view in Safari's engine, for people to look at: narrow and wide, light and dark, from left and from right. No tests.
import { mkdirSync, writeFileSync } from 'node:fs';
import { installFaults } from '../shared/faults.js';
import { initScript } from '../shared/page-scripts.js';
import { REPOSITORY } from '../shared/server.js';
import { expect, test } from './fixtures.js';
import { enlargeText, movingParts } from './layout-probes.js';
import type { Browser, Person } from './person.js';

const FOLDER = process.env.DUET_PICTURES ?? `${REPOSITORY}target/screenshots-webkit`;

const SIZES = [
  { width: 447, height: 762 },
  { width: 1280, height: 800 },
  { width: 1024, height: 730 },
];

interface View {
  name: string;
  browser: Browser;
  reach: (ann: Person) => Promise<void>;
}

/** Nobody is there from the picture before. */
let pictures = 0;
const room = () => `tea at four ${pictures}`;

const STUBBED: Browser = { peer: 'never' };

async function wait(ann: Person): Promise<void> {
  await ann.arriveAtDialog();
  await ann.join(room());
  await ann.expectState('waiting');
  await ann.click('.link');
  await ann.element('#invite-extras select');
}

async function call(ann: Person): Promise<void> {
  await wait(ann);
  await ann.letSomebodyIn(room(), true);
  await ann.expectState('connected');
  await ann.element('.extra-buttons button');
}

async function callWithPanel(ann: Person, number: number): Promise<void> {
  await call(ann);
  await ann.session.evaluate((which: number) => (document.querySelectorAll('.extra-buttons button')[which] as HTMLElement).click(), number);
  await ann.element('.drawer[open]');
}

const VIEWS: View[] = [
  { name: 'dialog', browser: STUBBED, reach: (ann) => ann.arriveAtDialog() },
  {
    name: 'dialog-touched',
    browser: STUBBED,
    reach: async (ann) => {
      await ann.arriveAtDialog();
      await ann.click('#room');
      await ann.element('#lobby-extras button');
      await ann.session.press('Escape');
    },
  },
  { name: 'dialog-no-webrtc', browser: {}, reach: (ann) => ann.arriveAtDialog() },
  {
    name: 'requesting',
    browser: { ...STUBBED, refusal: { name: 'never' } },
    reach: async (ann) => {
      await ann.arrive();
      await ann.expectState('requesting-media');
    },
  },
  {
    name: 'media-error',
    browser: { ...STUBBED, refusal: { name: 'NotAllowedError' } },
    reach: async (ann) => {
      await ann.arrive();
      await ann.expectState('media-error');
    },
  },
  {
    name: 'settings',
    browser: STUBBED,
    reach: async (ann) => {
      await ann.arriveAtDialog();
      await ann.click('.settings');
      await ann.element('.drawer[open] select');
    },
  },
  {
    name: 'full',
    browser: STUBBED,
    reach: async (ann) => {
      await ann.arriveAtDialog();
      await ann.letSomebodyIn(room());
      await ann.letSomebodyIn(room());
      await ann.join(room());
      await ann.expectState('room-full');
    },
  },
  { name: 'waiting', browser: STUBBED, reach: wait },
  {
    name: 'connecting',
    browser: STUBBED,
    reach: async (ann) => {
      await wait(ann);
      await ann.letSomebodyIn(room(), true);
      await ann.expectState('connecting');
    },
  },
  { name: 'call', browser: { peer: 'linked' }, reach: call },
  { name: 'call-chat', browser: { peer: 'linked' }, reach: (ann) => callWithPanel(ann, 1) },
  { name: 'call-more', browser: { peer: 'linked' }, reach: (ann) => callWithPanel(ann, 3) },
  {
    name: 'ended',
    browser: STUBBED,
    reach: async (ann) => {
      await wait(ann);
      await ann.click('.leave');
      await ann.expectState('ended');
    },
  },
  {
    name: 'dead',
    browser: { ...STUBBED, scripts: [initScript(installFaults, undefined)], allow: [/./] },
    reach: async (ann) => {
      await ann.arriveAtDialog();
      await ann.session.evaluate(() => {
        window.fault = 'trap';
        window.dispatchEvent(new Event('online'));
      });
      await ann.element('#crashed a');
    },
  },
  {
    name: 'nowhere',
    browser: {},
    reach: async (ann) => {
      await ann.arrive('/nothing');
      await ann.element('.panel');
    },
  },
];

const SETS = [
  { ending: 'light', language: 'en-GB', theme: 'light' },
  { ending: 'dark', language: 'en-GB', theme: 'dark' },
  { ending: 'light-ar', language: 'ar-EG', theme: 'light' },
  { ending: 'light-200', language: 'en-GB', theme: 'light' },
];

test('pictures of every view', async ({ newPerson }) => {
  mkdirSync(FOLDER, { recursive: true });
  const wanted = process.env.DUET_VIEWS?.split(',');
  for (const { name, browser, reach } of VIEWS.filter((view) => wanted?.includes(view.name) ?? true)) {
    for (const { ending, language, theme } of SETS) {
      const ann = await newPerson({ ...browser, language, stored: { duet: JSON.stringify({ theme }) } });
      pictures++;
      await reach(ann);
      if (ending.endsWith('200')) await ann.session.evaluate(enlargeText);
      for (const size of SIZES) {
        await ann.session.resize(size);
        await expect.poll(() => ann.session.evaluate(movingParts)).toBe(0);
        writeFileSync(`${FOLDER}/${name}-${size.width}-${ending}.png`, await ann.session.screenshot());
      }
    }
    console.log(name);
  }
});
