// One of two people loads the page again in the middle of a call.
import { firstFrameAt } from './measure.mjs';
import { startCall } from './duet.mjs';

/** @import { Browser } from '@playwright/test' */
/** @import { Duration } from './measure.mjs' */

/**
 * From the start of the reload to the other's first frame in the new page.
 * @param {Browser} browser
 * @param {string} url
 * @returns {Promise<{ reload: Duration }>}
 */
export async function timeReload(browser, url) {
  const pages = await startCall(browser, url);
  await pages.joiner.reload();
  const at = await firstFrameAt(pages.joiner, 'remote-video');
  const start = await pages.joiner.evaluate(() => performance.timeOrigin);
  await pages.close();
  return { reload: at - start };
}
