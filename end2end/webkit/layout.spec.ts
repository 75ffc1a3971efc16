// Nothing that is needed is cut off: in narrow windows, with large text, in a long language and from right to left.
import { expect, test } from './fixtures.js';
import { cutParts, enlargeText, movingParts, unreachable } from './layout-probes.js';
import type { Browser, Person } from './person.js';

const SIZES = [
  { width: 447, height: 762 },
  { width: 1024, height: 730 },
  { width: 1280, height: 800 },
];

/** Everything that can be pressed outside of a panel. */
const CONTROLS = 'main button, main a, main select, main input';

type View = [name: string, browser: Browser, reach: (ann: Person, room: string) => Promise<void>];

const VIEWS: View[] = [
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

async function expectWhole(ann: Person): Promise<void> {
  for (const size of SIZES) {
    await test.step(`${size.width} by ${size.height}`, async () => {
      await ann.session.resize(size);
      await expect.poll(() => ann.session.evaluate(movingParts)).toBe(0);
      expect.soft(await ann.session.evaluate(cutParts), 'parts that are cut').toEqual([]);
      expect.soft(await ann.session.evaluate(unreachable, CONTROLS), 'controls out of reach').toEqual([]);
    });
  }
}

/** The one with the longest words, and one from right to left. */
const LANGUAGES = ['de-DE', 'ar-EG'];

for (const [name, browser, reach] of VIEWS) {
  for (const language of LANGUAGES) {
    const isQuick = name === 'the dialog' && language === 'de-DE';
    test(`${name} in ${language} is whole in every window`, { tag: isQuick ? '@quick' : [] }, async ({ newPerson, room }) => {
      const ann = await newPerson({ ...browser, language });
      await reach(ann, room);
      await expectWhole(ann);
    });

    test(`${name} in ${language} is whole with text at 200 %`, async ({ newPerson, room }) => {
      const ann = await newPerson({ ...browser, language });
      await reach(ann, room);
      await ann.session.evaluate(enlargeText);
      await expectWhole(ann);
    });
  }
}
