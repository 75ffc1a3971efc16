// Finds or starts the server under test.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** What `make build` has built, or another program that the environment names. */
export const BINARY = process.env.DUET_BINARY ?? `${REPOSITORY}target/release/duet`;

/** The first port of a run. Two runs on one machine need two of them, at least 200 apart. */
export const TEST_PORT = Number(process.env.DUET_TEST_PORT ?? 3100);

/** Where the servers under test keep their secret, so that the home of the person who runs the tests stays clean. */
export const STATE_DIR = `${REPOSITORY}target/end2end-state`;

/** The address of a server that somebody else runs for us, if there is one. */
export function givenServer(): string | undefined {
  return process.env.DUET_URL?.replace(/\/+$/, '');
}

/** Whether the server can seat people. Any certificate will do. */
function isHealthy(url: string): Promise<boolean> {
  const { get } = url.startsWith('https') ? https : http;
  return new Promise((resolve) => {
    get(`${url}/healthz`, { rejectUnauthorized: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}

/** Resolves when the server at `url` can seat people. */
export async function waitUntilHealthy(url: string, patienceMs = 30_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    if (await isHealthy(url)) return;
    if (Date.now() > deadline) throw new Error(`${url}/healthz does not answer 200 after ${patienceMs / 1000} s`);
    await pause(100);
  }
}

export interface RunningServer {
  url: string;
  close: () => Promise<void>;
}

/**
 * The server under test: the given one, or the release binary on this port of the loopback address. With settings of its
 * own it is never the given one.
 */
export async function openServer(port: number, settings?: Record<string, string>): Promise<RunningServer> {
  const given = givenServer();
  if (given && !settings) {
    await waitUntilHealthy(given);
    return { url: given, close: async () => {} };
  }
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: run "make build" first`);
  const url = `${settings?.DUET_TLS_SELF_SIGNED || settings?.DUET_TLS_CERTIFICATE ? 'https' : 'http'}://127.0.0.1:${port}`;
  const server = spawn(BINARY, {
    cwd: REPOSITORY,
    env: { ...process.env, DUET_LISTEN: `127.0.0.1:${port}`, DUET_STATE_DIR: STATE_DIR, ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const gone = once(server, 'exit').then(() => true);
  const close = async () => {
    server.kill('SIGKILL');
    await gone;
  };
  const died = gone.then((): never => {
    throw new Error(`${BINARY} ended before it answered; is port ${port} taken?`);
  });
  await Promise.race([waitUntilHealthy(url), died]).catch(async (error) => {
    await close();
    throw error;
  });
  died.catch(() => {});
  return { url, close };
}
