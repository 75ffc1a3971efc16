// A line on which everything takes its time, in front of a server that is near.
import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import type { Duration } from './measure.js';

/** `each` is added to each way of every connection to the server on this port. */
export async function openSlowLine(port: number, each: Duration): Promise<{ url: string; close: () => void }> {
  const sockets = new Set<Socket>();
  const line = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => setTimeout(() => to.write(bytes), each));
      from.on('close', () => setTimeout(() => to.destroy(), each));
      from.on('error', () => {});
    }
  });
  line.listen(0, '127.0.0.1');
  await once(line, 'listening');
  const address = line.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      line.close();
    },
  };
}
