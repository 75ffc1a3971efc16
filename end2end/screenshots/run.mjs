// Pictures of every state and panel, as `make screenshots` takes them: on a phone and on a desk, light and dark, and from
// right to left.
import { mkdirSync, rmSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { CALL_FLAGS, CHROMIUM } from '../shared/browsers.mjs';
import { SCENES, walk } from '../shared/scenes.mjs';
import { REPOSITORY, openServer } from '../shared/server.mjs';
import { installWitness } from '../shared/witness.mjs';

/** @import { Browser } from '@playwright/test' */
/** @import { NewPage } from '../shared/scenes.mjs' */

const PORT = 3105;
const FOLDER = `${REPOSITORY}target/screenshots`;
const SIZES = [{ width: 390, height: 844 }, { width: 1280, height: 800 }];
const SETS = /** @type {const} */ ([
  { locale: 'en-GB', themes: ['light', 'dark'], ending: '' },
  { locale: 'ar-EG', themes: ['light'], ending: '-rtl' },
]);

/**
 * @param {Browser} browser
 * @param {string} url
 * @param {typeof SETS[number]} set
 */
async function takeSet(browser, url, { locale, themes, ending }) {
  /** @type {NewPage} */
  const newPage = async ({ seen, witness, prepare }) => {
    const context = await browser.newContext({ locale: seen ? locale : 'en-GB', reducedMotion: 'reduce' });
    await context.addInitScript(installWitness, witness ?? {});
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await prepare?.(page);
    return page;
  };
  await walk(newPage, url, async (scene, page) => {
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

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const server = await openServer(PORT);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CALL_FLAGS });
try {
  for (const set of SETS) await takeSet(browser, server.url, set);
  const pictures = SETS.reduce((sum, { themes }) => sum + SCENES.length * SIZES.length * themes.length, 0);
  console.log(`${pictures} pictures in ${FOLDER}`);
} finally {
  await browser.close();
  await server.close();
}
