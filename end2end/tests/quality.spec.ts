// How good the call is: how picture and voice are sent, a plain sign with its reason, the figures behind it, and the
// picture that gives way to the voice.

import type { Locator } from '@playwright/test';
import type { Caller } from '../fixtures/caller.js';
import { sentBy } from '../fixtures/connection-stats.js';
import { expect, test } from '../fixtures/people.js';

function signOf(person: Caller): Locator {
  return person.page.getByRole('button', { name: /^Quality of the call:/ });
}

function panelOf(person: Caller): Locator {
  return person.page.getByRole('dialog', { name: 'Quality of the call' });
}

/** A figure under one of the panel's headings. */
function figure(person: Caller, heading: string, label: string): Locator {
  const section = panelOf(person)
    .locator('section')
    .filter({ has: person.page.getByRole('heading', { name: heading }) });
  return section
    .locator('dl > div')
    .filter({ has: person.page.getByText(label, { exact: true }) })
    .locator('dd');
}

test('a call is tuned, says how good it is, and shows its figures', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  const [ann, ben] = [await newCaller(), await newCaller()];

  await test.step('both read that the call is good, once they see each other', async () => {
    await ann.enter(room);
    await ann.expectState('waiting');
    await expect(signOf(ann)).toBeHidden();
    await ben.enter(room);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    for (const person of [ann, ben]) {
      await expect(signOf(person)).toHaveAccessibleName('Quality of the call: Good', { timeout: 60_000 });
    }
  });

  await test.step('both send the cheapest codec, start sharp, and put the voice first', async () => {
    for (const person of [ann, ben]) {
      const sent = await person.witnessed(async ({ peerConnections }) => {
        const connection = peerConnections.find(({ connectionState }) => connectionState === 'connected');
        const senderOf = (kind: string) => connection?.getSenders().find(({ track }) => track?.kind === kind);
        const codecOf = async (kind: string) => {
          const stats = [...((await senderOf(kind)?.getStats())?.values() ?? [])];
          const stream = stats.find(({ type }) => type === 'outbound-rtp');
          return stats.find(({ id }) => id === stream?.codecId);
        };
        return {
          able: RTCRtpReceiver.getCapabilities('video')?.codecs.map(({ mimeType }) => mimeType) ?? [],
          picture: await codecOf('video'),
          voice: await codecOf('audio'),
          voicePriority: senderOf('audio')?.getParameters().encodings[0]?.networkPriority,
          hint: senderOf('video')?.track?.contentHint,
        };
      });
      if (sent.able.includes('video/H264')) expect(sent.picture?.mimeType).toBe('video/H264');
      else test.info().annotations.push({ type: 'not tried', description: 'this Chromium has no H.264' });
      expect(sent.picture?.sdpFmtpLine).toContain('x-google-start-bitrate=1500');
      expect(sent.voice?.sdpFmtpLine).toContain('useinbandfec=1');
      expect(sent.voice?.sdpFmtpLine).toContain('usedtx=1');
      expect(sent.voicePriority).toBe('high');
      expect(sent.hint).toBe('motion');
    }
  });

  await test.step('the sign opens the figures by click and by key, Escape closes them', async () => {
    const sign = signOf(ann);
    await sign.click();
    await expect(panelOf(ann)).toBeVisible();
    await expect(panelOf(ann).getByText(/^(Good|Fair|Poor)$/)).toBeVisible();

    await expect(figure(ann, 'Connection', 'Round trip')).toHaveText(/^\d+ ms$/);
    await expect(figure(ann, 'Connection', 'Path')).toHaveText(/^Direct/);
    for (const heading of ['You send', 'You receive']) {
      await expect(figure(ann, heading, 'Bitrate')).toHaveText(/^[\d,]+ kb\/s$/);
      await expect(figure(ann, heading, 'Loss')).toHaveText(/^\d+\.\d%$/);
      await expect(figure(ann, heading, 'Jitter')).toHaveText(/^\d+ ms$/);
      await expect(figure(ann, heading, 'Picture size')).toHaveText(/^\d+ × \d+$/);
      await expect(figure(ann, heading, 'Frame rate')).toHaveText(/^[1-9]\d* per second$/);
      await expect(figure(ann, heading, 'Codec')).toHaveText(/^(H264|VP8|VP9|AV1), opus$/);
    }
    await expect(figure(ann, 'You send', 'Encoding')).toHaveText(/^\d+\.\d ms a frame, in software$/);
    await expect(figure(ann, 'You receive', 'Decoding')).toHaveText(/^\d+\.\d ms a frame, in software$/);

    const range = String.raw`now \S.*, lowest \S.*, highest \S.*`;
    for (const name of [`^Round trip: ${range}`, `^Loss: ${range}`, `^Bitrate: You send: ${range} You receive: ${range}`]) {
      const graph = panelOf(ann).getByRole('img', { name: new RegExp(name) });
      await expect(graph).toBeVisible();
      // The line grows to the right edge with each second.
      await expect(graph.locator('path').first()).toHaveAttribute('d', /L180 \d+$/);
    }

    await ann.page.keyboard.press('Escape');
    await expect(panelOf(ann)).toBeHidden();
    await expect(sign).toBeFocused();
    await ann.page.keyboard.press('Enter');
    await expect(panelOf(ann)).toBeVisible();
    await expect(panelOf(ann).getByRole('heading', { name: 'Quality of the call' })).toBeFocused();
    await ann.page.keyboard.press('Escape');
    await expect(sign).toBeFocused();
  });

  await test.step('a figure that the browser does not tell has no row', async () => {
    await ann.page.evaluate(stubStats);
    await signOf(ann).click();
    await expect(figure(ann, 'You send', 'Bitrate')).toBeVisible();
    await setStub(ann, { absent: ['totalEncodeTime', 'availableOutgoingBitrate', 'currentRoundTripTime', 'roundTripTime'] });
    await expect(figure(ann, 'You send', 'Encoding')).toBeHidden();
    await expect(figure(ann, 'Connection', 'You could send')).toBeHidden();
    await expect(figure(ann, 'Connection', 'Round trip')).toBeHidden();
    await expect(figure(ann, 'You receive', 'Decoding')).toBeVisible();
    await setStub(ann, {});
  });

  await test.step('the sign is gone once the other has left', async () => {
    await ben.leave();
    await ann.expectState('waiting');
    await expect(signOf(ann)).toBeHidden();
  });
});

