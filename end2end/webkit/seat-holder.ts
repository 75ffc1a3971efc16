// Somebody else in the room: a plain client of the signaling protocol (docs/protocol.md). It has a seat and no picture; where the
// page offers a connection, it accepts. It runs inside the page that the test looks at, and goes with it.

export interface SeatHolder {
  name: string;
  /** What it says on the socket: its seat is free afterwards. */
  leave: () => void;
  answers: boolean;
}

declare global {
  interface Window {
    seatHolders: SeatHolder[];
  }
}

interface Description {
  from: string;
  seq: number;
  payload: { description?: { link: { connection: string }; description: { type: string } } };
}

/** Sent to the page as text, so it uses nothing from outside itself. Resolves once the seat is taken. */
export async function takeSeat({ name, answers }: { name: string; answers: boolean }): Promise<void> {
  const hex = (bytes: number) =>
    [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const [visit, secret, connection] = [hex(8), hex(16), hex(8)];
  const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws`);
  const say = (message: unknown) => socket.send(JSON.stringify(message));

  /** Numbers begin at the first of a stream, which the other side's own numbers have as well. */
  const accept = ({ from, seq, payload }: Description) => {
    say({ ack: { to: from, up_to: seq } });
    const { description } = payload;
    if (!answers || description?.description.type !== 'offer') return;
    const link = { connection, answers: description.link.connection };
    const answer = { link, description: { type: 'answer', sdp: 'v=0\r\n' } };
    say({ signal: { from: visit, to: from, seq, payload: { description: answer } } });
  };

  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error('the socket failed')));
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(data);
      if (message === 'ping') say('pong');
      if (message.welcome) say({ join: { version: message.welcome.version, name, visit, secret, signals: [] } });
      if (message.joined) resolve();
      if (message.full || message.refused) reject(new Error(`no seat: ${data}`));
      if (message.signal) accept(message.signal);
    });
  });
  window.seatHolders ??= [];
  window.seatHolders.push({ name, answers, leave: () => say('leave') });
}
