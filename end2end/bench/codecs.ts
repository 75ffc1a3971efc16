// What each codec costs on this device: two bare peer connections that may use only that one.
import type { Browser } from '@playwright/test';
import { openPage } from '../fixtures/context.js';
import './page-types.js';

export interface Cost {
  codec: string;
  encodeMs: number;
  decodeMs: number;
  size: string;
  encoder: string;
  kbps: number;
}

const SECONDS = 6;

/** The time for one frame, by codec, cheapest first. `url` is that of a page that has captured, see `openBareServer`. */
export async function codecCosts(browser: Browser, url: string): Promise<Cost[]> {
  const page = await openPage(browser);
  await page.goto(url);
  await page.waitForFunction(() => window.captured !== undefined);
  const costs: Cost[] = [];
  for (const codec of await page.evaluate(codecs)) costs.push(await page.evaluate(talk, { codec, seconds: SECONDS }));
  await page.context().close();
  return costs.toSorted((a, b) => a.encodeMs + a.decodeMs - b.encodeMs - b.decodeMs);
}

// What follows runs inside the page.

function codecs() {
  const known = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
  return [...new Set(known.map(({ mimeType }) => mimeType))].filter((type) => !/rtx|red|ulpfec|flexfec/i.test(type));
}

async function talk({ codec, seconds }: { codec: string; seconds: number }): Promise<Cost> {
  const [sender, receiver] = [new RTCPeerConnection(), new RTCPeerConnection()];
  sender.onicecandidate = ({ candidate }) => void receiver.addIceCandidate(candidate ?? undefined);
  receiver.onicecandidate = ({ candidate }) => void sender.addIceCandidate(candidate ?? undefined);
  const [track] = window.captured.getVideoTracks();
  if (!track) throw new Error('no camera');
  const parameters = { degradationPreference: 'maintain-resolution' };
  const transceiver = sender.addTransceiver(track, { direction: 'sendonly' });
  const all = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
  transceiver.setCodecPreferences(all.filter(({ mimeType }) => mimeType === codec));
  await transceiver.sender.setParameters(Object.assign(transceiver.sender.getParameters(), parameters));
  await sender.setLocalDescription();
  await receiver.setRemoteDescription(sender.localDescription!);
  await receiver.setLocalDescription();
  const answer = receiver.localDescription!.toJSON();
  // As in a call of the app, so that all begin with the full size.
  answer.sdp = answer.sdp?.replace(/(a=fmtp:\d+ )|(a=rtpmap:(\d+) VP8\/90000\r\n)/g, (_, fmtp, vp8, id) =>
    fmtp ? `${fmtp}x-google-start-bitrate=1500;` : `${vp8}a=fmtp:${id} x-google-start-bitrate=1500\r\n`,
  );
  await sender.setRemoteDescription(answer);
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const report = async (connection: RTCPeerConnection, type: string) =>
    [...(await connection.getStats()).values()].find((entry) => entry.type === type && entry.kind === 'video') ?? {};
  // The first seconds belong to the start.
  await pause(2000);
  const [sent, got] = [await report(sender, 'outbound-rtp'), await report(receiver, 'inbound-rtp')];
  await pause(seconds * 1000);
  const [out, back] = [await report(sender, 'outbound-rtp'), await report(receiver, 'inbound-rtp')];
  sender.close();
  receiver.close();
  return {
    codec,
    encodeMs: ((out.totalEncodeTime - sent.totalEncodeTime) * 1000) / (out.framesEncoded - sent.framesEncoded),
    decodeMs: ((back.totalDecodeTime - got.totalDecodeTime) * 1000) / (back.framesDecoded - got.framesDecoded),
    size: `${out.frameWidth} x ${out.frameHeight}`,
    encoder: `${out.encoderImplementation}`,
    kbps: Math.round(((out.bytesSent - sent.bytesSent) * 8) / seconds / 1000),
  };
}
