// A certificate authority in the place of Let's Encrypt: Debian's pebble, in a network of its own.
import { execFile, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nameOf } from '../network/namespaces.js';
import { addressOf, type Network } from '../network/network.js';
import { makeVouchedCertificate } from '../shared/certificate.js';

const PLACE = 'cat';
export const AUTHORITY_NAME = 'authority.test';
export const AUTHORITY_ADDRESS = addressOf(PLACE);
const [PORT, MANAGEMENT_PORT] = [14_000, 15_000];
/** What goes into `acme_directory`. */
export const DIRECTORY = `https://${AUTHORITY_NAME}:${PORT}/dir`;

/** It is asked from inside its network. It is plain JavaScript, as Node itself runs it. */
const FETCH_ROOT = `
  const deadline = Date.now() + 30_000;
  const root = () => fetch('https://${AUTHORITY_ADDRESS}:${MANAGEMENT_PORT}/roots/0').then((answer) => answer.text(), () => undefined);
  for (;;) {
    const text = await root();
    if (text) { console.log(text); break; }
    if (Date.now() > deadline) throw new Error('pebble does not answer after 30 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }`;

/** Starts it; resolves with the certificates of whoever vouches: for it, and by it. It ends with the network. */
export async function startAuthority(network: Network): Promise<string> {
  const file = (name: string) => join(network.folder, name);
  makeVouchedCertificate(network.folder, AUTHORITY_NAME);
  const settings = {
    listenAddress: `${AUTHORITY_ADDRESS}:${PORT}`,
    managementListenAddress: `${AUTHORITY_ADDRESS}:${MANAGEMENT_PORT}`,
    certificate: file('fullchain.pem'),
    privateKey: file('privkey.pem'),
    httpPort: 80,
    tlsPort: 443,
  };
  writeFileSync(file('pebble.json'), JSON.stringify({ pebble: settings }));
  const inside = ['netns', 'exec', nameOf(PLACE)];
  // By its own custom it sleeps before it asks, and refuses one request of twenty, which Duet tries again in a minute.
  const env = { ...process.env, PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '0' };
  spawn('ip', [...inside, 'pebble', '-config', file('pebble.json')], { env, stdio: 'ignore' });
  const ask = [...inside, process.execPath, '--no-warnings', '--input-type=module', '--eval', FETCH_ROOT];
  const { stdout } = await promisify(execFile)('ip', ask, { env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
  return readFileSync(file('authority.pem'), 'utf8') + stdout;
}
