// What both sides of every comparison are measured with.
import { installWitness } from '../shared/witness.mjs';

/** @import { Browser, Page } from '@playwright/test' */
/** @typedef {number} Duration milliseconds */

/**
 * A page in a context of its own, so with empty caches, and watched from its first moment.
 * @param {Browser} browser
 */
export async function openPage(browser) {
  const context = await browser.newContext();
  await context.addInitScript(installWitness, {});
  return context.newPage();
}

/**
 * When the first frame was presented in this video, as wall clock time.
 * @param {Page} page
 * @param {string} testId
 */
export async function firstFrameAt(page, testId) {
  await page.waitForFunction((id) => window.witness.firstFrames[id] !== undefined, testId);
  return page.evaluate((id) => performance.timeOrigin + (window.witness.firstFrames[id] ?? NaN), testId);
}

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2;
}
