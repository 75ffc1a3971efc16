// What a video element shows and plays. Each function is sent to the page as text and runs there on one element, so it
// uses nothing from outside itself.

export interface VideoProbe {
  /** How many new frames came. */
  frames: number;
  /** The share of the picture that changed. */
  changed: number;
  /** 0 to 255. */
  brightness: number;
  width: number;
  /** Whether it comes from the own camera. */
  own: boolean;
}

/** Watches the next `wanted` frames. */
export async function watchVideo(element: Element, wanted: number): Promise<VideoProbe> {
  const video = element as HTMLVideoElement;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [320, 240];
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('this browser draws no canvas');
  const draw = () => {
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    return pen.getImageData(0, 0, canvas.width, canvas.height).data;
  };
  const before = draw();
  let frames = 0;
  await new Promise<void>((resolve) => {
    // Frames that stay away are an answer too.
    setTimeout(resolve, 3000);
    const count = () => (++frames === wanted ? resolve() : video.requestVideoFrameCallback(count));
    video.requestVideoFrameCallback(count);
  });
  const after = draw();
  let changed = 0;
  let light = 0;
  for (let pixel = 0; pixel < after.length; pixel += 4) {
    let difference = 0;
    for (let colour = pixel; colour < pixel + 3; colour++) {
      light += after[colour] ?? 0;
      difference = Math.max(difference, Math.abs((after[colour] ?? 0) - (before[colour] ?? 0)));
    }
    // What compression does to a still picture stays below this.
    if (difference > 16) changed++;
  }
  const pixels = canvas.width * canvas.height;
  const stream = video.srcObject instanceof MediaStream ? video.srcObject : undefined;
  const own = stream?.getTracks().some((track) => window.witness.tracks.includes(track)) ?? false;
  return { frames, changed: changed / pixels, brightness: light / pixels / 3, width: video.videoWidth, own };
}

/** What the element shows at this moment, whether it moves or not. */
export function currentFrame(element: Element) {
  const video = element as HTMLVideoElement;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [32, 24];
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this browser draws no canvas');
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  // Without every fourth value, the opacity.
  const colours = pen.getImageData(0, 0, canvas.width, canvas.height).data.filter((_, index) => index % 4 !== 3);
  const brightness = colours.reduce((sum, value) => sum + value, 0) / colours.length;
  return { brightness, width: video.videoWidth, readyState: video.readyState, filter: getComputedStyle(video).filter };
}

/**
 * The loudest moment, 0 to 1, of what the element plays for `forMs`. The fake microphones beep at least once a second.
 */
export async function peakVolume(element: Element, forMs: number): Promise<number> {
  const video = element as HTMLVideoElement;
  if (!(video.srcObject instanceof MediaStream) || video.muted || video.paused || video.volume === 0) return 0;
  if (video.srcObject.getAudioTracks().length === 0) return 0;
  const audio = new AudioContext();
  const analyser = new AnalyserNode(audio, { fftSize: 2048 });
  audio.createMediaStreamSource(video.srcObject).connect(analyser);
  const wave = new Float32Array(analyser.fftSize);
  let loudest = 0;
  const end = performance.now() + forMs;
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    analyser.getFloatTimeDomainData(wave);
    for (const sample of wave) loudest = Math.max(loudest, Math.abs(sample));
  }
  await audio.close();
  return loudest;
}
