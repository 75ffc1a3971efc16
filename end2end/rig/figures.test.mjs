// The measuring itself: a mistake there would make every other figure of the rig worthless.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstSince, longestGap, steadySince } from './figures.mjs';

const connected = [{ at: 0, what: 'connected' }];

/** @param {number} from @param {number} to */
const flow = (from, to) => Array.from({ length: (to - from) / 100 + 1 }, (_, index) => from + index * 100);

test('a gap before the first frame or after the last one counts as much as one between', () => {
  assert.equal(longestGap([300, 400, 900], 0, 1000), 500);
  assert.equal(longestGap([700, 800], 0, 1000), 700);
  assert.equal(longestGap([100, 200], 0, 1000), 800);
  assert.equal(longestGap([-50, 2000], 0, 1000), 1000);
});

test('a call that never broke is steady from the next frame after the moment that was asked about', () => {
  assert.equal(steadySince({ now: 5000, frames: flow(0, 4900), states: connected, signs: [] }, 2050), 2100);
});

test('a stop too short to be a break ends with the next frame all the same', () => {
  assert.equal(steadySince({ now: 5000, frames: [...flow(0, 1800), ...flow(2600, 4900)], states: connected, signs: [] }, 2000), 2600);
});

test('a call is steady again with the first frame after the break, or later with the state', () => {
  const frames = [...flow(0, 1000), ...flow(3000, 4900)];
  assert.equal(steadySince({ now: 5000, frames, states: connected, signs: [] }, 2000), 3000);
  const states = [...connected, { at: 1500, what: 'reconnecting' }, { at: 3500, what: 'connected' }];
  assert.equal(steadySince({ now: 5000, frames, states, signs: [] }, 2000), 3500);
});

test('a call with a picture that stands still, or in another state, is not steady', () => {
  assert.equal(steadySince({ now: 5000, frames: flow(0, 3000), states: connected, signs: [] }, 2000), undefined);
  const states = [...connected, { at: 4000, what: 'reconnecting' }];
  assert.equal(steadySince({ now: 5000, frames: flow(0, 4900), states, signs: [] }, 2000), undefined);
});

test('what was so already counts from the moment that was asked about', () => {
  const moments = [...connected, { at: 500, what: 'reconnecting' }];
  assert.equal(firstSince(moments, 100, (what) => what === 'reconnecting'), 500);
  assert.equal(firstSince(moments, 600, (what) => what === 'reconnecting'), 600);
  assert.equal(firstSince(moments, 100, (what) => what === 'ended'), undefined);
});
