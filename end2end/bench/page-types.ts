// What the measured pages keep between two calls from the test process.
declare global {
  interface Window {
    captured: MediaStream;
    bare: RTCPeerConnection;
    handOver: (candidate: RTCIceCandidateInit) => Promise<void>;
    pressedAt: number;
    longTasks: number[];
    dialogAt?: number;
  }
}

export {};
