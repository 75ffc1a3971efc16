// The benchmark behind `make lines`: what is understood, seen and late on narrow, lossy and unsteady lines, in each pair of browsers.
// DUET_LINES names those that are measured ("open", "50 kbit/s", "20 % lost"; commas between them), DUET_PAIRS the pairs; DUET_WITHOUT
// is "nack" or "red" for pages that never ask again for what they miss of the voice, or never send it twice; DUET_TARGET has all pages keep
// the voice for so many milliseconds at least before they play it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { heardBy, seenBy } from '../fixtures/connection-stats.js';
import { loseSome, missingFilter, missingShaper, missingTunnel, narrow, type Undo, unsettle } from '../network/faults.js';
import { missing } from '../network/namespaces.js';
import type { Network } from '../network/network.js';
import type { Participant } from '../network/participant.js';
import { type Kind, Scene } from '../network/scene.js';
import { initScript } from '../shared/page-scripts.js';
import { REPOSITORY } from '../shared/server.js';
import { bareCallBetween } from './bare-line.js';
import { missingLoudspeaker, plugInLoudspeaker } from './loudspeaker.js';
import { median } from './measure.js';
import { goWithout, holdBack, installStudio, type Recording, type Speech } from './studio.js';

/** How long a line has until it is measured, and how long it is measured, in milliseconds. */
const SETTLE_MS = 20_000;
const MEASURE_MS = 20_000;
/** How long a call is whole before its line changes, and how long is waited for a whole picture after it, in milliseconds. */
const BEFORE_MS = 8_000;
const WHOLE_MAX_MS = 60_000;

/** What the camera shows. Two cores do not carry more of Firefox, whose encoder and canvas are slower. */
type Camera = { lines: number; frames: number };
const LARGE: Camera = { lines: 720, frames: 20 };
const SMALL: Camera = { lines: 360, frames: 10 };

const { DUET_WITHOUT: WITHOUT, DUET_TARGET: TARGET } = process.env;

const FOLDER = join(REPOSITORY, 'target/lines');
const SPEECH = join(FOLDER, 'speech.wav');
const SENTENCES =
  'The train was late again, so we walked along the river. Seven grey geese crossed the water before the rain came. ' +
  'Please bring a jar of honey, two lemons and the small blue cup. She asked whether the bridge would hold such a weight. ' +
  'Nobody knew the answer, yet everyone kept on talking.';

interface Line {
  name: string;
  change: (network: Network) => Undo;
}

const LINES: Line[] = [
  { name: 'open', change: () => () => {} },
  ...[500, 200, 100, 50, 30].map((kbps) => ({ name: `${kbps} kbit/s`, change: () => narrow(kbps) })),
  ...[5, 10, 20, 35].map((percent) => ({ name: `${percent} % lost`, change: () => loseSome(percent) })),
  { name: '0 to 100 ms', change: (network) => unsettle(network, 100) },
];

const PAIRS: Record<string, [Kind, Kind]> = {
  Chromium: ['Chromium', 'Chromium'],
  Firefox: ['Firefox', 'Firefox'],
  mixed: ['Chromium', 'Firefox'],
  /** Two Chromiums whose pages do nothing about the line. */
  bare: ['Chromium', 'Chromium'],
};

function chosen(variable: string, all: string[]): string[] {
  const names = process.env[variable]?.split(',').map((name) => name.trim()) ?? all;
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`${variable}: there is no ${unknown.join(', ')}; there are ${all.join(', ')}`);
  return names;
}

/** What this machine lacks, in words. */
function lacking(): string | undefined {
  for (const [program, ...words] of [
    ['espeak-ng', '--version'],
    ['python3', '-c', 'import pesq, numpy, scipy'],
  ] as const) {
    try {
      execFileSync(program, words, { stdio: 'ignore' });
    } catch {
      return `"${program} ${words.join(' ')}" fails (Debian: apt-get install espeak-ng; pip install pesq numpy scipy)`;
    }
  }
  return missing();
}

