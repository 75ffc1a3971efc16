// Pictures of every state and panel, as `make screenshots` takes them: on a phone and on a desk, light and dark, and from
// right to left.
import { mkdirSync, rmSync } from 'node:fs';
import { test } from '@playwright/test';
import { openPage } from '../fixtures/context.js';
import { SCENES, type NewPage, walk } from '../shared/scenes.js';
import { REPOSITORY } from '../shared/server.js';

const FOLDER = `${REPOSITORY}target/screenshots`;
const SIZES = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];
const SETS = [
  { locale: 'en-GB', themes: ['light', 'dark'], ending: '' },
  { locale: 'ar-EG', themes: ['light'], ending: '-rtl' },
] as const;

// One test, as a second one might run in a process that begins with an empty folder again.
test('pictures of every state and panel', async ({ browser, baseURL }) => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const { locale, themes, ending } of SETS) {
    const newPage: NewPage = async ({ seen, witness, prepare }) => {
      const page = await openPage(browser, { locale: seen ? locale : 'en-GB', reducedMotion: 'reduce' }, witness);
      page.setDefaultTimeout(60_000);
      await prepare?.(page);
      return page;
    };
    await walk(newPage, baseURL ?? '', async (scene, page) => {
      for (const size of SIZES) {
        await page.setViewportSize(size);
        for (const theme of themes) {
          await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
          await page.screenshot({ path: `${FOLDER}/${scene}-${size.width}-${theme}${ending}.png` });
        }
      }
      console.log(`${scene}${ending}`);
    });
    for (const context of browser.contexts()) await context.close();
  }
  const pictures = SETS.reduce((sum, { themes }) => sum + SCENES.length * SIZES.length * themes.length, 0);
  console.log(`${pictures} pictures in ${FOLDER}`);
});
