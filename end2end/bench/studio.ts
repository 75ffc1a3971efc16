// What stands in for eyes and ears: a microphone that speaks known sentences, a camera that shows the time, and what the other side makes of
// them. All runs inside the pages; all pages of one machine agree on the clock.

/** What was recorded of the other's voice. */
export interface Recording {
  /** When its first sample was heard, in wall clock milliseconds. */
  begun: number;
  /** Samples of 16 bits at 48 kHz, in base64. */
  samples: string;
}

/** The sentences that a page speaks, again and again. */
export interface Speech {
  /** When they began, in wall clock milliseconds. */
  begun: number;
  /** How long they are, in seconds. */
  length: number;
}

declare global {
  interface Window {
    studio: {
      speech: Speech | undefined;
      /** Each frame of the other that was shown: when, and how old it was, in milliseconds. */
      delays: { at: number; ms: number }[];
      /** Records the other's voice, or one's own as it leaves the studio. */
      record: (ms: number, whose: 'other' | 'own') => Promise<Recording>;
    };
  }
}

/** What camera and microphone are to be. */
export interface Equipment {
  /** A sound file, in base64. */
  wave: string;
  /** The picture's height, in lines, at 16 to 9. */
  lines: number;
  /** Frames a second. */
  frames: number;
}

/** Replaces camera and microphone. It is sent to the page as text, so it uses nothing from outside itself. */
export function installStudio({ wave, lines, frames }: Equipment): void {
  if (window.studio) return;
  const RATE = 48_000;
  const BLOCK = 4_096;
  const [WIDTH, HEIGHT] = [(lines * 16) / 9, lines];
  /** The time is shown in so many squares, the least significant first; so it begins anew after 65 s. */
  const BITS = 16;
  const SQUARE = WIDTH / BITS;
  const now = () => performance.timeOrigin + performance.now();
  let own: MediaStreamTrack | undefined;
  const studio: Window['studio'] = { speech: undefined, delays: [], record };
  window.studio = studio;

  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    // A page may make sounds while it has the devices; only then are they given back.
    const made = [constraints?.audio && (own = await microphone()), constraints?.video && camera()];
    for (const track of stream.getTracks()) {
      stream.removeTrack(track);
      track.stop();
    }
    for (const track of made) if (track) stream.addTrack(track);
    return stream;
  };

  async function microphone(): Promise<MediaStreamTrack> {
    const context = new AudioContext({ sampleRate: RATE });
    await context.resume();
    const bytes = Uint8Array.from(atob(wave), (letter) => letter.charCodeAt(0));
    const source = new AudioBufferSourceNode(context, { buffer: await context.decodeAudioData(bytes.buffer), loop: true });
    const room = context.createMediaStreamDestination();
    source.connect(room);
    source.start();
    studio.speech = { begun: now(), length: source.buffer?.duration ?? 0 };
    return room.stream.getAudioTracks()[0]!;
  }

  function camera(): MediaStreamTrack {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [WIDTH, HEIGHT];
    const pen = canvas.getContext('2d', { alpha: false })!;
    let turn = 0;
    const draw = () => {
      turn += 1;
      pen.fillStyle = '#667';
      pen.fillRect(0, 0, WIDTH, HEIGHT);
      // Something for the encoder to do: a ring of coloured figures that turns.
      for (let figure = 0; figure < 24; figure++) {
        const angle = turn / 40 + (figure * Math.PI) / 12;
        pen.fillStyle = `hsl(${figure * 15 + turn} 70% 50%)`;
        pen.fillRect(WIDTH / 2 + Math.cos(angle) * WIDTH * 0.33, HEIGHT * (0.55 + Math.sin(angle) * 0.32), WIDTH / 14, WIDTH / 14);
      }
      const time = Math.floor(now()) % 2 ** BITS;
      for (let bit = 0; bit < BITS; bit++) {
        pen.fillStyle = (time >> bit) & 1 ? '#fff' : '#000';
        pen.fillRect(bit * SQUARE, 0, SQUARE, SQUARE);
      }
    };
    draw();
    setInterval(draw, 1_000 / frames);
    return canvas.captureStream(frames).getVideoTracks()[0]!;
  }

  // How old the other's picture is when it is shown.
  const eye = new OffscreenCanvas(BITS, 1).getContext('2d', { willReadFrequently: true })!;
  let watched: Element | null = null;
  setInterval(() => {
    const video = document.querySelector('[data-testid="remote-video"]');
    if (!(video instanceof HTMLVideoElement) || video === watched) return;
    watched = video;
    const frame = () => {
      const at = now();
      const square = video.videoWidth / BITS;
      if (square) {
        for (let bit = 0; bit < BITS; bit++) {
          eye.drawImage(video, bit * square + square / 4, square / 4, square / 2, square / 2, bit, 0, 1, 1);
        }
        const { data } = eye.getImageData(0, 0, BITS, 1);
        let time = 0;
        for (let bit = 0; bit < BITS; bit++) if ((data[bit * 4] ?? 0) > 127) time |= 1 << bit;
        studio.delays.push({ at, ms: (((Math.floor(at) - time) % 2 ** BITS) + 2 ** BITS) % 2 ** BITS });
      }
      video.requestVideoFrameCallback(frame);
    };
    video.requestVideoFrameCallback(frame);
  }, 200);

  async function record(ms: number, whose: 'other' | 'own'): Promise<Recording> {
    const receivers = window.witness.peerConnections.at(-1)?.getReceivers() ?? [];
    const track = whose === 'own' ? own : receivers.find(({ track }) => track.kind === 'audio')?.track;
    if (!track) throw new Error('there is no voice');
    const context = new AudioContext({ sampleRate: RATE });
    await context.resume();
    const source = context.createMediaStreamSource(new MediaStream([track]));
    // Out of fashion, but the only recorder that a page with a strict policy can have without a file of its own.
    const recorder = context.createScriptProcessor(BLOCK, 1, 1);
    const blocks: Float32Array[] = [];
    let begun = 0;
    recorder.onaudioprocess = ({ inputBuffer }) => {
      begun ||= now() - (BLOCK * 1_000) / RATE;
      blocks.push(new Float32Array(inputBuffer.getChannelData(0)));
    };
    source.connect(recorder).connect(context.destination);
    await new Promise((resolve) => setTimeout(resolve, ms));
    source.disconnect();
    recorder.disconnect();
    await context.close();
    const samples = new Int16Array(blocks.length * BLOCK);
    blocks.forEach((block, at) =>
      samples.set(
        block.map((value) => Math.max(-1, Math.min(1, value)) * 32_767),
        at * BLOCK,
      ),
    );
    const bytes = new Uint8Array(samples.buffer);
    let text = '';
    for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
    return { begun, samples: btoa(text) };
  }
}

