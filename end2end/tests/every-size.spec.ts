// No window is too small or too large, and no text too big, to mute, to switch the camera, or to leave.
import { ALLOW_ALL, FAKE_DEVICES } from '../shared/browsers.js';
import type { Caller } from '../fixtures/caller.js';
import { expect, test } from '../fixtures/people.js';

/** Watches, phones upright and across, with the keyboard open, tablets, desks and walls. */
const SIZES = [
  [240, 320],
  [240, 520],
  [280, 653],
  [320, 240],
  [320, 568],
  [390, 844],
  [390, 430],
  [568, 140],
  [568, 320],
  [844, 390],
  [844, 180],
  [768, 1024],
  [1024, 730],
  [1280, 720],
  [1920, 1080],
  [3840, 900],
  [3840, 2160],
] as const;

/** How large a person has made texts, in percent of what is usual. */
const TEXTS = [100, 125, 150, 200];

/** The default of browsers, in CSS pixels. */
const USUAL_TEXT_PX = 16;

/** In the page: what of these buttons a finger would not meet. Texts for a person. */
function unreachable(selector: string): string[] {
  const shown = [...document.querySelectorAll<HTMLElement>(selector)].filter((one) => one.checkVisibility({ visibilityProperty: true }));
  return shown.flatMap((one) => {
    const { left, right, top, bottom, width, height } = one.getBoundingClientRect();
    const name = one.textContent?.trim() || one.id || one.className;
    const place = `${name}: ${[left, top, right, bottom].map(Math.round)}`;
    if (left < -0.5 || top < -0.5 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5) return `${place} sticks out`;
    if (Math.min(width, height) < 43.5 && one.matches('button')) return `${place} is too small`;
    const met = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (!met || !(one.contains(met) || met.contains(one))) return `${place} is under ${met?.className ?? 'nothing'}`;
    return [];
  });
}

/** Every one of these elements is where it can be pressed, on every screen, at every size of text. */
async function expectReachable(person: Caller, selector: string, texts = TEXTS): Promise<void> {
  const found: string[] = [];
  for (const text of texts) {
    for (const [width, height] of SIZES) {
      await person.page.setViewportSize({ width, height });
      await person.page.evaluate((text) => {
        const page = document.documentElement;
        page.style.fontSize = '';
        if (text !== 100) page.style.fontSize = `${(Number.parseFloat(getComputedStyle(page).fontSize) * text) / 100}px`;
        // Where things are is measured a frame later.
        return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      }, text);
      const here = await person.page.evaluate(unreachable, selector);
      const wide = await person.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) here.push(`the page is ${wide} px too wide`);
      found.push(...here.map((what) => `${width} by ${height}, text at ${text} %: ${what}`));
    }
  }
  await person.page.evaluate(() => {
    document.documentElement.style.fontSize = '';
  });
  expect.soft(found).toEqual([]);
}

const BAR = '.bar button';
const LARGE = [100];

for (const textPx of [USUAL_TEXT_PX, 2 * USUAL_TEXT_PX]) {
  // What a person sets in their browser counts in the limits of the style sheet too, what a page sets does not.
  const texts = textPx === USUAL_TEXT_PX ? TEXTS : LARGE;
  test(`every button is in the window at every size, with texts of ${textPx} px`, async ({ newCaller, launch, room }) => {
    test.setTimeout(180_000);
    const browser = await launch([FAKE_DEVICES, ALLOW_ALL, `--blink-settings=defaultFontSize=${textPx}`]);
    const [ann, ben] = [await newCaller({ browser }), await newCaller()];

    await test.step('while one waits', async () => {
      await ann.enter(room);
      await ann.expectState('waiting');
      await expectReachable(ann, BAR, texts);
    });

    await test.step('while one waits, with a panel open', async () => {
      await ann.page.setViewportSize({ width: 1280, height: 720 });
      await ann.button('Settings').click();
      await expect(ann.panel('Settings')).toBeVisible();
      await expectReachable(ann, BAR, LARGE);
      await ann.page.keyboard.press('Escape');
    });

    await test.step('in a call', async () => {
      await ann.page.setViewportSize({ width: 1280, height: 720 });
      await ben.enter(room);
      await Promise.all([ann.seesFriend(), ben.seesFriend()]);
      await expect(ann.extraButton('more')).toBeAttached();
      await expectReachable(ann, `${BAR}, main > header button`, texts);
    });

    await test.step('while one writes', async () => {
      await ann.page.setViewportSize({ width: 1280, height: 720 });
      await ann.page.keyboard.press('c');
      await expect(ann.chatField).toBeVisible();
      await expectReachable(ann, `${BAR}, .drawer[open] header button, .drawer[open] form :is(button, textarea)`, texts);
    });

    await test.step('above a keyboard that only covers the page', async () => {
      await ann.page.setViewportSize({ width: 390, height: 844 });
      // A stub: Safari's keyboard makes nothing smaller but what is seen.
      const cover = (height: number) =>
        ann.page.evaluate((height) => {
          Object.defineProperty(visualViewport, 'height', { configurable: true, value: innerHeight - height });
          visualViewport?.dispatchEvent(new Event('resize'));
        }, height);
      await cover(336);
      for (const part of [ann.button('Leave'), ann.chatField]) {
        await expect
          .poll(async () => {
            const box = await part.boundingBox();
            return (box?.y ?? 0) + (box?.height ?? 0);
          })
          .toBeLessThanOrEqual(844 - 336);
      }
      await cover(0);
    });
  });
}
