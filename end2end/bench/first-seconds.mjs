// How sharp the first seconds are: what the joiner's browser sends of its picture, second by second.
import { firstFrameAt, openPage } from './measure.mjs';
import { reach } from './duet.mjs';

/** @import { Browser, Page } from '@playwright/test' */
/** @typedef {{ second: number, size: string, kbps: number, fps: number, limited: string }} Second */

const SECONDS = 10;

/**
 * @param {Browser} browser
 * @param {string} url
 * @returns {Promise<Second[]>}
 */
export async function firstSeconds(browser, url) {
  const room = crypto.randomUUID();
  const pages = [await openPage(browser), await openPage(browser)];
  for (const page of pages) {
    await page.goto(`${url}/room/${room}`);
    await reach(page, 'choosing-room');
    await page.getByRole('button', { name: 'Join' }).click();
  }
  const joiner = /** @type {Page} */ (pages[1]);
  await firstFrameAt(joiner, 'remote-video');
  const seconds = await joiner.evaluate(sample, SECONDS);
  await Promise.all(pages.map((page) => page.context().close()));
  return seconds;
}

/** Runs inside the page. */
async function sample(/** @type {number} */ seconds) {
  const connection = window.witness.peerConnections.find(({ connectionState }) => connectionState === 'connected');
  const camera = connection?.getSenders().find(({ track }) => track?.kind === 'video');
  /** @type {Second[]} */
  const samples = [];
  let [bytes, frames] = [0, 0];
  for (let second = 1; second <= seconds; second++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    for (const report of (await camera?.getStats())?.values() ?? []) {
      if (report.type !== 'outbound-rtp') continue;
      samples.push({
        second,
        size: `${report.frameWidth} x ${report.frameHeight}`,
        kbps: Math.round(((report.bytesSent - bytes) * 8) / 1000),
        fps: report.framesSent - frames,
        limited: report.qualityLimitationReason,
      });
      [bytes, frames] = [report.bytesSent, report.framesSent];
    }
  }
  return samples;
}
