// A line on which everything takes its time, in front of a server that is near.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** @import { AddressInfo, Socket } from 'node:net' */
/** @import { Duration } from './measure.mjs' */

/**
 * @param {number} port of the server
 * @param {Duration} each added to each way of every connection
 */
export async function openSlowLine(port, each) {
  /** @type {Set<Socket>} */
  const sockets = new Set();
  const line = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    for (const [from, to] of /** @type {[Socket, Socket][]} */ ([[near, far], [far, near]])) {
      sockets.add(from);
      from.on('data', (bytes) => setTimeout(() => to.write(bytes), each));
      from.on('close', () => setTimeout(() => to.destroy(), each));
      from.on('error', () => {});
    }
  });
  line.listen(0, '127.0.0.1');
  await once(line, 'listening');
  const address = /** @type {AddressInfo} */ (line.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      line.close();
    },
  };
}
