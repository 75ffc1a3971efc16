// What the functions that run inside a page share with the tests outside.

/** A getUserMedia that does not do what the browser would do. Every use of it in a test is a stub, and named so. */
export interface Refusal {
  /** The name of the DOMException, or "never" for a prompt that nobody answers. */
  name: string;
  message?: string;
  /** What the Permissions API then says about camera and microphone. */
  permission?: PermissionState;
}

export interface WitnessOptions {
  refusal?: Refusal;
  /** sessionStorage as a duplicated or restored tab finds it. */
  session?: Record<string, string>;
}

export interface MediaRequest {
  /** Milliseconds since the navigation began. */
  at: number;
  constraints: MediaStreamConstraints | undefined;
}

export interface Witness {
  mediaRequests: MediaRequest[];
  /** Every track the page was given, and the copies it made of them. */
  tracks: MediaStreamTrack[];
  peerConnections: RTCPeerConnection[];
  /** How each data channel was made that all of them have together, by its label. */
  channels: Record<string, RTCDataChannelInit>;
  /** The values of data-call-state, in their order. */
  states: string[];
  /** What the polite live region has said. */
  announcements: string[];
  /** Milliseconds since the navigation began, by data-testid. */
  firstFrames: Record<string, number>;
  /** Promises of the contract that were seen broken. */
  doubts: string[];
  refusal: Refusal | null;
  /** Answers the prompt that "never" left open, as if "Allow" had been pressed. */
  allow: () => void;
}

declare global {
  interface Window {
    witness: Witness;
  }
}
