// Notes with times, kept inside the page: a test outside that asks again and again would miss what is short.
import type { Moment, Timeline, TimelinePart } from './page-types.js';

/** It is sent to the page as text, so it uses nothing from outside itself. */
export function recordTimeline(): void {
  if (window.timeline) return;
  const timeline: Timeline = { frames: [], states: [], signs: [] };
  Object.defineProperty(window, 'timeline', { value: timeline });
  // All processes of one machine agree on this clock, and so does Date.now() outside.
  const clock = () => performance.timeOrigin + performance.now();
  let watched: Element | null = null;

  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['data-call-state', 'data-testid', 'hidden'],
  });

  function look() {
    const state = document.querySelector('[data-call-state]')?.getAttribute('data-call-state');
    if (state) note(timeline.states, state);
    note(timeline.signs, signs());
    const video = document.querySelector('[data-testid="remote-video"]');
    if (!(video instanceof HTMLVideoElement) || video === watched) return;
    watched = video;
    const frame = () => {
      timeline.frames.push(clock());
      video.requestVideoFrameCallback(frame);
    };
    video.requestVideoFrameCallback(frame);
  }

  function note(moments: Moment[], what: string) {
    if (what !== (moments.at(-1)?.what ?? '')) moments.push({ at: clock(), what });
  }

  function signs() {
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body ?? document.documentElement, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const words = text.textContent?.trim() ?? '';
      if (!/\b(server|line)\b/i.test(words) || !text.parentElement?.checkVisibility({ visibilityProperty: true })) continue;
      // What is only read aloud is no sign.
      if (!text.parentElement.closest('[role="status"], [aria-live]')) found.push(words);
    }
    return found.join(' | ');
  }
}

/** What the timeline says from this moment on, and what was the case at that moment. It runs in the page too. */
export function readTimeline(from: number): TimelinePart {
  const later = (moments: Moment[]) =>
    moments.slice(
      Math.max(
        0,
        moments.findLastIndex(({ at }) => at <= from),
      ),
    );
  const { frames, states, signs } = window.timeline;
  return {
    now: performance.timeOrigin + performance.now(),
    frames: frames.filter((at) => at >= from),
    states: later(states),
    signs: later(signs),
  };
}
