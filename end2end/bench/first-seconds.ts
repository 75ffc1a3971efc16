// How sharp the first seconds are: what the joiner's browser sends of its picture, second by second.
import type { Browser } from '@playwright/test';
import { Caller, roomPath } from '../fixtures/caller.js';
import { openPage } from '../fixtures/context.js';
import { firstFrameAt } from './measure.js';

export interface Second {
  second: number;
  size: string;
  kbps: number;
  fps: number;
  limited: string;
}

const SECONDS = 10;

export async function firstSeconds(browser: Browser, url: string): Promise<Second[]> {
  const address = url + roomPath(crypto.randomUUID());
  const [waiter, joiner] = [new Caller(await openPage(browser)), new Caller(await openPage(browser))];
  for (const person of [waiter, joiner]) {
    await person.arrive(address);
    await person.expectState('choosing-room');
    await person.button('Join').click();
  }
  await firstFrameAt(joiner.page, 'remote-video');
  const seconds = await joiner.page.evaluate(sample, SECONDS);
  await Promise.all([waiter, joiner].map(({ context }) => context.close()));
  return seconds;
}

/** Runs inside the page. */
async function sample(seconds: number): Promise<Second[]> {
  const connection = window.witness.peerConnections.find(({ connectionState }) => connectionState === 'connected');
  const camera = connection?.getSenders().find(({ track }) => track?.kind === 'video');
  const samples: Second[] = [];
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
