// How picture and voice are sent: sharp from the start, voice before picture, with the codec that costs least.
import { expect, test } from '../fixtures/people.js';

test('both send the cheapest codec, start sharp, and put the voice first', async ({ startCall }) => {
  const { ann, ben } = await startCall();
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