test('on a poor line the picture gives way to the voice, and comes back', async ({ startCall }) => {
  test.setTimeout(240_000);
  const { ann, ben } = await startCall({
    ann: { prepare: (page) => page.addInitScript(stubStats) },
    ben: { prepare: (page) => page.addInitScript(stubAnswers) },
  });

  await test.step('with much loss the sign says so, the voice is doubled, and the picture stays', async () => {
    await expect(signOf(ann)).toBeVisible();
    await setStub(ann, { lostOfSent: 0.2 });
    await expect(signOf(ann)).toHaveAccessibleName(/^Quality of the call: Poor Part of what you send gets lost\./, { timeout: 30_000 });
    await expect.poll(() => voiceOf(ann), { timeout: 30_000 }).toContain('red/48000');
    expect(await pictureParameters(ann), 'the line carries it').toMatchObject({ active: true });
    await setStub(ann, {});
    await expect.poll(() => voiceOf(ann), { timeout: 60_000 }).toContain('opus/48000');
  });

  await test.step('on a line that gets narrow the picture is paused and the voice is made small', async () => {
    // What Ann's page asks of the line is not answered, for no real line here is narrow.
    await ben.page.evaluate(() => void (window.answersProbes = false));
    await setStub(ann, { availableBps: 60_000 });
    await expect.poll(() => pictureParameters(ann), { timeout: 30_000 }).toMatchObject({ active: false });
    await expect(signOf(ann)).toHaveAccessibleName(
      'Quality of the call: Poor Your connection can carry little. Your picture is paused, so that your voice goes on.',
    );
    await expect.poll(() => voiceOf(ann)).toContain('maxaveragebitrate=10000');
    await expect(signOf(ben)).toHaveAccessibleName('Quality of the call: Fair Their picture is paused, so that their voice goes on.', {
      timeout: 30_000,
    });
    await ben.expectState('connected');
  });

  await test.step('a camera that is off is not said to be paused', async () => {
    await ann.button('Turn camera off').click();
    await expect(signOf(ann)).not.toHaveAccessibleName(/Your picture/);
    await ann.button('Turn camera on').click();
    await expect(signOf(ann)).toHaveAccessibleName(/Your picture is paused/);
  });

  await test.step('once the line carries it the picture goes on, and the voice is whole', async () => {
    await setStub(ann, {});
    await ben.page.evaluate(() => void (window.answersProbes = true));
    await expect.poll(() => pictureParameters(ann), { timeout: 90_000 }).toMatchObject({ active: true });
    await ben.seesFriend();
    await expect.poll(() => voiceOf(ann)).not.toContain('maxaveragebitrate');
    await expect(signOf(ann)).toHaveAccessibleName('Quality of the call: Good', { timeout: 60_000 });
    await expect(signOf(ben)).toHaveAccessibleName('Quality of the call: Good', { timeout: 60_000 });
  });
});

