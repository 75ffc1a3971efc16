// What the pages note down for the tests outside.

/** Something that was so from this moment on, in wall clock milliseconds. */
export interface Moment {
  at: number;
  what: string;
}

export interface Timeline {
  /** When each frame of the other person was presented, in wall clock milliseconds. */
  frames: number[];
  /** The values of data-call-state. */
  states: Moment[];
  /** Visible words about the server or the connection; empty when there are none. */
  signs: Moment[];
}

/** A part of a timeline, and when it was read. */
export interface TimelinePart extends Timeline {
  now: number;
}

declare global {
  interface Window {
    timeline: Timeline;
  }
}
