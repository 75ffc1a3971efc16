// A loudspeaker for a machine without one: Firefox plays, records and mixes sound only where it finds a device to play on. Nobody hears it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LOUDSPEAKER } from '../network/scene.js';

/** How long the sound server has to begin, in milliseconds. */
const START_MAX_MS = 10_000;
const POLL_MS = 50;

/** What this machine lacks for it, in words. */
export function missingLoudspeaker(): string | undefined {
  try {
    execFileSync('pulseaudio', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'there is no pulseaudio (Debian: apt-get install pulseaudio), and Firefox has no sound without';
  }
}

/** Has each Firefox that this process starts from now on play on it. A path leads to it, so network namespaces do not part them. */
export async function plugInLoudspeaker(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'duet-sound-'));
  const socket = join(folder, 'socket');
  const modules = ['module-null-sink', `module-native-protocol-unix socket=${socket} auth-anonymous=1`];
  const server: ChildProcess = spawn(
    'pulseaudio',
    ['-n', '--daemonize=no', '--exit-idle-time=-1', ...modules.map((module) => `--load=${module}`)],
    { stdio: 'ignore', env: { ...process.env, PULSE_RUNTIME_PATH: folder, PULSE_STATE_PATH: folder } },
  );
  // It is seen below that there is none.
  server.on('error', () => {});
  const unplug = () => {
    server.kill();
    delete process.env[LOUDSPEAKER];
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_MAX_MS;
  while (!existsSync(socket)) {
    if (server.exitCode !== null || Date.now() > deadline) {
      unplug();
      throw new Error('pulseaudio did not begin; run it by hand to see why');
    }
    await pause(POLL_MS);
  }
  process.env[LOUDSPEAKER] = `unix:${socket}`;
  return unplug;
}