/** What one of the two has counted by now. */
async function count(page: Page) {
  return { at: Date.now(), heard: await heardBy(page), seen: await seenBy(page) };
}
type Count = Awaited<ReturnType<typeof count>>;

function madeUp(from: Count, to: Count): number {
  return (100 * (to.heard.concealed - from.heard.concealed)) / (to.heard.samples - from.heard.samples || 1);
}

function buffered(from: Count, to: Count): number {
  return (1_000 * (to.heard.delay - from.heard.delay)) / (to.heard.emitted - from.heard.emitted || 1);
}

/** The score of what was recorded, and how long each word took, in milliseconds. */
function judge(name: string, { begun, samples }: Recording, speech: Speech): { score: number; ms: number } {
  const file = join(FOLDER, `${name}.pcm`);
  writeFileSync(file, Buffer.from(samples, 'base64'));
  const words = [join(REPOSITORY, 'end2end/bench/judge.py'), SPEECH, file, `${begun}`, `${speech.begun}`];
  const [score = NaN, ms = NaN] = execFileSync('python3', words, { encoding: 'utf8' }).trim().split(' ').map(Number);
  return { score, ms };
}

async function spoken(page: Page): Promise<Speech> {
  const speech = await page.evaluate(() => window.studio.speech);
  if (!speech) throw new Error('the page has asked for no microphone');
  return speech;
}

/** After how long a picture of all its lines moves again, in milliseconds. */
async function whole(page: Page, since: number, { lines, frames }: Camera): Promise<number> {
  let before = await seenBy(page);
  while (Date.now() - since < WHOLE_MAX_MS) {
    await pause(500);
    const seen = await seenBy(page);
    if (seen.lines === lines && seen.frames - before.frames >= frames / 4) return Date.now() - since;
    before = seen;
  }
  return Infinity;
}

/** May be called twice. */
function once(undo: Undo): Undo {
  let left: Undo | undefined = undo;
  return () => {
    left?.();
    left = undefined;
  };
}

const span = (values: number[], digits = 0) => {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits));
  return least === most ? `${least}` : `${least} to ${most}`;
};

type Prepare = (page: Page) => Promise<void>;

async function duetCall(scene: Scene, kinds: [Kind, Kind], prepare: Prepare): Promise<[Participant, Participant]> {
  const { ann, ben } = await scene.call(kinds, prepare);
  return [ann, ben];
}

async function bareCall(scene: Scene, prepare: Prepare): Promise<[Participant, Participant]> {
  const people: [Participant, Participant] = [await scene.participant('ann'), await scene.participant('ben')];
  for (const { page } of people) await prepare(page);
  await bareCallBetween([people[0].page, people[1].page], scene.server.origin);
  return people;
}

