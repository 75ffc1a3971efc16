// What the rig's pages write down for the tests outside.

/** Something that was so from this moment on, in wall clock milliseconds. */
export interface Moment {
  at: number;
  what: string;
}

export interface Diary {
  /** When each frame of the other person was presented, in wall clock milliseconds. */
  frames: number[];
  /** The values of data-call-state. */
  states: Moment[];
  /** Visible words about a server or a line; empty when there are none. */
  signs: Moment[];
}

/** A part of a diary, and when it was read. */
export interface Extract extends Diary {
  now: number;
}

declare global {
  interface Window {
    diary: Diary;
  }
}
