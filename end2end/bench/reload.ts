// One of two people loads the page again in the middle of a call.
import type { Browser } from '@playwright/test';
import { startCall } from './duet.js';
import { type Duration, firstFrameAt } from './measure.js';

/** From the start of the reload to the other's first frame in the new page. */
export async function timeReload(browser: Browser, url: string): Promise<{ reload: Duration }> {
  const pages = await startCall(browser, url);
  await pages.joiner.reload();
  const at = await firstFrameAt(pages.joiner, 'remote-video');
  const start = await pages.joiner.evaluate(() => performance.timeOrigin);
  await pages.close();
  return { reload: at - start };
}
