// A stub of RTCPeerConnection, which WebKitGTK is built without. It makes no call: it shows what the page does around one.
// "never": nothing that it is asked for ends. "linked": a description that is set counts, and whoever answers is linked, with the
// own camera as their picture.

export type FakePeer = 'never' | 'linked';

declare global {
  interface Window {
    /** Every connection that the page has made. */
    fakePeers: { breakDown: () => void }[];
  }
}

/** Sent to the page as text, so it uses nothing from outside itself: no private names with #, which need helpers. */
export function installFakePeer(kind: FakePeer): void {
  const never = () => new Promise<never>(() => {});
  const later = (run: () => void) => setTimeout(run, 20);

  class FakeChannel extends EventTarget {
    readyState = 'connecting';
    bufferedAmount = 0;
    binaryType = 'arraybuffer';
    constructor(readonly label: string) {
      super();
    }
    open() {
      this.readyState = 'open';
      this.dispatchEvent(new Event('open'));
    }
    // The other side lives as long as this one: it answers each ping.
    send(text: string) {
      if (text === '"ping"') later(() => this.dispatchEvent(new MessageEvent('message', { data: '"pong"' })));
    }
    close() {
      this.readyState = 'closed';
    }
  }

  class FakeSender {
    constructor(public track: MediaStreamTrack | null) {}
    getParameters() {
      return { encodings: [{}] };
    }
    async setParameters() {}
    async replaceTrack(track: MediaStreamTrack | null) {
      this.track = track;
    }
  }

  class FakeTransceiver {
    mid = null;
    direction = 'sendrecv';
    constructor(readonly sender: FakeSender) {}
    setCodecPreferences() {}
    stop() {}
  }

  class FakePeerConnection extends EventTarget {
    connectionState = 'new';
    signalingState = 'stable';
    localDescription: { type: string; sdp: string } | null = null;
    remoteDescription: { type: string; sdp: string } | null = null;
    private readonly transceivers: FakeTransceiver[] = [];
    private readonly channels: FakeChannel[] = [];

    constructor() {
      super();
      window.fakePeers.push(this);
    }
    addTrack(track: MediaStreamTrack) {
      const sender = new FakeSender(track);
      this.transceivers.push(new FakeTransceiver(sender));
      return sender;
    }
    addTransceiver() {
      const transceiver = new FakeTransceiver(new FakeSender(null));
      this.transceivers.push(transceiver);
      return transceiver;
    }
    getTransceivers() {
      return this.transceivers;
    }
    getSenders() {
      return this.transceivers.map(({ sender }) => sender);
    }
    getReceivers() {
      return [];
    }
    createDataChannel(label: string) {
      const channel = new FakeChannel(label);
      this.channels.push(channel);
      return channel;
    }
    setConfiguration() {}
    restartIce() {}
    async getStats() {
      return new Map();
    }
    async addIceCandidate() {}
    async setLocalDescription() {
      if (kind === 'never') return never();
      this.localDescription = { type: this.remoteDescription?.type === 'offer' ? 'answer' : 'offer', sdp: 'v=0\r\n' };
      this.link();
    }
    async setRemoteDescription(description: { type: string; sdp: string }) {
      if (kind === 'never') return never();
      this.remoteDescription = description;
      this.link();
    }
    private link() {
      if (!this.localDescription || !this.remoteDescription || this.connectionState === 'connected') return;
      later(() => {
        this.become('connected');
        for (const channel of this.channels) channel.open();
        for (const transceiver of this.transceivers.slice(0, 2)) {
          const track = transceiver.sender.track?.clone();
          this.dispatchEvent(Object.assign(new Event('track'), { transceiver, track }));
        }
      });
    }
    private become(state: string) {
      this.connectionState = state;
      this.dispatchEvent(new Event('connectionstatechange'));
    }
    /** The network fails, and no new description mends it. */
    breakDown() {
      this.setLocalDescription = never;
      this.setRemoteDescription = never;
      this.become('failed');
    }
    close() {
      this.connectionState = 'closed';
      for (const channel of this.channels) channel.close();
    }
  }

  window.fakePeers = [];
  // The page asks what kind of event it got.
  const names = {
    RTCPeerConnection: FakePeerConnection,
    RTCRtpReceiver: { getCapabilities: () => ({ codecs: [] }) },
    RTCTrackEvent: Event,
  };
  for (const [name, value] of Object.entries(names)) Object.defineProperty(window, name, { value, writable: true, configurable: true });
}
