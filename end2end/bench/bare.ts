// The floor: the least that a browser needs for the same thing, with no app around it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from '@playwright/test';
import { openPage } from '../fixtures/context.js';
import type { Call } from './duet.js';
import { type Duration, firstFrameAt } from './measure.js';
import './page-types.js';

const html = (constraints: MediaStreamConstraints) => `<!DOCTYPE html>
<meta charset="utf-8"><title>bare</title><link rel="icon" href="data:,">
<video data-testid="local-video" muted autoplay playsinline></video>
<video data-testid="remote-video" autoplay playsinline></video>
<script>
  navigator.mediaDevices.getUserMedia(${JSON.stringify(constraints)}).then((stream) => {
    document.querySelector('[data-testid="local-video"]').srcObject = window.captured = stream;
  });
</script>`;

/** Serves a page whose inline script does nothing but ask for what the app asks for, and show it. */
export async function openBareServer(constraints: MediaStreamConstraints): Promise<{ url: string; close: () => void }> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html(constraints));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** From the first description to the first frame of the other, on both sides. */
export async function bareCall(browser: Browser, url: string): Promise<{ joiner: Duration; waiter: Duration }> {
  const { times, close } = await startBareCall(browser, url);
  await close();
  return times;
}

/** Two bare peer connections; the descriptions go through this process. */
export async function startBareCall(browser: Browser, url: string): Promise<Call> {
  const [waiter, joiner] = [await openPage(browser), await openPage(browser)];
  for (const page of [waiter, joiner]) {
    await page.goto(url);
    await page.evaluate(prepare);
  }
  let accepted: Promise<void> | undefined;
  await waiter.exposeFunction('handOver', async (candidate: RTCIceCandidateInit) => {
    await accepted;
    await joiner.evaluate((init) => window.bare.addIceCandidate(init), candidate);
  });
  await joiner.evaluate(makeOffer);

  const { start, offer } = await joiner.evaluate(() => ({
    start: performance.timeOrigin + performance.now(),
    offer: window.bare.localDescription!.toJSON(),
  }));
  const answer = await waiter.evaluate(makeAnswer, offer);
  accepted = joiner.evaluate((description) => window.bare.setRemoteDescription(description), answer);
  await accepted;
  const [joinerAt, waiterAt] = await Promise.all([firstFrameAt(joiner, 'remote-video'), firstFrameAt(waiter, 'remote-video')]);
  const close = async () => void (await Promise.all([joiner.context().close(), waiter.context().close()]));
  return { waiter, joiner, times: { joiner: joinerAt - start, waiter: waiterAt - start }, close };
}

// What follows runs inside the pages.

async function prepare() {
  while (!window.captured) await new Promise((resolve) => setTimeout(resolve, 10));
  const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  window.bare = connection;
  for (const track of window.captured.getTracks()) connection.addTrack(track, window.captured);
  connection.ontrack = ({ streams }) => {
    const video = document.querySelector('[data-testid="remote-video"]');
    if (video instanceof HTMLVideoElement) video.srcObject = streams[0] ?? null;
  };
}

async function makeOffer() {
  await window.bare.setLocalDescription();
  while (window.bare.iceGatheringState !== 'complete') {
    await new Promise((resolve) => window.bare.addEventListener('icegatheringstatechange', resolve, { once: true }));
  }
}

async function makeAnswer(offer: RTCSessionDescriptionInit) {
  window.bare.onicecandidate = ({ candidate }) => candidate && window.handOver(candidate.toJSON());
  await window.bare.setRemoteDescription(offer);
  await window.bare.setLocalDescription();
  return window.bare.localDescription!.toJSON();
}
