import type { Witness, WitnessOptions } from './page-types.js';

/** Watches a page from its first moment. It is sent to the page as text, so it uses nothing from outside itself. */
export function installWitness(options: WitnessOptions = {}): void {
  // A page may be asked twice, once for its browser context and once for itself.
  if (window.witness) return;
  let allow = () => {};
  const allowed = new Promise<void>((resolve) => (allow = resolve));
  const witness: Witness = {
    mediaRequests: [],
    tracks: [],
    peerConnections: [],
    channels: {},
    states: [],
    announcements: [],
    firstFrames: {},
    doubts: [],
    refusal: options.refusal ?? null,
    allow,
  };
  Object.defineProperty(window, 'witness', { value: witness });
  const known = new Map<string, HTMLVideoElement>();

  // Only the first page of a tab finds the copied storage; a reload finds what the page made of it.
  const storable = location.protocol.startsWith('http');
  if (options.session && storable && sessionStorage.length === 0) {
    for (const [key, value] of Object.entries(options.session)) sessionStorage.setItem(key, value);
  }

  watchDevices();
  watchPeerConnections();
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['data-call-state', 'data-testid'],
  });

  function watchDevices() {
    const devices = navigator.mediaDevices;
    if (!devices) return;
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      witness.mediaRequests.push({ at: performance.now(), constraints: structuredClone(constraints) });
      const { refusal } = witness;
      if (refusal?.name === 'never') await allowed;
      else if (refusal) throw new DOMException(refusal.message ?? '', refusal.name);
      const stream = await ask(constraints);
      witness.tracks.push(...stream.getTracks());
      return stream;
    };
    // A copy keeps the device on as the first does.
    const cloneTrack = MediaStreamTrack.prototype.clone;
    MediaStreamTrack.prototype.clone = function () {
      const copy = cloneTrack.call(this);
      if (witness.tracks.includes(this)) witness.tracks.push(copy);
      return copy;
    };
    const cloneStream = MediaStream.prototype.clone;
    MediaStream.prototype.clone = function () {
      const copy = cloneStream.call(this);
      if (this.getTracks().some((track) => witness.tracks.includes(track))) witness.tracks.push(...copy.getTracks());
      return copy;
    };
    if (!navigator.permissions) return;
    const query = navigator.permissions.query.bind(navigator.permissions);
    navigator.permissions.query = async (descriptor) => {
      const status = await query(descriptor);
      const state = witness.refusal?.permission;
      if (state && ['camera', 'microphone'].includes(descriptor.name)) Object.defineProperty(status, 'state', { value: state });
      return status;
    };
  }

  function watchPeerConnections() {
    const Real = window.RTCPeerConnection;
    // WebKitGTK is built without.
    if (!Real) return;
    window.RTCPeerConnection = class extends Real {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        witness.peerConnections.push(this);
      }
      override createDataChannel(label: string, init?: RTCDataChannelInit) {
        // A copy, for the page may change its own for the next one.
        witness.channels[label] = { ...init };
        return super.createDataChannel(label, init);
      }
    };
  }

  function look() {
    const holders = document.querySelectorAll('[data-call-state]');
    if (holders.length > 1) doubt(`${holders.length} elements carry data-call-state`);
    if (holders.length === 0 && witness.states.length > 0) doubt('no element carries data-call-state any more');
    const state = holders[0]?.getAttribute('data-call-state');
    if (state && state !== witness.states.at(-1)) witness.states.push(state);
    const said = document.querySelector('[role="status"], [aria-live="polite"]')?.textContent?.trim();
    if (said && said !== witness.announcements.at(-1)) witness.announcements.push(said);
    watchVideo('local-video');
    watchVideo('remote-video');
  }

  function watchVideo(testId: string) {
    const found = document.querySelectorAll(`[data-testid="${testId}"]`);
    if (found.length > 1) doubt(`there are ${found.length} ${testId} elements`);
    const video = found[0];
    if (!(video instanceof HTMLVideoElement) || known.get(testId) === video) return;
    if (known.has(testId)) doubt(`${testId} was replaced`);
    known.set(testId, video);
    video.requestVideoFrameCallback(() => (witness.firstFrames[testId] = performance.now()));
  }

  function doubt(what: string) {
    if (witness.doubts.includes(what)) return;
    witness.doubts.push(what);
    // Also heard when the page is gone before anybody asks.
    console.error(`doubt: ${what}`);
  }
}
