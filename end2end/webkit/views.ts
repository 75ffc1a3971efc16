// The views that are looked at in every window, and what has to be whole there.
import { expect, test } from './fixtures.js';
import { cutParts, movingParts, unreachable } from './layout-probes.js';
import type { Browser, Person } from './person.js';

const SIZES = [
  { width: 447, height: 762 },
  { width: 1024, height: 730 },
  { width: 1280, height: 800 },
];

/** The one with the longest words, and one from right to left. */
export const LANGUAGES = ['de-DE', 'ar-EG'];

/** Everything that can be pressed outside of a panel. */
const CONTROLS = 'main button, main a, main select, main input';

/** A name, how the browser differs, and how a person gets there. */
export type View = [name: string, browser: Browser, reach: (ann: Person, room: string) => Promise<void>];

export const VIEWS: View[] = [
  ['the dialog', { peer: 'never' }, (ann) => ann.arriveAtDialog()],
  [
    'the dialog with all that belongs to it',
    { peer: 'never' },
    async (ann) => {
      await ann.arriveAtDialog();
      await ann.click('#room');
      await ann.element('#lobby-extras button');
      await ann.session.press('Escape');
    },
  ],
  ['the dialog without WebRTC', {}, (ann) => ann.arriveAtDialog()],
  [
    'a refusal',
    { refusal: { name: 'NotAllowedError' } },
    async (ann) => {
      await ann.arrive();
      await ann.expectState('media-error');
    },
  ],
  [
    'waiting',
    { peer: 'never' },
    async (ann, room) => {
      await ann.arriveAtDialog();
      await ann.join(room);
      await ann.expectState('waiting');
      // What comes with the first touch of the page belongs to the view.
      await ann.click('.link');
      await ann.element('#invite-extras select');
    },
  ],
  [
    'a call',
    { peer: 'linked' },
    async (ann, room) => {
      await ann.arriveAtDialog();
      await ann.join(room);
      await ann.expectState('waiting');
      await ann.letSomebodyIn(room, true);
      await ann.expectState('connected');
      await ann.element('.extra-buttons button');
    },
  ],
  ['an address at which there is nothing', {}, (ann) => ann.arrive('/nothing')],
];

/** Nothing is cut off, and everything that can be pressed can be brought into the window. */
export async function expectWhole(ann: Person): Promise<void> {
  for (const size of SIZES) {
    await test.step(`${size.width} by ${size.height}`, async () => {
      await ann.session.resize(size);
      await expect.poll(() => ann.session.evaluate(movingParts)).toBe(0);
      expect.soft(await ann.session.evaluate(cutParts), 'parts that are cut').toEqual([]);
      expect.soft(await ann.session.evaluate(unreachable, CONTROLS), 'controls out of reach').toEqual([]);
    });
  }
}