interface Stub {
  /** So much of what is sent is said to be lost. */
  lostOfSent?: number;
  availableBps?: number;
  /** Fields that this browser is said not to tell. */
  absent?: string[];
}

declare global {
  interface Window {
    stubbedStats: Stub;
    answersProbes: boolean;
  }
}

async function setStub(person: Caller, stub: Stub): Promise<void> {
  await person.page.evaluate((stub) => void (window.stubbedStats = stub), stub);
}

/**
 * A stub: the browser's own statistics with some of them replaced, for no real line here is poor. It is sent to the page
 * before it loads or in the middle of a call.
 */
function stubStats(): void {
  window.stubbedStats = {};
  const real = RTCPeerConnection.prototype.getStats;
  const lost = new Map<string, number>();
  RTCPeerConnection.prototype.getStats = async function (this: RTCPeerConnection, ...selector: []) {
    const { lostOfSent = 0, availableBps, absent = [] } = window.stubbedStats;
    const entries: [string, Record<string, unknown>][] = [...(await real.apply(this, selector))];
    return new Map(
      entries.map(([id, told]) => {
        const entry = { ...told };
        if (entry.type === 'remote-inbound-rtp') {
          const sent = entries.find(([id]) => id === entry.localId)?.[1].packetsSent;
          // A counter: what was lost once stays lost.
          const before = lost.get(id) ?? 0;
          const sentBefore = lost.get(`${id} of`) ?? Number(sent);
          lost.set(id, before + (Number(sent) - sentBefore) * lostOfSent);
          lost.set(`${id} of`, Number(sent));
          entry.packetsLost = Math.round(lost.get(id) ?? 0);
        }
        if (availableBps && 'availableOutgoingBitrate' in entry) entry.availableOutgoingBitrate = availableBps;
        for (const field of absent) delete entry[field];
        return [id, entry];
      }),
    );
  } as typeof real;
}

/** A stub: the answers to what the other page asks of the line can be held back. */
function stubAnswers(): void {
  window.answersProbes = true;
  const real = RTCDataChannel.prototype.send;
  RTCDataChannel.prototype.send = function (this: RTCDataChannel, ...what: [never]) {
    if (this.label !== 'duet-probe' || window.answersProbes) real.apply(this, what);
  } as typeof real;
}

/** What this person's voice is sent with. */
async function voiceOf({ page }: Caller): Promise<string> {
  return (await sentBy(page)).voice;
}

async function parametersOf(person: Caller, kind: string): Promise<RTCRtpEncodingParameters | undefined> {
  return person
    .witnessed(({ peerConnections }) => {
      const connection = peerConnections.find(({ connectionState }) => connectionState === 'connected');
      return Object.fromEntries(
        (connection?.getSenders() ?? []).map((sender) => [sender.track?.kind, sender.getParameters().encodings[0]]),
      );
    })
    .then((parameters) => parameters[kind]);
}

function pictureParameters(person: Caller): Promise<RTCRtpEncodingParameters | undefined> {
  return parametersOf(person, 'video');
}
