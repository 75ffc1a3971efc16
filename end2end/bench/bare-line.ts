// What a page without any thought makes of a line: the same media, sent as the browser likes.
import type { Page } from '@playwright/test';
import './page-types.js';

/** A call between two pages of that origin which hold nothing but this; their descriptions go through this process, with all candidates. */
export async function bareCallBetween(pages: [Page, Page], origin: string): Promise<void> {
  const [ann, ben] = pages;
  for (const page of pages) {
    // Any answer of the server is a page to be bare in.
    await page.goto(`${origin}/healthz`);
    await page.evaluate(prepare);
  }
  const offer = await ann.evaluate(describe, null);
  const answer = await ben.evaluate(describe, offer);
  await ann.evaluate((description) => window.bare.setRemoteDescription(description), answer);
  await Promise.all(pages.map((page) => page.waitForFunction(() => window.bare.connectionState === 'connected')));
}

async function prepare() {
  const video = Object.assign(document.createElement('video'), { autoplay: true, playsInline: true });
  video.dataset.testid = 'remote-video';
  document.body.append(video);
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 1280, height: 720 } });
  window.bare = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  for (const track of stream.getTracks()) window.bare.addTrack(track, stream);
  window.bare.ontrack = ({ streams }) => (video.srcObject = streams[0] ?? null);
  const { codecs = [] } = RTCRtpReceiver.getCapabilities('video') ?? {};
  const isH264 = ({ mimeType }: { mimeType: string }) => mimeType === 'video/H264';
  const [picture] = window.bare.getTransceivers().filter(({ sender }) => sender.track?.kind === 'video');
  picture?.setCodecPreferences([...codecs.filter(isH264), ...codecs.filter((codec) => !isH264(codec))]);
}

async function describe(offer: RTCSessionDescriptionInit | null): Promise<RTCSessionDescriptionInit> {
  if (offer) await window.bare.setRemoteDescription(offer);
  await window.bare.setLocalDescription();
  while (window.bare.iceGatheringState !== 'complete') {
    await new Promise((resolve) => window.bare.addEventListener('icegatheringstatechange', resolve, { once: true }));
  }
  return window.bare.localDescription!.toJSON();
}
