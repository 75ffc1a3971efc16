// A camera with a small picture. To encode, send, decode and draw the large one is most of what a call costs a machine, and only
// the benchmark, the network tests and the screenshots are about that.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { REPOSITORY } from './server.js';

const WIDTH = 320;
const HEIGHT = 240;
/** As Chromium's own fake camera. */
const FRAMES_PER_SECOND = 20;
/** So many frames, and again from the first. */
const FRAMES = 40;
const FILE = `${REPOSITORY}target/test-camera-${WIDTH}x${HEIGHT}.y4m`;

/** A frame in YUV 4:2:0: a bright bar that crosses a grey ground, and below it a row of squares that shows the frame's number. */
function frame(number: number): Buffer {
  const luma = Buffer.alloc(WIDTH * HEIGHT, 110);
  const left = Math.round((number * WIDTH) / FRAMES);
  for (let row = 0; row < HEIGHT; row++) {
    const isCounter = row >= HEIGHT - 40;
    const from = row * WIDTH;
    if (isCounter) {
      for (let bit = 0; bit < 6; bit++) luma.fill((number >> bit) & 1 ? 230 : 30, from + bit * 50, from + bit * 50 + 40);
    } else {
      luma.fill(220, from + left, from + Math.min(left + 60, WIDTH));
    }
  }
  const chroma = (WIDTH * HEIGHT) / 4;
  return Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc(chroma, 110), Buffer.alloc(chroma, 150)]);
}

/** Chromium's flag for it, beside the one for fake devices; writes the file at the first call on a machine. */
export function smallCamera(): string {
  if (!existsSync(FILE)) {
    const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n`);
    mkdirSync(dirname(FILE), { recursive: true });
    // Another worker may do the same at the same time.
    const unfinished = `${FILE}.${process.pid}`;
    writeFileSync(unfinished, Buffer.concat([header, ...Array.from({ length: FRAMES }, (_, number) => frame(number))]));
    renameSync(unfinished, FILE);
  }
  return `--use-file-for-fake-video-capture=${FILE}`;
}
