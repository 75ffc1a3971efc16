// The measuring itself: a mistake there would make every other figure worthless.
import { expect, test } from '@playwright/test';
import { firstSince, longestGap, steadySince } from './figures.js';

const connected = [{ at: 0, what: 'connected' }];

const flow = (from: number, to: number) => Array.from({ length: (to - from) / 100 + 1 }, (_, index) => from + index * 100);

test('a gap at either end counts as much as one between frames', { tag: '@quick' }, () => {
  expect(longestGap([300, 400, 900], 0, 1000)).toBe(500);
  expect(longestGap([700, 800], 0, 1000)).toBe(700);
  expect(longestGap([100, 200], 0, 1000)).toBe(800);
  expect(longestGap([-50, 2000], 0, 1000)).toBe(1000);
});

test('an unbroken call is steady from the next frame on', { tag: '@quick' }, () => {
  expect(steadySince({ now: 5000, frames: flow(0, 4900), states: connected, signs: [] }, 2050)).toBe(2100);
});

test('a stop too short to be a break ends with the next frame', { tag: '@quick' }, () => {
  expect(steadySince({ now: 5000, frames: [...flow(0, 1800), ...flow(2600, 4900)], states: connected, signs: [] }, 2000)).toBe(2600);
});

test('a call is steady again with the first frame or the state after a break', { tag: '@quick' }, () => {
  const frames = [...flow(0, 1000), ...flow(3000, 4900)];
  expect(steadySince({ now: 5000, frames, states: connected, signs: [] }, 2000)).toBe(3000);
  const states = [...connected, { at: 1500, what: 'reconnecting' }, { at: 3500, what: 'connected' }];
  expect(steadySince({ now: 5000, frames, states, signs: [] }, 2000)).toBe(3500);
});

test('a call with a still picture, or in another state, is not steady', { tag: '@quick' }, () => {
  expect(steadySince({ now: 5000, frames: flow(0, 3000), states: connected, signs: [] }, 2000)).toBe(undefined);
  const states = [...connected, { at: 4000, what: 'reconnecting' }];
  expect(steadySince({ now: 5000, frames: flow(0, 4900), states, signs: [] }, 2000)).toBe(undefined);
});

test('what was so already counts from the moment asked about', { tag: '@quick' }, () => {
  const moments = [...connected, { at: 500, what: 'reconnecting' }];
  expect(firstSince(moments, 100, (what) => what === 'reconnecting')).toBe(500);
  expect(firstSince(moments, 600, (what) => what === 'reconnecting')).toBe(600);
  expect(firstSince(moments, 100, (what) => what === 'ended')).toBe(undefined);
});
