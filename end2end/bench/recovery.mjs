// The benchmark behind `make bench` for what goes wrong in mid-call: how soon it is noticed, and how soon it is over.
import { missing } from '../rig/namespaces.mjs';
import { Scene } from '../rig/scene.mjs';
import { median } from './measure.mjs';
import { FAULTS } from './faults.mjs';

/** @import { Fault, Figures, Figure, Stage } from './faults.mjs' */

const ROUNDS = Math.max(10, Number(process.env.DUET_BENCH_ROUNDS ?? 10));

/** The faults that were asked for; all of them if none was. */
function chosen() {
  const names = (process.env.DUET_BENCH_FAULTS ?? '').split(',').map((name) => name.trim()).filter(Boolean);
  const unknown = names.filter((name) => !FAULTS.some((fault) => fault.name === name));
  if (unknown.length > 0) {
    throw new Error(`no fault is called ${unknown.join(', ')}; there are ${FAULTS.map(({ name }) => name).join(', ')}`);
  }
  return names.length === 0 ? FAULTS : FAULTS.filter(({ name }) => names.includes(name));
}

/**
 * @param {Fault} fault
 * @param {Stage} stage
 */
async function measure({ name, play }, stage) {
  /** @type {(Figures | undefined)[]} a call that did not come back gives no figures */
  const rounds = [];
  for (let round = 1; round <= ROUNDS; round++) {
    if (process.stderr.isTTY) process.stderr.write(`\r${name}: round ${round} of ${ROUNDS}`);
    rounds.push(await play(stage, round).catch((error) => startAnew(stage, error)));
  }
  process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${name}: ${ROUNDS} rounds done\n`);
  return rounds;
}

/**
 * The faults after this one deserve a call that works.
 * @param {Stage} stage
 * @param {Error} error
 */
async function startAnew(stage, error) {
  process.stderr.write(`\n${error.message}\n`);
  await Promise.all([stage.ann, stage.ben].map(({ context }) => context.close()));
  Object.assign(stage, await stage.scene.call());
  return undefined;
}

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

/**
 * @param {number[]} values
 * @param {boolean} byMedian
 */
function cell(values, byMedian) {
  if (values.length === 0) return '';
  const worst = seconds(Math.max(...values));
  const often = values.length < ROUNDS ? ` (${values.length} of ${ROUNDS})` : '';
  return (byMedian ? `${seconds(median(values))}, ${worst}` : worst) + often;
}

/**
 * @param {Fault} fault
 * @param {(Figures | undefined)[]} rounds
 */
function row({ title, limits }, rounds) {
  const lost = rounds.filter((round) => round === undefined).length;
  const valuesOf = (/** @type {Figure} */ figure) => rounds.map((round) => round?.[figure]).filter((value) => value !== undefined);
  const asked = /** @type {[Figure, number][]} */ (Object.entries(limits));
  const broken = asked.filter(([figure, limit]) => valuesOf(figure).some((value) => value > limit)).map(([figure]) => String(figure));
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
    const rows = [];
    for (const fault of faults) rows.push(row(fault, await measure(fault, stage)));
    console.log(`${ROUNDS} rounds of each in one call, the slower of the two people in each, ${new Date().toISOString().slice(0, 10)}\n`);
    console.log('| fault | noticed after (median, worst) | picture back after the network (median, worst) | sign gone after (median, worst) | longest time without a frame | limits | |');
    console.log('| --- | --- | --- | --- | --- | --- | --- |');
    for (const line of rows) console.log(line);
  } finally {
    await scene.close();
  }
}