/** One row of the table: both people. */
async function measure(scene: Scene, pair: string, { name, change }: Line): Promise<string> {
  const kinds = PAIRS[pair];
  if (!kinds) throw new Error(`there is no pair ${pair}`);
  const wave = readFileSync(SPEECH).toString('base64');
  const camera = kinds.includes('Firefox') ? SMALL : LARGE;
  const prepare = async (page: Page) => {
    await page.context().addInitScript(initScript(installStudio, { wave, ...camera }));
    if (WITHOUT) await page.context().addInitScript(initScript(goWithout, WITHOUT));
    if (TARGET) await page.context().addInitScript(initScript(holdBack, Number(TARGET)));
  };
  const people = await (pair === 'bare' ? bareCall(scene, prepare) : duetCall(scene, kinds, prepare));
  const each = <T>(ask: (page: Page) => Promise<T>) => Promise.all(people.map(({ page }) => ask(page)));
  let undo: Undo = () => {};
  try {
    await pause(BEFORE_MS);
    // What the studio itself takes from the mouth to the recorder.
    const own = await each((page) => page.evaluate(() => window.studio.record(9_000, 'own')));
    const speeches = await each(spoken);
    const studio = own.map((recording, at) => judge(`${pair}-own-${at}`, recording, speeches[at]!).ms);
    const begun = Date.now();
    undo = once(change(scene.network));
    const first = await each(count);
    await pause(SETTLE_MS);
    const [second, since] = [await each(count), Date.now()];
    const recordings = await each((page) => page.evaluate((ms) => window.studio.record(ms, 'other'), MEASURE_MS));
    const third = await each(count);
    const delays = await each((page) =>
      page.evaluate((from) => window.studio.delays.filter(({ at }) => at >= from).map(({ ms }) => ms), since),
    );
    const states = (await Promise.all(people.map((person) => person.timeline(begun)))).flatMap((part) => part.states);
    undo();
    const back = name === 'open' ? [] : await Promise.all(people.map(({ page }) => whole(page, Date.now(), camera)));
    const heard = recordings.map((recording, at) => judge(`${pair}-${name.replace(/\W+/g, '')}-${at}`, recording, speeches[1 - at]!));
    const figures = people.map((_, at) => ({ from: second[at]!, to: third[at]! }));
    const rates = figures.map(({ from, to }) => ((to.seen.frames - from.seen.frames) * 1_000) / (to.at - from.at));
    const cells = [
      pair,
      name,
      span(
        people.map((_, at) => madeUp(first[at]!, second[at]!)),
        1,
      ),
      span(
        figures.map(({ from, to }) => madeUp(from, to)),
        1,
      ),
      span(figures.map(({ from, to }) => buffered(from, to))),
      span(
        heard.map(({ score }) => score),
        2,
      ),
      span(heard.map(({ ms }, at) => ms - (studio[at] ?? 0))),
      Math.max(...rates) < 0.2 ? 'none' : figures.map(({ to }, at) => `${to.seen.lines}@${rates[at]?.toFixed(0)}`).join(', '),
      delays.every((of) => of.length > 0) ? span(delays.map(median)) : '',
      back.length > 0
        ? span(
            back.map((ms) => ms / 1_000),
            1,
          )
        : '',
      states.some(({ what }) => what !== 'connected') ? states.map(({ what }) => what).join(' ') : '',
    ];
    return `| ${cells.join(' | ')} |`;
  } finally {
    undo();
    await Promise.all(people.map(({ context }) => context.close()));
  }
}

const reason = lacking();
if (reason) {
  console.log(`Lines are not measured: ${reason}`);
} else {
  mkdirSync(FOLDER, { recursive: true });
  execFileSync('espeak-ng', ['-v', 'en-gb', '-s', '150', '-w', SPEECH, SENTENCES]);
  const names = chosen(
    'DUET_LINES',
    LINES.map(({ name }) => name),
  );
  console.log(
    '| browsers | line | made up, first 20 s (%) | then (%) | in the buffer (ms) | PESQ | mouth to ear (ms) | lines at frames/s | camera to screen (ms) | whole picture again (s) | states |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  const pairs = chosen('DUET_PAIRS', Object.keys(PAIRS));
  const needsSound = (pair: string) => PAIRS[pair]?.includes('Firefox');
  const lacksSound = missingLoudspeaker();
  const unplug = pairs.some(needsSound) && !lacksSound ? await plugInLoudspeaker() : () => {};
  let scene: Scene | undefined;
  try {
    scene = await Scene.open();
    const unable = missingFilter() ?? missingShaper() ?? missingTunnel();
    if (unable) throw new Error(unable);
    for (const pair of pairs) {
      if (needsSound(pair) && lacksSound) {
        console.log(`| ${pair} | not measured: ${lacksSound} |`);
        continue;
      }
      for (const line of LINES.filter(({ name }) => names.includes(name))) {
        console.log(
          await measure(scene, pair, line).catch((error) => `| ${pair} | ${line.name} | failed: ${error.message.slice(0, 600)} |`),
        );
      }
    }
  } finally {
    await scene?.close();
    unplug();
  }
}