/** Takes one means against losses out of what the page reads of the other side. It runs in the page, as the studio does. */
export function goWithout(means: string): void {
  const apply = RTCPeerConnection.prototype.setRemoteDescription;
  const opus = (sdp: string) => /^a=rtpmap:(\d+) opus\//m.exec(sdp)?.[1];
  const red = (sdp: string) => /^a=rtpmap:(\d+) red\/48000/m.exec(sdp)?.[1];
  RTCPeerConnection.prototype.setRemoteDescription = function (description: RTCSessionDescriptionInit) {
    const sdp = description.sdp ?? '';
    const changed =
      means === 'nack'
        ? sdp.replace(new RegExp(`^a=rtcp-fb:${opus(sdp)} nack\r\n`, 'm'), '')
        : sdp
            .replace(new RegExp(`^(m=audio.*) ${red(sdp)}( |\r)`, 'm'), '$1$2')
            .replace(new RegExp(`^a=(rtpmap|fmtp):${red(sdp)} .*\r\n`, 'gm'), '');
    return Reflect.apply(apply, this, [{ type: description.type, sdp: changed }]);
  };
}

/** Keeps the other's voice for so many milliseconds at least before it is played. It runs in the page, as the studio does. */
export function holdBack(ms: number): void {
  const { get, set } = Object.getOwnPropertyDescriptor(RTCRtpReceiver.prototype, 'jitterBufferTarget') ?? {};
  // Whatever the page itself asks for.
  Object.defineProperty(RTCRtpReceiver.prototype, 'jitterBufferTarget', { get, set() {}, configurable: true });
  setInterval(() => {
    for (const receiver of window.witness.peerConnections.at(-1)?.getReceivers() ?? []) {
      if (receiver.track.kind === 'audio') set?.call(receiver, ms);
    }
  }, 500);
}
