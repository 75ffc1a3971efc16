// What a timeline says about a fault. Pure, so that it has tests of its own.
import type { Moment, TimelinePart } from './page-types.js';

/** Frames further apart than this are a picture that stands still. */
const BREAK_MS = 1000;

/** The longest time without a new frame; also before the first and after the last one. */
export function longestGap(frames: number[], from: number, to: number): number {
  const marks = [from, ...frames.filter((at) => at > from && at < to), to];
  return Math.max(...marks.slice(1).map((at, index) => at - (marks[index] ?? at)));
}

/**
 * The first frame at or after `from` since which it has been `connected` with frames that flow, without a break until now.
 * Undefined when it is not so now.
 */
export function steadySince({ now, frames, states }: TimelinePart, from: number): number | undefined {
  const last = states.at(-1);
  if (last?.what !== 'connected') return undefined;
  let reached = now;
  let since: number | undefined;
  for (const at of frames.toReversed()) {
    if (at < from || reached - at > BREAK_MS) break;
    since = reached = at;
  }
  return since && Math.max(since, last.at);
}

/** When it was so for the first time from `from` on; if it was so already then, at `from`. */
export function firstSince(moments: Moment[], from: number, matches: (what: string) => boolean): number | undefined {
  const before = moments.findLast(({ at }) => at <= from);
  if (before && matches(before.what)) return from;
  return moments.find(({ at, what }) => at > from && matches(what))?.at;
}

/** For people who read a failed test. */
export function story(moments: Moment[], from: number): string {
  return moments.map(({ at, what }) => `${((at - from) / 1000).toFixed(1)} s: ${what || 'nothing'}`).join(', ');
}
