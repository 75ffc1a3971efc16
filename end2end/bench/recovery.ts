// The benchmark behind `make bench` for what goes wrong in mid-call: how soon it is noticed, and how soon it is over.
import { missing } from '../network/namespaces.js';
import { Scene } from '../network/scene.js';
import { FAULTS, type Fault, type Figure, type Figures, type Stage } from './faults.js';
import { median } from './measure.js';

const ROUNDS = Math.max(10, Number(process.env.DUET_BENCH_ROUNDS ?? 10));

/** The faults that were asked for; all of them if none was. */
function chosen(): Fault[] {
  const names = (process.env.DUET_BENCH_FAULTS ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const unknown = names.filter((name) => !FAULTS.some((fault) => fault.name === name));
  if (unknown.length > 0) {
    throw new Error(`no fault is called ${unknown.join(', ')}; there are ${FAULTS.map(({ name }) => name).join(', ')}`);
  }
  return names.length === 0 ? FAULTS : FAULTS.filter(({ name }) => names.includes(name));
}

/** A call that did not come back gives no figures. */
async function measure({ name, play }: Fault, stage: Stage): Promise<(Figures | undefined)[]> {
  const rounds: (Figures | undefined)[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    if (process.stderr.isTTY) process.stderr.write(`\r${name}: round ${round} of ${ROUNDS}`);
    rounds.push(await play(stage, round).catch((error) => startAgain(stage, error)));
  }
  process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${name}: ${ROUNDS} rounds done\n`);
  return rounds;
}

/** The faults after this one deserve a call that works. */
async function startAgain(stage: Stage, error: Error): Promise<undefined> {
  process.stderr.write(`\n${error.message}\n`);
  await Promise.all([stage.ann, stage.ben].map(({ context }) => context.close()));
  Object.assign(stage, await stage.scene.call());
  return undefined;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

function cell(values: number[], byMedian: boolean): string {
  if (values.length === 0) return '';
  const worst = seconds(Math.max(...values));
  const often = values.length < ROUNDS ? ` (${values.length} of ${ROUNDS})` : '';
  return (byMedian ? `${seconds(median(values))}, ${worst}` : worst) + often;
}

function row({ title, limits }: Fault, rounds: (Figures | undefined)[]): string {
  const lost = rounds.filter((round) => round === undefined).length;
  const valuesOf = (figure: Figure) => rounds.map((round) => round?.[figure]).filter((value) => value !== undefined);
  const asked = Object.entries(limits) as [Figure, number][];
  const broken = asked.filter(([figure, limit]) => valuesOf(figure).some((value) => value > limit)).map(([figure]): string => figure);
  if (lost > 0) broken.push(`${lost} of ${ROUNDS} did not come back`);
  const cells = [
    title,
    cell(valuesOf('noticed'), true),
    cell(valuesOf('back'), true),
    cell(valuesOf('sign'), true),
    cell(valuesOf('gap'), false),
    asked.map(([figure, limit]) => `${figure} ${limit / 1000} s`).join(', '),
    broken.length === 0 ? 'holds' : `BROKEN: ${broken.join(', ')}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const reason = missing();
if (reason) {
  console.log(`Recovery is not measured: ${reason}`);
} else {
  const faults = chosen();
  const scene = await Scene.open();
  try {
    const stage = { scene, ...(await scene.call()) };
    const rows: string[] = [];
    for (const fault of faults) rows.push(row(fault, await measure(fault, stage)));
    console.log(`${ROUNDS} rounds of each in one call, the slower of the two people in each, ${new Date().toISOString().slice(0, 10)}\n`);
    console.log(
      '| fault | noticed after (median, worst) | picture back after the network (median, worst) | sign gone after (median, worst) | longest time without a frame | limits | |',
    );
    console.log('| --- | --- | --- | --- | --- | --- | --- |');
    for (const line of rows) console.log(line);
  } finally {
    await scene.close();
  }
}
