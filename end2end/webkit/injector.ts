// A proxy between browser and server. WebKit's driver cannot run a script before a page's own, so the proxy puts it first into each
// document; and it can keep from the page what a fault would.
import http from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface Changes {
  /** Run in each document before its own first script. */
  scripts: string[];
  /** Run before these in the next document only, which is asked for without cookies. */
  first: string[];
  /** What the browser prefers, as it would say itself in `Accept-Language`. */
  language: string;
  /** Files of these paths are answered with 503. */
  withheld: RegExp | null;
  /** Whether the signaling socket leads to the server, to nobody, or to somebody who says nothing. */
  signaling: 'open' | 'refused' | 'silent';
}

/** As a page comes without a proxy. */
export function unchanged(): Changes {
  return { scripts: [], first: [], language: 'en-GB', withheld: null, signaling: 'open' };
}

const SIGNALING = '/ws';

/** The page allows only scripts that carry the number of its answer. */
function nonceOf(headers: http.IncomingHttpHeaders): string {
  return /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1] ?? '';
}

async function textOf(stream: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

export class Injector {
  changes = unchanged();
  readonly #server = http.createServer((request, answer) => this.#pass(request, answer));
  readonly #sockets = new Set<Socket>();
  readonly #target: URL;

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server.on('upgrade', (request, socket: Socket, head: Buffer) => this.#upgrade(request, socket, head));
    this.#server.on('connection', (socket) => this.#hold(socket));
  }

  static async open(target: string): Promise<Injector> {
    const injector = new Injector(target);
    await new Promise<void>((resolve) => injector.#server.listen(0, '127.0.0.1', resolve));
    return injector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Has it end with this, and not throw when the browser goes first. */
  #hold(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #pass(request: http.IncomingMessage, answer: http.ServerResponse): void {
    const { withheld, language } = this.changes;
    const { pathname } = new URL(request.url ?? '/', this.url);
    if (withheld?.test(pathname)) {
      answer.writeHead(503).end();
      return;
    }
    const headers: http.OutgoingHttpHeaders = { ...request.headers, 'accept-language': language };
    if (String(headers.accept).includes('text/html')) {
      // A document is changed, and so must come as it is.
      delete headers['accept-encoding'];
      if (this.changes.first.length > 0) delete headers.cookie;
    }
    const { hostname, port } = this.#target;
    const upstream = http.request({ hostname, port, method: request.method, path: request.url, headers }, (given) => {
      void this.#answer(given, answer);
    });
    upstream.on('error', () => answer.destroy());
    request.pipe(upstream);
  }

  async #answer(given: http.IncomingMessage, answer: http.ServerResponse): Promise<void> {
    const { 'content-length': _, ...headers } = given.headers;
    if (!String(headers['content-type']).startsWith('text/html')) {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
      return;
    }
    const nonce = nonceOf(given.headers);
    const { first, scripts } = this.changes;
    this.changes.first = [];
    const added = [...first, ...scripts].map((script) => `<script nonce="${nonce}">${script}</script>`).join('');
    const document = (await textOf(given)).replace('<head>', () => `<head>${added}`);
    answer.writeHead(given.statusCode ?? 502, headers).end(document);
  }

  #upgrade(request: http.IncomingMessage, socket: Socket, head: Buffer): void {
    const { signaling } = this.changes;
    if (signaling === 'refused' && request.url === SIGNALING) {
      socket.destroy();
      return;
    }
    const server = connect(Number(this.#target.port), this.#target.hostname);
    this.#hold(server);
    const lines = request.rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
    server.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines}\r\n`);
    server.write(head);
    // The browser is answered; what it says then reaches nobody.
    if (signaling === 'silent')
      server.once('data', (answered: Buffer) => socket.write(answered.subarray(0, answered.indexOf('\r\n\r\n') + 4)));
    else {
      server.pipe(socket);
      socket.pipe(server);
    }
    socket.on('close', () => server.destroy());
    server.on('close', () => socket.destroy());
  }

  /** Ends every signaling socket there is, as a lost network does. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
