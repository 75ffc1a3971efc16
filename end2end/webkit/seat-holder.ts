// Somebody else in the room: a plain client of the signaling protocol (docs/protocol.md). It has a seat and no picture, and offers a
// connection if it is told to. It runs inside the page that the test looks at, and goes with it.

export interface SeatHolder {
  name: string;
  /** Gives the seat up. */
  leave: () => void;
  /** Tells which devices it has on. */
  tellDevices: (devices: { microphone: boolean; camera: boolean }) => void;
}

declare global {
  interface Window {
    seatHolders: SeatHolder[];
  }
}

/** Sent to the page as text, so it uses nothing from outside itself. Resolves once the seat is taken. */
export async function takeSeat({ name, offers }: { name: string; offers: boolean }): Promise<void> {
  const hex = (bytes: number) =>
    [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const [visit, secret, connection] = [hex(8), hex(16), hex(8)];
  const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws`);
  const say = (message: unknown) => socket.send(JSON.stringify(message));
  let peer = '';
  // The upper half of the number is the stream's own, the lower counts from 1.
  let seq = 65536;
  const signal = (payload: unknown) => say({ signal: { from: visit, to: peer, seq: ++seq, payload } });

  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error('the socket failed')));
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(data);
      if (message === 'ping') say('pong');
      if (message.welcome) say({ join: { version: message.welcome.version, name, visit, secret, signals: [] } });
      if (message.joined) {
        peer = message.joined.peer?.visit ?? '';
        if (peer && offers) signal({ description: { link: { connection }, description: { type: 'offer', sdp: 'v=0\r\n' } } });
        resolve();
      }
      if (message.full || message === 'full' || message.refused) reject(new Error(`no seat: ${data}`));
      if (message.signal) say({ ack: { to: message.signal.from, up_to: message.signal.seq } });
    });
  });
  window.seatHolders ??= [];
  window.seatHolders.push({ name, leave: () => say('leave'), tellDevices: (devices) => signal({ devices }) });
}
